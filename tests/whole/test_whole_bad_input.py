"""Whatever is put on the reader, held under the scanner or broken outside: a clear answer, and nothing is lost."""

import pytest

from kiosk.core.words import Words
from kiosk.dock.backstage import Backstage
from kiosk.dock.sim import Ledger
from kiosk.flows.troubles import WHY_NOT_PAID
from kiosk.tour.patience import until
from kiosk.tour.visitor import Visitor
from kiosk.ui.finger import NothingThere

NOTHING_HAPPENED = (0, 0, 0)
LATEST_S = 20.0


@pytest.fixture
def before(backstage: Backstage) -> Ledger:
    """Where the money was before the story."""
    return backstage.sim().ledger()


def money(visitor: Visitor, before: Ledger) -> tuple[int, int, int]:
    """Charged, settled and refunded since then, in fen."""
    since = visitor.world.ledger() - before
    return since.charged, since.settled, since.refunded


def because(reason: str) -> str:
    """How the terminal says in Chinese why nothing was taken."""
    return Words("zh-CN").say(WHY_NOT_PAID[reason][0])


def comes_to_pay(visitor: Visitor, role: str) -> None:
    """This patient's card, all their bills, and the ways to pay."""
    visitor.does(f"put_card {role}")
    visitor.wait_for("PickBills")
    visitor.touch("next")
    visitor.wait_for("PickChannel")


def ends_with(visitor: Visitor, code: str) -> None:
    """The trouble on the screen has this short code, and leads back to the first screen."""
    visitor.wait_for("Trouble")
    assert visitor.record()["code"] == code
    visitor.touch("next")
    visitor.wait_for("Attract")


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ("put_unknown_card", "E-CRD-10"),
        ("put_card blocked", "E-CRD-11"),
        ("put_card expired", "E-CRD-12"),
        ("put_card no-bills", "I-BIL-00"),
    ],
)
def test_a_card_that_leads_nowhere_is_answered_in_words(card: str, code: str, visitor: Visitor, before: Ledger) -> None:
    visitor.does(card)

    ends_with(visitor, code)
    assert money(visitor, before) == NOTHING_HAPPENED


@pytest.mark.parametrize(
    ("card", "code"), [("pull_card_mid_read namesake", "E-CRD-01"), ("put_unreadable_card", "E-CRD-02")]
)
def test_a_card_that_was_not_read_can_be_put_again(card: str, code: str, visitor: Visitor, before: Ledger) -> None:
    visitor.does(card)
    visitor.wait_for("Identify")
    until(lambda: visitor.record()["state"] == "problem", LATEST_S, lambda: "expected a problem to be named")
    assert visitor.record()["code"] == code

    visitor.does("take_card")
    visitor.does("put_card namesake")
    visitor.wait_for("PickBills")
    assert money(visitor, before) == NOTHING_HAPPENED


def test_a_bill_for_the_window_says_which_window_and_cannot_be_ticked(visitor: Visitor, before: Ledger) -> None:
    visitor.does("put_card window-only")
    visitor.wait_for("PickBills")

    assert visitor.record()["payable"] == 0
    assert visitor.record()["reason"]
    with pytest.raises(NothingThere, match="next"):
        visitor.touch("next")
    assert money(visitor, before) == NOTHING_HAPPENED


def test_a_bill_paid_elsewhere_meanwhile_is_not_paid_twice_and_the_others_still_can(
    visitor: Visitor, before: Ledger
) -> None:
    visitor.does("put_card uninsured")
    visitor.wait_for("PickBills")
    visitor.does("pay_at_window")
    visitor.touch("next")
    visitor.wait_for("Trouble")
    assert visitor.record()["code"] == "E-BIL-01"
    visitor.touch("next")
    visitor.wait_for("PickBills")
    left = visitor.record()
    assert left["payable"] == 1

    visitor.touch("next")
    visitor.wait_for("PickChannel")
    visitor.does("show_code unionpay")
    visitor.wait_for("Paid")
    assert money(visitor, before) == (left["total"], left["total"], 0)


def test_a_code_of_the_wrong_kind_is_refused_and_a_right_one_still_pays(visitor: Visitor, before: Ledger) -> None:
    comes_to_pay(visitor, "resident")
    visitor.does("scan 6901234567892")
    until(lambda: bool(visitor.record()["problem"]), LATEST_S, lambda: "expected the code to be refused")
    assert money(visitor, before) == NOTHING_HAPPENED

    visitor.does("show_code alipay")
    visitor.wait_for("Paid")
    charged, settled, refunded = money(visitor, before)
    assert charged == settled > 0 == refunded


def test_a_payment_code_pays_once(visitor: Visitor, before: Ledger) -> None:
    comes_to_pay(visitor, "aid")
    visitor.does("show_code wechat")
    visitor.wait_for("Paid")
    once = money(visitor, before)
    visitor.does("let_time_pass 60")
    visitor.wait_for("Attract")

    comes_to_pay(visitor, "namesake-2")
    visitor.does("show_code_again")
    visitor.wait_for("NotPaid")
    assert visitor.record()["code"] == "E-PAY-06"
    assert visitor.record()["happened"] == because("code-used")
    assert money(visitor, before) == once


def test_a_wallet_with_too_little_money_takes_none(visitor: Visitor, before: Ledger) -> None:
    comes_to_pay(visitor, "namesake-2")
    visitor.does("show_code alipay balance")
    visitor.wait_for("NotPaid")

    assert visitor.record()["code"] == "E-PAY-05"
    assert visitor.record()["happened"] == because("balance")
    assert money(visitor, before) == NOTHING_HAPPENED


def test_a_wallet_that_wants_a_password_waits_for_it(visitor: Visitor, before: Ledger) -> None:
    comes_to_pay(visitor, "namesake-2")
    visitor.does("show_code alipay password")
    visitor.wait_for("Waiting")
    until(lambda: bool(visitor.record().get("detail")), LATEST_S, lambda: "expected to be told to look at the phone")
    visitor.does("enter_password")
    visitor.does("let_time_pass 5")
    visitor.wait_for("Paid")

    charged, settled, refunded = money(visitor, before)
    assert charged == settled > 0 == refunded


def test_who_pays_while_the_order_is_being_closed_has_paid(visitor: Visitor, before: Ledger) -> None:
    visitor.does("put_card long-name")
    to_qr(visitor)
    visitor.does("wallet_fault wechat paid_late")
    visitor.touch("back")
    visitor.wait_for("Paid")

    visitor.does("wallet_up wechat")
    charged, settled, refunded = money(visitor, before)
    assert charged == settled > 0 == refunded


def test_paper_that_ends_in_the_middle_of_a_slip_changes_nothing_about_the_money(
    visitor: Visitor, before: Ledger, backstage: Backstage
) -> None:
    visitor.does("put_card rare-name")
    to_qr(visitor)
    backstage.printer.out_after(4)
    visitor.does("pay_qr")
    visitor.wait_for("Paid")

    visitor.does("refill")
    assert visitor.record()["slip"] == "partial"
    charged, settled, refunded = money(visitor, before)
    assert charged == settled > 0 == refunded


def test_a_gateway_that_is_gone_before_the_money_is_asked_for_costs_nothing(visitor: Visitor, before: Ledger) -> None:
    visitor.does("put_card rare-name-2")
    visitor.wait_for("PickBills")
    visitor.does("stop_gateway")
    visitor.touch("next")
    visitor.wait_for("Trouble")
    assert visitor.record()["code"] == "E-NET-01"

    visitor.does("start_gateway")
    visitor.touch("next")
    visitor.wait_for("PickBills")
    assert money(visitor, before) == NOTHING_HAPPENED


def test_a_gateway_that_is_gone_after_paying_settles_once_it_is_back(
    visitor: Visitor, before: Ledger, backstage: Backstage
) -> None:
    visitor.does("put_card mixed")
    to_qr(visitor)
    visitor.does("unreachable")  # the terminal hears nothing more, the phone still pays
    visitor.does("pay_qr")
    visitor.does("stop_gateway")
    visitor.does("let_time_pass 400")
    visitor.wait_for("Waiting")
    visitor.does("let_time_pass 30")
    visitor.wait_for("Unknown")
    assert visitor.record()["code"] == "E-PAY-03"
    assert visitor.record()["slip"] == "printed"

    visitor.does("start_gateway")
    charged, settled, refunded = money(visitor, before)
    assert charged > settled + refunded == 0
    visitor.does("let_time_pass 150")
    visitor.wait_for("Attract", "OutOfService")
    until(lambda: money(visitor, before) == (charged, charged, 0), LATEST_S, lambda: "expected recovery to settle it")


def to_qr(visitor: Visitor) -> None:
    """From the card to the code on the screen."""
    visitor.wait_for("PickBills")
    visitor.touch("next")
    visitor.wait_for("PickChannel")
    visitor.touch("channel-wechat")
    visitor.wait_for("ShowQr")
