"""The prepaid card and paying later at the gateway: every fen of a card is a top-up, spent, or on its way back."""

import pytest
from counter import DUE, PATIENT, Counter, Said

from kiosk.core.money import Money
from kiosk.gateway.accounts import close_outs
from kiosk.gateway.cashier import rounds
from kiosk.gateway.store import accounts, audit, payments, purchases
from kiosk.gateway.store.rows import PaymentRow

INSURED = "P0001"
PUT_ON = 100_00


def buy(counter: Counter, purchase: str, amount: int = PUT_ON, patient: str = PATIENT) -> Said:
    """Ask to put money on the card."""
    body = {"terminal_id": "T01", "patient_id": patient, "bill_ids": [], "kind": "top_up", "amount": amount}
    return counter.put(f"/v1/purchases/{purchase}", body)


def top_up(
    counter: Counter, purchase: str, amount: int = PUT_ON, channel: str = "wechat", patient: str = PATIENT
) -> Said:
    """From asking to booked; the answer of the settlement."""
    assert buy(counter, purchase, amount, patient).status == 200
    assert counter.split(purchase).body["psn_cash_pay"] == amount
    shown = counter.order(purchase, amount, channel=channel)
    assert counter.wallet(channel).pay(shown.body["code"])  # type: ignore[arg-type]
    return counter.settle(purchase)


def by_card(counter: Counter, purchase: str = "p-1", amount: int = DUE) -> Said:
    """Lock the bills and pay from the card."""
    assert counter.lock(purchase).status == 200
    assert counter.split(purchase).status == 200
    return counter.order(purchase, amount, channel="prepaid", mode="ledger")


def balance(counter: Counter, patient: str = PATIENT) -> int:
    return int(counter.get(f"/v1/patients/{patient}/prepaid").body["balance"])


def offered(counter: Counter, patient: str = PATIENT) -> dict[str, tuple[bool, int | None, str]]:
    listed = counter.get(f"/v1/patients/{patient}/channels").body
    return {one["channel"]: (one["up"], one["balance"], one["reason"]) for one in listed}


def close_out(counter: Counter, amount: int, name: str = "c-1") -> Said:
    return counter.put(f"/v1/close-outs/{name}", {"terminal_id": "T01", "patient_id": PATIENT, "balance": amount})


def ways(said: Said) -> list[tuple[str, int, str]]:
    return [(way["channel"], way["amount"], way["state"]) for way in said.body["ways_back"]]


def adds_up(counter: Counter) -> None:
    """No account has drifted, and the wallets' books agree with what was booked."""
    with counter.cashier.database.reading() as connection:
        assert accounts.drifted(connection) == []
    ledger = counter.ledger
    assert ledger.charged == ledger.settled + ledger.refunded


def test_what_is_topped_up_is_on_the_card(counter: Counter) -> None:
    assert balance(counter) == 0
    assert top_up(counter, "t-1").body["balance"] == PUT_ON
    assert balance(counter) == PUT_ON
    assert offered(counter)["prepaid"] == (True, PUT_ON, "")
    adds_up(counter)


def test_nobody_else_is_offered_the_card(counter: Counter) -> None:
    top_up(counter, "t-1")
    assert set(offered(counter, INSURED)) == {"wechat", "alipay", "unionpay"}
    assert "prepaid" not in [one["channel"] for one in counter.get("/v1/channels").body]


@pytest.mark.parametrize("amount", [9_99, 5_000_01])
def test_amounts_outside_the_rule_are_refused(counter: Counter, amount: int) -> None:
    assert buy(counter, "t-1", amount).refusal == (409, "amount-not-allowed")


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "top_up", "bill_ids": []},
        {"kind": "top_up", "bill_ids": ["B0004-1-1"], "amount": 100_00},
        {"kind": "bills", "bill_ids": []},
        {"kind": "bills", "bill_ids": ["B0004-1-1"], "amount": 100_00},
        {"kind": "dues", "bill_ids": []},
        {"kind": "dues", "bill_ids": ["B0004-1-1"], "amount": 100_00},
    ],
)
def test_each_kind_has_its_own_form(counter: Counter, body: dict[str, object]) -> None:
    said = counter.put("/v1/purchases/t-1", {"terminal_id": "T01", "patient_id": PATIENT, **body})
    assert said.refusal == (422, "invalid")


def test_a_card_is_not_filled_from_itself(counter: Counter) -> None:
    top_up(counter, "t-1")
    buy(counter, "t-2")
    counter.split("t-2")
    said = counter.order("t-2", PUT_ON, channel="prepaid", mode="ledger")
    assert said.refusal == (409, "channel-not-allowed")


def test_bills_are_paid_from_the_card_at_once(counter: Counter) -> None:
    top_up(counter, "t-1")
    assert by_card(counter).body["state"] == "paid"
    settled = counter.settle()
    assert (settled.body["state"], settled.body["balance"]) == ("settled", PUT_ON - DUE)
    assert counter.bill_stands() == "paid"
    assert balance(counter) == PUT_ON - DUE
    adds_up(counter)


def test_the_same_payment_again_takes_it_once(counter: Counter) -> None:
    top_up(counter, "t-1")
    first = by_card(counter)
    again = counter.order("p-1", DUE, channel="prepaid", mode="ledger")
    assert first.raw == again.raw
    assert counter.order_stands() == "paid"
    assert balance(counter) == PUT_ON - DUE


def test_a_card_with_too_little_on_it_pays_nothing(counter: Counter) -> None:
    top_up(counter, "t-1", 20_00)
    said = by_card(counter)
    assert (said.body["state"], said.body["reason"]) == ("closed", "balance")
    assert balance(counter) == 20_00
    counter.close()
    assert counter.stands() == "closed"
    assert counter.bill_stands() == "unpaid"


def test_a_refused_settlement_puts_it_back_on_the_card(counter: Counter) -> None:
    top_up(counter, "t-1")
    by_card(counter)
    counter.void()
    assert counter.refund().body["state"] == "refunded"
    assert counter.refund().body["state"] == "refunded"
    assert balance(counter) == PUT_ON
    adds_up(counter)


def test_closing_a_payment_that_was_taken_keeps_it(counter: Counter) -> None:
    top_up(counter, "t-1")
    by_card(counter)
    counter.close()
    assert counter.stands() == "paid"
    assert counter.settle().body["state"] == "settled"
    assert balance(counter) == PUT_ON - DUE


def test_a_voided_top_up_is_taken_off_the_card_and_refunded(counter: Counter) -> None:
    top_up(counter, "t-1")
    counter.void("t-1-t")
    assert counter.refund("t-1-p", PUT_ON, "t-1-r").body["state"] == "refunded"
    assert balance(counter) == 0
    adds_up(counter)


def test_a_top_up_that_is_spent_cannot_be_voided(counter: Counter) -> None:
    top_up(counter, "t-1")
    by_card(counter)
    assert counter.void("t-1-t").refusal == (409, "balance-spent")
    assert balance(counter) == PUT_ON - DUE


def test_a_balance_goes_back_to_the_newest_top_ups_first(counter: Counter) -> None:
    top_up(counter, "t-1", 60_00, "alipay")
    top_up(counter, "t-2", 50_00, "wechat")
    by_card(counter)
    counter.settle()
    left = 110_00 - DUE
    assert ways(counter.get(f"/v1/patients/{PATIENT}/prepaid")) == [
        ("wechat", 50_00, "planned"),
        ("alipay", left - 50_00, "planned"),
    ]
    said = close_out(counter, left)
    assert said.body["state"] == "done"
    assert ways(said) == [("wechat", 50_00, "refunded"), ("alipay", left - 50_00, "refunded")]
    assert balance(counter) == 0
    adds_up(counter)


def test_asking_again_gives_it_back_once(counter: Counter) -> None:
    top_up(counter, "t-1")
    assert close_out(counter, PUT_ON).raw == close_out(counter, PUT_ON).raw
    assert close_out(counter, PUT_ON, "c-2").refusal == (409, "nothing-to-give-back")
    assert counter.wallet().books()["t-1-p"].refunded == PUT_ON


def test_a_balance_that_is_not_what_was_shown_is_not_given_back(counter: Counter) -> None:
    top_up(counter, "t-1")
    assert close_out(counter, PUT_ON + 1).refusal == (409, "balance-changed")
    assert balance(counter) == PUT_ON


def test_a_card_is_frozen_while_it_is_closed_out_and_the_rounds_go_on_with_it(counter: Counter) -> None:
    top_up(counter, "t-1")
    top_up(counter, "t-2", 50_00, "alipay")
    counter.wallet().faults.set("error_500", "refund")
    said = close_out(counter, PUT_ON + 50_00)
    assert said.body["state"] == "running"
    assert offered(counter)["prepaid"] == (False, 0, "account-frozen")
    assert buy(counter, "t-3").refusal == (409, "account-frozen")
    assert by_card(counter).body["reason"] == "account-frozen"
    assert counter.get("/v1/close-outs/c-1").body["state"] == "running"
    counter.wallet().faults.clear()
    rounds.go_round(counter.cashier)
    assert close_outs.prepaid_account(counter.cashier, PATIENT).frozen is False
    assert counter.get("/v1/close-outs/c-1").body["state"] == "done"
    assert buy(counter, "t-4").status == 200
    adds_up(counter)


def test_what_is_too_old_for_its_channel_stays_for_the_window(counter: Counter) -> None:
    top_up(counter, "t-1", 30_00)
    counter.clock.advance(366 * 24 * 3600)
    top_up(counter, "t-2", 20_00)
    said = close_out(counter, 50_00)
    assert ways(said) == [("wechat", 20_00, "refunded"), ("", 30_00, "window")]
    assert balance(counter) == 30_00
    adds_up(counter)


def test_what_a_channel_refuses_stays_for_the_window(counter: Counter) -> None:
    top_up(counter, "t-1")
    wallet = counter.wallet()
    wallet.refund("somebody-else", "t-1-p", Money(30_00))  # the company's own hotline gave a part back
    said = close_out(counter, PUT_ON)
    assert ways(said) == [("wechat", PUT_ON, "window")]
    assert said.body["state"] == "done"
    assert balance(counter) == PUT_ON


def test_a_debit_that_comes_late_meets_a_purchase_that_is_closing(counter: Counter) -> None:
    top_up(counter, "t-1")
    counter.lock()
    counter.split()
    sent = PaymentRow("p-1-p", "p-1", "p-1-s", "prepaid", "ledger", Money(DUE), None, "sent", "", "", 0.0, 0.0, False)
    with counter.cashier.database.writing() as connection:
        payments.add(connection, sent)
        purchases.move(connection, "p-1", "closing", 0.0)
    assert counter.cashier.channel("prepaid").charge("p-1-p", Money(DUE), "").state == "closed"
    assert balance(counter) == PUT_ON
    assert counter.stands() == "closed"


def test_no_more_goes_back_than_was_paid(counter: Counter) -> None:
    top_up(counter, "t-1")
    by_card(counter)
    channel = counter.cashier.channel("prepaid")
    assert channel.refund("x-1", "p-1-p", Money(30_00)).state == "refunded"
    assert channel.refund("x-1", "p-1-p", Money(30_00)).state == "refunded"
    assert channel.refund("x-2", "p-1-p", Money(30_00)).state == "refused"
    assert channel.query_refund("x-1").state == "refunded"
    assert channel.query_refund("x-2").state == "not_found"
    assert balance(counter) == PUT_ON - DUE + 30_00


def test_an_account_that_does_not_add_up_moves_nothing(counter: Counter) -> None:
    top_up(counter, "t-1")
    with counter.cashier.database.writing() as connection:
        wrong = accounts.entry.update().where(accounts.entry.c.account_id == PATIENT).values(balance=PUT_ON + 1)
        connection.execute(wrong)
    assert by_card(counter).body["state"] == "unsure"
    with counter.cashier.database.reading() as connection:
        assert accounts.drifted(connection) == [PATIENT]
        assert PATIENT not in audit.own_money_settled(connection)


def give_back(counter: Counter, purchase: str, bill: str) -> Said:
    """The patient gives a paid bill back at a terminal."""
    asked = {"purchase_id": purchase, "bill_ids": [bill]}
    quote = counter.ask("POST", "/v1/return-quotes", asked).body
    return counter.put(f"/v1/returns/{quote['return_id']}", {**asked, "own": quote["own"]})


def test_a_bill_that_is_given_back_goes_back_on_the_card(counter: Counter) -> None:
    top_up(counter, "t-1")
    by_card(counter)
    counter.settle()
    assert give_back(counter, "p-1", "B0004-1-1").body["state"] == "refunded"
    assert balance(counter) == PUT_ON
    assert ways(close_out(counter, PUT_ON)) == [("wechat", PUT_ON, "refunded")]
    adds_up(counter)


# Paying later.


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
