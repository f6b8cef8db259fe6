"""What all measuring devices on a serial line have in common: somebody measures, the line says the result, once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from kiosk.core.events import Measured, Reading
from kiosk.devices import Facts, Health, Post
from kiosk.devices.line_thread import GLANCE_S, LineThread
from kiosk.devices.tape import Tape, taped
from kiosk.devices.wires import Wire, check_spoken, open_wire

GONE = Health("offline", code="E-MSR-01")
FAILED = "E-MSR-02"  # moved, slipped off, or beyond what the device can measure
SENSIBLE = {
    "systolic": range(40, 281),
    "diastolic": range(20, 221),
    "pulse": range(20, 301),
    "height": range(300, 2501),
    "weight": range(2_000, 400_001),
    "oxygen": range(35, 101),
}


@dataclass(frozen=True)
class Result:
    """One measurement as it ended; `code` where there is none."""

    readings: tuple[Reading, ...] = ()
    code: str = ""


class Decoder(Protocol):
    """Results out of bytes that come in pieces. Pure."""

    def feed(self, came: bytes) -> list[Result]:
        """What has been measured with these bytes. Never raises."""

    def question(self) -> bytes:
        """What the device wants to be asked now; empty: nothing."""


class LineMeasurer:
    """Listens on a thread of its own; comes back by itself when it is plugged in again."""

    def __init__(self, name: str, open_line: Callable[[], Wire], decoder: Callable[[], Decoder], facts: Facts) -> None:
        self.name = name
        self._decoder = decoder
        self._facts = facts
        self._line = LineThread(name, open_line, self._listen, GONE)

    def start(self, post: Post) -> None:
        self._line.start(post)

    def health(self) -> Health:
        return self._line.health

    def facts(self) -> Facts:
        return self._facts

    def close(self) -> None:
        self._line.close()

    def _listen(self, line: LineThread, wire: Wire) -> None:
        line.turn(Health("online"))
        decoder = self._decoder()
        while not line.closing:
            for result in decoder.feed(wire.read(GLANCE_S)):
                line.post(Measured(self.name, result.readings, result.code))
            if question := decoder.question():
                wire.write(question)


def line(connection: str, baud: int, tape: Tape | None) -> Callable[[], Wire]:
    """How the device's line is opened. Raises `ValueError` for a connection of an unknown form."""
    return taped(partial(open_wire, check_spoken(connection), 2.0, baud), tape)


def sensible(readings: tuple[Reading, ...]) -> Result:
    """The result, or a failed one when a value is none that a body has."""
    if readings and all(one.value in SENSIBLE[one.what] for one in readings):
        return Result(readings)
    return Result(code=FAILED)
