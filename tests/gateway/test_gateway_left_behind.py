"""A terminal dies for ever with money in the channel: the gateway itself gives it back, once, and says so."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from counter import DUE, Counter
from gateway_fixtures import Ground
from mortal import Fuse, House, Line, MortalDatabase

from kiosk.contract import OrderRequest, PreSettlementRequest, PurchaseRequest
from kiosk.core.clock import VirtualClock
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase
from kiosk.flows.cashier import Cashier as TerminalCashier
from kiosk.gateway.cashier.left_behind import LEFT_BEHIND_S
from kiosk.gateway.cashier.rounds import go_round
from kiosk.services.journal import Journal

T = TypeVar("T")
A_NIGHT = LEFT_BEHIND_S - 60
BILL = "B0004-1-1"


def directly(act: Callable[[], T]) -> T:
    return act()


@dataclass
class Terminal:
    """The real cashier of a terminal with its journal; it may stay away for as long as it likes."""

    house: House
    cashier: TerminalCashier

    def pays(self) -> Purchase:
        """A patient pays with a scanned code; the terminal writes down that it is paid, and dies."""
        purchase = self.cashier.plan(Purchase("K01-1", "P0004", (BILL,), Money(DUE)))
        line = Line(self.house)
        line.open_purchase("K01-1", PurchaseRequest(terminal_id="K01", patient_id="P0004", bill_ids=[BILL]))
        split = line.pre_settle("K01-1-S1", PreSettlementRequest(purchase_id="K01-1", acct_used_flag="1"))
        purchase = self.cashier.begin(purchase, split, "wechat")
        request = OrderRequest(
            purchase_id="K01-1",
            presettlement_id="K01-1-S1",
            channel="wechat",
            mode="payment_code",
            amount=split.psn_cash_pay,
            payment_code=self.house.wallet.new_code(),
        )
        return self.cashier.hear(purchase, self.cashier.ask(purchase, request, directly))

    def comes_back(self) -> Purchase:
        purchase = self.cashier.saved(Purchase("K01-1", "P0004", (BILL,), Money(DUE)))
        return self.cashier.drive(purchase, directly)

    def stays_away(self, seconds: float) -> None:
        self.house.clock.advance(seconds)
        go_round(self.house.cashier)

    @property
    def money(self) -> tuple[int, int]:
        books = self.house.wallet.books()["K01-1-P"]
        return books.charged, books.refunded


@pytest.fixture
def terminal(ground: Ground, tmp_path: Path) -> Iterator[Terminal]:
    clock = VirtualClock()
    with ground.seeded() as where:
        database = MortalDatabase(where)
        house = House(tmp_path, database, "wechat", clock, Fuse())
        journal = Journal(tmp_path / "journal.sqlite", clock)
        yield Terminal(house, TerminalCashier(journal, Line(house), Line(house)))
        journal.close()
        database.close()


def test_a_terminal_that_comes_back_too_late_finds_the_same_refund(terminal: Terminal) -> None:
    assert terminal.pays().state == "paid"
    terminal.stays_away(LEFT_BEHIND_S + 60)
    assert terminal.money == (DUE, DUE)
    assert Line(terminal.house).purchase_state("K01-1").state == "refunded"
    again = PurchaseRequest(terminal_id="K02", patient_id="P0004", bill_ids=[BILL])
    assert Line(terminal.house).open_purchase("K02-1", again).bill_ids == [BILL]
    back = terminal.comes_back()
    assert (back.state, back.reason) == ("refunded", "purchase-voided")
    assert terminal.money == (DUE, DUE)
    assert Line(terminal.house).purchase_state("K02-1").state == "open"


def test_a_terminal_that_comes_back_while_the_refund_is_on_its_way_waits_for_the_same_one(terminal: Terminal) -> None:
    terminal.pays()
    terminal.house.wallet.faults.set("slow_refund", seconds=600, times=1)
    terminal.stays_away(LEFT_BEHIND_S + 60)
    assert terminal.comes_back().state == "refunding"
    terminal.stays_away(600)
    assert terminal.comes_back().state == "refunded"
    assert terminal.money == (DUE, DUE)


def test_a_terminal_that_was_switched_off_over_night_settles_in_the_morning(terminal: Terminal) -> None:
    terminal.pays()
    terminal.stays_away(A_NIGHT)
    assert terminal.comes_back().state == "settled"
    terminal.stays_away(LEFT_BEHIND_S + 60)
    assert Line(terminal.house).purchase_state("K01-1").state == "settled"
    assert terminal.money == (DUE, 0)


def left(counter: Counter) -> None:
    """Long enough that nobody can be expected any more."""
    counter.clock.advance(LEFT_BEHIND_S + 60)
    go_round(counter.cashier)


@pytest.mark.parametrize("cancelled", [False, True])
def test_bills_and_money_of_a_paid_purchase_are_let_go_with_a_line_in_the_log(
    counter: Counter, caplog: pytest.LogCaptureFixture, cancelled: bool
) -> None:
    counter.paid()
    if cancelled:
        counter.close()
    left(counter)
    assert (counter.stands(), counter.bill_stands()) == ("refunded", "unpaid")
    assert (counter.ledger.charged, counter.ledger.refunded) == (DUE, DUE)
    assert counter.get("/v1/refunds/p-1-R").body["payment_id"] == "p-1-p"
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 1
    assert "p-1" in errors[0]


def test_a_refused_purchase_is_voided_and_refunded(counter: Counter) -> None:
    counter.paid_insured()
    counter.ask("POST", "/sim/mood", {"refuse_settlement": True})
    assert counter.settle(name="p-1-T").body["state"] == "refused"
    counter.ask("POST", "/sim/mood", {})
    left(counter)
    assert (counter.stands(), counter.bill_stands("B0001-1-1", "P0001")) == ("refunded", "unpaid")
    assert counter.settle(name="p-1-U").body["state"] == "refused"
    assert counter.ledger.settled == 0


def test_a_refused_purchase_of_another_makers_terminal_is_voided_too(counter: Counter) -> None:
    counter.lock(bills=("B0014-1-1",), patient="P0014")
    counter.split()
    counter.ask("POST", "/sim/mood", {"refuse_settlement": True})
    assert counter.settle(payment="", name="any-id-at-all").body["state"] == "refused"
    left(counter)
    assert (counter.stands(), counter.bill_stands("B0014-1-1", "P0014")) == ("voided", "unpaid")


def test_money_of_a_voided_purchase_goes_back(counter: Counter, caplog: pytest.LogCaptureFixture) -> None:
    counter.paid()
    counter.settle()
    counter.void()
    left(counter)
    assert counter.stands() == "refunded"
    assert (counter.ledger.charged, counter.ledger.settled, counter.ledger.refunded) == (DUE, 0, DUE)
    go_round(counter.cashier)
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 1


def test_a_voided_purchase_without_own_money_is_at_its_end(counter: Counter, caplog: pytest.LogCaptureFixture) -> None:
    counter.lock(bills=("B0014-1-1",), patient="P0014")
    counter.split()
    counter.settle(payment="")
    counter.void()
    left(counter)
    assert counter.stands() == "voided"
    assert caplog.records == []


def test_a_channel_that_is_away_gives_it_back_later(counter: Counter) -> None:
    counter.paid()
    counter.wallet().faults.set("down")
    left(counter)
    assert counter.stands() == "refunding"
    counter.wallet().faults.clear()
    counter.clock.advance(60)
    go_round(counter.cashier)
    assert counter.stands() == "refunded"
    assert counter.ledger.refunded == DUE
