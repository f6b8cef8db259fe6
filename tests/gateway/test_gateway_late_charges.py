"""A scanned code whose charge is still on its way: nobody says it was not taken before that can be known."""

import pytest
from counter import DUE, Counter

from kiosk.contract import ChannelName
from kiosk.gateway.cashier.rounds import EVERY_S, go_round
from kiosk.gateway.channels.simulated import SimulatedWallet

pytestmark = pytest.mark.grounds("sqlite")  # it is about the wallets' clocks

NAMES: tuple[ChannelName, ...] = ("wechat", "alipay", "unionpay")
LATENESS = (1, 20, 44)
SOON_S = 120


def scanned(counter: Counter, name: ChannelName, late_s: float) -> SimulatedWallet:
    """The charge has been sent, no answer came, and the patient has given up."""
    wallet = counter.wallet(name)
    wallet.faults.set("delivered_late", seconds=late_s, times=1)
    counter.lock()
    counter.split()
    said = counter.order(channel=name, mode="payment_code", payment_code=wallet.new_code())
    assert said.body["state"] == "unsure"
    counter.close()
    return wallet


def let_pass(counter: Counter, seconds: int) -> None:
    """In small steps while the charge may still land, then in those of the gateway itself."""
    passed = 0
    while passed < seconds:
        step = 5 if passed < SOON_S else int(EVERY_S)
        counter.clock.advance(step)
        go_round(counter.cashier)
        passed += step


@pytest.mark.parametrize("late_s", LATENESS)
@pytest.mark.parametrize("name", NAMES)
def test_a_charge_that_lands_after_the_patient_left_is_found_and_given_back(
    counter: Counter, name: ChannelName, late_s: float
) -> None:
    wallet = scanned(counter, name, late_s)
    assert (counter.stands(), counter.bill_stands()) == ("unsure", "locked")
    let_pass(counter, 600)
    charged = wallet.books()["p-1-p"]
    assert charged.charged == DUE
    if counter.stands() == "closed":
        assert charged.refunded == DUE
        assert counter.bill_stands() == "unpaid"
    else:
        assert counter.stands() == "paid"
        assert counter.settle().body["state"] == "settled"


@pytest.mark.parametrize("name", NAMES)
def test_a_charge_sent_again_at_the_last_moment_is_waited_for_too(counter: Counter, name: ChannelName) -> None:
    wallet = counter.wallet(name)
    rules = counter.cashier.channels[name].rules
    wallet.faults.set("error_500", "charge")
    counter.lock()
    counter.split()
    counter.order(channel=name, mode="payment_code", payment_code=wallet.new_code())
    wallet.faults.clear()
    wallet.faults.set("delivered_late", seconds=30, times=1)
    counter.clock.advance(rules.give_up_s - 1)
    assert counter.get("/v1/orders/p-1-p").body["state"] == "unsure"
    counter.clock.advance(2)
    counter.close()
    assert counter.stands() == "unsure"
    let_pass(counter, 600)
    books = wallet.books()["p-1-p"]
    assert books.charged - books.refunded == (DUE if counter.stands() == "paid" else 0)


@pytest.mark.parametrize("name", NAMES)
def test_a_charge_that_never_arrives_lets_the_bill_go_in_the_end(counter: Counter, name: ChannelName) -> None:
    wallet = scanned(counter, name, late_s=10**9)
    let_pass(counter, 30)
    assert (counter.stands(), counter.bill_stands()) == ("unsure", "locked")
    let_pass(counter, 120)
    assert (counter.stands(), counter.bill_stands()) == ("closed", "unpaid")
    assert wallet.books() == {}
