"""What is unfinished is finished in the quiet: one after the other, and a person comes first.

That no power cut loses a fen on the way is proved in tests/proof.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from outside import Outside, silent
from scene import PAYS, scene

from kiosk.contract import Hospital, OrderRequest, PreSettlementRequest, PurchaseRequest
from kiosk.core.clock import VirtualClock
from kiosk.core.errors import Refused
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase
from kiosk.flows.cashier import Cashier
from kiosk.flows.quiet import HUMAN_S, Quiet
from kiosk.services.journal import Journal

T = TypeVar("T")


def directly(act: Callable[[], T]) -> T:
    return act()


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


@pytest.mark.parametrize(
    ("went", "stands", "ends"),
    [
        ("settled", "settled", "settled"),
        ("settled", "refunded", "closed"),  # the patient gave it all back since
        ("paid and given back", "refunded", "closed"),
        ("never asked for money", "voided", "closed"),
    ],
)
def test_a_purchase_that_an_older_copy_knows_in_part_follows_the_hospital_to_its_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, went: str, stands: str, ends: str
) -> None:
    clock, outside = VirtualClock(), Outside()
    journal = restored_from_before_it_was_paid(tmp_path, outside, went)
    booked = dict(outside.settled), dict(outside.wallet.refunded)
    quiet = Quiet(outside, Cashier(journal, outside, outside), lambda name: None, clock)
    outside.acts.clear()
    outside.stands_as = "paid"  # nobody can do anything here but wait: it does not know what was agreed
    for _ in range(3):
        quiet.recover(directly)
        clock.advance(HUMAN_S)
    (purchase,) = journal.unfinished()
    assert (purchase.state, purchase.reason) == ("unsure", "journal-behind")
    assert sum("needs a human" in record.getMessage() for record in caplog.records) == 1
    outside.stands_as = stands
    quiet.recover(directly)
    assert (journal.purchase("K01-1").state, journal.purchase("K01-1").reason) == (ends, "journal-behind")
    assert set(outside.acts) <= {"close", "purchase_state", "order"}
    assert (outside.settled, outside.wallet.refunded) == booked


def test_an_older_copy_does_not_end_what_is_voided_while_a_channel_has_the_money(tmp_path: Path) -> None:
    outside = Outside()
    journal = restored_from_before_it_was_paid(tmp_path, outside, "settled")
    quiet = Quiet(outside, Cashier(journal, outside, outside), lambda name: None, VirtualClock())
    outside.stands_as = "voided"
    quiet.recover(directly)
    assert journal.purchase("K01-1").state == "unsure"


@pytest.mark.parametrize(
    ("stands", "ends"),
    [("settled", "settled"), ("refunded", "refunded"), ("refunding", "voiding"), ("paid", "voiding")],
)
def test_what_the_hospital_will_not_void_ends_as_it_stands_there(tmp_path: Path, stands: str, ends: str) -> None:
    """The patient gave something of it back: own money is not this terminal's to refund any more."""
    journal, outside = Journal(tmp_path / "journal.db", VirtualClock()), Outside()
    purchase = journal.plan(Purchase("K01-1", "PAT-1", ("B1",), Money(3000)))
    purchase = journal.begin_payment(purchase, "asking", "K01-1-S", "wechat", Money(3000))
    for to in ("paid", "settling", "voiding"):
        purchase = journal.move(purchase, to)
    outside.before["void"] = outside.before["refund"] = refused
    outside.stands_as = stands
    Quiet(outside, Cashier(journal, outside, outside), lambda name: None, VirtualClock()).recover(directly)
    assert journal.purchase("K01-1").state == ends
    assert outside.wallet.refunded == {}


def refused() -> None:
    raise Refused("given-back")


def scanned(purchase: Purchase) -> OrderRequest:
    return OrderRequest(
        purchase_id=purchase.purchase_id,
        presettlement_id=purchase.presettlement_id,
        channel="wechat",
        mode="payment_code",
        payment_code="130000000000000000",
        amount=purchase.own,
    )


def restored_from_before_it_was_paid(folder: Path, outside: Outside, went: str) -> Journal:
    """The journal as it was when the bills were chosen; since then the purchase was paid, and came to its end."""
    file, copy = folder / "journal.db", folder / "copy.db"
    journal = Journal(file, VirtualClock())
    cashier = Cashier(journal, outside, outside)
    purchase = cashier.plan(Purchase("K01-1", "PAT-1", ("B1",), Money(3000)))
    journal.close()
    shutil.copy(file, copy)
    outside.answer_to_settle = "settled" if went == "settled" else "refused"
    outside.open_purchase("K01-1", PurchaseRequest(terminal_id="K01", patient_id="PAT-1", bill_ids=["B1"]))
    split = outside.pre_settle("K01-1-S", PreSettlementRequest(purchase_id="K01-1", acct_used_flag="0"))
    if went != "never asked for money":
        purchase = cashier.begin(purchase, split, "wechat")
        cashier.ask(purchase, scanned(purchase), directly)
        assert cashier.drive(purchase, directly).state == ("settled" if went == "settled" else "refunded")
    journal.close()
    shutil.copy(copy, file)
    return Journal(file, VirtualClock())
