"""The prepaid card and paying later at the gateway: every fen of a card is a top-up, spent, or on its way back."""

import pytest
from counter import DUE, PATIENT, Counter, Said

from kiosk.core.money import Money
from kiosk.gateway.accounts import close_outs
from kiosk.gateway.cashier import rounds
from kiosk.gateway.cashier.purchases import ABANDONED_S
from kiosk.gateway.hospital.days import day_at
from kiosk.gateway.store import accounts, audit, payments, purchases
from kiosk.gateway.store.accounts import Entry
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
    assert said.refusal == (409, "kind-differs")


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


def test_a_closed_out_top_up_is_listed_with_what_went_back(counter: Counter) -> None:
    top_up(counter, "t-1")
    top_up(counter, "t-2", 50_00, "alipay")
    assert by_card(counter).status in (200, 201)
    assert counter.settle().body["state"] == "settled"
    left = PUT_ON + 50_00 - DUE
    close_out(counter, left)
    listed = counter.get(f"/v1/patients/{PATIENT}/transactions").body
    told = {one["purchase_id"]: (one["state"], one["back"]) for one in listed if one["kind"] == "top_up"}
    assert told == {"t-1": ("closed_out", left - 50_00), "t-2": ("closed_out", 50_00)}


def test_a_top_up_on_its_way_back_is_listed_so(counter: Counter) -> None:
    top_up(counter, "t-1")
    counter.wallet().faults.set("error_500", "refund")
    close_out(counter, PUT_ON)
    (told,) = counter.get(f"/v1/patients/{PATIENT}/transactions").body
    assert (told["state"], told["back"]) == ("refunding", PUT_ON)


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


def test_the_ledger_keeps_its_word_as_any_channel(counter: Counter) -> None:
    top_up(counter, "t-1")
    by_card(counter)
    channel = counter.cashier.channel("prepaid")
    assert channel.charge("p-1-p", Money(DUE), "").state == "paid"
    assert channel.close("p-1-p").state == "paid"
    assert channel.query("p-1-p").state == "paid"
    assert channel.precreate("p-1-p", Money(DUE)).state == "closed"
    assert balance(counter) == PUT_ON - DUE


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


FULL, MOST = 10_000_00, 5_000_00  # the card takes no more in all, nor in one go


def test_what_is_being_put_on_counts_against_the_limit_until_it_has_ended(counter: Counter) -> None:
    top_up(counter, "t-1", MOST)
    assert buy(counter, "t-2", MOST - 100_00).status == 200
    assert counter.get(f"/v1/patients/{PATIENT}/prepaid").body["most"] == 100_00
    assert buy(counter, "t-3", 100_01).refusal == (409, "amount-not-allowed")
    assert buy(counter, "t-4", 5_000_00, patient=INSURED).status == 200  # another card
    counter.close("t-2")
    assert buy(counter, "t-5", MOST).status == 200
    counter.clock.advance(ABANDONED_S + 1)  # nobody was asked for money: its terminal is gone
    assert buy(counter, "t-6", MOST).status == 200


def test_what_arrives_late_is_booked_whatever_is_on_the_card_by_then(counter: Counter) -> None:
    """The channel has the money: over the limit is better than nowhere."""
    buy(counter, "t-1", MOST)
    counter.split("t-1")
    assert counter.wallet().pay(counter.order("t-1", MOST).body["code"])
    with counter.cashier.database.writing() as connection:  # the window takes cash meanwhile, as much as may be
        at = counter.cashier.now()
        accounts.open_prepaid(connection, PATIENT, day_at(at))
        accounts.add(connection, PATIENT, Entry("cash", Money(FULL), "W-1", "", at))
    assert counter.get(f"/v1/patients/{PATIENT}/prepaid").body["most"] == 0
    counter.close("t-1")
    counter.clock.advance(10)
    assert counter.stands("t-1") == "paid"
    assert counter.settle("t-1").body["state"] == "settled"
    assert balance(counter) == FULL + MOST
    adds_up(counter)
