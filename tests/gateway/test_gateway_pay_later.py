"""Treat first, pay later at the gateway: who may, up to how much, what is owed, and what repaying does."""

import pytest
from counter import PATIENT, Counter, Said
from test_gateway_accounts import INSURED, adds_up, balance, give_back, offered, top_up, ways


def agree(counter: Counter, patient: str = INSURED, version: str = "2026-1") -> Said:
    body = {"terminal_id": "T01", "patient_id": patient, "version": version}
    return counter.put(f"/v1/agreements/a-{patient}", body)


def later(counter: Counter, purchase: str, bill: str, patient: str = INSURED) -> tuple[Said, int]:
    """Pay this bill later; what was said, and how much own money it is."""
    assert counter.lock(purchase, (bill,), patient).status == 200
    own = counter.split(purchase, "0").body["psn_cash_pay"]
    return counter.order(purchase, own, channel="pay_later", mode="ledger"), own


def bills(counter: Counter, patient: str = INSURED) -> list[str]:
    visits = counter.get(f"/v1/patients/{patient}/visits").body
    return [bill["bill_id"] for visit in visits for bill in visit["bills"] if bill["state"] == "unpaid"]


def standing(counter: Counter, patient: str = INSURED) -> dict[str, object]:
    return dict(counter.get(f"/v1/patients/{patient}/standing").body)


def repay(counter: Counter, purchase: str, dues: list[str], patient: str = INSURED) -> Said:
    body = {"terminal_id": "T01", "patient_id": patient, "bill_ids": dues, "kind": "dues"}
    return counter.put(f"/v1/purchases/{purchase}", body)


@pytest.mark.parametrize("patient", ["P0004", "P0006"])  # uninsured; a child without papers
def test_who_may_not_pay_later_is_told_why_and_not_offered_it(counter: Counter, patient: str) -> None:
    told = standing(counter, patient)
    assert not told["may_pay_later"]
    assert told["why_not_pay_later"]
    assert agree(counter, patient).refusal == (409, "pay-later-refused")
    assert "pay_later" not in offered(counter, patient)


def test_without_the_agreement_nothing_is_put_off(counter: Counter) -> None:
    assert "pay_later" not in offered(counter, INSURED)
    said, _ = later(counter, "p-1", bills(counter)[0])
    assert (said.body["state"], said.body["reason"]) == ("closed", "not-agreed")
    assert agree(counter, version="2025-9").refusal == (409, "terms-changed")


def test_a_bill_that_is_paid_later_is_settled_and_owed(counter: Counter) -> None:
    assert agree(counter).status == 200
    said, own = later(counter, "p-1", bills(counter)[0])
    assert said.body["state"] == "paid"
    assert counter.settle().body["state"] == "settled"
    told = standing(counter)
    assert [(due["amount"], due["overdue"]) for due in told["dues"]] == [(own, False)]  # type: ignore[attr-defined]
    assert offered(counter, INSURED)["pay_later"] == (True, 2_000_00 - own, "")
    adds_up(counter)


def test_a_due_is_repaid_with_any_money(counter: Counter) -> None:
    agree(counter)
    _, own = later(counter, "p-1", bills(counter)[0])
    counter.settle()
    assert repay(counter, "r-1", ["p-1-p"]).body["total"] == own
    assert repay(counter, "r-2", ["p-1-p"]).refusal == (409, "due-locked")
    counter.split("r-1")
    put_off = counter.order("r-1", own, "r-1-x", channel="pay_later", mode="ledger")
    assert put_off.refusal == (409, "channel-not-allowed")
    counter.wallet().pay(counter.order("r-1", own).body["code"])
    assert counter.settle("r-1").body["state"] == "settled"
    assert standing(counter)["dues"] == []
    assert repay(counter, "r-3", ["p-1-p"]).refusal == (409, "due-repaid")
    adds_up(counter)


def test_a_repayment_that_is_cancelled_leaves_the_due_free(counter: Counter) -> None:
    agree(counter)
    later(counter, "p-1", bills(counter)[0])
    counter.settle()
    repay(counter, "r-1", ["p-1-p"])
    counter.close("r-1")
    assert repay(counter, "r-2", ["p-1-p"]).status == 200


def test_somebody_elses_due_cannot_be_repaid(counter: Counter) -> None:
    agree(counter)
    later(counter, "p-1", bills(counter)[0])
    assert repay(counter, "r-1", ["p-1-p"], PATIENT).refusal == (404, "unknown-due")


def test_the_overdue_of_the_cast_may_neither_register_nor_pay_later(counter: Counter) -> None:
    told = standing(counter, counter.cast("overdue"))
    assert (told["may_register"], told["may_pay_later"]) == (False, False)
    assert "¥86.40" in str(told["why_not_register"])


def test_cash_on_the_card_goes_back_at_the_window(counter: Counter) -> None:
    patient = counter.cast("prepaid")
    assert ways(counter.get(f"/v1/patients/{patient}/prepaid")) == [("", 120_00, "planned")]


def test_what_went_back_of_a_top_up_does_not_go_back_again(counter: Counter) -> None:
    patient = counter.cast("prepaid")
    top_up(counter, "t-1", 60_00, patient=patient)
    body = {"terminal_id": "T01", "patient_id": patient, "balance": 180_00}
    assert ways(counter.put("/v1/close-outs/c-1", body)) == [("wechat", 60_00, "refunded"), ("", 120_00, "window")]
    assert ways(counter.get(f"/v1/patients/{patient}/prepaid")) == [("", 120_00, "planned")]


def test_what_is_overdue_blocks_registering_and_paying_later(counter: Counter) -> None:
    agree(counter)
    first, second, *_ = bills(counter)
    later(counter, "p-1", first)
    counter.settle()
    counter.clock.advance(15 * 24 * 3600)
    told = standing(counter)
    assert not told["may_register"]
    assert "逾期" in str(told["why_not_register"])
    assert offered(counter, INSURED)["pay_later"][::2] == (False, "overdue")
    said, _ = later(counter, "p-2", second)
    assert (said.body["state"], said.body["reason"]) == ("closed", "overdue")


def test_more_than_the_limit_is_not_put_off(counter: Counter) -> None:
    patient = counter.cast("dues")
    left = standing(counter, patient)["left"]
    said, own = later(counter, "p-1", bills(counter, patient)[0], patient)
    assert own > left  # type: ignore[operator]
    assert (said.body["state"], said.body["reason"]) == ("closed", "limit")
    assert standing(counter, patient)["left"] == left


def test_a_refund_of_what_is_paid_later_lowers_the_due(counter: Counter) -> None:
    agree(counter)
    _, own = later(counter, "p-1", bills(counter)[0])
    counter.void()
    assert counter.refund("p-1-p", own).body["state"] == "refunded"
    assert standing(counter)["dues"] == []
    assert balance(counter, INSURED) == 0


def test_a_refund_of_what_was_repaid_meanwhile_goes_on_the_card(counter: Counter) -> None:
    agree(counter)
    _, own = later(counter, "p-1", bills(counter)[0])
    repay(counter, "r-1", ["p-1-p"])
    counter.split("r-1")
    counter.wallet().pay(counter.order("r-1", own).body["code"])
    counter.settle("r-1")
    counter.void()
    assert counter.refund("p-1-p", own).body["state"] == "refunded"
    assert balance(counter, INSURED) == own
    assert standing(counter)["dues"] == []


def test_a_bill_that_is_given_back_is_not_owed_any_more(counter: Counter) -> None:
    agree(counter)
    bill = bills(counter)[0]
    _, own = later(counter, "p-1", bill)
    counter.settle()
    assert give_back(counter, "p-1", bill).body["own"] == own
    assert standing(counter)["dues"] == []
    adds_up(counter)


def test_a_due_that_changed_while_it_was_repaid_is_refused_and_the_money_goes_back(counter: Counter) -> None:
    agree(counter)
    _, own = later(counter, "p-1", bills(counter)[0])
    repay(counter, "r-1", ["p-1-p"])
    counter.split("r-1")
    counter.wallet().pay(counter.order("r-1", own).body["code"])
    counter.void()
    counter.refund("p-1-p", own)
    assert counter.settle("r-1").body["reason"] == "due-changed"
    counter.void("r-1-t")
    assert counter.refund("r-1-p", own, "r-1-r").body["state"] == "refunded"
    adds_up(counter)


def test_voiding_a_repayment_makes_it_owed_again(counter: Counter) -> None:
    agree(counter)
    _, own = later(counter, "p-1", bills(counter)[0])
    counter.settle()
    repay(counter, "r-1", ["p-1-p"])
    counter.split("r-1")
    counter.wallet().pay(counter.order("r-1", own).body["code"])
    counter.settle("r-1")
    counter.void("r-1-t")
    assert counter.refund("r-1-p", own, "r-1-r").body["state"] == "refunded"
    assert [due["amount"] for due in standing(counter)["dues"]] == [own]  # type: ignore[attr-defined]
    assert repay(counter, "r-2", ["p-1-p"]).status == 200
