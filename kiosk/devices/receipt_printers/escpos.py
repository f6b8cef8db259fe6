"""Prints slips on an ESC/POS receipt printer, and says honestly whether the slip came out."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.core.errors import DeviceFault
from kiosk.devices import Facts, Health, Slip
from kiosk.devices.receipt_printers.escpos_encode import encode
from kiosk.devices.receipt_printers.escpos_status import (
    CAUSE,
    ERROR,
    ERROR_STOPPED_IT,
    FORGET,
    PAPER,
    PRINTER,
    ask,
    decode,
    is_done,
    is_status,
)
from kiosk.devices.wires import Wire, check, open_wire

LOOK_S = 0.3  # how long we wait for the slip before we ask again how the printer is
OFFLINE = Health("offline", code="E-PRN-01")
MUTE = Health("online")  # the line is open but nothing can answer: nothing is known about paper and cover


class EscposPrinter:
    """Opens the line for each slip and each question, so that a plug pulled and put back needs no care."""

    def __init__(self, name: str, connection: str, dots: int, timeout_s: float, print_s: float) -> None:
        self.name = name
        self._connection = check(connection)
        self._dots = dots
        self._timeout_s = timeout_s
        self._print_s = print_s

    def health(self) -> Health:
        """Asks the printer; takes at most `timeout_s`. Paper and cover are `None` where the line cannot answer."""
        until = time.monotonic() + self._timeout_s
        try:
            with self._line() as talk:
                return talk.health(until)
        except OSError:
            return OFFLINE

    def print(self, slip: Slip) -> None:
        """See `ReceiptPrinter`. On a line that cannot answer, it returns once the line has taken all."""
        data = encode(slip, self._dots)
        try:
            with self._line() as talk:
                _refuse(talk.health(time.monotonic() + self._timeout_s))
                self._bring_out(talk, data)
        except OSError as error:
            raise DeviceFault("E-PRN-01", f"no line to {self.name}: {error.strerror or error}") from error

    def facts(self) -> Facts:
        """What the configuration says of its paper; the printer itself is not asked."""
        return Facts("ESC/POS", can={"dots": self._dots})

    def close(self) -> None:
        """Nothing to let go of: the line is open only while it is used."""

    @contextmanager
    def _line(self) -> "Iterator[_Talk]":
        wire = open_wire(self._connection, self._timeout_s)
        try:
            yield _Talk(wire)
        finally:
            wire.close()

    def _bring_out(self, talk: "_Talk", data: bytes) -> None:
        try:
            talk.send(data)
            reason = talk.wait_until_out(time.monotonic() + self._print_s, self._timeout_s)
        except OSError as error:
            reason = f"the line broke: {error.strerror or error}"
        if reason:
            talk.forget()
            raise DeviceFault("E-PRN-03", reason)


class _Talk:
    """A conversation over an open line. `out`: the printer has said that the slip is out."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._out = False
        self._unanswered = 0  # questions; a late answer to an earlier one must not pass for the answer to this one

    def health(self, until: float) -> Health:
        """How the printer is, as far as it answers before `until`."""
        answers = []
        for n in (PRINTER, CAUSE, PAPER):
            answer = self._status(n, until)
            if answer is None:
                return OFFLINE if self._wire.answers else MUTE
            answers.append(answer)
        printer, cause, paper = answers
        error = self._status(ERROR, until) if cause & ERROR_STOPPED_IT else None
        return decode(printer, cause, paper, error or 0)

    def send(self, data: bytes) -> None:
        self._wire.write(data)

    def wait_until_out(self, until: float, timeout_s: float) -> str:
        """Why the slip did not come out; empty when it did. A line that cannot answer is believed."""
        while not self._out and time.monotonic() < until:
            self._listen(LOOK_S)
            if not self._out:
                health = self.health(min(until, time.monotonic() + timeout_s))
                if health == MUTE:
                    return ""
                if health.code and not self._out:
                    return f"the printer stopped in the middle ({health.code})"
        return "" if self._out else "the printer never said that the slip is out"

    def forget(self) -> None:
        """Have the rest thrown away, and wait until that was heard, if anybody still listens."""
        try:
            self._wire.write(FORGET)
            self._status(PRINTER, time.monotonic() + LOOK_S)
        except OSError:
            return  # the line is dead, and with it what was under way

    def _status(self, n: int, until: float) -> int | None:
        if not self._wire.two_way:
            return None
        self._wire.write(ask(n))
        self._unanswered += 1
        while (left := until - time.monotonic()) > 0 and (got := self._listen(left)):
            for answer in filter(is_status, got):
                self._unanswered -= 1
                if not self._unanswered:
                    return answer
        return None

    def _listen(self, seconds: float) -> bytes:
        """What comes, empty when nothing does; notices on the way that the slip is out."""
        got = self._wire.read(seconds)
        self._out = self._out or any(map(is_done, got))
        return got


def _refuse(health: Health) -> None:
    if not health.usable:
        raise DeviceFault(health.code, "the printer is not ready")


def open_driver(
    connection: str, dots: int = 576, timeout_s: float = 2.0, print_s: float = 6.0, name: str = "printer"
) -> EscposPrinter:
    """A printer at `connection` (`tcp://127.0.0.1:9100`, `serial:///dev/ttyS0?baud=115200`, `file:///dev/usb/lp0`).

    `dots`: 576 for 80 mm paper, 384 for 58 mm. `timeout_s`: for an answer; `print_s`: for a whole slip.
    Raises `ValueError` for a connection of another form.
    """
    return EscposPrinter(name, connection, dots, timeout_s, print_s)
