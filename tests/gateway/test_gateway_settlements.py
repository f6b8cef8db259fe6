"""The purchase is done, or definitely refused; and what was done can be undone, once."""

from datetime import date

import pytest
from counter import BILL, DUE, Counter

from kiosk.core.money import Money


def test_a_paid_purchase_is_settled(counter: Counter) -> None:
    counter.paid()
    said = counter.settle().body
    assert (said["state"], said["reason"], said["setl_id"]) == ("settled", "", "2026030200000001")
    assert said["next_place"]["zh"]
    assert counter.stands() == "settled"
    assert counter.bill_stands() == "paid"
    ledger = counter.ledger
    assert (ledger.charged, ledger.settled, ledger.refunded) == (DUE, DUE, 0)


def test_every_settlement_has_its_own_number(counter: Counter) -> None:
    counter.paid()
    counter.lock("p-2", bills=("B0014-1-1",), patient="P0014")
    counter.split("p-2")
    hospitals, insurers = counter.settle().body["setl_id"], counter.settle("p-2", payment="").body["setl_id"]
    assert hospitals == "2026030200000001"
    assert [booked.setl_id for booked in counter.cashier.insurance.booked(date(2026, 3, 2))] == [insurers]


def test_the_personal_account_is_charged_with_the_settlement_and_given_back_with_the_void(counter: Counter) -> None:
    before = counter.account()
    counter.lock(bills=("B0001-1-1", "B0001-1-2", "B0001-2-1"), patient="P0001")
    told = counter.split().body
    assert 0 < told["acct_pay"] <= before
    counter.order(amount=told["psn_cash_pay"], mode="payment_code", payment_code=counter.wallet().new_code())
    assert counter.account() == before
    assert counter.settle().body["state"] == "settled"
    assert counter.account() == before - told["acct_pay"]
    counter.void()
    assert counter.account() == before


def test_nothing_unpaid_is_settled(counter: Counter) -> None:
    code = counter.asked().body["code"]
    assert counter.settle().refusal == (409, "not-paid")
    assert counter.settle(payment="", name="t-2").refusal == (409, "not-paid")
    assert counter.settle(payment="nothing", name="t-3").refusal == (404, "unknown-order")
    assert counter.wallet().pay(code)
    assert counter.settle(name="t-4").body["state"] == "settled"


def test_the_channel_itself_is_asked_whether_it_is_paid(counter: Counter) -> None:
    counter.wallet().pay(counter.asked().body["code"])
    assert counter.settle().body["state"] == "settled"


def test_a_channel_that_does_not_answer_decides_nothing(counter: Counter) -> None:
    counter.wallet().pay(counter.asked().body["code"])
    counter.wallet().faults.set("error_500")
    assert counter.settle().refusal == (503, "channel-silent")
    counter.wallet().faults.clear()
    assert counter.settle().body["state"] == "settled"


def test_a_settlement_is_of_what_the_patient_agreed_to(counter: Counter) -> None:
    counter.paid()
    counter.split(flag="0", name="other")
    body = {"purchase_id": "p-1", "presettlement_id": "other", "payment_id": "p-1-p"}
    assert counter.put("/v1/settlements/t-1", body).refusal == (409, "presettlement-differs")
    assert counter.put("/v1/settlements/t-2", {**body, "presettlement_id": "no-such"}).refusal[1] == (
        "unknown-presettlement"
    )
    assert counter.put("/v1/settlements/t-3", {**body, "purchase_id": "no-such"}).refusal[1] == "unknown-purchase"
    assert counter.ledger.settled == 0


def test_when_the_insurance_pays_everything_no_order_is_needed(counter: Counter) -> None:
    counter.lock(bills=("B0014-1-1",), patient="P0014")
    counter.split()
    assert counter.settle(payment="").body["state"] == "settled"
    assert counter.bill_stands("B0014-1-1", "P0014") == "paid"


def test_a_bill_paid_at_the_window_meanwhile_is_refused_and_the_money_goes_back(counter: Counter) -> None:
    counter.paid()
    assert counter.ask("POST", f"/sim/bills/{BILL}/pay-at-window").body == {"done": True}
    said = counter.settle().body
    assert (said["state"], said["reason"], said["setl_id"]) == ("refused", "bill-paid", "")
    assert counter.stands() == "refused"
    counter.void()
    assert counter.refund().body["state"] == "refunded"
    assert counter.bill_stands() == "paid"
    assert (counter.ledger.charged, counter.ledger.refunded) == (DUE, DUE)


def test_an_insurance_that_refuses_after_paying(counter: Counter) -> None:
    counter.paid_insured()
    counter.ask("POST", "/sim/mood", {"refuse_settlement": True})
    said = counter.settle()
    assert (said.body["state"], said.body["reason"]) == ("refused", "insurance-refused")
    counter.ask("POST", "/sim/mood", {})
    assert counter.settle().raw == said.raw
    assert counter.bill_stands("B0001-1-1", "P0001") == "locked"
    counter.void()
    assert counter.stands() == "voided"
    assert counter.bill_stands("B0001-1-1", "P0001") == "unpaid"


def test_an_account_that_was_emptied_meanwhile_is_a_refusal(counter: Counter) -> None:
    counter.lock(bills=("B0001-1-1", "B0001-1-2", "B0001-2-1"), patient="P0001")
    told = counter.split().body
    counter.order(amount=told["psn_cash_pay"], mode="payment_code", payment_code=counter.wallet().new_code())
    counter.insurer.book.spend(told["psn_no"], Money(counter.account()))
    assert counter.settle().body["reason"] == "split-changed"
    assert counter.void().status == 200
    assert counter.account() == 0
    assert counter.cashier.insurance.totals(date(2026, 3, 2)).count == 0


def test_a_void_undoes_a_settlement_and_frees_the_bills(counter: Counter) -> None:
    counter.paid()
    counter.settle()
    assert counter.void().body == {"settlement_id": "p-1-t"}
    assert counter.stands() == "voided"
    assert counter.bill_stands() == "unpaid"
    assert counter.ledger.settled == 0


def test_a_settlement_that_comes_after_its_void_is_refused(counter: Counter) -> None:
    counter.paid()
    counter.void()
    said = counter.settle().body
    assert (said["state"], said["reason"]) == ("refused", "purchase-voided")
    assert counter.ledger.settled == 0


def test_another_settlement_of_a_voided_purchase_is_refused_too(counter: Counter) -> None:
    counter.paid()
    counter.settle()
    counter.void()
    assert counter.settle(name="other").body["reason"] == "purchase-voided"


def test_a_purchase_is_settled_once(counter: Counter) -> None:
    counter.paid()
    counter.settle()
    assert counter.settle(name="other").body["reason"] == "purchase-settled"
    counter.void("other")
    assert counter.stands() == "settled"
    assert counter.bill_stands() == "paid"
    assert counter.ledger.settled == DUE


def test_a_settlement_after_the_refund_began_is_refused(counter: Counter) -> None:
    counter.paid()
    counter.refund()
    assert counter.settle().body["reason"] == "purchase-refunded"
    assert (counter.ledger.settled, counter.ledger.refunded) == (0, DUE)


@pytest.mark.parametrize("late", ["closed", "abandoned"])
def test_a_purchase_that_was_let_go_is_not_settled(counter: Counter, late: str) -> None:
    counter.lock(bills=("B0014-1-1",), patient="P0014")
    counter.split()
    if late == "closed":
        counter.close()
    counter.clock.advance(3600)
    assert counter.stands() == "closed"
    assert counter.settle(payment="").body["reason"] == "purchase-closed"
    assert counter.bill_stands("B0014-1-1", "P0014") == "unpaid"
