"""The conversation: who is heard, who is dropped, and when somebody is taken to have left."""

import queue
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import pytest

from kiosk.core.clock import VirtualClock
from kiosk.core.desk import Desk, Session, Stopped, Timers
from kiosk.core.errors import BackendUnreachable, PatientLeft
from kiosk.core.events import Answer, CardGone, CardRead, CardSeen, Event, Stop, Touched
from kiosk.core.screens import AnotherCard, Help, Home, IdleWarning, Language, Overlay, Screen, Tile, Waiting
from kiosk.core.words import phrase

T = TypeVar("T")

HOME = Home((Tile("pay"),))
CARD = CardRead("front", "patient_card", "8001")


@dataclass
class Paper:
    """A display that only writes down what it was told."""

    shown: list[tuple[int, Screen, Session]] = field(default_factory=list)
    warnings: list[Overlay | None] = field(default_factory=list)

    def show(self, turn: int, screen: Screen, session: Session) -> None:
        self.shown.append((turn, screen, session))

    def warn(self, warning: Overlay | None) -> None:
        self.warnings.append(warning)


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def desk(paper: Paper) -> Desk:
    return Desk(paper, VirtualClock(), Timers(), beside=lambda work: work())


def posted(desk: Desk, *events: Event) -> Desk:
    for event in events:
        desk.post(event)
    return desk


def test_a_tap_on_the_shown_screen_is_the_answer(desk: Desk) -> None:
    assert posted(desk, Answer(1, "pay")).ask(HOME) == Answer(1, "pay")


def test_a_tap_on_a_screen_that_has_gone_is_dropped(desk: Desk) -> None:
    posted(desk, Answer(0, "late"), Answer(1, "pay"))
    assert desk.ask(HOME) == Answer(1, "pay")


def test_a_tap_is_heard_though_the_screen_was_painted_anew_in_that_instant(desk: Desk) -> None:
    without_paper = Home((Tile("pay"),), phrase("No receipt paper"))
    desk.wait(HOME, until=0, idle=False)
    assert posted(desk, Answer(1, "pay")).ask(without_paper) == Answer(1, "pay")


def test_a_second_tap_on_the_same_switch_does_not_undo_the_first(desk: Desk) -> None:
    posted(desk, Answer(1, "session.elder"), Answer(1, "session.elder"), Answer(2, "pay")).ask(HOME)
    assert desk.session.elder


def test_a_tap_of_the_last_visit_is_not_the_next_one(desk: Desk) -> None:
    desk.wait(HOME, until=0, idle=False)
    desk.wipe()
    assert posted(desk, Answer(1, "pay"), Answer(2, "register")).ask(HOME) == Answer(2, "register")


def test_a_card_is_heard_where_it_is_accepted_and_dropped_elsewhere(desk: Desk) -> None:
    assert posted(desk, CARD).wait(HOME, (CardRead,)) == CARD
    assert posted(desk, CARD, Answer(1, "pay")).ask(HOME) == Answer(1, "pay")


def test_somebody_who_does_nothing_is_warned_and_then_has_left(desk: Desk, paper: Paper) -> None:
    with pytest.raises(PatientLeft):
        desk.ask(HOME)
    assert paper.warnings == [IdleWarning(30), None]
    assert desk.clock.monotonic() == 90


def test_elder_and_low_mode_give_twice_the_time(desk: Desk) -> None:
    desk.change(elder=True)
    with pytest.raises(PatientLeft):
        desk.ask(HOME)
    assert desk.clock.monotonic() == 180


def test_a_touch_during_the_warning_keeps_the_visit() -> None:
    late: list[Desk] = []

    class Slow(Paper):
        def warn(self, warning: Overlay | None) -> None:
            super().warn(warning)
            if warning is not None:
                late[0].post(Touched())
            else:
                late[0].post(Answer(1, "pay"))

    slow = Slow()
    desk = Desk(slow, VirtualClock(), Timers(), beside=lambda work: work())
    late.append(desk)
    assert desk.ask(HOME) == Answer(1, "pay")
    assert len(slow.warnings) == 2


def test_the_language_is_changed_in_place_and_the_screen_said_again(desk: Desk, paper: Paper) -> None:
    posted(desk, Answer(1, "session.language"), Answer(2, "language", "en"), Answer(3, "pay"))
    assert desk.ask(HOME) == Answer(3, "pay")
    kinds = [(type(screen), session.language) for _, screen, session in paper.shown]
    assert kinds == [(Home, "zh-CN"), (Language, "zh-CN"), (Home, "en")]


@pytest.mark.parametrize("mode", ["elder", "contrast", "low"])
def test_a_mode_is_switched_and_gone_for_the_next_person(desk: Desk, mode: str) -> None:
    posted(desk, Answer(1, f"session.{mode}"), Answer(2, "pay")).ask(HOME)
    assert getattr(desk.session, mode)
    desk.wipe()
    assert desk.session == Session()


def test_leaving_is_one_touch_from_everywhere(desk: Desk) -> None:
    with pytest.raises(PatientLeft):
        posted(desk, Answer(1, "session.help"), Answer(2, "session.leave")).ask(HOME)


def test_calling_staff_says_whether_it_worked(desk: Desk, paper: Paper) -> None:
    posted(desk, Answer(1, "session.help"), Answer(2, "call"), Answer(3, "back"), Answer(4, "pay")).ask(HOME)
    assert [s.call for _, s, _ in paper.shown if isinstance(s, Help)] == ["idle", "failed"]
    calls: list[str] = []
    desk.call_staff = lambda: calls.append("called")
    posted(desk, Answer(5, "session.help"), Answer(6, "call"), Answer(7, "back"), Answer(8, "pay")).ask(
        Home((Tile("pay"),), phrase("x"))
    )
    assert calls == ["called"]
    assert [s.call for _, s, _ in paper.shown if isinstance(s, Help)][-1] == "called"


def test_work_beside_returns_or_raises_what_it_did(desk: Desk) -> None:
    assert desk.during(lambda: 42, phrase("Working")) == 42
    with pytest.raises(ValueError, match="no"):
        desk.during(lambda: int("no"), phrase("Working"))


def test_work_that_never_ends_is_unknown_after_its_time(paper: Paper) -> None:
    desk = Desk(paper, VirtualClock(), Timers(), beside=lambda work: None)
    with pytest.raises(BackendUnreachable):
        desk.during(lambda: 42, phrase("Working"))
    assert [type(screen) for _, screen, _ in paper.shown] == [Waiting]
    assert desk.clock.monotonic() == 12


def test_a_card_that_comes_during_work_is_kept_but_taps_are_not(paper: Paper) -> None:
    late: list[Desk] = []

    def busy(work: Callable[[], None]) -> None:
        posted(late[0], Answer(1, "x"), CARD)
        work()

    desk = Desk(paper, VirtualClock(), Timers(), beside=busy)
    late.append(desk)
    desk._turn = 1
    assert desk.during(lambda: 42, phrase("Working")) == 42
    assert desk.wait(HOME, (CardRead,)) == CARD


def test_the_card_that_began_a_visit_is_known_until_the_visit_is_over(desk: Desk, paper: Paper) -> None:
    desk.change(patient="李*")
    desk.began_with(CARD)
    assert posted(desk, CARD, Answer(1, "pay")).ask(HOME) == Answer(1, "pay")
    desk.wipe()
    desk.change(patient="王*")
    with pytest.raises(PatientLeft):
        posted(desk, CARD).ask(HOME)
    assert paper.warnings == [AnotherCard(10)]
    assert desk.waiting_card() == CARD


def test_the_question_stays_until_another_screen_is_shown(desk: Desk, paper: Paper) -> None:
    desk.change(patient="李*")
    with pytest.raises(PatientLeft):
        posted(desk, CARD, Answer(0, "keep-going"), Answer(1, "anew")).ask(HOME)
    desk.wipe()
    assert paper.warnings == [AnotherCard(10)]
    posted(desk, Answer(2, "pay")).ask(HOME)
    assert paper.warnings == [AnotherCard(10), None]


def test_the_next_visit_is_another_though_the_masked_name_is_the_same(desk: Desk, paper: Paper) -> None:
    for turn in (1, 2):
        desk.change(patient="李*")
        posted(desk, Answer(turn, "pay")).ask(HOME)
        desk.wipe()
    assert [(session.patient, session.visit) for _, _, session in paper.shown] == [("李*", 0), ("李*", 1)]
    assert desk.session == Session(), "and begins with the defaults"


class LiesBadly(VirtualClock):
    """Every second the card on the front reader goes and comes, for ten minutes."""

    def __init__(self) -> None:
        super().__init__()
        self.happens: list[Callable[[Event], None]] = []

    def take(self, events: "queue.SimpleQueue[T]", until: float | None) -> T | None:
        later = self.monotonic() + 1
        if events.empty() and until is not None and later < min(until, 600):
            self.advance(1)
            for event in (CardGone("front"), CardSeen("front"), CARD):
                self.happens[0](event)
        return super().take(events, until)


def test_a_card_that_lies_badly_does_not_keep_a_visit_open(paper: Paper) -> None:
    clock = LiesBadly()
    desk = Desk(paper, clock, Timers(), beside=lambda work: work())
    clock.happens.append(desk.post)
    desk.change(patient="李*")
    desk.began_with(CARD)
    with pytest.raises(PatientLeft):
        desk.ask(HOME)
    assert paper.warnings == [IdleWarning(30), None], "asked once, and it is not the card that answers"
    assert clock.monotonic() == pytest.approx(45 + 30, abs=2)


def test_being_told_to_stop_ends_any_wait(desk: Desk) -> None:
    with pytest.raises(Stopped):
        posted(desk, Stop()).ask(HOME)
    with pytest.raises(Stopped):
        posted(desk, Stop()).wait(HOME, until=5)


def test_the_same_screen_is_not_shown_twice(desk: Desk, paper: Paper) -> None:
    posted(desk, Answer(1, "a"), Answer(1, "b"))
    desk.ask(HOME)
    desk.ask(HOME)
    assert len(paper.shown) == 1
