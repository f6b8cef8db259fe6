"""The conversation with a receipt printer, where the test speaks for the printer: late, stale and no answers."""

import time

from kiosk.devices import Health
from kiosk.devices.receipt_printers.escpos_talk import OFFLINE, Talk

SOON = 0.2
FINE = b"\x12"


class Scripted:
    """A line that answers each question in its turn, and then nothing more."""

    two_way = True

    def __init__(self, *answers: bytes, answers_always: bool = True) -> None:
        self.answers = answers_always
        self.said = b""
        self.asked = 0
        self._script = list(answers)

    def write(self, data: bytes) -> None:
        self.said += data

    def read(self, seconds: float) -> bytes:
        self.asked += 1
        return self._script.pop(0) if self._script else b""

    def close(self) -> None: ...


def until(seconds: float = 20) -> float:
    return time.monotonic() + seconds


def test_the_word_that_an_earlier_slip_is_out_is_not_about_this_one() -> None:
    talk = Talk(Scripted(b"\x00" + FINE, FINE, FINE))
    assert talk.ready(until()).usable
    talk.send(b"slip")
    assert talk.wait_until_out(until(SOON), SOON)


def test_the_word_that_this_slip_is_out_ends_the_wait() -> None:
    talk = Talk(Scripted(FINE, FINE, FINE, b"\x00"))
    assert talk.ready(until()).usable
    talk.send(b"slip")
    assert talk.wait_until_out(until(), 20) == ""


def test_a_device_file_that_answered_and_is_silent_now_is_not_believed() -> None:
    talk = Talk(Scripted(FINE, FINE, FINE, answers_always=False))
    assert talk.ready(until()).usable
    talk.send(b"slip")
    assert talk.wait_until_out(until(2), SOON) == "the printer stopped in the middle (E-PRN-01)"


def test_a_device_file_that_never_answers_is_asked_once_and_then_believed() -> None:
    wire = Scripted(answers_always=False)
    talk = Talk(wire)
    assert talk.ready(until()) == Health("online")
    assert wire.asked == 1
    talk.send(b"slip")
    assert talk.wait_until_out(until(), 20) == ""
    assert wire.asked == 1


def test_a_late_answer_does_not_pass_for_the_next() -> None:
    talk = Talk(Scripted(b"", FINE, b"\x1a", b"\x52", b"\x12", b"\x1a"))
    assert talk.health(until()) == OFFLINE
    assert talk.health(until()).code == "E-PRN-05"
