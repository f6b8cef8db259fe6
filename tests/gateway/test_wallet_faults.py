"""Everything that can go wrong with a wallet, told as stories; the wallet's own books decide how each one ended."""

from pathlib import Path

import pytest

from kiosk.core.clock import VirtualClock
from kiosk.core.money import Money
from kiosk.gateway.channels import ChannelUnreachable, open_channel
from kiosk.gateway.channels.simulated import SimulatedChannel
from kiosk.gateway.channels.simulated.faults import FaultKind

PRICE = Money(8_800)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture(params=["wechat", "alipay", "unionpay"])
def channel(request: pytest.FixtureRequest, tmp_path: Path, clock: VirtualClock) -> SimulatedChannel:
    opened = open_channel(f"simulated_{request.param}", tmp_path / "wallet.sqlite", clock)
    assert isinstance(opened, SimulatedChannel)
    return SimulatedChannel(opened.wallet, clock.advance)


def money(channel: SimulatedChannel, payment: str = "pay-1") -> tuple[int, int]:
    book = channel.wallet.books().get(payment)
    return (book.charged, book.refunded) if book else (0, 0)


def test_slow_answers_late_but_in_time(channel: SimulatedChannel, clock: VirtualClock) -> None:
    channel.wallet.faults.set("slow", seconds=4)
    assert channel.charge("pay-1", PRICE, channel.wallet.new_code()).state == "paid"
    assert clock.monotonic() == 4


def test_too_slow_is_no_answer_although_it_happened(channel: SimulatedChannel, clock: VirtualClock) -> None:
    channel.wallet.faults.set("slow", "charge", seconds=60)
    with pytest.raises(ChannelUnreachable):
        channel.charge("pay-1", PRICE, channel.wallet.new_code())
    assert clock.monotonic() == 5  # nobody waits for a minute
    assert channel.query("pay-1").state == "paid"


def test_a_lost_answer_is_found_by_asking(channel: SimulatedChannel) -> None:
    channel.wallet.faults.set("lost_answer", times=1)
    with pytest.raises(ChannelUnreachable):
        channel.charge("pay-1", PRICE, channel.wallet.new_code())
    assert channel.query("pay-1").state == "paid"
    assert money(channel) == (PRICE, 0)


def test_a_lost_refund_answer_gives_it_back_once(channel: SimulatedChannel) -> None:
    channel.charge("pay-1", PRICE, channel.wallet.new_code())
    channel.wallet.faults.set("lost_answer", "refund", times=2)
    for _ in range(2):
        with pytest.raises(ChannelUnreachable):
            channel.refund("back-1", "pay-1", PRICE)
    assert channel.query_refund("back-1").state == "refunded"
    assert money(channel) == (PRICE, PRICE)


def test_an_error_500_means_nothing_happened_but_nobody_could_know(channel: SimulatedChannel) -> None:
    channel.wallet.faults.set("error_500", times=1)
    code = channel.wallet.new_code()
    with pytest.raises(ChannelUnreachable):
        channel.charge("pay-1", PRICE, code)
    assert channel.query("pay-1").state == "not_found"
    assert channel.charge("pay-1", PRICE, code).state == "paid"


def test_a_request_delivered_twice_has_one_effect(channel: SimulatedChannel) -> None:
    channel.wallet.faults.set("double_answer")
    channel.wallet.faults.set("slow_refund", seconds=0, times=3)
    channel.charge("pay-1", PRICE, channel.wallet.new_code())
    shown = channel.precreate("pay-2", PRICE)
    channel.wallet.pay(shown.qr)
    channel.refund("back-1", "pay-1", Money(3_000))
    assert money(channel) == (PRICE, 3_000)
    channel.refund("back-2", "pay-1", Money(1))
    assert not channel.wallet.faults.on("slow_refund")  # three of four deliveries used it up
    assert money(channel, "pay-2") == (PRICE, 0)


def test_never_waits_for_ever_and_answers_nothing(channel: SimulatedChannel, clock: VirtualClock) -> None:
    channel.wallet.faults.set("never")
    code = channel.wallet.new_code()
    shown = channel.precreate("pay-2", PRICE)
    with pytest.raises(ChannelUnreachable):
        channel.charge("pay-1", PRICE, code)
    clock.advance(600)
    for payment in ("pay-1", "pay-2"):
        for ask in (channel.query, channel.close):
            with pytest.raises(ChannelUnreachable):
                ask(payment)
    assert channel.up
    channel.wallet.faults.clear()
    assert channel.query("pay-1").state == "password"
    assert channel.query("pay-2") == shown


def test_a_patient_may_pay_a_wallet_that_has_gone_silent(channel: SimulatedChannel) -> None:
    channel.wallet.faults.set("never")
    assert channel.wallet.pay(channel.precreate("pay-1", PRICE).qr)
    with pytest.raises(ChannelUnreachable):
        channel.close("pay-1")
    channel.wallet.faults.clear()
    assert channel.query("pay-1").state == "paid"
    assert money(channel) == (PRICE, 0)


def test_the_password_is_asked_for(channel: SimulatedChannel) -> None:
    channel.wallet.faults.set("password", times=1)
    code = channel.wallet.new_code()
    assert channel.charge("pay-1", PRICE, code).state == "password"
    assert channel.charge("pay-2", PRICE, channel.wallet.new_code()).state == "paid"
    assert channel.wallet.enter_password(code)
    assert channel.query("pay-1").state == "paid"


def test_paid_in_the_moment_of_closing_a_shown_code(channel: SimulatedChannel) -> None:
    channel.wallet.faults.set("paid_late")
    channel.precreate("pay-1", PRICE)
    assert channel.query("pay-1").state == "waiting"
    if channel.wallet.terms.keeps_paid:
        assert channel.close("pay-1").state == "paid"
        assert money(channel) == (PRICE, 0)
    else:
        assert channel.close("pay-1").state == "closed"
        assert money(channel) == (PRICE, PRICE)
    assert channel.close("pay-1") == channel.query("pay-1")


def test_paid_in_the_moment_of_reversing_a_payment_code(channel: SimulatedChannel, clock: VirtualClock) -> None:
    channel.wallet.faults.set("paid_late")
    channel.charge("pay-1", PRICE, channel.wallet.new_code("password"))
    early = channel.close("pay-1").state
    assert early == ("paid" if channel.rules.earliest_reverse_s else "closed")
    clock.advance(channel.rules.earliest_reverse_s)
    assert channel.close("pay-1").state == "closed"
    assert money(channel) == (PRICE, PRICE)


def test_a_refund_that_is_on_its_way(channel: SimulatedChannel, clock: VirtualClock) -> None:
    channel.charge("pay-1", PRICE, channel.wallet.new_code())
    channel.wallet.faults.set("slow_refund", seconds=120, times=1)
    assert channel.refund("back-1", "pay-1", PRICE).state == "processing"
    assert money(channel) == (PRICE, 0)
    assert channel.refund("back-2", "pay-1", PRICE).state == "refused"
    clock.advance(120)
    assert channel.query_refund("back-1").state == "refunded"
    assert channel.refund("back-1", "pay-1", PRICE).state == "refunded"
    assert money(channel) == (PRICE, PRICE)


def test_a_channel_that_is_down_says_so_and_does_nothing(channel: SimulatedChannel) -> None:
    channel.wallet.faults.set("down")
    assert not channel.up
    with pytest.raises(ChannelUnreachable):
        channel.precreate("pay-1", PRICE)
    channel.wallet.faults.clear()
    assert channel.up
    assert channel.query("pay-1").state == "not_found"


@pytest.mark.parametrize("kind", ["slow", "lost_answer", "error_500"])
def test_a_fault_hits_only_what_it_was_set_for_and_only_so_often(channel: SimulatedChannel, kind: FaultKind) -> None:
    channel.wallet.faults.set(kind, "query", seconds=60, times=2)
    assert channel.charge("pay-1", PRICE, channel.wallet.new_code()).state == "paid"
    silences = 0
    for _ in range(4):
        try:
            assert channel.query("pay-1").state == "paid"
        except ChannelUnreachable:
            silences += 1
    assert silences == 2


def test_a_charge_that_is_delivered_late_is_taken_all_the_same(channel: SimulatedChannel, clock: VirtualClock) -> None:
    channel.wallet.faults.set("delivered_late", seconds=30, times=1)
    with pytest.raises(ChannelUnreachable):
        channel.charge("pay-1", PRICE, channel.wallet.new_code())
    clock.advance(29)
    assert channel.query("pay-1").state == "not_found"
    assert channel.close("pay-1").state == "not_found"
    assert money(channel) == (0, 0)
    clock.advance(1)
    assert money(channel) == (PRICE, 0)
    assert channel.query("pay-1").state == "paid"


def test_a_charge_that_arrives_twice_is_taken_once(channel: SimulatedChannel, clock: VirtualClock) -> None:
    channel.wallet.faults.set("delivered_late", seconds=30, times=1)
    code = channel.wallet.new_code()
    with pytest.raises(ChannelUnreachable):
        channel.charge("pay-1", PRICE, code)
    assert channel.charge("pay-1", PRICE, code).state == "paid"
    clock.advance(60)
    assert channel.query("pay-1").state == "paid"
    assert money(channel) == (PRICE, 0)


def test_wechat_asks_reverses_and_never_in_the_first_15_seconds(tmp_path: Path, clock: VirtualClock) -> None:
    channel = open_channel("simulated_wechat", tmp_path / "wallet.sqlite", clock)
    assert isinstance(channel, SimulatedChannel)
    channel.charge("pay-1", PRICE, channel.wallet.new_code("password"))
    while clock.monotonic() + channel.rules.password_poll_s < channel.rules.give_up_s:
        clock.advance(channel.rules.password_poll_s)
        assert channel.query("pay-1").state == "password"
    assert clock.monotonic() == 40
    assert channel.close("pay-1").state == "closed"
    assert channel.wallet.books() == {}


def test_alipay_cancels_straight_after_the_last_query(tmp_path: Path, clock: VirtualClock) -> None:
    channel = open_channel("simulated_alipay", tmp_path / "wallet.sqlite", clock)
    assert isinstance(channel, SimulatedChannel)
    code = channel.wallet.new_code("password")
    channel.charge("pay-1", PRICE, code)
    assert 3 <= channel.rules.password_poll_s <= 5
    clock.advance(channel.rules.give_up_s)
    assert channel.query("pay-1").state == "password"
    assert channel.wallet.enter_password(code)  # between the last query and the cancel
    assert channel.close("pay-1").state == "closed"
    assert money(channel) == (PRICE, PRICE)
