"""The demo hospital's gateway as a program of its own, which the outside world may stop and start again."""

import os
import selectors
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from kiosk import told

START_S = 40.0  # a first start fills the demo hospital's database
STOP_S = 8.0
GLANCE_S = 0.1  # how soon one who waits for it sees that he is told to end
SIGN = "gateway: http://127.0.0.1:"


class GatewayDied(Exception):
    """The gateway did not come up; the text is the end of what it said."""


class GatewayProgram:
    """One gateway over one database in `folder`. After a stop it comes back at the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = 0
        self._program: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers, once it has been started."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def running(self) -> bool:
        return self._program is not None and self._program.poll() is None

    @property
    def pid(self) -> int | None:
        """Its process, for whoever wants to kill it."""
        return self._program.pid if self._program else None

    def start(self) -> None:
        """Returns when it answers. Raises `GatewayDied`, and `SystemExit` when we are told to end."""
        if self.running:
            return
        command = [sys.executable, "-m", "kiosk", "gateway", "--demo", "--port", str(self._port)]
        with self._log.open("ab") as log:
            self._program = subprocess.Popen(  # noqa: S603 - our own program
                [*_never_alone(), *command, "--database", str(self._folder / "gateway.db")],
                stdout=subprocess.PIPE,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in the shell ends the demo, and the demo ends the gateway
            )
        self._port = self._read_port(self._program)

    def stop(self) -> None:
        """Returns when it is gone."""
        if self._program is None:
            return
        self._program.terminate()
        try:
            self._program.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()
        if self._program.stdout:
            self._program.stdout.close()
        self._program = None

    @property
    def _log(self) -> Path:
        return self._folder / "gateway.log"

    def _read_port(self, program: "subprocess.Popen[bytes]") -> int:
        said = b""
        for piece in _pieces(program, START_S):
            said += piece
            for line in said.decode("utf-8", "replace").splitlines(keepends=True):
                if line.startswith(SIGN) and line.endswith("\n"):
                    return int(line.removeprefix(SIGN).strip().rstrip("/"))
        self.stop()
        raise GatewayDied(self._log.read_text("utf-8", "replace")[-2000:] or "it said nothing")


def _never_alone() -> list[str]:
    """Even when we are killed with no chance to clean up, the gateway ends (prctl(2), PR_SET_PDEATHSIG)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM"] if setpriv else []


def _pieces(program: "subprocess.Popen[bytes]", within_s: float) -> Iterator[bytes]:
    """What it writes, as it comes, until it closes its output or time is up."""
    assert program.stdout is not None
    until = time.monotonic() + within_s
    with selectors.DefaultSelector() as waiting:
        waiting.register(program.stdout, selectors.EVENT_READ)
        while time.monotonic() < until:
            told.obey()
            if not waiting.select(GLANCE_S):
                continue
            piece = os.read(program.stdout.fileno(), 4096)
            if not piece:
                return
            yield piece
