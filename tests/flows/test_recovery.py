"""The terminal dies at any moment; what comes back finishes what was begun, and nobody loses a fen."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from outside import Outside, silent
from person import Plan
from scene import PAYS, Scene, scene

from kiosk.contract import Hospital
from kiosk.core.clock import VirtualClock
from kiosk.core.events import CodeScanned
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase, State
from kiosk.flows.cashier import Cashier
from kiosk.flows.quiet import HUMAN_S, Quiet
from kiosk.services.journal import Journal

T = TypeVar("T")

BY_CODE: Plan = PAYS | {"PickChannel": [CodeScanned("s", "134567890123456789")]}
CANCELS: Plan = PAYS | {"ShowQr": [("cancel", "")]}
LEAVES: Plan = PAYS | {"PickChannel": [("session.leave", "")]}
COVERED: Plan = PAYS | {"InsuranceSplit": [("next", "")]}

# Who comes, and what the world is like: every path through the table of moves is among them.
STORIES: list[tuple[str, Plan, Callable[[], Outside]]] = [
    ("pays", PAYS, Outside),
    ("pays by code", BY_CODE, Outside),
    ("cancels", CANCELS, lambda: Outside(looks_until_paid=None)),
    ("walks away", PAYS, lambda: Outside(looks_until_paid=None)),
    ("leaves early", LEAVES, Outside),
    ("is refused after paying", PAYS, lambda: Outside(answer_to_settle="refused")),
    ("is covered", COVERED, lambda: Outside(fund=10**6)),
    ("is covered and refused", COVERED, lambda: Outside(fund=10**6, answer_to_settle="refused")),
]


ACTS = ("open_purchase", "pre_settle", "open_order", "order", "close", "purchase_state", "settle", "void", "refund")


class PowerCut(BaseException):
    """Not an error anybody could catch: the process is gone."""


class Steps:
    """Counts every save and every request, and cuts the power at one of them."""

    def __init__(self, at: int | None) -> None:
        self.passed, self._at = 0, at

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self._at:
            raise PowerCut


class CutJournal(Journal):
    """The journal, with a step right after every save."""

    steps: Steps

    def plan(self, purchase: Purchase) -> Purchase:
        return self._passed(super().plan(purchase))

    def begin_payment(self, purchase: Purchase, to: State, presettlement_id: str, channel: str, own: Money) -> Purchase:
        return self._passed(super().begin_payment(purchase, to, presettlement_id, channel, own))

    def move(self, purchase: Purchase, to: State, reason: str = "") -> Purchase:
        return self._passed(super().move(purchase, to, reason))

    def _passed(self, purchase: Purchase) -> Purchase:
        self.steps()
        return purchase


def staged(folder: Path, plan: Plan, outside: Outside, steps: Steps) -> Scene:
    """A stage with a step before and after every request, and after every save."""
    folder.mkdir(exist_ok=True)
    journal = CutJournal(folder / "journal.db", VirtualClock())
    journal.steps = steps
    for act in ACTS:
        outside.before[act] = outside.after[act] = steps
    return scene(folder, plan, outside, journal=journal)


def directly(act: Callable[[], T]) -> T:
    return act()


def recovered(folder: Path, outside: Outside) -> Journal:
    """The next start: the same function over what is unfinished, until nothing is."""
    outside.before.clear()
    outside.after.clear()
    journal = Journal(folder / "journal.db", VirtualClock())
    quiet = Quiet(outside, Cashier(journal, outside, outside), lambda name: None, VirtualClock())
    for _ in range(3):
        quiet.recover(directly)
    assert journal.unfinished() == []
    return journal


@pytest.mark.parametrize(("who", "plan", "world"), STORIES, ids=[who for who, _, _ in STORIES])
def test_a_power_cut_at_every_step_loses_nothing(
    tmp_path: Path, who: str, plan: Plan, world: Callable[[], Outside]
) -> None:
    cut, step = True, 0
    while cut:
        step += 1
        folder = tmp_path / str(step)
        stage = staged(folder, plan, world(), Steps(step))
        cut = False
        try:
            stage.play()
        except PowerCut:
            cut = True
        stage.journal.close()
        journal = recovered(folder, stage.outside)
        assert stage.outside.balanced(), f"cut at step {step}"
        for purchase_id in stage.outside.purchases:
            settled = f"{purchase_id}-T" in stage.outside.settled
            assert (journal.purchase(purchase_id).state == "settled") == settled
        journal.close()
    assert step > 5


def test_one_stuck_purchase_does_not_hold_up_the_next(tmp_path: Path) -> None:
    journal, outside = Journal(tmp_path / "journal.db", VirtualClock()), Outside()
    cashier = Cashier(journal, outside, outside)
    for number in (1, 2):
        cashier.plan(Purchase(f"K01-{number}", "PAT-1", (f"B{number}",), Money(100)))

    def first_is_stuck() -> None:
        if journal.purchase("K01-1").state == "closing" and journal.purchase("K01-2").state == "planned":
            silent()

    outside.before["close"] = first_is_stuck
    Quiet(outside, cashier, lambda name: None, VirtualClock()).recover(directly)
    assert [journal.purchase(f"K01-{number}").state for number in (1, 2)] == ["closing", "closed"]


def test_a_person_comes_before_recovery(tmp_path: Path) -> None:
    stage = scene(tmp_path, PAYS)
    Cashier(stage.journal, stage.outside, stage.outside).plan(Purchase("K01-0", "PAT-9", ("B9",), Money(5)))
    stage.outside.bills["B9"] = 5
    stage.play()
    assert stage.person.names()[:2] == ["Attract", "PickBills"]
    assert stage.journal.unfinished() == []


def test_a_hospital_that_is_away_is_said_and_noticed_when_it_is_back(tmp_path: Path) -> None:
    outside = Outside()
    outside.before["hospital"] = silent
    quiet = Quiet(
        outside,
        Cashier(Journal(tmp_path / "j.db", VirtualClock()), outside, outside),
        lambda name: None,
        VirtualClock(),
    )
    quiet.look_around(directly)
    assert quiet.hospital is None
    outside.before.clear()
    quiet.look_around(directly)
    assert isinstance(quiet.hospital, Hospital)
    assert quiet.can_pay


def test_the_name_of_the_hospital_is_told_once_it_is_known(tmp_path: Path) -> None:
    told: list[str] = []
    outside = Outside()
    cashier = Cashier(Journal(tmp_path / "j.db", VirtualClock()), outside, outside)
    Quiet(outside, cashier, lambda name: told.append(name.en), VirtualClock()).look_around(directly)
    assert told == ["Demo Hospital"]


def test_a_purchase_nobody_foresaw_does_not_hold_up_the_next(tmp_path: Path) -> None:
    journal, outside = Journal(tmp_path / "journal.db", VirtualClock()), Outside()
    cashier = Cashier(journal, outside, outside)
    for number in (1, 2):
        cashier.plan(Purchase(f"K01-{number}", "PAT-1", (f"B{number}",), Money(100)))

    def first_breaks() -> None:
        if journal.purchase("K01-2").state == "planned":
            raise ZeroDivisionError

    outside.before["close"] = first_breaks
    Quiet(outside, cashier, lambda name: None, VirtualClock()).recover(directly)
    assert journal.purchase("K01-2").state == "closed"


def test_a_human_is_told_once_of_what_does_not_move(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock, outside = VirtualClock(), Outside()
    cashier = Cashier(Journal(tmp_path / "journal.db", clock), outside, outside)
    cashier.plan(Purchase("K01-1", "PAT-1", ("B1",), Money(100)))
    outside.before["close"] = silent
    quiet = Quiet(outside, cashier, lambda name: None, clock)
    for _ in range(5):
        quiet.recover(directly)
        clock.advance(HUMAN_S / 2)
    told = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(told) == 1
    assert "K01-1 needs a human" in told[0]


def test_a_terminal_that_comes_back_after_the_gateway_gave_the_money_back_ends_it_too(tmp_path: Path) -> None:
    outside = Outside()
    stage = staged(tmp_path, BY_CODE, outside, Steps(None))
    outside.after["open_order"] = Steps(1)  # the terminal dies while the wallet takes the money
    with pytest.raises(PowerCut):
        stage.play()
    stage.journal.close()
    outside.void("K01-1-T")
    outside.wallet.refunded["K01-1-R"] = 7550
    journal = recovered(tmp_path, outside)
    assert journal.purchase("K01-1").state == "refunded"
    assert outside.balanced()
