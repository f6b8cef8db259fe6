"""In the quiet the gateway hears every move of the journal once, in order, and of whatever needs a human."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest
from outside import Outside, silent
from scene import PAYS, scene

from kiosk.contract import AlarmReport, JournalBatch, JournalMove
from kiosk.core.clock import VirtualClock
from kiosk.core.errors import BackendUnreachable, Interruption, JournalUnusable, Refused
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase
from kiosk.flows.cashier import Cashier
from kiosk.flows.quiet import HUMAN_S, Quiet
from kiosk.flows.staff import AGAIN_S, Staff
from kiosk.services.journal import Journal

T = TypeVar("T")
BATCH, ROUND = 5, 4  # small ones, so that outages are quickly told


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.flows.staff.BATCH", BATCH)
    monkeypatch.setattr("kiosk.flows.staff.ROUND", ROUND)


def directly(act: Callable[[], T]) -> T:
    return act()


class SomebodyCame(Interruption):
    """A patient."""


@dataclass
class Office:
    """The gateway's side: keeps moves by journal and number, as the contract says."""

    moves: dict[str, list[JournalMove]] = field(default_factory=dict)
    reports: dict[str, AlarmReport] = field(default_factory=dict)
    requests: int = 0
    up: bool = True
    no: str = ""  # the code of a definite no to every write
    answers_lost: int = 0

    def tell_moves(self, batch: JournalBatch) -> None:
        self._hear()
        kept = self.moves.setdefault(batch.journal_id, [])
        if batch.moves[0].seq > len(kept) + 1:
            raise Refused("journal-gap")
        known = kept[batch.moves[0].seq - 1 :][: len(batch.moves)]
        if known != batch.moves[: len(known)]:
            raise Refused("journal-differs")
        kept.extend(batch.moves[len(known) :])
        self._answer()

    def moves_told(self, journal_id: str) -> int:
        self.requests += 1
        return len(self.moves.get(journal_id, []))

    def report_alarm(self, report_id: str, report: AlarmReport) -> None:
        self._hear()
        assert self.reports.get(report_id, report) == report
        self.reports[report_id] = report
        self._answer()

    def said(self) -> list[tuple[str, str, bool]]:
        return [(report.kind, report.purchase_id, report.ended) for report in self.reports.values()]

    def _hear(self) -> None:
        self.requests += 1
        if not self.up:
            raise BackendUnreachable("no answer")
        if self.no:
            raise Refused(self.no)

    def _answer(self) -> None:
        if self.answers_lost:
            self.answers_lost -= 1
            raise BackendUnreachable("the answer was lost")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.db", VirtualClock())


@pytest.fixture
def office() -> Office:
    return Office()


def staff(journal: Journal, office: Office, clock: VirtualClock | None = None) -> Staff:
    numbers = count(1)
    return Staff(journal, office, "K01", lambda: f"K01-R{next(numbers)}", clock or VirtualClock())


def planned(journal: Journal, first: int, last: int) -> None:
    for number in range(first, last + 1):
        journal.plan(Purchase(f"K01-{number}", "PAT-1", (f"B{number}",), Money(100)))


def heard(journal: Journal, office: Office) -> list[int]:
    return [move.seq for move in office.moves.get(journal.journal_id(), [])]


def test_every_move_of_a_visit_reaches_the_gateway(tmp_path: Path, office: Office) -> None:
    stage = scene(tmp_path, PAYS).play()
    staff(stage.journal, office).tell_moves(directly)
    (moves,) = office.moves.values()
    assert [move.after for move in moves] == ["planned", "asking", "paid", "settling", "settled"]
    assert stage.journal.unsent(1) == []


def test_what_was_told_is_not_told_again(journal: Journal, office: Office) -> None:
    planned(journal, 1, 3)
    teller = staff(journal, office)
    teller.tell_moves(directly)
    teller.tell_moves(directly)
    assert (office.requests, heard(journal, office)) == (1, [1, 2, 3])


def test_a_lost_answer_makes_no_move_twice(journal: Journal, office: Office) -> None:
    planned(journal, 1, 3)
    office.answers_lost = 1
    staff(journal, office).tell_moves(directly)
    planned(journal, 4, 5)  # the batch is another one the next time
    staff(journal, office).tell_moves(directly)
    assert heard(journal, office) == [1, 2, 3, 4, 5]


def test_after_days_without_a_gateway_everything_comes_in_order_in_batches(journal: Journal, office: Office) -> None:
    office.up = False
    planned(journal, 1, 3 * BATCH + 2)
    staff(journal, office).tell_moves(directly)
    assert office.requests == 1  # one look is enough to know
    office.up = True
    staff(journal, office).tell_moves(directly)
    assert heard(journal, office) == list(range(1, 3 * BATCH + 3))
    assert office.requests == 1 + 4


def test_one_quiet_moment_tells_no_more_than_its_share(journal: Journal, office: Office) -> None:
    planned(journal, 1, BATCH * (ROUND + 1))
    staff(journal, office).tell_moves(directly)
    assert len(heard(journal, office)) == BATCH * ROUND


def test_a_patient_who_comes_waits_for_none_of_it(journal: Journal, office: Office) -> None:
    planned(journal, 1, 2 * BATCH)

    def interrupted(act: Callable[[], T]) -> T:
        if office.requests:
            raise SomebodyCame
        return act()

    with pytest.raises(SomebodyCame):
        staff(journal, office).tell_moves(interrupted)
    assert len(heard(journal, office)) == BATCH
    staff(journal, office).tell_moves(directly)
    assert heard(journal, office) == list(range(1, 2 * BATCH + 1))


class PowerCut(BaseException):
    """The terminal is dead."""


def test_wherever_the_power_fails_every_move_arrives_once(tmp_path: Path) -> None:
    died = 0
    for at in range(1, 20):
        folder = tmp_path / str(at)
        folder.mkdir()
        office = Office()
        died += not survives(Journal(folder / "journal.db", VirtualClock()), office, at)
        journal = Journal(folder / "journal.db", VirtualClock())
        for _ in range(2):
            staff(journal, office).tell_moves(directly)
        assert heard(journal, office) == list(range(1, 1 + len(heard(journal, office))))
        assert journal.unsent(1) == []
        assert [move.seq for move in office.moves[journal.journal_id()]] == [seq for (seq,) in sequence(journal)]
    assert 10 < died < 19  # every step has been the last one once, and some lives were not cut short


def survives(journal: Journal, office: Office, at: int) -> bool:
    """A life in which purchases and tellings take turns, cut short at the so-manieth step before or after an act."""
    left = [at]

    def point() -> None:
        left[0] -= 1
        if left[0] == 0:
            raise PowerCut

    def mark(through: int) -> None:
        point()
        Journal.mark_sent(journal, through)
        point()

    def act(wanted: Callable[[], T]) -> T:
        point()
        done = wanted()
        point()
        return done

    journal.mark_sent = mark  # type: ignore[method-assign]
    try:
        for number in range(1, 4):
            planned(journal, 2 * number, 2 * number + 1)
            point()
            staff(journal, office).tell_moves(act)
    except PowerCut:
        return False
    finally:
        journal.close()
    return True


def sequence(journal: Journal) -> list[tuple[int]]:
    return list(journal._db.execute("SELECT seq FROM event ORDER BY seq"))


def test_a_gateway_that_lost_some_is_told_them_again(journal: Journal, office: Office) -> None:
    planned(journal, 1, 9)
    staff(journal, office).tell_moves(directly)
    del office.moves[journal.journal_id()][4:]  # an old backup was restored
    planned(journal, 10, 12)
    staff(journal, office).tell_moves(directly)
    assert heard(journal, office) == list(range(1, 13))


def test_a_batch_the_gateway_has_under_another_name_is_not_told_for_ever(journal: Journal, office: Office) -> None:
    planned(journal, 1, 3)
    office.answers_lost = 1
    staff(journal, office).tell_moves(directly)
    office.no = "id-reused"  # the terminal got another name meanwhile
    staff(journal, office).tell_moves(directly)
    assert journal.unsent(9) == []


@pytest.mark.parametrize("no", ["not-found", "id-reused"])
def test_a_gateway_that_takes_no_moves_is_asked_once_in_a_quiet_moment(
    journal: Journal, office: Office, no: str
) -> None:
    planned(journal, 1, 3)
    office.no = no
    teller = staff(journal, office)
    teller.tell_moves(directly)
    assert office.requests <= 2
    assert len(journal.unsent(9)) == 3
    teller.report(directly)
    assert office.said() == []


def test_a_gateway_that_takes_no_alarms_is_told_once(journal: Journal, office: Office) -> None:
    teller = staff(journal, office)
    teller.journal(usable=False)
    office.no = "not-found"
    teller.report(directly)
    teller.report(directly)
    assert office.requests == 1


def test_a_journal_that_contradicts_itself_alarms_once_and_changes_nothing(journal: Journal, office: Office) -> None:
    planned(journal, 1, 2)
    staff(journal, office).tell_moves(directly)
    moves = office.moves[journal.journal_id()]
    moves[1] = replace_move(moves[1])
    journal.mark_sent(0)
    teller = staff(journal, office)
    for _ in range(3):
        teller.tell_moves(directly)
    teller.report(directly)
    assert office.said() == [("journal-differs", "", False)]
    assert len(journal.unsent(10)) == 2


def test_a_journal_restored_from_an_old_copy_alarms_and_marks_nothing_as_told(tmp_path: Path, office: Office) -> None:
    file, copy = tmp_path / "journal.db", tmp_path / "copy.db"
    before = Journal(file, VirtualClock())
    planned(before, 1, 1)
    staff(before, office).tell_moves(directly)
    before.close()
    shutil.copy(file, copy)
    planned(before, 2, 3)
    staff(before, office).tell_moves(directly)
    before.close()
    shutil.copy(copy, file)
    restored = Journal(file, VirtualClock())
    planned(restored, 4, 4)
    teller, requests = staff(restored, office), office.requests
    teller.tell_moves(directly)
    assert office.requests == requests + 1  # it is not asked where it ends: that would pass over what differs
    teller.report(directly)
    assert office.said() == [("journal-differs", "", False)]
    assert [move.purchase_id for move in restored.unsent(9)] == ["K01-4"]
    assert [move.purchase_id for move in office.moves[restored.journal_id()]] == ["K01-1", "K01-2", "K01-3"]


def replace_move(move: JournalMove) -> JournalMove:
    facts = {name: getattr(move, name) for name in move.__struct_fields__}
    return JournalMove(**{**facts, "total": Money(1)})


def stuck(tmp_path: Path, office: Office) -> tuple[Quiet, VirtualClock, Outside, Journal]:
    clock, outside = VirtualClock(), Outside()
    journal = Journal(tmp_path / "journal.db", clock)
    planned(journal, 1, 1)
    quiet = Quiet(outside, Cashier(journal, outside, outside), lambda name: None, clock, staff(journal, office))
    return quiet, clock, outside, journal


def passes(quiet: Quiet, clock: VirtualClock, seconds: float) -> None:
    until = clock.monotonic() + seconds
    while clock.monotonic() < until:
        quiet.recover(directly)
        quiet.tell_staff(directly)
        clock.advance(60)


@pytest.mark.parametrize("silence", ["no answer", "an answer that says nothing"])
def test_a_purchase_that_does_not_move_alarms_after_ten_minutes(tmp_path: Path, office: Office, silence: str) -> None:
    quiet, clock, outside, journal = stuck(tmp_path, office)
    if silence == "no answer":
        outside.before["close"] = silent
    else:
        outside.dead = NeverClosed()
    passes(quiet, clock, HUMAN_S - 60)
    assert ("purchase-stuck", "K01-1", False) not in office.said()
    passes(quiet, clock, 180)
    assert office.said().count(("purchase-stuck", "K01-1", False)) == 1
    passes(quiet, clock, AGAIN_S)
    assert office.said().count(("purchase-stuck", "K01-1", False)) == 2
    outside.before.clear()
    outside.dead = set()
    passes(quiet, clock, 120)
    assert office.moves[journal.journal_id()][-1].after == "closed"  # which ends the alarm at the gateway


class NeverClosed(set[str]):
    """A channel that is asked to close, and never says that it has."""

    def __contains__(self, purchase_id: object) -> bool:
        return False


def test_an_alarm_that_was_not_heard_is_said_again_under_the_same_id(journal: Journal, office: Office) -> None:
    teller = staff(journal, office)
    teller.stuck(Purchase("K01-1", "PAT-1", ("B1",), Money(100), "unsure", channel="wechat", own=Money(100)))
    office.answers_lost = 1
    teller.report(directly)
    teller.report(directly)
    teller.report(directly)
    assert (office.requests, len(office.reports)) == (2, 1)
    (report,) = office.reports.values()
    assert (report.state, report.channel, report.amount) == ("unsure", "wechat", 100)


def test_a_journal_that_cannot_be_written_alarms_and_is_taken_back_when_it_can(tmp_path: Path, office: Office) -> None:
    quiet, clock, _, journal = stuck(tmp_path, office)
    passes(quiet, clock, 60)
    assert office.said() == [("journal-unusable", "", True)]  # whatever was said before this start
    journal._db.execute("PRAGMA query_only = ON")
    for _ in range(3):
        with pytest.raises(JournalUnusable):
            passes(quiet, clock, 60)
        quiet.report(directly)
        journal._db.execute("PRAGMA query_only = ON")
    assert office.said()[1:] == [("journal-unusable", "", False)]
    journal.close()
    passes(quiet, clock, 120)
    assert office.said()[2:] == [("journal-unusable", "", True)]


def test_nobody_is_named_to_the_staff(tmp_path: Path, office: Office) -> None:
    quiet, clock, outside, _ = stuck(tmp_path, office)
    outside.before["close"] = silent
    passes(quiet, clock, HUMAN_S + 120)
    assert "PAT-1" not in repr(office)
    assert office.said()
