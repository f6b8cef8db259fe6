"""The insurer is a party of its own: what it says is believed, what it does not say decides nothing."""

from datetime import date

import pytest
from counter import EMPLOYEE, EMPLOYEE_BILLS, Counter

from kiosk.gateway.cashier.claims import LATE_S
from kiosk.gateway.cashier.left_behind import LEFT_BEHIND_S
from kiosk.gateway.cashier.purchases import ABANDONED_S
from kiosk.gateway.cashier.rounds import go_round
from kiosk.gateway.store import claims, purchases

TODAY = date(2026, 3, 2)
COVERED = {"bills": ("B0014-1-1",), "patient": "P0014"}


def standing(counter: Counter) -> list[int]:
    """Own money of every settlement that stands at the insurer."""
    return [row.psn_cash_pay for row in counter.cashier.insurance.booked(TODAY) if row.state == "settled"]


def claim_stands(counter: Counter) -> str:
    with counter.cashier.database.reading() as connection:
        claim = claims.find(connection, "p-1-t")
    return claim.state if claim else "none"


def later(counter: Counter, seconds: float) -> None:
    counter.clock.advance(seconds)
    counter.insurer.wait_for_the_post()
    go_round(counter.cashier)


def test_what_the_insurer_booked_is_in_its_totals_of_the_day(counter: Counter) -> None:
    told = counter.paid_insured().body
    before = counter.account()
    assert counter.settle().body["state"] == "settled"
    totals = counter.cashier.insurance.totals(TODAY)
    assert (totals.count, totals.medfee_sumamt, totals.fund_pay_sumamt, totals.acct_pay, totals.psn_cash_pay) == (
        *(1, told["medfee_sumamt"], told["fund_pay_sumamt"]),
        *(told["acct_pay"], told["psn_cash_pay"]),
    )
    assert counter.account() == before - told["acct_pay"]
    counter.void()
    assert counter.cashier.insurance.totals(TODAY).count == 0
    assert counter.account() == before


@pytest.mark.parametrize("ill", ["lost_answer", "lost_request", "error_500", "down", "slow", "delivered_late"])
def test_silence_is_neither_settled_nor_refused_and_asking_again_books_it_once(counter: Counter, ill: str) -> None:
    told = counter.paid_insured().body
    counter.ask("POST", "/sim/insurer/faults", {"kind": ill, "infno": "2207", "times": 1, "seconds": 6})
    assert counter.settle().refusal == (503, "insurance-silent")
    assert (counter.stands(), counter.bill_stands("B0001-1-1", EMPLOYEE)) == ("paid", "locked")
    counter.clock.advance(10)
    assert counter.settle().body["state"] == "settled"
    assert standing(counter) == [told["psn_cash_pay"]]
    assert counter.ledger.settled == told["psn_cash_pay"]


def test_a_message_that_comes_twice_is_booked_once(counter: Counter) -> None:
    told, before = counter.paid_insured().body, counter.account()
    counter.insurer.faults.set("double", "2207")
    counter.settle()
    assert standing(counter) == [told["psn_cash_pay"]]
    assert counter.account() == before - told["acct_pay"]


def test_own_money_goes_back_only_when_the_insurer_has_undone_its_part(counter: Counter) -> None:
    counter.paid_insured()
    counter.settle()
    counter.insurer.faults.set("lost_request", "2208")
    assert counter.void().refusal == (503, "insurance-silent")
    own = counter.ledger.settled
    assert counter.refund(amount=own, name="early").refusal == (409, "settlement-stands")
    assert len(standing(counter)) == 1
    counter.insurer.faults.clear()
    assert counter.void().status == 200
    assert standing(counter) == []
    assert counter.refund(amount=own).body["state"] == "refunded"


def test_a_refusal_only_because_the_number_came_twice_is_reversed_before_own_money_goes_back(counter: Counter) -> None:
    before = counter.account()
    counter.paid_insured()
    counter.insurer.faults.set("lost_answer", "2207", times=1)
    assert counter.settle().status == 503
    counter.ask("POST", "/sim/mood", {"refuse_settlement": True})  # whatever its reason, it is booked
    assert counter.settle().body["reason"] == "insurance-refused"
    assert len(standing(counter)) == 1
    assert counter.void().status == 200
    assert (standing(counter), counter.account()) == ([], before)


def test_a_void_whose_answer_was_lost_is_undone_once(counter: Counter) -> None:
    before = counter.account()
    counter.paid_insured()
    counter.settle()
    counter.insurer.faults.set("lost_answer", "2208", times=1)
    assert counter.void().status == 503
    assert counter.void().status == 200
    assert counter.account() == before


def test_a_settlement_whose_answer_was_lost_is_reversed_by_its_message_number(counter: Counter) -> None:
    before = counter.account()
    counter.paid_insured()
    counter.insurer.faults.set("lost_answer", "2207", times=1)
    counter.settle()
    assert len(standing(counter)) == 1
    assert counter.void().status == 200
    assert (standing(counter), counter.account(), counter.stands()) == ([], before, "voided")
    assert counter.settle().body["reason"] == "purchase-voided"
    assert standing(counter) == []


def test_a_message_that_arrives_after_it_was_reversed_is_undone_by_the_rounds(counter: Counter) -> None:
    before = counter.account()
    counter.paid_insured()
    counter.insurer.faults.set("delivered_late", "2207", seconds=120, times=1)
    counter.settle()
    assert counter.void().status == 200
    counter.clock.advance(130)
    counter.insurer.wait_for_the_post()
    assert len(standing(counter)) == 1
    go_round(counter.cashier)
    assert (standing(counter), counter.account()) == ([], before)


def test_the_rounds_stop_asking_when_no_message_can_be_on_its_way(counter: Counter) -> None:
    counter.paid_insured()
    counter.insurer.faults.set("lost_request", "2207", times=1)
    counter.settle()
    counter.void()
    assert claim_stands(counter) == "watched"
    later(counter, LATE_S - 10)
    assert claim_stands(counter) == "watched"
    later(counter, 20)
    assert claim_stands(counter) == "undone"
    assert standing(counter) == []


def test_a_bill_paid_at_the_window_while_the_insurer_settles_is_refused_and_undone(counter: Counter) -> None:
    before = counter.account()
    counter.paid_insured()
    counter.insurer.faults.set("lost_answer", "2207", times=1)
    counter.settle()
    with counter.cashier.database.writing() as connection:
        purchases.pay_at_window(connection, "B0001-1-1")
    said = counter.settle().body
    assert (said["state"], said["reason"], said["setl_id"]) == ("refused", "bill-paid", "")
    go_round(counter.cashier)  # whether or not the terminal comes with its void
    assert (standing(counter), counter.account()) == ([], before)
    assert counter.void().status == 200
    assert counter.refund(amount=counter.ledger.charged).body["state"] == "refunded"


def test_a_purchase_the_insurer_may_have_settled_is_not_let_go_as_abandoned_nor_closed(counter: Counter) -> None:
    counter.lock(**COVERED)  # type: ignore[arg-type]
    counter.split()
    counter.insurer.faults.set("lost_answer", "2207", times=1)
    assert counter.settle(payment="").status == 503
    later(counter, ABANDONED_S + 60)
    counter.close()
    assert (counter.stands(), counter.bill_stands("B0014-1-1", "P0014")) == ("open", "locked")
    assert counter.settle(payment="").body["state"] == "settled"
    assert len(standing(counter)) == 1


def test_what_no_terminal_comes_back_for_is_undone_at_the_insurer_too(counter: Counter) -> None:
    counter.lock(**COVERED)  # type: ignore[arg-type]
    counter.split()
    counter.insurer.faults.set("lost_answer", "2207", times=1)
    counter.settle(payment="", name="p-1-T")
    later(counter, LEFT_BEHIND_S + 60)
    assert (counter.stands(), counter.bill_stands("B0014-1-1", "P0014")) == ("voided", "unpaid")
    assert standing(counter) == []


def test_nobody_can_write_while_the_insurer_thinks_would_be_a_standstill(counter: Counter) -> None:
    """The hospital goes on while the insurer is asked: no transaction is open."""
    counter.paid_insured()
    wrote = []
    answer = counter.insurer.hear

    def thinks(message: bytes, *more: object) -> bytes:
        with counter.cashier.database.writing() as connection:
            wrote.append(purchases.find(connection, "p-1"))
        return answer(message, *more)  # type: ignore[arg-type]

    counter.insurer.hear = thinks  # type: ignore[method-assign,assignment]
    assert counter.settle().body["state"] == "settled"
    assert counter.void().status == 200
    assert len(wrote) == 2


@pytest.mark.parametrize(
    ("patient", "bills", "bill", "line", "code", "words", "alone"),
    [
        ("P0024", 3, "B0024-1-2", 1, "RX0012", "More days of this medicine", True),
        ("P0025", 2, "B0025-1-1", 1, "RX0021", "for the other sex", False),
        ("P0026", 2, "B0026-2-1", 1, "RX0033", "prescribed before", False),
    ],
)
def test_the_audit_refuses_with_bill_line_and_reason(
    counter: Counter, patient: str, bills: int, bill: str, line: int, code: str, words: str, alone: bool
) -> None:
    ids = bills_of(counter, patient)
    assert len(ids) == bills
    total = counter.lock(bills=ids, patient=patient).body["total"]
    assert counter.split().refusal == (409, "insurance-audit")
    told = counter.get("/v1/purchases/p-1/findings").body
    assert [(one["bill_id"], one["line"], one["code"]) for one in told["findings"]] == [(bill, line, code)]
    assert words in told["findings"][0]["reason"]["en"]
    assert told["findings"][0]["item"]["zh"]
    assert told["window"]["zh"] == "一楼 6 号医保窗口"
    assert told["self_pay"] == (total if alone else 0)


def test_the_others_are_paid_and_the_refused_bill_stays(counter: Counter) -> None:
    ids = bills_of(counter, "P0024")
    counter.lock(bills=ids, patient="P0024")
    counter.split()
    counter.close()
    others = tuple(bill for bill in ids if bill != "B0024-1-2")
    own = counter.lock("p-2", bills=others, patient="P0024") and counter.split("p-2").body["psn_cash_pay"]
    code = counter.wallet().new_code()
    if own:
        counter.order("p-2", own, mode="payment_code", payment_code=code)
    assert counter.settle("p-2", payment=None if own else "").body["state"] == "settled"
    assert counter.get("/v1/purchases/p-2/findings").body["findings"] == []
    assert bills_of(counter, "P0024") == ("B0024-1-2",)


def test_without_the_insurance_only_after_its_refusal_and_only_where_the_rule_allows(counter: Counter) -> None:
    body = {"purchase_id": "p-1", "acct_used_flag": "0", "self_pay": True}
    total = counter.lock(bills=bills_of(counter, "P0024"), patient="P0024").body["total"]
    assert counter.put("/v1/presettlements/early", body).refusal == (409, "self-pay-refused")
    counter.split()
    told = counter.put("/v1/presettlements/alone", body).body
    assert (told["psn_cash_pay"], told["psn_no"], told["insutype"]) == (total, "", "")
    counter.lock("p-2", bills=bills_of(counter, "P0025"), patient="P0025")
    counter.split("p-2")
    forbidden = {**body, "purchase_id": "p-2"}
    assert counter.put("/v1/presettlements/not-here", forbidden).refusal == (409, "self-pay-refused")


def test_an_audit_that_refuses_the_settlement_leaves_its_reasons(counter: Counter) -> None:
    counter.paid_insured()
    counter.ask("POST", "/sim/insurer/faults", {"kind": "audit", "infno": "2207"})
    said = counter.settle().body
    assert (said["state"], said["reason"]) == ("refused", "insurance-audit")
    told = counter.get("/v1/purchases/p-1/findings").body
    assert {one["bill_id"] for one in told["findings"]} == set(EMPLOYEE_BILLS)
    assert counter.void().status == 200
    assert standing(counter) == []


def test_the_findings_of_a_purchase_nobody_knows(counter: Counter) -> None:
    assert counter.get("/v1/purchases/nobody/findings").refusal == (404, "unknown-purchase")


def bills_of(counter: Counter, patient: str) -> tuple[str, ...]:
    visits = counter.get(f"/v1/patients/{patient}/visits").body
    return tuple(sorted(bill["bill_id"] for visit in visits for bill in visit["bills"] if bill["state"] == "unpaid"))
