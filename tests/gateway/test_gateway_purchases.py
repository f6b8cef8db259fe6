"""Bills are locked for one terminal, and free again when nothing comes of it."""

from counter import BILL, DUE, Counter

QUARTER_HOUR = 15 * 60


def test_a_purchase_locks_its_bills(counter: Counter) -> None:
    said = counter.lock()
    assert said.body == {"purchase_id": "p-1", "patient_id": "P0004", "bill_ids": [BILL], "total": DUE}
    assert counter.bill_stands() == "locked"
    assert counter.stands() == "open"


def test_a_bill_asked_for_twice_is_paid_once(counter: Counter) -> None:
    said = counter.lock(bills=(BILL, "B0004-1-2", BILL))
    assert (said.body["bill_ids"], said.body["total"]) == ([BILL, "B0004-1-2"], DUE + 258_00)


def test_a_locked_bill_is_nobody_elses(counter: Counter) -> None:
    counter.lock()
    assert counter.lock("p-2").refusal == (409, "bill-locked")
    assert counter.lock("p-3", bills=("B0004-1-2", BILL)).refusal == (409, "bill-locked")
    assert counter.bill_stands("B0004-1-2") == "unpaid"


def test_bills_that_cannot_be_bought_here(counter: Counter) -> None:
    assert counter.lock("p-1", bills=("B0008-1-1",), patient="P0008").refusal == (409, "bill-paid")
    assert counter.lock("p-2", bills=("B0009-1-1",), patient="P0009").refusal == (409, "bill-at-window")
    assert counter.lock("p-3", patient="nobody").refusal == (404, "unknown-patient")
    assert counter.lock("p-4", bills=("nothing",)).refusal == (404, "unknown-bill")


def test_nobody_buys_a_strangers_bill(counter: Counter) -> None:
    assert counter.lock(patient="P0001").refusal == (404, "unknown-bill")


def test_closing_frees_the_bills_and_ends_it(counter: Counter) -> None:
    counter.lock()
    assert counter.close().body == {"purchase_id": "p-1"}
    assert counter.stands() == "closed"
    assert counter.bill_stands() == "unpaid"
    assert counter.lock("p-2").status == 200


def test_a_closed_purchase_begins_nothing_new(counter: Counter) -> None:
    counter.lock()
    counter.split()
    counter.close()
    assert counter.split(name="other").refusal == (409, "purchase-closed")
    assert counter.order().refusal == (409, "purchase-closed")
    assert counter.ledger.charged == 0


def test_a_purchase_closed_before_it_was_heard_of_can_never_begin(counter: Counter) -> None:
    assert counter.stands() == "unknown"
    counter.close()
    assert counter.stands() == "closed"
    assert counter.lock().refusal == (409, "purchase-closed")
    assert counter.order().refusal == (409, "purchase-closed")
    assert counter.bill_stands() == "unpaid"


def test_closing_is_always_acknowledged_the_same(counter: Counter) -> None:
    counter.paid()
    before = counter.close()
    counter.settle()
    assert counter.close().raw == before.raw
    assert counter.stands() == "settled"


def test_a_purchase_left_alone_is_closed_by_itself(counter: Counter) -> None:
    counter.lock()
    counter.clock.advance(QUARTER_HOUR - 1)
    assert counter.bill_stands() == "locked"
    counter.clock.advance(2)
    assert counter.bill_stands() == "unpaid"
    assert counter.stands() == "closed"


def test_the_next_terminal_finds_the_bills_of_one_that_died_free(counter: Counter) -> None:
    counter.lock()
    counter.clock.advance(QUARTER_HOUR + 1)
    assert counter.lock("p-2").status == 200


def test_using_a_purchase_keeps_it(counter: Counter) -> None:
    counter.lock()
    counter.clock.advance(QUARTER_HOUR - 60)
    counter.split()
    counter.clock.advance(QUARTER_HOUR - 60)
    assert counter.stands() == "open"


def test_an_order_under_way_is_never_closed_by_itself(counter: Counter) -> None:
    code = counter.asked().body["code"]
    counter.clock.advance(QUARTER_HOUR * 2)
    assert counter.bill_stands() == "locked"
    assert counter.wallet().pay(code)
    assert counter.stands() == "paid"


def test_after_an_order_that_was_declined_another_may_begin(counter: Counter) -> None:
    counter.wallet().decline(counter.asked().body["code"])
    assert counter.order_stands() == "closed"
    assert counter.stands() == "open"
    assert counter.order(name="p-1-q").status == 200
