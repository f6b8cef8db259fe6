"""Own money goes back whole, once, and only when the settlement does not stand."""

from counter import DUE, Counter


def test_money_goes_back(counter: Counter) -> None:
    counter.paid()
    said = counter.refund().body
    assert said == {"refund_id": "p-1-r", "payment_id": "p-1-p", "amount": DUE, "state": "refunded"}
    assert counter.stands() == "refunded"
    assert counter.bill_stands() == "unpaid"
    assert counter.ledger.refunded == DUE


def test_a_refund_takes_its_time_and_the_first_answer_stays(counter: Counter) -> None:
    counter.paid()
    counter.wallet().faults.set("slow_refund", seconds=60)
    first = counter.refund()
    assert first.body["state"] == "processing"
    assert counter.stands() == "refunding"
    assert counter.get("/v1/refunds/p-1-r").body["state"] == "processing"
    counter.clock.advance(61)
    assert counter.get("/v1/refunds/p-1-r").body["state"] == "refunded"
    assert counter.refund().raw == first.raw
    assert counter.stands() == "refunded"


def test_a_refund_that_never_arrived_is_sent_again(counter: Counter) -> None:
    counter.paid()
    counter.wallet().faults.set("error_500", "refund", times=1)
    assert counter.refund().body["state"] == "processing"
    assert counter.ledger.refunded == 0
    assert counter.get("/v1/refunds/p-1-r").body["state"] == "refunded"
    assert counter.ledger.refunded == DUE


def test_a_refund_whose_answer_was_lost_happens_once(counter: Counter) -> None:
    counter.paid()
    counter.wallet().faults.set("lost_answer", "refund", times=1)
    counter.wallet().faults.set("double_answer")
    assert counter.refund().body["state"] == "processing"
    assert counter.get("/v1/refunds/p-1-r").body["state"] == "refunded"
    assert counter.ledger.refunded == DUE


def test_asking_how_the_purchase_stands_goes_on_with_its_refund(counter: Counter) -> None:
    counter.paid()
    counter.wallet().faults.set("error_500", "refund", times=1)
    counter.refund()
    assert counter.stands() == "refunded"


def test_a_settlement_that_comes_while_the_money_goes_back_is_refused(counter: Counter) -> None:
    counter.paid()
    counter.wallet().faults.set("slow_refund", seconds=60)
    counter.refund()
    assert counter.settle().body["reason"] == "purchase-refunding"
    counter.clock.advance(61)
    assert counter.stands() == "refunded"
    assert (counter.ledger.settled, counter.ledger.refunded) == (0, DUE)


def test_money_of_a_settlement_that_stands_stays(counter: Counter) -> None:
    counter.paid()
    counter.settle()
    assert counter.refund().refusal == (409, "settlement-stands")
    counter.void()
    assert counter.refund(name="later").body["state"] == "refunded"


def test_refunds_that_are_refused(counter: Counter) -> None:
    assert counter.refund().refusal == (404, "unknown-order")
    counter.asked()
    assert counter.refund(name="r-1").refusal == (409, "not-paid")
    counter.close()
    counter.paid("p-2")
    assert counter.refund("p-2-p", DUE - 1, "r-2").refusal == (409, "amount-differs")
    assert counter.refund("p-2-p", DUE, "r-3").body["state"] == "refunded"
    assert counter.refund("p-2-p", DUE, "r-4").refusal == (409, "refund-differs")
    assert counter.get("/v1/refunds/nothing").refusal == (404, "unknown-refund")
    assert counter.ledger.refunded == DUE


def test_the_bills_can_be_bought_again_while_the_money_goes_back(counter: Counter) -> None:
    counter.paid()
    counter.wallet().faults.set("slow_refund", seconds=60)
    counter.refund()
    counter.paid("p-2")
    counter.settle("p-2")
    counter.clock.advance(61)
    assert (counter.stands(), counter.stands("p-2")) == ("refunded", "settled")
    assert counter.bill_stands() == "paid"
    ledger = counter.ledger
    assert (ledger.charged, ledger.settled, ledger.refunded) == (2 * DUE, DUE, DUE)
