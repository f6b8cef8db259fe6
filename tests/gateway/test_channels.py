"""What every payment channel promises, whoever made it: one contract, run over each of them."""

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.core.clock import VirtualClock
from kiosk.core.money import Money
from kiosk.core.payment_codes import route
from kiosk.gateway.channels import Channel, open_channel
from kiosk.gateway.channels.simulated import SimulatedChannel
from kiosk.gateway.channels.simulated.wallet import Books

NAMES = ["wechat", "alipay", "unionpay"]
PRICE = Money(12_345)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture(params=NAMES)
def channel(request: pytest.FixtureRequest, tmp_path: Path, clock: VirtualClock) -> SimulatedChannel:
    opened = open_channel(f"simulated_{request.param}", tmp_path / f"{request.param}.sqlite", clock)
    assert isinstance(opened, SimulatedChannel)
    return opened


def books(channel: SimulatedChannel) -> dict[str, tuple[int, int]]:
    return {payment: (book.charged, book.refunded) for payment, book in channel.wallet.books().items()}


def test_a_patient_scans_our_code(channel: SimulatedChannel) -> None:
    opened = channel.precreate("pay-1", PRICE)
    assert opened.state == "waiting"
    assert channel.query("pay-1") == opened
    assert channel.wallet.pay(opened.qr)
    assert channel.query("pay-1").state == "paid"
    assert not channel.wallet.pay(opened.qr)
    assert books(channel) == {"pay-1": (PRICE, 0)}


def test_we_scan_a_patients_code(channel: SimulatedChannel) -> None:
    answer = channel.charge("pay-1", PRICE, channel.wallet.new_code())
    assert (answer.state, answer.reason) == ("paid", "")
    assert answer.trade_no.isdigit()
    assert books(channel) == {"pay-1": (PRICE, 0)}


def test_the_same_id_again_changes_nothing(channel: SimulatedChannel) -> None:
    code = channel.wallet.new_code()
    assert channel.charge("pay-1", PRICE, code) == channel.charge("pay-1", PRICE, code)
    assert channel.precreate("pay-2", PRICE) == channel.precreate("pay-2", PRICE)
    assert channel.refund("back-1", "pay-1", PRICE) == channel.refund("back-1", "pay-1", PRICE)
    assert books(channel) == {"pay-1": (PRICE, PRICE)}


def test_a_code_that_asks_for_the_password(channel: SimulatedChannel) -> None:
    code = channel.wallet.new_code("password")
    assert channel.charge("pay-1", PRICE, code).state == "password"
    assert channel.wallet.waiting_code() == code
    assert channel.wallet.enter_password(code)
    assert channel.query("pay-1").state == "paid"
    assert not channel.wallet.enter_password(code)
    assert books(channel) == {"pay-1": (PRICE, 0)}


def test_definite_refusals(channel: SimulatedChannel) -> None:
    used = channel.wallet.new_code()
    foreign = "6212345678901234567" if channel.wallet.terms.name == "wechat" else "101234567890123456"
    channel.charge("pay-1", PRICE, used)
    refusals = {
        "pay-2": (PRICE, used, "code-used"),
        "pay-3": (PRICE, channel.wallet.new_code("balance"), "balance"),
        "pay-4": (PRICE, channel.wallet.new_code("invalid"), "code-invalid"),
        "pay-5": (PRICE, foreign, "code-invalid"),
        "pay-6": (Money(0), channel.wallet.new_code(), "refused"),
    }
    for payment, (amount, code, reason) in refusals.items():
        answer = channel.charge(payment, amount, code)
        assert (answer.state, answer.reason) == ("closed", reason)
        assert channel.query(payment) == answer
    assert channel.charge("pay-7", PRICE, refusals["pay-3"][1]).reason == "code-used"
    assert books(channel) == {"pay-1": (PRICE, 0)}


def test_the_patient_says_no_on_the_phone(channel: SimulatedChannel) -> None:
    code = channel.wallet.new_code("password")
    channel.charge("pay-1", PRICE, code)
    shown = channel.precreate("pay-2", PRICE)
    assert channel.wallet.decline(code)
    assert channel.wallet.decline(shown.qr)
    assert {channel.query(payment).reason for payment in ("pay-1", "pay-2")} == {"refused"}
    assert not channel.wallet.pay(shown.qr)
    assert books(channel) == {}


def test_nobody_can_pay_a_closed_order(channel: SimulatedChannel, clock: VirtualClock) -> None:
    shown = channel.precreate("pay-1", PRICE)
    code = channel.wallet.new_code("password")
    channel.charge("pay-2", PRICE, code)
    clock.advance(channel.rules.earliest_reverse_s)
    assert channel.close("pay-1").state == "closed"
    assert channel.close("pay-2").state == "closed"
    assert channel.close("pay-2").reason == "cancelled"
    assert not channel.wallet.pay(shown.qr)
    assert not channel.wallet.enter_password(code)
    assert channel.precreate("pay-1", PRICE).state == "closed"
    assert books(channel) == {}


def test_a_shown_code_ends_by_itself(channel: SimulatedChannel, clock: VirtualClock) -> None:
    shown = channel.precreate("pay-1", PRICE)
    clock.advance(channel.rules.shown_life_s - 1)
    assert channel.query("pay-1").state == "waiting"
    clock.advance(1)
    assert not channel.wallet.pay(shown.qr)
    answer = channel.query("pay-1")
    assert (answer.state, answer.reason) == ("closed", "expired")


def test_an_order_that_never_arrived_leaves_nothing_behind(channel: SimulatedChannel) -> None:
    assert channel.query("pay-1").state == "not_found"
    assert channel.close("pay-1").state == "not_found"
    assert channel.refund("back-1", "pay-1", PRICE).state == "refused"
    assert channel.query_refund("back-1").state == "not_found"
    assert channel.charge("pay-1", PRICE, channel.wallet.new_code()).state == "paid"


def test_not_more_is_given_back_than_was_taken(channel: SimulatedChannel) -> None:
    channel.charge("pay-1", PRICE, channel.wallet.new_code())
    assert channel.refund("back-1", "pay-1", Money(PRICE + 1)).reason == "more-than-paid"
    assert channel.refund("back-2", "pay-1", Money(5_000)).state == "refunded"
    assert channel.refund("back-3", "pay-1", PRICE).reason == "more-than-paid"
    assert channel.refund("back-2", "pay-1", Money(4_000)).reason == "id-reused"
    assert channel.refund("back-4", "pay-1", Money(-1)).reason == "more-than-paid"
    assert channel.refund("back-5", "pay-1", Money(PRICE - 5_000)).state == "refunded"
    assert books(channel) == {"pay-1": (PRICE, PRICE)}


def test_reversing_a_paid_code_gives_the_money_back(channel: SimulatedChannel, clock: VirtualClock) -> None:
    channel.charge("pay-1", PRICE, channel.wallet.new_code())
    clock.advance(channel.rules.earliest_reverse_s)
    for _ in range(2):
        answer = channel.close("pay-1")
        assert (answer.state, answer.reason) == ("closed", "reversed")
    assert channel.refund("back-1", "pay-1", PRICE).state == "refused"
    assert books(channel) == {"pay-1": (PRICE, PRICE)}


def test_a_reversal_gives_back_only_what_is_left(channel: SimulatedChannel, clock: VirtualClock) -> None:
    channel.charge("pay-1", PRICE, channel.wallet.new_code())
    channel.refund("back-1", "pay-1", Money(5_000))
    clock.advance(channel.rules.earliest_reverse_s)
    channel.close("pay-1")
    assert books(channel) == {"pay-1": (PRICE, PRICE)}


def test_no_reversal_comes_too_early(channel: SimulatedChannel, clock: VirtualClock) -> None:
    channel.charge("pay-1", PRICE, channel.wallet.new_code("password"))
    states = []
    for _ in range(4):
        states.append(channel.close("pay-1").state)
        clock.advance(5)
    asked_too_early = channel.rules.earliest_reverse_s // 5
    assert states == ["password"] * asked_too_early + ["closed"] * (4 - asked_too_early)


def test_closing_a_shown_code_that_was_just_paid(channel: SimulatedChannel) -> None:
    channel.wallet.pay(channel.precreate("pay-1", PRICE).qr)
    answer = channel.close("pay-1")
    kept = channel.wallet.terms.keeps_paid
    assert answer.state == ("paid" if kept else "closed")
    assert books(channel) == {"pay-1": (PRICE, 0 if kept else PRICE)}


def test_another_gateway_process_sees_the_same_books(channel: SimulatedChannel, tmp_path: Path) -> None:
    name = channel.wallet.terms.name
    code = channel.wallet.new_code()
    channel.charge("pay-1", PRICE, code)
    channel.wallet.faults.set("down")
    later = VirtualClock(VirtualClock().now() + timedelta(days=1))
    reopened = open_channel(f"simulated_{name}", tmp_path / f"{name}.sqlite", later)
    assert isinstance(reopened, SimulatedChannel)
    assert reopened.wallet.books() == {"pay-1": Books(PRICE, Money(0))}
    assert not reopened.up
    reopened.wallet.faults.clear()
    assert channel.up
    assert reopened.charge("pay-2", PRICE, code).reason == "code-used"
    assert reopened.wallet.new_code() != code


def at_once(*acts: object) -> None:
    start = threading.Barrier(len(acts))

    def go(act: object) -> None:
        start.wait(10)
        assert callable(act)
        act()

    threads = [threading.Thread(target=go, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


def test_one_code_charged_by_two_at_once_pays_once(channel: SimulatedChannel) -> None:
    for race in range(25):
        code = channel.wallet.new_code()
        at_once(
            lambda code=code, race=race: channel.charge(f"left-{race}", PRICE, code),
            lambda code=code, race=race: channel.charge(f"right-{race}", PRICE, code),
        )
        ends = {channel.query(f"{side}-{race}").state for side in ("left", "right")}
        assert ends == {"paid", "closed"}
    assert len(books(channel)) == 25


def test_a_payment_that_races_with_the_close(channel: SimulatedChannel) -> None:
    for race in range(25):
        qr = channel.precreate(f"pay-{race}", PRICE).qr
        at_once(lambda qr=qr: channel.wallet.pay(qr), lambda race=race: channel.close(f"pay-{race}"))
        charged, refunded = books(channel).get(f"pay-{race}", (0, 0))
        state = channel.query(f"pay-{race}").state
        assert state in ("paid", "closed")
        assert charged - refunded == (PRICE if state == "paid" else 0)


def test_two_refunds_at_once_give_it_back_once(channel: SimulatedChannel) -> None:
    for race in range(15):
        channel.charge(f"pay-{race}", PRICE, channel.wallet.new_code())
        at_once(
            lambda race=race: channel.refund(f"back-{race}", f"pay-{race}", PRICE),
            lambda race=race: channel.refund(f"back-{race}", f"pay-{race}", PRICE),
            lambda race=race: channel.refund(f"other-{race}", f"pay-{race}", PRICE),
        )
    assert set(books(channel).values()) == {(PRICE, PRICE)}


@pytest.mark.parametrize(
    ("code", "owner"),
    [
        ("10" + "0" * 16, "wechat"),
        ("15" + "0" * 16, "wechat"),
        ("16" + "0" * 16, None),
        ("10" + "0" * 17, None),
        ("25" + "0" * 14, "alipay"),
        ("30" + "0" * 22, "alipay"),
        ("30" + "0" * 23, None),
        ("25" + "0" * 13, None),
        ("62" + "0" * 17, "unionpay"),
        ("62" + "0" * 16, None),
        ("01" + "0" * 17, None),
        ("99" + "0" * 26, None),
        ("1a" + "0" * 16, None),
        ("１０" + "0" * 16, None),
        ("", None),
    ],
)
def test_a_code_goes_to_the_channel_it_belongs_to(code: str, owner: str | None) -> None:
    assert route(code) == owner


def test_every_new_code_finds_its_way_home(channel: SimulatedChannel) -> None:
    codes = [channel.wallet.new_code() for _ in range(50)]
    assert len(set(codes)) == 50
    assert {route(code) for code in codes} == {channel.wallet.terms.name}


KILLED = """
import sys, pathlib
from kiosk.core.clock import SystemClock
from kiosk.core.money import Money
from kiosk.gateway.channels import open_channel
channel = open_channel("simulated_wechat", pathlib.Path(sys.argv[1]), SystemClock())
for number in range(10**6):
    channel.charge(f"pay-{number}", Money(100), channel.wallet.new_code())
    print(number, flush=True)
"""


def test_what_the_wallet_has_answered_survives_a_kill(tmp_path: Path) -> None:
    ledger = tmp_path / "wallet.sqlite"
    for _ in range(3):
        told = -1
        with subprocess.Popen([sys.executable, "-c", KILLED, str(ledger)], stdout=subprocess.PIPE, text=True) as wallet:
            assert wallet.stdout is not None
            while told < 20:
                told = int(wallet.stdout.readline())
            wallet.kill()
            told = max([told, *map(int, wallet.stdout.read().split())])
        channel = open_channel("simulated_wechat", ledger, VirtualClock())
        assert isinstance(channel, SimulatedChannel)
        assert {f"pay-{number}" for number in range(told + 1)} <= set(books(channel))
        assert {charged for charged, _ in books(channel).values()} == {100}


def test_it_is_a_channel(channel: SimulatedChannel) -> None:
    as_channel: Channel = channel
    assert set(as_channel.rules.modes) == {"shown_code", "payment_code"}
    assert as_channel.up
