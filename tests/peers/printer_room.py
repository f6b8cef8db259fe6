"""A real network printer (`ippeveprinter`) in a room of its own, with what it needs to run: D-Bus and Avahi."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from printer_door import PrinterDoor

from kiosk.bench.private_room import PrivateRoom

RUN = Path("/run/dbus"), Path("/run/avahi-daemon")
BUS = ["dbus-daemon", "--system", "--nofork", "--nopidfile"]
AVAHI = ["avahi-daemon", "--no-drop-root", "--no-chroot", "--no-rlimits"]
PORTS = count(8631)  # in there; each printer has its own, so that none takes another's questions
HERE = Path(__file__).parent
START_S = 60.0


class PrinterRoom:
    """Starts and stops printers. Needs root, `dbus`, `avahi-daemon` and `cups-ipp-utils`."""

    def __init__(self) -> None:
        self._room = PrivateRoom(dict.fromkeys(RUN))
        self._daemons = [self._start(BUS, RUN[0] / "system_bus_socket")]
        self._daemons.append(self._start(AVAHI, RUN[1] / "socket"))

    def printer(self, *options: str, attributes: str = "") -> "Printer":
        """A printer that answers. `attributes`: the text of its attribute file, instead of the built-in ones."""
        return Printer(self._room, options, attributes)

    def close(self) -> None:
        for daemon in reversed(self._daemons):
            _stop(daemon)
        self._room.close()

    def _start(self, command: list[str], socket: Path) -> "subprocess.Popen[bytes]":
        daemon = self._room.do(lambda: subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        wait_for(lambda: self._room.do(socket.exists) or daemon.poll() is not None)
        assert daemon.poll() is None, f"{command[0]} did not start"
        return daemon


class Printer:
    """One printer. Its cabinet is told with `put`; `came_out` is what lies in its tray."""

    def __init__(self, room: PrivateRoom, options: tuple[str, ...], attributes: str) -> None:
        self._room = room
        self._home = tempfile.TemporaryDirectory(prefix="printer-")
        self._folder = Path(self._home.name)
        self._options = options
        for name in ("spool", "cabinet", "keys"):
            (self._folder / name).mkdir()
        if attributes:
            (self._folder / "attributes").write_text(attributes)
            self._options += ("-a", str(self._folder / "attributes"))
        else:
            self._options += ("-f", "application/pdf")
        engine = self._folder / "engine"
        engine.write_text(f'#!/bin/sh\nexec "{sys.executable}" -IS "{HERE / "print_engine.py"}" "$@"\n')
        engine.chmod(0o755)
        self.put(sheets="100")
        self._port = next(PORTS)
        self._uri = f"ipp://localhost:{self._port}/ipp/print"
        self.door = PrinterDoor(lambda: room.connect(self._port))
        self.start()

    @property
    def address(self) -> str:
        return f"localhost:{self.door.port}/ipp/print"

    @property
    def certificate(self) -> Path:
        """Its own, made when it is first spoken to in secret."""
        return next((self._folder / "keys").glob("*.crt"))

    def start(self) -> None:
        """Switch it on."""
        place = ["-p", str(self._port), "-n", "localhost", "-K", f"{self._folder}/keys", "-d", f"{self._folder}/spool"]
        engine = ["-k", "-c", f"{self._folder}/engine"]
        command = ["ippeveprinter", "-r", "off", *place, *engine, *self._options, "Reports"]
        told = {**os.environ, "CABINET": str(self._folder / "cabinet"), "PRINTER": self._uri}
        log = (self._folder / "log").open("ab")
        self._program = self._room.do(lambda: subprocess.Popen(command, stdout=log, stderr=log, env=told))
        log.close()
        wait_for(self._answers)

    def switch_off(self) -> None:
        """What it was given it forgets."""
        _stop(self._program)

    def put(self, **things: str) -> None:
        """Put these into its cabinet, e.g. `sheets="5"`, `jam_at="3"`; an empty text takes it out."""
        for name, text in things.items():
            new = self._folder / f"{name}.new"
            new.write_text(text)
            new.replace(self._folder / "cabinet" / name)

    def came_out(self) -> list[str]:
        """The pages in its tray, of all documents, as `page 1 one-sided ...`."""
        outputs = sorted((self._folder / "spool").glob("*.prn"), key=lambda file: int(file.name.split("-")[0]))
        return [line for file in outputs for line in file.read_text().splitlines()]

    def documents(self) -> list[bytes]:
        """What it was given to print."""
        return [file.read_bytes() for file in sorted((self._folder / "spool").glob("*.pdf"))]

    def job(self, number: int) -> str:
        """What `ipptool` says of it: `completed job-completed-successfully`."""
        said = self._ipptool("-d", f"job-id={number}", file=str(HERE / "job_state.test"))
        words = dict(line.split(" = ") for line in map(str.strip, said.splitlines()) if " = " in line)
        found = {name.split()[0]: word for name, word in words.items()}
        return f"{found.get('job-state', 'gone')} {found.get('job-state-reasons', '')}".strip()

    def says(self, attribute: str) -> str:
        """What `ipptool` says of the printer, e.g. `printer-make-and-model`."""
        said = self._ipptool(file="get-printer-attributes.test")
        return next(line.split(" = ")[1] for line in map(str.strip, said.splitlines()) if line.startswith(attribute))

    def log(self) -> str:
        return (self._folder / "log").read_text(errors="replace")

    def close(self) -> None:
        self.put(sheets="100", jam_at="", open_at="", wait_at="", reason="")  # whatever hangs comes to its end
        self.door.close()
        _stop(self._program)
        self._home.cleanup()

    def _answers(self) -> bool:
        assert self._program.poll() is None, self.log()
        try:
            self._room.connect(self._port).close()
        except OSError:
            return False
        return True

    def _ipptool(self, *options: str, file: str) -> str:
        command = ["ipptool", "-tv", *options, self._uri, file]
        run = self._room.do(
            lambda: subprocess.run(command, capture_output=True, text=True, check=False, timeout=START_S)
        )
        return run.stdout


def wait_for(what: Callable[[], bool]) -> None:
    """Until it is so; fails when it never comes."""
    until = time.monotonic() + START_S
    while not what():
        assert time.monotonic() < until, "it never came"
        threading.Event().wait(0.02)


def _stop(program: "subprocess.Popen[bytes]") -> None:
    program.terminate()
    try:
        program.wait(START_S)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait(START_S)
