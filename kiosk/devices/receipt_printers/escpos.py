"""Prints slips on an ESC/POS receipt printer, and says honestly whether the slip came out."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

from kiosk.core.errors import DeviceFault
from kiosk.devices import Facts, Health, ReceiptPrinter, Slip
from kiosk.devices.receipt_printers.escpos_encode import encode
from kiosk.devices.receipt_printers.escpos_mask import mask
from kiosk.devices.receipt_printers.escpos_talk import OFFLINE, Talk
from kiosk.devices.tape import Tape, taped
from kiosk.devices.wires import FORMS, Wire, check, open_wire

__all__ = ["EscposPrinter", "mask", "open_driver"]
LEAST, MOST = 192, 1200  # dots of the narrowest and the widest paper a slip can stand on
QUEUES = ("cups", "ipp", "ipps")
ALL_FORMS = f"{FORMS}, or a queue: cups://host/queue, ipp://host/printers/queue"


class InUse(OSError):
    """Somebody else is talking on the line, and did not end in time."""


class EscposPrinter:
    """Opens the line for each slip and each question, so that a plug pulled and put back needs no care."""

    def __init__(
        self,
        name: str,
        open_line: Callable[[], Wire],
        encode: Callable[[Slip], bytes],
        timeout_s: float,
        print_s: float,
    ) -> None:
        self.name = name
        self._open_line = open_line
        self._encode = encode
        self._timeout_s = timeout_s
        self._print_s = print_s
        self._speaks = False  # it has answered once
        self._line_is_free = threading.Lock()  # a look from the lobby may still be under way when a patient comes

    def health(self) -> Health:
        """Asks the printer; takes at most `timeout_s`. Paper and cover are `None` where the line cannot answer."""
        until = time.monotonic() + self._timeout_s
        try:
            with self._line() as talk:
                return talk.health(until)
        except InUse:
            return Health("busy")
        except OSError:
            return OFFLINE

    def print(self, slip: Slip) -> None:
        """See `ReceiptPrinter`. Where nothing ever answers, it returns once the line has taken all."""
        data = self._encode(slip)
        try:
            with self._line(self._print_s) as talk:
                _refuse(talk.ready(time.monotonic() + self._timeout_s))
                self._bring_out(talk, data)
        except OSError as error:
            raise DeviceFault("E-PRN-01", f"no line to {self.name}: {error.strerror or error}") from error

    def facts(self) -> Facts:
        """Asks the printer; takes at most `timeout_s`. One that is offline does not say who it is."""
        try:
            with self._line() as talk:
                return talk.facts(time.monotonic() + self._timeout_s)
        except OSError:
            return Facts()

    def close(self) -> None:
        """Nothing to let go of: the line is open only while it is used."""

    @contextmanager
    def _line(self, wait_s: float = 0.0) -> Iterator[Talk]:
        if not self._line_is_free.acquire(timeout=self._timeout_s + wait_s):
            raise InUse(f"{self.name} is in use")
        try:
            wire = self._open_line()
            talk = Talk(wire, self._speaks)
            try:
                yield talk
            finally:
                self._speaks = talk.speaks
                wire.close()
        finally:
            self._line_is_free.release()

    def _bring_out(self, talk: Talk, data: bytes) -> None:
        try:
            talk.send(data)
            reason = talk.wait_until_out(time.monotonic() + self._print_s, self._timeout_s)
        except OSError as error:
            reason = f"the line broke: {error.strerror or error}"
        if reason:
            talk.forget()
            raise DeviceFault("E-PRN-03", reason)


def _refuse(health: Health) -> None:
    if not health.usable:
        raise DeviceFault(health.code, "the printer is not ready")


def open_driver(
    connection: str,
    dots: int = 576,
    timeout_s: float = 2.0,
    print_s: float = 6.0,
    logo: str = "",
    codes: str = "qr",
    user: str = "",
    name: str = "printer",
    tape: Tape | None = None,
) -> ReceiptPrinter:
    """A printer at `connection`: `tcp://127.0.0.1:9100`, `serial:///dev/ttyS0?baud=115200`, `file:///dev/usb/lp0`, or
    in a queue of a print server: `cups://127.0.0.1/slips`, `ipp://server/printers/slips` (which writes no tape).

    `dots`: 576 for 80 mm paper, 384 for 58 mm. `timeout_s`: for an answer; `print_s`: for a whole slip.
    `logo`: a picture for the top of every slip. `codes`: `bars` where the windows' scanners read no QR codes.
    `user`: as whom a print server knows this terminal, by itself `kiosk-` and the terminal's id.
    Raises `ValueError` for a setting that cannot be.
    """
    if codes not in ("qr", "bars"):
        raise ValueError(f"codes is {codes!r}; it must be qr or bars")
    to_bytes = partial(encode, dots=_paper(dots), logo=_logo(logo, dots), only_bars=codes == "bars")
    if urlsplit(connection).scheme in QUEUES:
        from kiosk.devices.receipt_printers.escpos_queue import QueuePrinter  # few terminals have one
        from kiosk.devices.receipt_printers.print_queue import PrintQueue

        return QueuePrinter(name, PrintQueue(connection, timeout_s, user), to_bytes, timeout_s, print_s)
    line = taped(partial(open_wire, check(connection, ALL_FORMS), timeout_s), tape)
    return EscposPrinter(name, line, to_bytes, timeout_s, print_s)


def _paper(dots: int) -> int:
    if dots % 8 or not LEAST <= dots <= MOST:
        raise ValueError(f"dots is {dots}; it must be 576 for 80 mm paper, 384 for 58 mm")
    return dots


def _logo(file: str, dots: int) -> bytes:
    if not file:
        return b""
    from kiosk.devices.receipt_printers.escpos_logo import logo  # Pillow takes 90 ms

    return logo(file, dots)
