"""A technician in the lobby: the corner, the PIN, what is wrong now, and the one act."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from outside import Outside, silent
from person import Act, Person, Plan

from kiosk.contract import AlarmReport, JournalBatch
from kiosk.core.clock import VirtualClock
from kiosk.core.desk import Desk, Timers
from kiosk.core.errors import Refused
from kiosk.core.events import Stop
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase
from kiosk.core.screens import EnterPin, Maintenance, Way
from kiosk.core.words import Words
from kiosk.devices import Health
from kiosk.flows.cashier import Cashier
from kiosk.flows.identity import Identity
from kiosk.flows.lobby import Lobby
from kiosk.flows.maintenance import Maintenance as Flow
from kiosk.flows.quiet import Quiet
from kiosk.flows.staff import Staff
from kiosk.services import Office
from kiosk.services.journal import Journal

GESTURE = ("maintenance", "")
RIGHT = ("pin", "482915")
WELL = {"reader": Health("online"), "printer": Health("online", "low", code="E-PRN-06")}


@dataclass
class Lock:
    """Knows one PIN; after two wrong ones nobody may try for a minute."""

    clock: VirtualClock
    wrong: int = 0
    closed_until: float = 0.0

    def wait_s(self) -> float:
        return max(0.0, self.closed_until - self.clock.monotonic())

    def open(self, pin: str) -> bool:
        if self.wait_s() or pin != RIGHT[1]:
            self.wrong += 1
            if self.wrong >= 2:
                self.closed_until = self.clock.monotonic() + 60
            return False
        return True


@dataclass
class Terminal:
    """A lobby with a journal in which one purchase may wait."""

    person: Person
    outside: Outside
    journal: Journal
    clock: VirtualClock
    lobby: Lobby
    pages: list[Maintenance] = field(default_factory=list)

    def play(self) -> "Terminal":
        self.lobby.run()
        self.pages = [screen for screen in self.person.seen if isinstance(screen, Maintenance)]
        return self


def stop(person: Person) -> Callable[[], None]:
    def act() -> None:
        assert person.desk is not None
        person.desk.post(Stop())

    return act


def terminal(
    folder: Path,
    plan: Plan,
    outside: Outside | None = None,
    health: dict[str, Health] | None = None,
    pin: bool = True,
    office: Office | None = None,
) -> Terminal:
    outside, clock = outside or Outside(), VirtualClock()
    person = Person({name: list(acts) for name, acts in plan.items()})
    desk = Desk(person, clock, Timers(), beside=lambda work: work())
    person.desk = desk
    journal = Journal(folder / "journal.db", clock, at_once=False)
    cashier = Cashier(journal, outside, outside)
    staff = Staff(journal, office, "K01", lambda: "K01-R1", clock) if office else None
    quiet = Quiet(outside, cashier, lambda name: None, clock, staff)
    flow = Flow(desk, Lock(clock), cashier, quiet, journal.moves, lambda: health or WELL)
    lobby = Lobby(desk, quiet, Identity(desk, outside), {}, lambda: (Way("patient_card"),), flow.run if pin else None)
    return Terminal(person, outside, journal, clock, lobby)


def unsure(stage: Terminal) -> Purchase:
    """Own money was asked for, and then the channel fell silent."""
    stage.outside.before["close"] = silent
    purchase = stage.journal.plan(Purchase("K01-7H3KQ9XW2A", "PAT-1", ("B1",), Money(3000)))
    purchase = stage.journal.begin_payment(purchase, "asking", "K01-1-S1", "wechat", Money(3000))
    return stage.journal.move(stage.journal.move(purchase, "closing"), "unsure")


class Otherwise:
    """An office that was told other moves of this journal before."""

    def tell_moves(self, batch: JournalBatch) -> None:  # noqa: ARG002
        raise Refused("journal-differs")

    def moves_told(self, journal_id: str) -> int:  # noqa: ARG002
        return 9

    def report_alarm(self, report_id: str, report: AlarmReport) -> None:
        """It is on their list."""


def comes_in(*acts: Act, pins: tuple[Act, ...] = (RIGHT,)) -> Plan:
    return {"Attract": [GESTURE], "EnterPin": list(pins), "Maintenance": list(acts)}


def test_the_row_is_seen_tried_again_and_gone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    stage = terminal(tmp_path, {})
    stage.person.plan = comes_in(lambda: _answers(stage), ("back", ""))
    unsure(stage)
    stage.play()
    before, after = stage.pages
    (row,) = before.money
    assert (row.purchase_id, row.amount, row.since) == ("K01-7H3KQ9XW2A", 3000, row.since)
    assert row.state.text == "The channel does not say how it ended"
    assert row.channel is not None
    assert row.channel.text == "WeChat Pay"
    assert before.can_try
    assert after.money == ()
    assert after.result is not None
    assert after.result.args == {"done": 1, "all": 1}
    assert stage.journal.purchase("K01-7H3KQ9XW2A").state == "closed"
    said = [record.getMessage() for record in caplog.records if record.getMessage().startswith("maintenance")]
    assert said == ["maintenance: entered", "maintenance: tried again, 1 of 1 came to their end", "maintenance: left"]


def _answers(stage: Terminal) -> None:
    stage.outside.before.clear()
    stage.person._do(stage.person.turn, ("again", ""))


def test_what_stays_silent_stays_on_the_list(tmp_path: Path) -> None:
    stage = terminal(tmp_path, comes_in(("again", ""), ("back", "")))
    unsure(stage)
    stage.play()
    assert [len(page.money) for page in stage.pages] == [1, 1]
    assert stage.pages[1].result is not None
    assert stage.pages[1].result.args == {"done": 0, "all": 1}
    assert stage.journal.purchase("K01-7H3KQ9XW2A").state == "unsure"


def test_there_is_nothing_to_try_when_no_money_waits(tmp_path: Path) -> None:
    stage = terminal(tmp_path, comes_in(("back", ""))).play()
    (page,) = stage.pages
    assert not page.can_try
    assert [(part.tone, part.code) for part in page.parts] == [
        ("success", ""),
        ("success", ""),
        ("success", ""),
        ("warning", "E-PRN-06"),
    ]


def test_the_worst_comes_first(tmp_path: Path) -> None:
    stage = terminal(tmp_path, comes_in(("back", "")))
    stage.outside.before["settle"] = silent
    purchase = stage.journal.plan(Purchase("K01-OLD", "PAT-2", ("B2",), Money(4550)))
    purchase = stage.journal.begin_payment(purchase, "asking", "K01-2-S1", "wechat", Money(4550))
    stage.journal.move(stage.journal.move(purchase, "paid"), "settling")
    unsure(stage)
    stage.play()
    assert [row.purchase_id for row in stage.pages[0].money] == ["K01-7H3KQ9XW2A", "K01-OLD"]


def test_it_works_with_the_gateway_down(tmp_path: Path) -> None:
    outside = Outside()
    outside.before["hospital"] = silent
    plan = comes_in(("again", ""), ("back", ""))
    stage = terminal(tmp_path, plan, outside)
    stage.person.plan = {**plan, "OutOfService": [GESTURE, stop(stage.person)], "Attract": []}
    unsure(stage)
    stage.play()
    assert [part.code for part in stage.pages[0].parts if part.tone == "danger"] == ["E-NET-01"]
    assert len(stage.pages[0].money) == 1


def test_it_works_with_a_journal_that_does_not(tmp_path: Path) -> None:
    stage = terminal(tmp_path, {})
    unsure(stage)
    stage.journal.close()
    (tmp_path / "journal.db").rename(tmp_path / "away.db")
    (tmp_path / "journal.db").write_bytes(b"no database at all, but long enough to be taken for one" * 40)
    stage.person.plan = {**comes_in(("back", "")), "OutOfService": [GESTURE, stop(stage.person)]}
    stage.play()
    (page,) = stage.pages
    assert page.parts[0].code == "E-JRN-05"
    assert page.parts[0].detail is not None
    assert "已损坏" in Words("zh-CN").say(page.parts[0].detail)
    assert page.summary.text == "Nobody knows what money waits for its end"
    assert not page.can_try


def test_a_terminal_that_starts_without_its_journal_lets_the_technician_in(tmp_path: Path) -> None:
    (tmp_path / "journal.db").mkdir()
    stage = terminal(tmp_path, comes_in(("back", "")))
    mended = lambda: (tmp_path / "journal.db").rmdir()  # noqa: E731
    stage.person.plan = {**stage.person.plan, "OutOfService": [GESTURE, mended]}
    assert stage.lobby.wait_for_journal()
    assert "Maintenance" in stage.person.names()
    assert stage.journal.unfinished() == []


def test_a_device_that_is_broken_is_said(tmp_path: Path) -> None:
    health = {"reader": Health("offline", code="E-CRD-04"), "printer": Health("online", "jammed", code="E-PRN-05")}
    stage = terminal(tmp_path, comes_in(("back", "")), health=health).play()
    assert [(part.tone, part.code) for part in stage.pages[0].parts[2:]] == [
        ("danger", "E-CRD-04"),
        ("danger", "E-PRN-05"),
    ]


def test_nobody_comes_in_without_the_pin(tmp_path: Path) -> None:
    stage = terminal(tmp_path, comes_in(pins=(("pin", "111111"), ("back", "")))).play()
    assert stage.pages == []
    shown = [screen for screen in stage.person.seen if isinstance(screen, EnterPin)]
    assert [screen.wrong for screen in shown] == [0, 1]


def test_who_guesses_has_to_wait_and_is_told_how_long(tmp_path: Path) -> None:
    guesses: tuple[Act, ...] = (("pin", "111111"), ("pin", "222222"), lambda: None, RIGHT)
    stage = terminal(tmp_path, comes_in(("back", ""), pins=guesses)).play()
    shown = [screen for screen in stage.person.seen if isinstance(screen, EnterPin)]
    assert [screen.wait_s for screen in shown] == [0, 0, 60, 0]
    assert len(stage.pages) == 1


def test_it_is_left_by_itself_when_nobody_touches_it(tmp_path: Path) -> None:
    stage = terminal(tmp_path, comes_in(lambda: None)).play()
    assert len(stage.pages) == 1
    assert stage.person.warned == 1
    assert stage.person.names()[-1] == "Attract"


def test_the_home_screen_has_the_corner_too(tmp_path: Path) -> None:
    plan: Plan = {"Attract": [("start", "")], "Home": [GESTURE], "EnterPin": [RIGHT], "Maintenance": [("back", "")]}
    assert len(terminal(tmp_path, plan).play().pages) == 1


def test_without_a_pin_in_the_configuration_the_corner_is_a_corner(tmp_path: Path) -> None:
    stage = terminal(tmp_path, comes_in(), pin=False).play()
    assert stage.person.names() == ["Attract"]


def test_nothing_about_a_patient_is_shown_or_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    stage = terminal(tmp_path, comes_in(("again", ""), ("back", "")))
    unsure(stage)
    stage.play()
    assert "PAT-1" not in repr(stage.pages) + caplog.text
    assert RIGHT[1] not in repr(stage.pages) + caplog.text


def test_an_older_copy_says_what_is_known_and_follows_the_hospital_when_tried_again(tmp_path: Path) -> None:
    def ended() -> None:
        stage.outside.stands_as = "refunded"
        stage.person._do(stage.person.turn, ("again", ""))

    stage = terminal(tmp_path, {}, office=Otherwise())
    stage.person.plan = comes_in(ended, ("back", ""))
    stage.journal.plan(Purchase("K01-7H3KQ9XW2A", "PAT-1", ("B1",), Money(3000)))
    stage.outside.stands_as = "paid"
    stage.play()
    waits, done = stage.pages
    (row,) = waits.money
    assert row.state.text == "This journal is an older copy"
    assert row.known.text == "It does not know what was paid; the hospital knows."
    assert waits.can_try
    assert [(part.tone, part.code) for part in waits.parts if part.name.text == "Journal"] == [("warning", "E-JRN-06")]
    assert done.money == ()
    assert stage.journal.purchase("K01-7H3KQ9XW2A").state == "closed"
