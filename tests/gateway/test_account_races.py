"""Two terminals want the same card, the same limit, the same due at the same instant: one gets it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from counter import PATIENT, Counter
from test_gateway_accounts import INSURED, balance, top_up
from test_gateway_pay_later import agree, bills, repay

from kiosk.contract import CloseOutRequest, Order, OrderRequest, PurchaseRequest
from kiosk.core.errors import Refused
from kiosk.core.money import Money
from kiosk.gateway.accounts.close_outs import close_out
from kiosk.gateway.cashier import orders, purchases
from kiosk.gateway.store import accounts

TIMES = 8


@dataclass
class Together:
    """Acts that begin at the same instant, on threads of their own; what each said, a refusal by its code."""

    said: dict[int, Any] = field(default_factory=dict)

    def run(self, *acts: Callable[[], Any]) -> list[Any]:
        gate = threading.Barrier(len(acts))
        threads = [threading.Thread(target=self._act, args=(gate, at, act)) for at, act in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return [self.said[at] for at in range(len(acts))]

    def _act(self, gate: threading.Barrier, at: int, act: Callable[[], Any]) -> None:
        gate.wait(30)
        try:
            self.said[at] = act()
        except Refused as refused:
            self.said[at] = refused.code


def asks(counter: Counter, purchase: str, amount: int, channel: str) -> Callable[[], str]:
    """The terminal of this purchase asks for its money."""
    request = OrderRequest(
        purchase_id=purchase,
        presettlement_id=f"{purchase}-s",
        channel=channel,  # type: ignore[arg-type]
        mode="ledger",
        amount=Money(amount),
    )

    def ask() -> str:
        orders.place(counter.cashier, f"{purchase}-p", request)
        told = orders.order(counter.cashier, f"{purchase}-p")
        assert isinstance(told, Order)
        return told.state

    return ask


def opens(counter: Counter, purchase: str, amount: int) -> Callable[[], int]:
    """A terminal of its own wants to put this much on the card."""
    request = PurchaseRequest(terminal_id="T02", patient_id=PATIENT, bill_ids=[], kind="top_up", amount=Money(amount))
    return lambda: purchases.open_purchase(counter.cashier, purchase, request).status


def not_drifted(counter: Counter) -> bool:
    with counter.cashier.database.reading() as connection:
        return accounts.drifted(connection) == []


def test_two_debits_at_once_never_take_more_than_there_is(counter: Counter) -> None:
    top_up(counter, "t-1", 260_00)  # enough for either bill, not for both
    for number in range(TIMES):
        one, other = f"a-{number}", f"b-{number}"
        counter.lock(one, ("B0004-1-1",))
        counter.lock(other, ("B0004-1-2",))
        counter.split(one)
        counter.split(other)
        said = Together().run(asks(counter, one, 46_20, "prepaid"), asks(counter, other, 258_00, "prepaid"))
        assert sorted(said) == ["closed", "paid"]
        for purchase, amount, state in ((one, 46_20, said[0]), (other, 258_00, said[1])):
            counter.close(purchase)
            if state == "paid":
                counter.void(f"{purchase}-t")
                assert counter.refund(f"{purchase}-p", amount, f"{purchase}-r").body["state"] == "refunded"
        assert balance(counter) == 260_00
    assert not_drifted(counter)


def test_the_same_debit_twice_at_once_is_one(counter: Counter) -> None:
    top_up(counter, "t-1", 100_00)
    counter.lock("p-1")
    counter.split("p-1")
    ask = asks(counter, "p-1", 46_20, "prepaid")
    assert Together().run(ask, ask, ask, ask) == ["paid"] * 4
    assert balance(counter) == 100_00 - 46_20
    assert not_drifted(counter)


@pytest.mark.parametrize("number", range(5))
def test_a_debit_and_a_close_out_at_once_share_what_there_is(counter: Counter, number: int) -> None:
    top_up(counter, "t-1", 100_00)
    counter.lock("p-1")
    counter.split("p-1")
    request = CloseOutRequest(terminal_id="T02", patient_id=PATIENT, balance=Money(100_00))
    acts = [asks(counter, "p-1", 46_20, "prepaid"), lambda: close_out(counter.cashier, "c-1", request).status]
    said = Together().run(*acts) if number % 2 else Together().run(*reversed(acts))[::-1]
    assert said in (["paid", 409], ["closed", 200])
    net = sum(book.charged - book.refunded for book in counter.wallet().books().values())
    assert net == (100_00 if said[0] == "paid" else 0)
    assert balance(counter) == (100_00 - 46_20 if said[0] == "paid" else 0)
    assert not_drifted(counter)


def test_two_top_ups_at_once_never_pass_the_limit_together(counter: Counter) -> None:
    top_up(counter, "t-1", 5_000_00)
    for number in range(TIMES):
        acts = [opens(counter, f"{name}-{number}", 3_000_00) for name in ("a", "b", "c")]
        assert sorted(Together().run(*acts)) == [200, 409, 409]
        for name in ("a", "b", "c"):
            counter.close(f"{name}-{number}")


def test_two_close_outs_at_once_give_it_back_once(counter: Counter) -> None:
    top_up(counter, "t-1", 100_00)
    request = CloseOutRequest(terminal_id="T02", patient_id=PATIENT, balance=Money(100_00))
    acts = [lambda name=name: close_out(counter.cashier, name, request).status for name in ("c-1", "c-2")]
    assert sorted(Together().run(*acts)) == [200, 409]
    assert counter.wallet().books()["t-1-p"].refunded == 100_00


def test_two_repayments_of_one_due_at_once_lock_it_once(counter: Counter) -> None:
    agree(counter)
    bill = bills(counter)[0]
    counter.lock("p-1", (bill,), INSURED)
    own = counter.split("p-1", "0").body["psn_cash_pay"]
    counter.order("p-1", own, channel="pay_later", mode="ledger")
    for number in range(TIMES):
        request = PurchaseRequest(terminal_id="T02", patient_id=INSURED, bill_ids=["p-1-p"], kind="dues")
        names = f"r-{number}", f"q-{number}"
        acts = [
            lambda name=name: purchases.open_purchase(counter.cashier, name, request).status  # noqa: B023
            for name in names
        ]
        assert sorted(Together().run(*acts)) == [200, 409]
        for name in names:
            counter.close(name)
    assert repay(counter, "r-last", ["p-1-p"]).status == 200
