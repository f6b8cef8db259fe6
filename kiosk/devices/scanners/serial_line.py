"""A code scanner on a serial line: it reads by itself and sends one line a code."""

import time
from functools import partial

from kiosk.core.events import CodeScanned
from kiosk.devices import Facts, Health, Post
from kiosk.devices.line_thread import GLANCE_S, LineThread
from kiosk.devices.scanners.scan_lines import ScanLines, blank
from kiosk.devices.tape import Tape, taped
from kiosk.devices.wires import Wire, check_spoken, open_wire

GONE = Health("offline", code="E-SCN-01")
SILENT_S = 0.5  # a line that stands still for so long in its middle has lost its end
TWICE_S = 0.8  # many scanners read a code that is still there again: the same within this is one scan
mask = blank


class SerialScanner:
    """Listens on a thread of its own; comes back by itself when it is plugged in again."""

    def __init__(self, name: str, connection: str, tape: Tape | None) -> None:
        self.name = name
        open_line = taped(partial(open_wire, check_spoken(connection), 2.0, 9600), tape)
        self._line = LineThread(name, open_line, self._listen, GONE)

    def start(self, post: Post) -> None:
        self._line.start(post)

    def health(self) -> Health:
        return self._line.health

    def facts(self) -> Facts:
        """A scanner that only sends tells nothing of itself."""
        return Facts(can={"codes": "any", "ends": "CR or LF"})

    def close(self) -> None:
        self._line.close()

    def _listen(self, line: LineThread, wire: Wire) -> None:
        line.turn(Health("online"))
        lines, heard_at, last = ScanLines(), 0.0, ("", 0.0)
        while not line.closing:
            came = wire.read(GLANCE_S)
            now = time.monotonic()
            if now - heard_at > SILENT_S:
                lines.drop()
            heard_at = now if came else heard_at
            for scan in lines.feed(came):
                if scan != last[0] or now - last[1] > TWICE_S:
                    line.post(CodeScanned(self.name, scan))
                last = (scan, now)


def open_driver(connection: str, name: str = "scanner", tape: Tape | None = None) -> SerialScanner:
    """A scanner at `connection` (`serial:///dev/ttyUSB1`, 9600 8N1 unless it says `?baud=115200`).

    Raises `ValueError` for a connection of another form.
    """
    return SerialScanner(name, connection, tape)
