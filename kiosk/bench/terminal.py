"""Our side: `kiosk run` as a process of its own, telling its first painted frame as it tells systemd."""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Terminal:
    """The whole application: window, flows, journal, devices, client."""

    config: Path
    ready: socket.socket
    environment: dict[str, str]
    name: str = "kiosk"

    def command(self) -> list[str]:
        return [str(Path(sys.executable).with_name("kiosk")), "run", "--config", str(self.config)]

    def prepare(self) -> None:
        """Forget what an earlier run said while it ended."""
        self.ready.setblocking(False)
        try:
            while self.ready.recv(1024):
                continue
        except BlockingIOError:
            return

    def first_frame(self, wait_s: float) -> float | None:
        """When READY=1 came, seconds since the epoch; `None` when it did not come within `wait_s`."""
        self.ready.settimeout(wait_s)
        try:
            said = self.ready.recv(1024)
        except TimeoutError:
            return None
        return time.time() if b"READY=1" in said.splitlines() else None


@contextmanager
def listening(folder: Path) -> Iterator[tuple[socket.socket, dict[str, str]]]:
    """The socket that systemd would have made, and how a program is told of it (sd_notify(3))."""
    address = folder / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
        ready.bind(str(address))
        yield ready, {"NOTIFY_SOCKET": str(address)}
