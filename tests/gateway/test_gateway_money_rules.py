"""Rules of money that a terminal with a bug must not be able to break."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from gateway_fixtures import Ground

from kiosk.contract import (
    Order,
    OrderRequest,
    PreSettlement,
    PreSettlementRequest,
    Problem,
    PurchaseRequest,
    RefundRequest,
    Settlement,
    SettlementRequest,
)
from kiosk.core.clock import VirtualClock
from kiosk.core.errors import Refused
from kiosk.gateway.api.sim import insurer_of
from kiosk.gateway.cashier import Cashier, closing, orders, presettlements, purchases, refunds, settlements, voids
from kiosk.gateway.channels import open_channel
from kiosk.gateway.channels.simulated import SimulatedChannel, SimulatedWallet
from kiosk.gateway.channels.simulated.orders import CodeKind
from kiosk.gateway.demo import open_insurer
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.gateway.insurance.national import NationalInsurance
from kiosk.gateway.store import patients
from kiosk.gateway.store import purchases as purchase_rows
from kiosk.gateway.store.database import Database
from kiosk.gateway.store.writes import Answer

HOSPITAL = demo_hospital(date(2026, 3, 2))
RETIREE = HOSPITAL.member("retiree").patient_id  # her account could pay everything


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def channel(tmp_path: Path, clock: VirtualClock) -> SimulatedChannel:
    opened = open_channel("simulated_wechat", tmp_path / "wallet.sqlite", clock)
    assert isinstance(opened, SimulatedChannel)
    return opened


@pytest.fixture
def wallet(channel: SimulatedChannel) -> SimulatedWallet:
    return channel.wallet


@pytest.fixture
def cashier(ground: Ground, clock: VirtualClock, channel: SimulatedChannel, tmp_path: Path) -> Iterator[Cashier]:
    with ground.seeded() as where:
        database = Database(where)
        line = open_insurer(tmp_path / "gateway.db", clock, HOSPITAL.members)
        yield Cashier(database, {"wechat": channel}, clock, NationalInsurance(line, clock))
        database.close()


def code_of(answer: Answer) -> str:
    """The code of a refusal; empty when it was not refused."""
    return "" if answer.status == 200 else msgspec.json.decode(answer.body, type=Problem).code


def opened(cashier: Cashier, purchase_id: str = "T1-0001") -> None:
    visits = {visit.visit_id for visit in HOSPITAL.visits if visit.patient_id == RETIREE}
    bills = [bill.bill_id for bill in HOSPITAL.bills if bill.visit_id in visits]
    request = PurchaseRequest(terminal_id="T1x", patient_id=RETIREE, bill_ids=bills)
    assert code_of(purchases.open_purchase(cashier, purchase_id, request)) == ""


def told(cashier: Cashier, presettlement_id: str, account: bool) -> PreSettlement:
    request = PreSettlementRequest(purchase_id="T1-0001", acct_used_flag="1" if account else "0")
    answer = presettlements.pre_settle(cashier, presettlement_id, request)
    return msgspec.json.decode(answer.body, type=PreSettlement)


def charged(cashier: Cashier, wallet: SimulatedWallet, split: PreSettlement, code: str = "") -> Order:
    request = OrderRequest(
        purchase_id="T1-0001",
        presettlement_id=split.presettlement_id,
        channel="wechat",
        mode="payment_code",
        amount=split.psn_cash_pay,
        payment_code=code or wallet.new_code(),
    )
    return msgspec.json.decode(orders.place(cashier, "T1-0001-P", request).body, type=Order)


def settled(cashier: Cashier, split: PreSettlement, payment_id: str, settlement_id: str = "T1-0001-T") -> Answer:
    request = SettlementRequest(purchase_id="T1-0001", presettlement_id=split.presettlement_id, payment_id=payment_id)
    return settlements.settle(cashier, settlement_id, request)


def test_money_that_was_taken_cannot_be_left_out_of_the_settlement(cashier: Cashier, wallet: SimulatedWallet) -> None:
    opened(cashier)
    without, with_account = told(cashier, "S1x", account=False), told(cashier, "S2x", account=True)
    assert (without.psn_cash_pay > 0, with_account.psn_cash_pay) == (True, 0)
    assert charged(cashier, wallet, without).state == "paid"
    assert code_of(settled(cashier, with_account, "")) == "order-under-way"
    assert code_of(settled(cashier, without, "T1-0001-P", "T1-0002-T")) == ""


def test_nobody_can_settle_before_the_money_is_there(cashier: Cashier, wallet: SimulatedWallet) -> None:
    opened(cashier)
    split = told(cashier, "S1x", account=False)
    assert charged(cashier, wallet, split, wallet.new_code("password")).state == "password"
    assert code_of(settled(cashier, split, "T1-0001-P")) == "not-paid"
    assert code_of(settled(cashier, split, "", "T1-0002-T")) == "not-paid"
    assert wallet.books() == {}


def test_no_refund_while_the_settlement_stands(cashier: Cashier, wallet: SimulatedWallet) -> None:
    opened(cashier)
    split = told(cashier, "S1x", account=False)
    charged(cashier, wallet, split)
    assert code_of(settled(cashier, split, "T1-0001-P")) == ""
    back = RefundRequest(payment_id="T1-0001-P", amount=split.psn_cash_pay)
    assert code_of(refunds.refund(cashier, "T1-0001-R", back)) == "settlement-stands"
    voids.void(cashier, "T1-0001-T")
    assert code_of(refunds.refund(cashier, "T1-0002-R", back)) == ""
    assert code_of(refunds.refund(cashier, "T1-0003-R", back)) == "refund-differs"
    assert wallet.books()["T1-0001-P"].refunded == split.psn_cash_pay


def test_a_late_settlement_meets_the_tombstone_of_its_void(cashier: Cashier, wallet: SimulatedWallet) -> None:
    opened(cashier)
    split = told(cashier, "S1x", account=False)
    charged(cashier, wallet, split)
    voids.void(cashier, "T1-0001-T")
    late = msgspec.json.decode(settled(cashier, split, "T1-0001-P").body, type=Settlement)
    assert (late.state, late.reason) == ("refused", "purchase-voided")


def test_a_late_settlement_cannot_land_after_the_refund(cashier: Cashier, wallet: SimulatedWallet) -> None:
    opened(cashier)
    split = told(cashier, "S1x", account=False)
    charged(cashier, wallet, split)
    refunds.refund(cashier, "T1-0001-R", RefundRequest(payment_id="T1-0001-P", amount=split.psn_cash_pay))
    late = msgspec.json.decode(settled(cashier, split, "T1-0001-P").body, type=Settlement)
    assert (late.state, late.reason) == ("refused", "purchase-refunded")


def test_a_late_settlement_cannot_land_while_the_refund_is_on_its_way(
    cashier: Cashier, wallet: SimulatedWallet
) -> None:
    opened(cashier)
    split = told(cashier, "S1x", account=False)
    charged(cashier, wallet, split)
    wallet.faults.set("slow_refund", seconds=600)
    refunds.refund(cashier, "T1-0001-R", RefundRequest(payment_id="T1-0001-P", amount=split.psn_cash_pay))
    late = msgspec.json.decode(settled(cashier, split, "T1-0001-P").body, type=Settlement)
    assert (late.state, late.reason) == ("refused", "purchase-refunding")


def test_refunded_bills_can_be_paid_again(cashier: Cashier, wallet: SimulatedWallet) -> None:
    opened(cashier)
    split = told(cashier, "S1x", account=False)
    charged(cashier, wallet, split)
    refunds.refund(cashier, "T1-0001-R", RefundRequest(payment_id="T1-0001-P", amount=split.psn_cash_pay))
    opened(cashier, "T1-0002")
    assert closing.state(cashier, "T1-0001").state == "refunded"
    assert closing.state(cashier, "T1-0002").state == "open"


def test_one_order_at_a_time(cashier: Cashier, wallet: SimulatedWallet) -> None:
    opened(cashier)
    split = told(cashier, "S1x", account=False)
    assert charged(cashier, wallet, split, wallet.new_code("password")).state == "password"
    request = OrderRequest(
        purchase_id="T1-0001",
        presettlement_id="S1x",
        channel="wechat",
        mode="payment_code",
        amount=split.psn_cash_pay,
        payment_code=wallet.new_code(),
    )
    assert code_of(orders.place(cashier, "T1-0002-P", request)) == "order-under-way"
    assert wallet.books() == {}


@pytest.mark.parametrize("kind", ["pays", "password", "balance"])
def test_cancel_while_the_channel_is_still_thinking(
    cashier: Cashier, wallet: SimulatedWallet, clock: VirtualClock, kind: CodeKind
) -> None:
    thinking, go_on = threading.Event(), threading.Event()

    def think(_: float) -> None:
        thinking.set()
        assert go_on.wait(10)

    opened(cashier)
    split = told(cashier, "S1x", account=False)
    wallet.faults.set("slow", "charge")
    slow = replace(cashier, channels={"wechat": SimulatedChannel(wallet, think)})
    ordering = threading.Thread(target=charged, args=(slow, wallet, split, wallet.new_code(kind)))
    ordering.start()
    assert thinking.wait(10)
    cancelling = threading.Thread(target=closing.close, args=(slow, "T1-0001"))
    cancelling.start()
    stands(slow, "closing")
    go_on.set()
    ordering.join(10)
    cancelling.join(10)
    clock.advance(20)  # a scanned code may be reversed from now on
    assert closing.state(slow, "T1-0001").state == ("paid" if kind == "pays" else "closed")
    assert len(wallet.books()) == (kind == "pays")
    assert wallet.waiting_code() is None


def stands(cashier: Cashier, state: str) -> None:
    """Comes back once the purchase stands so in the database."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with cashier.database.reading() as connection:
            row = purchase_rows.find(connection, "T1-0001")
        if row is not None and row.state == state:
            return
    raise AssertionError(f"never {state}")


def test_a_void_gives_the_account_back_once(cashier: Cashier, wallet: SimulatedWallet) -> None:
    opened(cashier)
    split = told(cashier, "S1x", account=True)
    assert code_of(settled(cashier, split, "")) == ""
    assert balance(cashier) == split.balc - split.acct_pay
    for _ in range(2):
        voids.void(cashier, "T1-0001-T")
        assert balance(cashier) == split.balc


def balance(cashier: Cashier) -> int:
    with cashier.database.reading() as connection:
        patient = patients.find(connection, RETIREE)
    assert patient is not None
    return insurer_of(cashier).book.balance(patient.psn_no)


def test_an_id_means_one_thing_for_ever(cashier: Cashier, wallet: SimulatedWallet) -> None:
    opened(cashier)
    told(cashier, "S1x", account=False)
    with pytest.raises(Refused, match="id-reused"):
        told(cashier, "S1x", account=True)


def test_nothing_revives_a_purchase_that_was_closed_before_it_was_heard_of(
    cashier: Cashier, wallet: SimulatedWallet
) -> None:
    closing.close(cashier, "T1-0001")
    request = PurchaseRequest(terminal_id="T1x", patient_id=RETIREE, bill_ids=["B0002-1-1"])
    assert code_of(purchases.open_purchase(cashier, "T1-0001", request)) == "purchase-closed"


def test_a_late_order_meets_a_closed_purchase(cashier: Cashier, wallet: SimulatedWallet) -> None:
    opened(cashier)
    split = told(cashier, "S1x", account=False)
    closing.close(cashier, "T1-0001")
    request = OrderRequest(
        purchase_id="T1-0001",
        presettlement_id="S1x",
        channel="wechat",
        mode="payment_code",
        amount=split.psn_cash_pay,
        payment_code=wallet.new_code(),
    )
    assert code_of(orders.place(cashier, "T1-0001-P", request)) == "purchase-closed"
    with pytest.raises(Refused, match="unknown-order"):
        orders.order(cashier, "T1-0001-P")
    assert wallet.books() == {}
