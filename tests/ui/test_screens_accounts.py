"""The screens of the card and of paying later in the real window: what a finger touches is what is reported."""

from collections.abc import Iterator

import pytest
import render
from samples_accounts import ACCOUNT_SAMPLES, OWN
from samples_pay import WALLETS
from test_screens_pay import Stage

from kiosk.core.events import Event
from kiosk.core.money import Money
from kiosk.core.screens import ChannelTile, EnterAmount, PickChannel
from kiosk.core.words import Phrase
from kiosk.ui.finger import Finger


@pytest.fixture(scope="module")
def opened(application: object) -> Iterator[Stage]:
    heard: list[Event] = []
    with render.window(post=heard.append) as window:
        yield Stage(window, Finger(window.quick), heard)


@pytest.fixture
def stage(opened: Stage) -> Stage:
    """The same window for all; another screen in between, so that nothing is left of the last test."""
    opened.show(ACCOUNT_SAMPLES["Booked"])
    return opened


@pytest.mark.parametrize(
    ("sample", "control", "reported"),
    [
        ("PickAmount", "amount-10000", ("amount", "10000")),
        ("PickAmount", "amount-100000", ("amount", "100000")),
        ("PickAmount", "other", ("other", "")),
        ("PickAmount", "close-out", ("close-out", "")),
        ("PickAmount", "back", ("back", "")),
        ("ConfirmLedger", "next", ("next", "")),
        ("ConfirmLedger", "back", ("back", "")),
        ("ConfirmCloseOut", "next", ("next", "")),
        ("PayLater", "next", ("terms", "")),
        ("PayLater-agreed", "terms", ("terms", "")),
        ("PayLater-owes", "next", ("all", "")),
        ("PayLater-owes", "repay-D-0009", ("repay", "D-0009")),
        ("ReadTerms", "next", ("next", "")),
        ("ReadTerms", "back", ("back", "")),
        ("ReadTerms-last", "next", ("agree", "")),
        ("ReadTerms-last", "back", ("previous", "")),
        ("ReadTerms-again", "next", ("next", "")),
        ("PickChannel-both", "channel-prepaid", ("channel", "prepaid")),
        ("PickChannel-both", "channel-pay_later", ("channel", "pay_later")),
        ("PickChannel-both", "channel-wechat", ("channel", "wechat")),
        ("Booked", "next", ("done", "")),
    ],
)
def test_a_touch_is_reported_once(stage: Stage, sample: str, control: str, reported: tuple[str, str]) -> None:
    stage.show(ACCOUNT_SAMPLES[sample])
    assert stage.tap(control) == [reported]


def test_an_amount_is_typed_key_by_key(stage: Stage) -> None:
    stage.show(ACCOUNT_SAMPLES["EnterAmount"])
    assert "next" not in stage.finger.names()
    for key in ("digit-0", "digit-8", "digit-8", "digit-5", "erase", "digit-0"):
        assert stage.tap(key) == []
    assert "¥880" in stage.words()
    assert stage.tap("next") == [("next", "880")]


def test_what_was_typed_stays_when_it_is_not_allowed(stage: Stage) -> None:
    stage.show(ACCOUNT_SAMPLES["EnterAmount"])
    stage.tap("digit-9")
    stage.show(
        EnterAmount(Money(1000), Money(500000), Phrase("From {least} to {most}", {"least": "¥10", "most": "¥9"}))
    )
    assert "¥9" in stage.words()
    assert "From ¥10 to ¥9" in stage.words()


def test_more_than_six_digits_cannot_be_typed(stage: Stage) -> None:
    stage.show(ACCOUNT_SAMPLES["EnterAmount"])
    for _ in range(8):
        stage.tap("digit-7")
    assert "¥777777" in stage.words()


def test_what_cannot_be_used_says_why_and_cannot_be_touched(stage: Stage) -> None:
    stage.show(ACCOUNT_SAMPLES["PickChannel-neither"])
    assert {"channel-prepaid", "channel-pay_later"}.isdisjoint(stage.finger.names())
    assert {"Not enough money on the card", "Something is overdue", "¥120.00"} <= set(stage.words())
    stage.show(ACCOUNT_SAMPLES["PayLater-overdue"])
    assert "repay-D-0002" in stage.finger.names()
    assert "repay-D-0009" not in stage.finger.names()
    stage.show(ACCOUNT_SAMPLES["PickAmount-full"])
    assert not [name for name in stage.finger.names() if name.startswith(("amount", "other"))]


def test_a_dead_wallet_is_named_apart_from_the_card(stage: Stage) -> None:
    dead = (
        ChannelTile("alipay", False),
        *WALLETS[::2],
        ChannelTile("prepaid", False, Money(100), Phrase("Not possible now")),
    )
    stage.show(PickChannel(OWN, dead, scan=False))
    assert "Out of service now: Alipay" in stage.words()


def test_what_is_only_for_the_window_is_not_given_back_here(stage: Stage) -> None:
    stage.show(ACCOUNT_SAMPLES["ConfirmCloseOut-window"])
    assert "next" not in stage.finger.names()


def test_only_what_was_paid_has_the_steps_of_paying(stage: Stage) -> None:
    stage.show(ACCOUNT_SAMPLES["Booked"])
    assert {"Identify", "Payment"} <= set(stage.words())
    for ending in ("Booked-close-out", "Booked-agreed"):
        stage.show(ACCOUNT_SAMPLES[ending])
        assert {"Identify", "Payment"}.isdisjoint(stage.words())


def test_a_slip_that_cannot_be_printed_again_is_not_promised(stage: Stage) -> None:
    stage.show(ACCOUNT_SAMPLES["Booked-close-out"])
    assert "No slip. Write down the reference" in stage.words()


@pytest.mark.parametrize("mode", ["en", "en+elder", "en+low", "en+elder+low"])
def test_the_ends_say_what_was_booked(stage: Stage, mode: str) -> None:
    stage.show(ACCOUNT_SAMPLES["Booked"], mode)
    assert {"¥100.00 is on your card", "K01-7KQ2M9PXWA", "Take your slip below"} <= set(stage.words())
    stage.show(ACCOUNT_SAMPLES["Paid-later"], mode)
    assert {"¥253.10 is paid later", "2026-03-16"} <= set(stage.words())
    stage.show(ACCOUNT_SAMPLES["Paid-from-card"], mode)
    assert {"Paid ¥253.10", "¥67.40"} <= set(stage.words())


@pytest.mark.parametrize("mode", ["en", "en+elder", "en+low", "en+elder+low", "zh+elder+low"])
@pytest.mark.parametrize("sample", ["PayLater-owes", "PayLater-overdue", "PayLater-many"])
def test_who_owes_can_read_the_agreement_in_every_mode(stage: Stage, sample: str, mode: str) -> None:
    stage.show(ACCOUNT_SAMPLES[sample], mode)
    while stage.words() and "terms" not in stage.finger.names():
        stage.tap("page-on")
    assert stage.tap("terms") == [("terms", "")]
