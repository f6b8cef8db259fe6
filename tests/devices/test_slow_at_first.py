"""A device that says nothing at first, as on a busy machine: what it is taken for then is no more than a guess."""

import queue
import threading
from typing import Any

import numpy
import pytest
from card_machine import CardMachine
from test_crt571_dispenser import Cabinet
from test_escpos_usb import SLIP, DeviceFile
from test_pcsc_watch import CARD, EMPTY, Watch

from kiosk.core.errors import DeviceFault
from kiosk.core.events import CardGone, CardRead, CardSeen, DeviceChanged, Event, Measured, Reading
from kiosk.devices import Facts, Health
from kiosk.devices.cameras import opencv
from kiosk.devices.dispensers.crt571 import Settings
from kiosk.devices.measurements.listening import LineMeasurer, Result
from kiosk.devices.measurements.nibp_line import ASKS, QUIET, Answers, command
from kiosk.devices.receipt_printers.escpos import open_driver as open_printer
from kiosk.dock.printer import ReceiptPrinterPeer

PRESSURE = (Reading("systolic", 120, "mmHg"), Reading("diastolic", 80, "mmHg"), Reading("pulse", 70, "/min"))


def answer(body: bytes = b"S3;A0;C03;M00;P120080093;R070;T0000;;") -> bytes:
    return b"\x02" + body + b"%02X" % (sum(body) & 0xFF) + b"\x03\r"


def test_a_card_that_the_reader_notices_a_moment_after_it_was_found_lay_there_before() -> None:
    watch = Watch()
    watch.service.state = 1 << 16  # neither empty nor a card: it has not looked yet
    watch.driver.start(watch.events.put)
    assert watch.next() == DeviceChanged("cards")
    watch.service.turn(state=CARD | 2 << 16)
    assert watch.next() == CardSeen("cards", before=True)
    assert isinstance(watch.next(), CardRead)
    watch.service.turn(state=EMPTY | 3 << 16)
    assert watch.next() == CardGone("cards")
    watch.service.turn(state=CARD | 4 << 16)
    assert watch.next() == CardSeen("cards")
    watch.driver.close()


def test_a_reader_that_was_empty_when_it_was_found_serves_the_first_card() -> None:
    watch = Watch()
    watch.service.state = EMPTY | 1 << 16
    watch.driver.start(watch.events.put)
    assert watch.next() == DeviceChanged("cards")
    watch.service.turn(state=CARD | 2 << 16)
    assert watch.next() == CardSeen("cards")
    watch.driver.close()


class Eye:
    """A camera that gives these, one after the other, and then nothing."""

    def __init__(self, *looks: tuple[bool, Any]) -> None:
        self.looks = list(looks)
        self.released = threading.Event()

    def isOpened(self) -> bool:
        return True

    def getBackendName(self) -> str:
        return "EYE"

    def read(self) -> tuple[bool, Any]:
        return self.looks.pop(0) if self.looks else (False, None)

    def release(self) -> None:
        self.released.set()


GREY = (True, numpy.full((4, 4, 3), 99, numpy.uint8))
NOTHING, EMPTY_PICTURE = (False, None), (True, numpy.zeros((0, 0, 3), numpy.uint8))


def health_of(eyes: list[Eye], monkeypatch: pytest.MonkeyPatch, changes: int) -> list[Health]:
    """What a camera says of itself, so many times."""
    monkeypatch.setattr(opencv, "_open", lambda *_: eyes.pop(0) if eyes else Eye())
    monkeypatch.setattr(opencv, "AGAIN_S", 0.01)
    camera = opencv.open_driver(0)
    heard: queue.Queue[Health] = queue.Queue()
    camera.start(lambda _: heard.put(camera.health()))
    told = [heard.get(timeout=20) for _ in range(changes)]
    camera.close()
    return told


def test_a_camera_that_gives_nothing_when_it_has_just_been_opened_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opencv, "FIRST_S", 20.0)
    eye = Eye(NOTHING, EMPTY_PICTURE, NOTHING, GREY)
    assert health_of([eye], monkeypatch, 2) == [Health("online"), Health("offline", code="E-CAM-01")]


def test_a_camera_whose_pictures_cannot_be_used_says_so_until_it_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opencv, "FIRST_S", 0.0)
    blind = [Eye(*[EMPTY_PICTURE] * 50) for _ in range(3)]
    told = health_of([*blind, Eye(GREY)], monkeypatch, 3)
    assert [health.code for health in told] == ["E-CAM-02", "", "E-CAM-01"], "and not missing in between"


def quiet(module: Answers, looks: int) -> list[Result]:
    """Somebody looks so many times at a line on which nothing is said; asks what is to be asked."""
    results: list[Result] = []
    for _ in range(looks):
        results += module.feed(b"")
        module.question()
    return results


def test_a_cuff_that_does_not_answer_at_once_is_asked_again() -> None:
    module = Answers()
    module.feed(b"\x02999\x03\r")
    assert module.question() == command("18")
    assert quiet(module, QUIET - 1) == []
    assert module.feed(b"") == []
    assert module.question() == command("18"), "again"
    assert module.feed(answer()[:-4] + b"00\x03\r") == [], "spoilt"
    assert quiet(module, QUIET) == []
    assert module.feed(answer()) == [Result(PRESSURE)]
    assert module.feed(answer()) == [], "the answer to the question before, that came late"
    assert quiet(module, 3 * QUIET) == []
    assert module.question() == b""
    module.feed(b"\x02999\x03\r")
    assert module.feed(answer()) == [Result(PRESSURE)], "the next one, who happens to have the same"


def test_a_cuff_that_never_tells_has_no_reading_and_nobody_waits_for_ever() -> None:
    module = Answers()
    module.feed(b"\x02999\x03\r")
    module.question()
    assert quiet(module, ASKS * QUIET) == [Result(code="E-MSR-02")]
    assert quiet(module, 100) == []


class CuffLine:
    """A line on which the cuff has finished, and answers the second question."""

    two_way = answers = True

    def __init__(self) -> None:
        self.said = [b"\x02999\x03\r"]
        self.asked = 0

    def write(self, data: bytes) -> None:
        self.asked += 1
        if self.asked == 2:
            self.said.append(answer())

    def read(self, seconds: float) -> bytes:
        assert seconds
        return self.said.pop(0) if self.said else b""

    def close(self) -> None:
        self.said.clear()


def test_who_sat_still_is_told_although_the_first_question_was_lost() -> None:
    heard: queue.Queue[Event] = queue.Queue()
    cuff = LineMeasurer("pressure", CuffLine, Answers, Facts())
    cuff.start(heard.put)
    assert [heard.get(timeout=20) for _ in range(2)] == [DeviceChanged("pressure"), Measured("pressure", PRESSURE)]
    cuff.close()


def test_a_printer_that_has_answered_once_is_not_believed_when_it_is_silent() -> None:
    peer = ReceiptPrinterPeer(DeviceFile())
    printer = open_printer(peer.connection, timeout_s=0.5, print_s=20.0)
    peer.freeze()
    assert printer.health() == Health("online"), "it may be one that cannot answer"
    peer.thaw()
    assert printer.health() == Health("online", "full", cover_open=False)
    peer.freeze()
    assert printer.health() == Health("offline", code="E-PRN-01")
    with pytest.raises(DeviceFault, match="E-PRN-01"):
        printer.print(SLIP)
    peer.thaw()
    printer.print(SLIP)
    assert len(peer.slips) == 1
    peer.close()


def test_a_card_that_went_into_the_bin_while_the_word_of_it_was_lost_is_not_called_taken() -> None:
    cabinet = Cabinet(CardMachine(), Settings(look_s=0.02))
    cabinet.driver.issue()
    cabinet.driver.present()
    cabinet.line.cut = True
    cabinet.wait(lambda: not cabinet.driver.health().usable)
    cabinet.machine.faults = [None, "lose_answer", "lose_answer", "lose_answer"]
    cabinet.line.cut = False
    cabinet.wait(lambda: cabinet.driver.health().usable)
    assert (cabinet.machine.bin, cabinet.machine.out) == (1, 0)
    assert cabinet.driver.retain() is True
    cabinet.driver.close()
