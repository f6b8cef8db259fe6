"""The hospital's own books, the prepaid card and what is paid later, are reconciled as a channel that makes no file."""

from counter import DUE, PATIENT, Counter
from sqlalchemy import delete, update

from kiosk.contract import Reconciliation
from kiosk.core.money import Money
from kiosk.gateway.reconciliation import nightly
from kiosk.gateway.reconciliation.demo import DAY
from kiosk.gateway.store import alarms, tables

PUT_ON = 100_00


def topped_up(counter: Counter) -> None:
    body = {"terminal_id": "T01", "patient_id": PATIENT, "bill_ids": [], "kind": "top_up", "amount": PUT_ON}
    assert counter.put("/v1/purchases/t-1", body).status == 200
    assert counter.split("t-1").status == 200
    assert counter.wallet().pay(counter.order("t-1", PUT_ON).body["code"])
    assert counter.settle("t-1").status == 200


def paid_by_card(counter: Counter) -> None:
    assert counter.lock().status == 200
    assert counter.split().status == 200
    assert counter.order(channel="prepaid", mode="ledger").body["state"] == "paid"


def reconciled(counter: Counter) -> Reconciliation:
    counter.clock.advance(27 * 3600)
    return nightly.fetched(counter.cashier, DAY)


def lines(kept: Reconciliation) -> dict[str, tuple[Money, Money, Money, Money]]:
    return {line.channel: (line.charged, line.booked, line.returned, line.refunded) for line in kept.lines}


def test_a_card_that_was_filled_used_and_closed_is_in_order(counter: Counter) -> None:
    topped_up(counter)
    paid_by_card(counter)
    assert counter.settle().status == 200
    rest = PUT_ON - DUE
    said = counter.put("/v1/close-outs/c-1", {"terminal_id": "T01", "patient_id": PATIENT, "balance": rest})
    assert said.status == 200
    kept = reconciled(counter)
    assert kept.items == []
    assert lines(kept) == {"wechat": (PUT_ON, PUT_ON, rest, rest), "prepaid": (DUE, DUE, 0, 0)}


def test_what_was_taken_from_the_card_and_never_settled_goes_back_on_it(counter: Counter) -> None:
    topped_up(counter)
    paid_by_card(counter)
    kept = reconciled(counter)
    assert [(item.order_id, item.finding, item.answer) for item in kept.items] == [
        ("p-1-p", "paid_not_settled", "ended")
    ]
    assert counter.get(f"/v1/patients/{PATIENT}/prepaid").body["balance"] == PUT_ON


def test_a_settlement_that_nothing_was_taken_for_is_found(counter: Counter) -> None:
    topped_up(counter)
    paid_by_card(counter)
    assert counter.settle().status == 200
    entry = tables.account_entry
    with counter.cashier.database.writing() as connection:
        connection.execute(delete(entry).where(entry.c.kind == "spent"))
    kept = reconciled(counter)
    assert [(item.order_id, item.finding, item.answer) for item in kept.items] == [
        ("p-1-p", "settled_not_paid", "task")
    ]


def of_ledgers(counter: Counter) -> list[tuple[str, str, int]]:
    """Open alarms about accounts."""
    with counter.cashier.database.reading() as connection:
        found = alarms.listed(connection, "open", "", 9)
    return [(row.reason, row.channel, row.amount) for row in found if row.kind == "ledger-differs"]


def test_an_account_that_does_not_add_up_alarms_until_it_does(counter: Counter) -> None:
    topped_up(counter)
    nightly.go_round(counter.cashier)
    assert of_ledgers(counter) == []
    set_balance(counter, PUT_ON + 1)
    for _ in range(2):
        nightly.go_round(counter.cashier)
        assert of_ledgers(counter) == [(PATIENT, "prepaid", 1)]
    set_balance(counter, PUT_ON)
    nightly.go_round(counter.cashier)
    assert of_ledgers(counter) == []


def set_balance(counter: Counter, balance: int) -> None:
    """Somebody writes into the hospital's tables by hand."""
    entry = tables.account_entry
    with counter.cashier.database.writing() as connection:
        connection.execute(update(entry).where(entry.c.account_id == PATIENT).values(balance=balance))
