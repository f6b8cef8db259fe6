"""Writes down what a device and we said to each other, with personal data masked, so that it can be played again.

A tape is a text file: one JSON object a line. The first says `{"kiosk-tape": 1, "device": NAME, "driver": KIND.DRIVER,
"spoken": HOW}`; each other has `at` (seconds since the start), `by` (`us` or `device`) and `hex` (what was said until
the other began to speak, masked as that driver masks it). How: `bytes` on a line, `apdu` (each turn is one command to a
chip card, or its answer), `ipp` (each turn is one question to a network printer, or its answer).
"""

import contextlib
import json
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from kiosk.devices.wires import Wire

By = Literal["us", "device"]
Spoken = Literal["bytes", "apdu", "ipp"]
Mask = Callable[[bytes], bytes]
MOST = 65_536  # bytes of one turn that are kept: a printed picture needs no more
log = logging.getLogger(__name__)


def as_it_is(said: bytes) -> bytes:
    """The mask of a device that never says anything about a person."""
    return said


class Tape:
    """One device's tape. May be used from any thread. Every turn is masked as a whole before it is written. A full disk
    ends the tape, never the device."""

    def __init__(
        self, file: Path, device: str, mask: Mask = as_it_is, spoken: Spoken = "bytes", driver: str = ""
    ) -> None:
        """`driver`: whose mask it is. Raises `OSError` when the file cannot be written. An older tape is kept under
        `.1`."""
        if file.exists():
            file.replace(file.with_suffix(file.suffix + ".1"))
        self._file = file.open("w", encoding="ascii")
        self._mask = mask
        self._lock = threading.Lock()
        self._began = time.monotonic()
        self._turn: tuple[By, float, bytearray] | None = None
        self._ended = False
        self._line({"kiosk-tape": 1, "device": device, "driver": driver, "spoken": spoken})

    def heard(self, by: By, said: bytes) -> None:
        """Somebody said this now."""
        if not said or self._ended:
            return
        with self._lock:
            if self._turn is None or self._turn[0] != by:
                self._end_turn()
                self._turn = (by, time.monotonic() - self._began, bytearray())
            self._turn[2].extend(said[: MOST - len(self._turn[2])])

    def asked(self, question: bytes, answer: bytes, took: float) -> None:
        """We asked this `took` seconds ago, and the answer came now; an empty one never came. For a device that is
        asked several things at once: what belongs together stays together."""
        now = time.monotonic() - self._began
        with self._lock:
            self._end_turn()
            self._write("us", now - took, question[:MOST])
            if answer:
                self._write("device", now, answer[:MOST])

    def flush(self) -> None:
        """The turn is over, although nobody answered."""
        with self._lock:
            self._end_turn()

    def close(self) -> None:
        with self._lock:
            self._end_turn()
            self._end()

    def _end_turn(self) -> None:
        if self._turn is not None:
            by, at, said = self._turn
            self._turn = None
            self._write(by, at, bytes(said))

    def _write(self, by: By, at: float, said: bytes) -> None:
        if self._ended:
            return
        try:
            self._line({"at": round(at, 3), "by": by, "hex": self._mask(said).hex()})
        except OSError as error:
            log.warning("%s ends: %s", self._file.name, error.strerror)
            self._end()

    def _end(self) -> None:
        self._ended = True
        with contextlib.suppress(OSError):  # what could not be written cannot be written now either
            self._file.close()

    def _line(self, record: dict[str, object]) -> None:
        self._file.write(json.dumps(record) + "\n")
        self._file.flush()


class TapedWire:
    """A line that is listened to."""

    def __init__(self, wire: Wire, tape: Tape) -> None:
        self.two_way = wire.two_way
        self.answers = wire.answers
        self._wire = wire
        self._tape = tape

    def write(self, data: bytes) -> None:
        self._tape.heard("us", data)
        self._wire.write(data)

    def read(self, seconds: float) -> bytes:
        got = self._wire.read(seconds)
        if got:
            self._tape.heard("device", got)
        else:
            self._tape.flush()  # it has said what it had to say
        return got

    def close(self) -> None:
        self._tape.flush()
        self._wire.close()


def taped(open_line: Callable[[], Wire], tape: Tape | None) -> Callable[[], Wire]:
    """Opens the line as before; with a tape, it is listened to."""
    return open_line if tape is None else lambda: TapedWire(open_line(), tape)
