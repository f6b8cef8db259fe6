"""Who asks outside about a purchase holds its turn: what was heard earlier never overwrites what was heard later."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from counter import Counter

from kiosk.contract import SettlementRequest
from kiosk.contract.returns import return_id
from kiosk.core.errors import Refused
from kiosk.gateway.cashier import Cashier, orders, purchase_lock, settlements
from kiosk.gateway.cashier.rounds import go_round
from kiosk.gateway.channels import Channel, ChannelAnswer
from kiosk.gateway.store import payments

BILLS = ("B0001-1-1", "B0001-1-2", "B0001-2-1")
LONG_S = 20


@dataclass
class Dawdling:
    """A channel whose first answer to a question takes long: what it says is no longer so when it arrives."""

    channel: Channel
    asked: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def query(self, payment_id: str) -> ChannelAnswer:
        answer = self.channel.query(payment_id)
        if not self.asked.is_set():
            self.asked.set()
            assert self.go_on.wait(LONG_S)
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self.channel, name)


def start(act: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        except Refused:
            return  # busy: it would be asked again

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def ends_or_waits(thread: threading.Thread, cashier: Cashier, purchase_id: str) -> None:
    """Until it is done, or waits for its turn."""
    for _ in range(LONG_S * 20):
        thread.join(0.05)
        held = cashier.locks._held.get(purchase_lock(purchase_id))
        if not thread.is_alive() or (held is not None and held.users > 1):
            return
    raise AssertionError("it neither ends nor waits")


def test_an_answer_that_took_long_does_not_undo_what_was_heard_since(counter: Counter) -> None:
    """Paid would become waiting again, and the refund of it be refused for ever."""
    code = counter.asked().body["code"]
    counter.clock.advance(10)
    slow = Dawdling(counter.cashier.channels["wechat"])
    cashier = replace(counter.cashier, channels={**counter.cashier.channels, "wechat": slow})
    looks = start(lambda: orders.order(cashier, "p-1-p"))
    assert slow.asked.wait(LONG_S)
    assert counter.wallet().pay(code)
    request = SettlementRequest(purchase_id="p-1", presettlement_id="p-1-s", payment_id="p-1-p")
    settles = start(lambda: settlements.settle(cashier, "p-1-t", request))
    ends_or_waits(settles, cashier, "p-1")
    slow.go_on.set()
    looks.join(LONG_S)
    settles.join(LONG_S)
    with cashier.database.reading() as connection:
        order = payments.find(connection, "p-1-p")
    assert order is not None
    assert (counter.stands(), order.state) == ("settled", "paid")


def gives_back(counter: Counter) -> Callable[[], object]:
    wanted = BILLS[:1]
    own = counter.ask("POST", "/v1/return-quotes", {"purchase_id": "p-1", "bill_ids": wanted}).body["own"]
    body = {"purchase_id": "p-1", "bill_ids": wanted, "own": own}
    return lambda: counter.put(f"/v1/returns/{return_id('p-1', BILLS, wanted)}", body)


# What comes while the insurer undoes its part of a void.
MEANWHILE: dict[str, Callable[[Counter], Callable[[], object]]] = {
    "the patient gives a bill back": gives_back,
    "own money is refunded": lambda counter: lambda: counter.refund(amount=counter.ledger.charged, name="early"),
    "it is settled under another number": lambda counter: lambda: counter.settle(name="p-1-u"),
    "it is voided once more": lambda counter: counter.void,
    "it is closed": lambda counter: counter.close,
    "the rounds come by": lambda counter: lambda: go_round(counter.cashier),
}


@pytest.mark.parametrize("name", MEANWHILE)
def test_a_void_is_alone_with_its_purchase(counter: Counter, name: str) -> None:
    own = counter.paid_insured(BILLS).body["psn_cash_pay"]
    before = counter.account()
    assert counter.settle().body["state"] == "settled"
    other, begun, told = MEANWHILE[name](counter), list[threading.Thread](), list[bytes]()
    answer = counter.insurer.hear

    def meanwhile(message: bytes, *more: object) -> bytes:
        if b'"2208"' in message and not told:
            told.append(message)  # before the other begins: it may say the same
            begun.append(start(other))
            ends_or_waits(begun[0], counter.cashier, "p-1")
        return answer(message, *more)  # type: ignore[arg-type]

    counter.insurer.hear = meanwhile  # type: ignore[method-assign,assignment]
    assert counter.void().status == 200
    assert begun
    begun[0].join(LONG_S)
    go_round(counter.cashier)
    assert counter.account() == before
    assert all(row.state != "settled" for row in counter.cashier.insurance.booked(counter.clock.now().date()))
    if name != "own money is refunded":
        counter.refund(amount=own)
    assert (counter.ledger.charged, counter.ledger.settled, counter.ledger.refunded) == (own, 0, own)
    assert (counter.stands(), counter.bill_stands(BILLS[0], "P0001")) == ("refunded", "unpaid")


def test_who_waits_too_long_for_a_turn_to_write_hears_busy(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order in which they came: at the database itself whoever looks at the right moment is next."""
    monkeypatch.setattr("kiosk.gateway.store.database.BUSY_S", 0.2)
    call = "/v1/staff-calls/c-1", {"terminal_id": "T01"}
    with counter.cashier.database.writing():
        assert counter.put(*call).refusal == (503, "busy")
    assert counter.put(*call).status == 200
