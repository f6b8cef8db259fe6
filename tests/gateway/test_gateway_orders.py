"""Own money through a channel: saved first, asked second, and only the channel says how it ended."""

import pytest
from counter import DUE, Counter

from kiosk.core.money import Money
from kiosk.gateway.channels import ChannelAnswer
from kiosk.gateway.channels.simulated.orders import CodeKind


@pytest.fixture
def due(counter: Counter) -> Counter:
    """Bills are locked and the split is told."""
    counter.lock()
    counter.split()
    return counter


def test_the_patient_scans_our_code(counter: Counter) -> None:
    order = counter.asked().body
    assert (order["state"], order["amount"], order["seconds_left"], order["poll_s"]) == ("waiting", DUE, 7200, 2)
    assert order["code"].startswith("weixin://")
    assert counter.order_stands() == "waiting"
    assert counter.stands() == "paying"
    counter.wallet().pay(order["code"])
    assert counter.order_stands() == "paid"
    assert counter.stands() == "paid"


def test_a_scanned_code_pays_at_once(due: Counter) -> None:
    order = due.scan()
    assert (order.body["state"], order.body["code"]) == ("paid", "")
    assert due.ledger.charged == DUE


def test_a_phone_that_wants_a_password(due: Counter) -> None:
    code = due.wallet().new_code("password")
    assert due.scan(code=code).body["state"] == "password"
    due.wallet().enter_password(code)
    assert due.order_stands() == "paid"


@pytest.mark.parametrize(("kind", "reason"), [("balance", "balance"), ("invalid", "code-invalid")])
def test_a_wallet_that_says_no(due: Counter, kind: CodeKind, reason: str) -> None:
    order = due.scan(kind).body
    assert (order["state"], order["reason"], order["seconds_left"]) == ("closed", reason, 0)
    assert due.scan(name="again").body["state"] == "paid"


def test_orders_that_are_refused(due: Counter) -> None:
    assert due.order("nothing").refusal == (404, "unknown-purchase")
    assert due.order(name="o-1", presettlement_id="nothing").refusal == (404, "unknown-presettlement")
    assert due.order(name="o-2", amount=DUE - 1).refusal == (409, "amount-differs")
    assert due.order(name="o-3", payment_code="134567890123456789").refusal == (409, "code-wrong-kind")
    assert due.order(name="o-4", mode="payment_code").refusal == (409, "code-wrong-kind")
    assert due.ledger.charged == 0


@pytest.mark.parametrize(
    ("code", "channel"),
    [
        ("284567890123456789", "wechat"),  # Alipay's
        ("621234567890123456", "unionpay"),  # one digit short
        ("1345678901234567", "wechat"),  # two digits short
        ("0112345678901234567", "unionpay"),  # e-CNY
    ],
)
def test_a_code_of_the_wrong_kind(due: Counter, code: str, channel: str) -> None:
    said = due.order(mode="payment_code", payment_code=code, channel=channel)
    assert said.refusal == (409, "code-wrong-kind")


def test_the_split_must_be_of_this_very_purchase(due: Counter) -> None:
    due.lock("p-2", bills=("B0004-1-2",))
    assert due.order("p-2", presettlement_id="p-1-s").refusal == (409, "presettlement-differs")


def test_a_payment_code_is_used_once(due: Counter) -> None:
    code = due.wallet().new_code("balance")
    due.scan(code=code)
    again = due.scan(name="again", code=code)
    assert again.refusal == (409, "code-used")


def test_a_channel_that_is_down(due: Counter) -> None:
    due.wallet().faults.set("down")
    assert due.order().refusal == (409, "channel-down")
    assert due.order(name="other", channel="alipay").body["state"] == "waiting"


def test_one_live_order_per_purchase(counter: Counter) -> None:
    counter.asked()
    assert counter.order(name="second").refusal == (409, "order-under-way")
    counter.close()
    counter.paid("p-2")
    assert counter.order("p-2", name="third").refusal == (409, "order-under-way")


def test_when_the_insurance_pays_everything_no_order_is_made(counter: Counter) -> None:
    counter.lock(bills=("B0014-1-1",), patient="P0014")
    assert counter.split().body["psn_cash_pay"] == 0
    assert counter.order(amount=0).refusal == (409, "nothing-due")


def test_an_order_that_never_arrived_is_unknown(counter: Counter) -> None:
    assert counter.get("/v1/orders/nothing").refusal == (404, "unknown-order")


def test_the_channel_is_asked_no_more_often_than_it_wants(counter: Counter) -> None:
    counter.wallet().pay(counter.asked().body["code"])
    assert counter.get("/v1/orders/p-1-p").body["state"] == "waiting"
    counter.clock.advance(2)
    assert counter.get("/v1/orders/p-1-p").body["state"] == "paid"


def test_a_channel_that_does_not_answer_leaves_us_unsure(counter: Counter) -> None:
    code = counter.asked().body["code"]
    counter.wallet().faults.set("error_500")
    assert counter.order_stands() == "unsure"
    assert counter.stands() == "unsure"
    counter.wallet().pay(code)
    counter.wallet().faults.clear()
    assert counter.order_stands() == "paid"


def test_a_shown_code_whose_answer_was_lost_is_asked_for_again(due: Counter) -> None:
    due.wallet().faults.set("lost_answer", times=1)
    assert due.order().refusal == (503, "channel-silent")
    again = due.order()
    assert again.body["code"].startswith("weixin://")
    assert due.order().raw == again.raw


def test_a_scanned_code_whose_answer_was_lost_is_found_to_be_paid_once(due: Counter) -> None:
    due.wallet().faults.set("lost_answer", "charge", times=1)
    code = due.wallet().new_code()
    first = due.scan(code=code)
    assert first.body["state"] == "unsure"
    assert due.scan(code=code).raw == first.raw
    assert due.order_stands() == "paid"
    assert due.ledger.charged == DUE


def test_a_request_that_was_lost_on_its_way_is_sent_again_under_its_own_id(due: Counter) -> None:
    due.wallet().faults.set("error_500", "charge", times=1)
    assert due.scan().body["state"] == "unsure"
    assert due.order_stands() == "paid"
    assert due.ledger.charged == DUE


def test_a_gateway_that_breaks_after_the_channel_has_taken_the_money(
    due: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saved, sent, taken, and then nothing: the row is there, the answer is not."""
    wallet, code = due.wallet(), due.wallet().new_code()
    charge = wallet.charge

    def charge_and_break(payment_id: str, amount: Money, payment_code: str, *, password: bool = False) -> ChannelAnswer:
        charge(payment_id, amount, payment_code, password=password)
        raise RuntimeError

    monkeypatch.setattr(wallet, "charge", charge_and_break)
    assert due.scan(code=code).refusal == (500, "internal")
    monkeypatch.undo()
    assert due.order_stands() == "paid"
    assert due.scan(code=code).body["state"] == "paid"
    assert due.ledger.charged == DUE


def test_cancelling_closes_the_order_at_the_channel(counter: Counter) -> None:
    code = counter.asked().body["code"]
    counter.close()
    assert counter.stands() == "closed"
    assert counter.order_stands() == "closed"
    assert not counter.wallet().pay(code)
    assert counter.bill_stands() == "unpaid"


def test_a_patient_who_was_faster_than_cancel_has_paid(counter: Counter) -> None:
    counter.wallet().pay(counter.asked().body["code"])
    counter.close()
    assert counter.stands() == "paid"
    assert counter.bill_stands() == "locked"
    assert counter.settle().body["state"] == "settled"


def test_paid_in_the_moment_of_closing_stays_paid(counter: Counter) -> None:
    counter.asked()
    counter.wallet().faults.set("paid_late", "close")
    counter.close()
    assert counter.stands() == "paid"


def test_a_channel_that_does_not_answer_keeps_the_bills_locked(counter: Counter) -> None:
    counter.asked()
    counter.wallet().faults.set("error_500")
    counter.close()
    for _ in range(3):
        counter.clock.advance(60)
        assert counter.stands() == "unsure"
        assert counter.bill_stands() == "locked"
    counter.wallet().faults.clear()
    counter.clock.advance(60)
    assert counter.stands() == "closed"
    assert counter.bill_stands() == "unpaid"


def test_a_password_order_is_not_reversed_in_its_first_fifteen_seconds(due: Counter) -> None:
    due.scan("password")
    due.clock.advance(4)
    due.close()
    assert due.stands() == "unsure"
    due.clock.advance(11)
    assert due.stands() == "closed"


def test_a_scanned_code_that_never_arrived_is_closed_only_when_it_cannot_arrive_any_more(due: Counter) -> None:
    due.wallet().faults.set("error_500", "charge")
    due.scan()
    due.close()
    assert due.stands() == "unsure"
    due.clock.advance(45)
    assert due.stands() == "unsure"
    due.clock.advance(45)
    assert due.stands() == "closed"
    assert due.ledger.charged == 0


def test_money_that_came_and_went_back_is_called_reversed(due: Counter) -> None:
    due.order(channel="alipay")
    due.wallet("alipay").faults.set("paid_late", "close", times=1)
    due.close()
    said = due.get("/v1/purchases/p-1").body
    assert (said["state"], said["reason"]) == ("closed", "reversed")
    assert due.get("/v1/orders/p-1-p").body["reason"] == "reversed"
    assert due.ledger.charged == due.ledger.refunded > 0


def test_a_lost_answer_of_the_close_does_not_hide_that_money_went_back(due: Counter) -> None:
    due.scan("password")
    due.clock.advance(20)
    due.wallet().faults.set("paid_late", "close", times=1)
    due.wallet().faults.set("lost_answer", "close", times=1)
    due.close()
    assert due.stands() == "unsure"
    due.clock.advance(10)
    assert due.stands() == "closed"
    assert due.get("/v1/purchases/p-1").body["reason"] == "reversed"


def test_an_order_nobody_paid_is_cancelled_and_not_reversed(due: Counter) -> None:
    due.order()
    due.close()
    assert due.get("/v1/purchases/p-1").body["reason"] == "cancelled"
