"""The clock on the wall is set back by an hour: what was under way still comes to its end."""

import pytest
from counter import Counter

from kiosk.contract import ChannelName
from kiosk.gateway.cashier.rounds import go_round

AN_HOUR = 3600


def test_the_channel_is_still_asked(counter: Counter) -> None:
    code = counter.asked().body["code"]
    assert counter.order_stands() == "waiting"
    counter.clock.advance(-AN_HOUR)
    assert counter.wallet().pay(code)
    assert counter.order_stands() == "paid"


@pytest.mark.parametrize("name", ["wechat", "alipay", "unionpay"])
def test_a_scanned_code_is_let_go_in_minutes(counter: Counter, name: ChannelName) -> None:
    wallet = counter.wallet(name)
    wallet.faults.set("error_500", "charge")
    counter.lock()
    counter.split()
    counter.order(channel=name, mode="payment_code", payment_code=wallet.new_code())
    counter.close()
    counter.clock.advance(-AN_HOUR)
    assert counter.stands() == "unsure"
    for _ in range(30):
        counter.clock.advance(10)
        go_round(counter.cashier)
    assert (counter.stands(), counter.bill_stands()) == ("closed", "unpaid")


def test_a_password_nobody_enters_is_reversed_in_minutes(counter: Counter) -> None:
    counter.lock()
    counter.split()
    counter.scan("password")
    counter.clock.advance(-AN_HOUR)
    for _ in range(10):
        counter.clock.advance(10)
        go_round(counter.cashier)
    assert counter.bill_stands() == "unpaid"


def test_abandoned_bills_are_free_in_a_quarter_of_an_hour(counter: Counter) -> None:
    counter.lock()
    counter.clock.advance(-AN_HOUR)
    go_round(counter.cashier)
    assert counter.bill_stands() == "locked"
    counter.clock.advance(16 * 60)
    go_round(counter.cashier)
    assert counter.bill_stands() == "unpaid"
