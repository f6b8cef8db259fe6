"""A conversation with an ESC/POS printer over an open line: how are you, who are you, is the slip out."""

import time

from kiosk.devices import Facts, Health
from kiosk.devices.receipt_printers import escpos_status as status
from kiosk.devices.receipt_printers.escpos_answers import Answers, Done, Said, Status, Told
from kiosk.devices.wires import Wire

LOOK_S = 0.3  # how long we wait for the slip before we ask again how the printer is
OFFLINE = Health("offline", code="E-PRN-01")
MUTE = Health("online")  # the line is open but nothing can answer: nothing is known about paper and cover


class Talk:
    """Nothing in it waits longer than it is told. Raises `OSError` when the line is dead."""

    def __init__(self, wire: Wire, speaks: bool = False) -> None:
        """`speaks`: this printer has answered before, so silence is not that of one that cannot."""
        self._wire = wire
        self._answers = Answers()
        self._asked_done = False
        self._out = False  # the printer has said that the slip is out
        self._speaks: bool | None = speaks or None  # it has answered, or has not although it was asked
        self._unanswered = 0  # questions; a late answer to an earlier one must not pass for the answer to this one

    @property
    def speaks(self) -> bool:
        """Whether it has ever answered."""
        return bool(self._speaks)

    def health(self, until: float) -> Health:
        """How the printer is, as far as it answers before `until`."""
        answers = []
        for n in (status.PRINTER, status.CAUSE, status.PAPER):
            answer = self._status(n, until)
            if answer is None:
                return OFFLINE if self._wire.answers or self._speaks else self._mute()
            answers.append(answer)
        printer, cause, paper = answers
        error = self._status(status.ERROR, until) if cause & status.ERROR_STOPPED_IT else None
        return status.decode(printer, cause, paper, error or 0)

    def ready(self, until: float) -> Health:
        """As `health`; waits for a printer that is busy for a moment."""
        health = self.health(until)
        while health.state == "busy" and time.monotonic() + LOOK_S < until:
            self._listen(LOOK_S)
            health = self.health(until)
        return health

    def facts(self, until: float) -> Facts:
        """Who it is, as far as it tells before `until`."""
        model, firmware, maker = (self._who(n, until) for n in (status.MODEL, status.FIRMWARE, status.MAKER))
        return Facts(" ".join(filter(None, (maker, model))) or None, firmware)

    def send(self, data: bytes) -> None:
        """Hand over a slip that ends with the question whether it is out."""
        self._asked_done = True  # who said so before spoke of another slip
        self._wire.write(data)

    def wait_until_out(self, until: float, timeout_s: float) -> str:
        """Why the slip did not come out; empty when it did. A line that has never answered is believed."""
        if self._speaks is False:
            return ""
        while not self._out and time.monotonic() < until:
            self._listen(LOOK_S)
            if not self._out:
                health = self.health(min(until, time.monotonic() + timeout_s))
                if health.code and health.state != "busy" and not self._out:
                    return f"the printer stopped in the middle ({health.code})"
        return "" if self._out else "the printer never said that the slip is out"

    def forget(self) -> None:
        """Have the rest thrown away, and wait until that was heard, if anybody still listens."""
        try:
            self._wire.write(status.FORGET)
            self._status(status.PRINTER, time.monotonic() + LOOK_S)
        except OSError:
            return  # the line is dead, and with it what was under way

    def _mute(self) -> Health:
        self._speaks = False
        return MUTE

    def _status(self, n: int, until: float) -> int | None:
        if not self._wire.two_way:
            return None
        self._wire.write(status.ask(n))
        self._unanswered += 1
        while (left := until - time.monotonic()) > 0 and (heard := self._listen(left)) is not None:
            for answer in heard:
                if isinstance(answer, Status):
                    self._unanswered -= 1
                    if not self._unanswered:
                        self._speaks = True
                        return answer.byte
        return None

    def _who(self, n: int, until: float) -> str | None:
        if not self._wire.two_way or time.monotonic() >= until:
            return None
        self._wire.write(status.who(n))
        while (left := until - time.monotonic()) > 0 and (heard := self._listen(left)) is not None:
            for answer in heard:
                if isinstance(answer, Told):
                    return answer.text.strip() or None
        return None

    def _listen(self, seconds: float) -> list[Said] | None:
        """What is said, `None` when nothing comes in time; notices on the way that the slip is out."""
        got = self._wire.read(seconds)
        heard = list(self._answers.feed(got))
        self._out = self._out or (self._asked_done and any(isinstance(said, Done) for said in heard))
        return heard if got else None
