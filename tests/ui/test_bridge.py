"""Screens reach the window and answers come back: through the real bridge, the real window and the real desk."""

import sys
import threading
from dataclasses import replace

import pytest
import render
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from samples import HOSPITAL, SAMPLES

from kiosk.core.clock import SystemClock, VirtualClock
from kiosk.core.desk import Desk, Session, Timers
from kiosk.core.errors import PatientLeft
from kiosk.core.events import Answer, Event, Touched
from kiosk.core.money import Money
from kiosk.core.screens import AnotherCard, ConfirmMe, Help, Identify, IdleWarning, Person, ScanCode, Way
from kiosk.core.words import Named, Words, phrase
from kiosk.tour.patience import until
from kiosk.ui.bridge import Bridge, Cabinet, plain
from kiosk.ui.finger import Finger, NothingThere
from kiosk.ui.window import Window

ENGLISH = Session(language="en")


def texts(window: Window) -> list[str]:
    """Every text on the screen."""
    return [str(item.property("text")) for item in window.quick.findChildren(QObject) if item.inherits("QQuickText")]


def answers(heard: list[Event]) -> list[Event]:
    return [event for event in heard if isinstance(event, Answer)]


def test_a_record_becomes_maps_lists_and_said_texts() -> None:
    screen = Identify((Way("id_card", False, phrase("Only at {window}", window=Named("三号窗", "window 3"))),))
    assert plain(screen, Words("en")) == {
        "kind": "Identify",
        "ways": [{"kind": "Way", "carrier": "id_card", "enabled": False, "reason": "Only at window 3"}],
        "state": "idle",
        "problem": None,
        "next": None,
        "code": "",
    }


def test_money_stays_a_whole_number_until_it_is_said() -> None:
    shown = plain(ScanCode(Money(123450), ("wechat",)), Words("en"))
    assert isinstance(shown, dict)
    assert shown["amount"] == 123450
    assert Bridge(print, VirtualClock(), Cabinet()).yuan(123450) == "¥1,234.50"


def test_an_answer_carries_the_turn_of_the_screen_it_was_made_on(window: Window, heard: list[Event]) -> None:
    render.show(window, SAMPLES["Home"], ENGLISH, turn=41)
    Finger(window.quick).tap("tile-pay")
    render.settle()
    assert answers(heard) == [Answer(41, "pay")]


def test_the_same_kind_of_screen_changes_in_place_and_keeps_its_page(window: Window, heard: list[Event]) -> None:
    people = tuple(Person(f"P-{n}", f"李*{n}", "female", 20 + n) for n in range(20))
    render.show(window, ConfirmMe(people), ENGLISH, turn=1)
    finger = Finger(window.quick)
    finger.tap("page-on")
    render.settle()
    window.grab()  # lays everything out
    second = [name for name in finger.names() if name.startswith("person-")]
    render.show(window, ConfirmMe((*people, Person("P-99", "王*", "male", 9))), ENGLISH, turn=2)
    assert [name for name in finger.names() if name.startswith("person-")] == second
    assert "person-1" not in second
    finger.tap(second[0])
    render.settle()
    assert answers(heard) == [Answer(2, "me", f"P-{int(second[0].removeprefix('person-')) - 1}")]


def test_a_change_of_language_says_everything_again(window: Window) -> None:
    render.show(window, SAMPLES["Trouble"], Session(language="zh-CN"))
    assert HOSPITAL.zh in texts(window)
    assert "完成" in texts(window)
    render.show(window, SAMPLES["Trouble"], ENGLISH)
    said = texts(window)
    assert HOSPITAL.en in said
    assert "This card is not known here" in said
    names = {"中文", ""}  # languages are named in their own script
    assert [text for text in said if any("\u4e00" <= letter <= "\u9fff" for letter in text) and text not in names] == []


@pytest.mark.parametrize("mode", ["en+elder", "en+contrast", "en+low"])
def test_every_mode_changes_what_is_shown_at_once(window: Window, mode: str) -> None:
    before = render.picture(window, SAMPLES["Home"], ENGLISH)
    after = render.picture(window, SAMPLES["Home"], render.session(mode))
    again = render.picture(window, SAMPLES["Home"], ENGLISH)
    assert before != after
    assert before == again


def test_the_patient_in_the_header_is_who_the_session_says(window: Window) -> None:
    render.show(window, SAMPLES["Help"], replace(ENGLISH, patient="张*三"))
    assert "张*三" in texts(window)
    assert "leave" in Finger(window.quick).names()
    render.show(window, SAMPLES["Help"], ENGLISH)
    assert "leave" not in Finger(window.quick).names()


def test_the_idle_warning_lies_over_the_screen_and_answers_with_its_turn(window: Window, heard: list[Event]) -> None:
    render.show(window, SAMPLES["Home"], ENGLISH, turn=7)
    window.display.warn(IdleWarning(30))
    render.settle()
    finger = Finger(window.quick)
    with pytest.raises(NothingThere, match="keep-going"):
        finger.tap("tile-pay")
    finger.tap("keep-going")
    render.settle()
    assert answers(heard) == [Answer(7, "keep-going")]
    window.display.warn(None)
    render.settle()
    assert "tile-pay" in finger.names()


def test_a_resting_palm_is_told_once_a_second() -> None:
    heard: list[Event] = []
    clock = VirtualClock()
    bridge = Bridge(heard.append, clock, Cabinet())
    for _ in range(5):
        bridge.touched()
    clock.advance(1.0)
    bridge.touched()
    assert heard == [Touched(), Touched()]


def test_a_touch_anywhere_is_told(window: Window, heard: list[Event]) -> None:
    render.show(window, SAMPLES["Home"], ENGLISH)
    with pytest.raises(NothingThere):
        Finger(window.quick).tap("tile-register")
    Finger(window.quick).tap("elder")
    render.settle()
    assert heard[0] == Touched()


def test_taps_on_a_screen_that_has_gone_are_dropped_by_the_desk(application: QGuiApplication) -> None:
    """The real desk on a thread of its own; the second tap of a double tap comes after the screen has changed."""
    with render.window((540, 960), lambda event: conversation.desk.post(event)) as window:
        conversation = Conversation(window.display)
        finger = Finger(window.quick)
        first = wait_for("Help", window)
        finger.tap("back")
        wait_for("Trouble", window)
        window.display.answer(first, "back", "late")
        finger.tap("next")
        conversation.thread.join(20)
    assert conversation.answered == [("back", ""), ("done", "")]


@pytest.mark.parametrize(
    ("button", "ended"), [("leave-now", [("left", "")]), ("keep-going", [("back", ""), ("done", "")])]
)
def test_who_is_asked_whether_they_are_there_may_stay_or_go(
    application: QGuiApplication, button: str, ended: list[tuple[str, str]]
) -> None:
    """A touch says that somebody is there; the touch that says "exit" must still be heard as such."""
    with render.window((540, 960), lambda event: conversation.desk.post(event)) as window:
        conversation = Conversation(window.display, Timers(idle=2))
        wait_for("IdleWarning", window)
        finger = Finger(window.quick)
        finger.press(button)
        QTest.qWait(100)
        finger.lift()
        if button == "keep-going":
            wait_for("Help", window)
            hears(window)
            finger.tap("back")
            wait_for("Trouble", window)
            finger.tap("next")
        conversation.thread.join(20)
    assert conversation.answered == ended


def hears(window: Window) -> None:
    """Until whoever pressed twice on a question has pressed the second time."""
    until(lambda: not window.quick.property("deaf"), 20, lambda: "a window that hears")


def test_a_second_press_on_a_question_does_not_land_on_what_lay_below(window: Window, heard: list[Event]) -> None:
    render.show(window, SAMPLES["PickBills"], ENGLISH, turn=7)
    finger = Finger(window.quick)
    window.quick.setProperty("deafFor", 60_000)  # however slow this machine is
    for warning in (IdleWarning(30), AnotherCard(10)):
        window.display.warn(warning)
        render.settle()
        window.display.warn(None)
        render.settle()
        heard.clear()
        finger.tap("next")
        window.quick.requestActivate()
        QTest.keyClick(window.quick, Qt.Key.Key_Escape)
        assert answers(heard) == []
    window.quick.setProperty("deafFor", 1)
    hears(window)
    finger.tap("next")
    assert answers(heard) == [Answer(7, "next")]


class Conversation:
    """Two screens asked one after the other on a kiosk thread."""

    def __init__(self, display: Bridge, timers: Timers | None = None) -> None:
        self.desk = Desk(display, SystemClock(), timers or Timers())
        self.answered: list[tuple[str, str]] = []
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            for screen in (Help("called"), SAMPLES["Trouble"]):
                answer = self.desk.ask(screen)
                assert answer is not None
                self.answered.append((answer.choice, answer.value))
        except PatientLeft:
            self.answered.append(("left", ""))


def wait_for(name: str, window: Window) -> int:
    """The turn of the screen of that name, once it is shown; the conversation goes on on its own thread."""
    for _ in range(4000):
        QTest.qWait(5)
        page = window.quick.property("page")
        if page is not None and page.property("screenId") == name:
            return int(page.property("turn"))
    raise AssertionError(f"{name} was not shown")


class Sender(QObject):
    """Signals and calls as the bridge uses them."""

    sent = Signal(bool, object)

    @Slot(bool, object)
    def take(self, yes: bool, nothing: object) -> None:
        """Returns nothing, as most of our slots."""


def test_qt_gives_back_every_reference(application: QGuiApplication) -> None:
    """PySide6 6.12.0 loses one reference to `True` and `None` per call on Python 3.11, and aborts in the end."""
    sender = Sender()
    sender.sent.connect(sender.take)
    sender.sent.connect(sender.take, Qt.ConnectionType.QueuedConnection)
    sender.sent.emit(True, None)
    render.settle()
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(200):
        sender.sent.emit(True, None)
        sender.take(True, None)
    render.settle()
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert after[0] >= before[0] - 20
    assert after[1] >= before[1] - 20


def test_a_call_makes_the_window_ring(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtWidgets import QApplication

    rung: list[bool] = []
    monkeypatch.setattr(
        QApplication, "beep", lambda: rung.append(threading.current_thread() is threading.main_thread())
    )
    calling = threading.Thread(target=window.display.call)
    calling.start()
    calling.join(20)
    QGuiApplication.processEvents()
    assert rung == [True]
