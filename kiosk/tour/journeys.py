"""The journeys that can be played, each written down as a visitor would tell it."""

from collections.abc import Mapping, Sequence
from typing import cast

from kiosk.maintenance import DEMO_PIN
from kiosk.tour import accounts, card_faults, code_faults, insurance, paper_faults
from kiosk.tour.journey import Journey
from kiosk.tour.patience import ROUNDS, TooLate, until
from kiosk.tour.steps import (
    begin,
    go,
    look_at,
    pay_by_qr,
    pay_on_phone,
    show_card,
    show_card_for,
    take_slip_and_go,
    to_channels,
    to_qr,
)
from kiosk.tour.visitor import Visitor

TRIES = 10
ALARM_S = 30.0


def pay(visitor: Visitor) -> None:
    show_card(visitor, "employee")
    pay_by_qr(visitor, "wechat")
    take_slip_and_go(visitor)


def pay_code(visitor: Visitor) -> None:
    show_card(visitor, "employee")
    to_channels(visitor)
    visitor.does("show_code alipay")
    visitor.wait_for("Paid")
    take_slip_and_go(visitor)


def pay_insured_only(visitor: Visitor) -> None:
    show_card(visitor, "covered")
    visitor.touch("next")
    look_at(visitor, "InsuranceSplit")
    visitor.touch("next")
    visitor.wait_for("Paid")
    take_slip_and_go(visitor)


def pay_family(visitor: Visitor) -> None:
    visitor.does("put_card parent")
    look_at(visitor, "ConfirmMe")
    visitor.touch("person-2")
    look_at(visitor, "PickBills")
    pay_by_qr(visitor, "alipay")
    take_slip_and_go(visitor)


def pay_unknown(visitor: Visitor) -> None:
    pay_unknown_until_told(visitor)
    visitor.does("wallet_up wechat")


def pay_refused(visitor: Visitor) -> None:
    show_card(visitor, "employee")
    visitor.does("refuse_settlement")
    to_qr(visitor, "wechat")
    visitor.does("pay_qr")
    visitor.wait_for("NotPaid")
    take_slip_and_go(visitor)
    visitor.does("accept_settlement")


def pay_no_paper(visitor: Visitor) -> None:
    visitor.does("pull_paper")
    show_card(visitor, "employee")
    visitor.touch("next")
    look_at(visitor, "Trouble")
    visitor.touch("back")  # this patient wants a slip, and goes to another terminal
    visitor.does("take_card")
    begin(visitor)
    show_card(visitor, "uninsured")
    visitor.touch("next")
    visitor.wait_for("Trouble")
    visitor.touch("next")  # this one does without
    visitor.wait_for("PickChannel")
    pay_on_phone(visitor, "wechat")
    take_slip_and_go(visitor)


def pay_walk_away(visitor: Visitor) -> None:
    show_card(visitor, "employee")
    to_qr(visitor, "wechat")
    visitor.does("let_time_pass 400")  # nobody is there any more
    look_at(visitor, "NotPaid")
    go(visitor)


def maintenance(visitor: Visitor) -> None:
    pay_unknown_until_told(visitor)
    wait_for_alarm(visitor)
    visitor.hold_corner("EnterPin")
    visitor.look()
    for digit in DEMO_PIN:
        visitor.touch(f"digit-{digit}")
    visitor.touch("next")
    look_at(visitor, "Maintenance")
    visitor.does("wallet_up wechat")
    try_again(visitor)
    visitor.look()
    visitor.touch("back")
    visitor.wait_for("Attract")
    until(lambda: not visitor.world.alarms(), ALARM_S, lambda: "expected the staff's list to be empty again")


def try_again(visitor: Visitor) -> None:
    """Until no money waits any more; a wallet is not asked more often than it wants to be."""
    for _ in range(TRIES):
        visitor.linger(3)
        visitor.wait_for("Maintenance")
        if visitor.record()["money"] == []:
            break
        visitor.touch("next")
    visitor.sees(lambda page: page.get("money") == [], "the money to have come to its end")


def pay_unknown_until_told(visitor: Visitor) -> None:
    """The wallet falls silent after the money was taken; the patient leaves with a reference."""
    show_card(visitor, "employee")
    to_qr(visitor, "wechat")
    visitor.does("wallet_fault wechat error_500")
    visitor.does("pay_qr")
    visitor.does("let_time_pass 400")  # the code runs out on the screen; the wallet says nothing
    visitor.wait_for("Waiting")
    visitor.linger(1.2)
    visitor.look()
    visitor.does("let_time_pass 30")
    visitor.wait_for("Unknown")
    take_slip_and_go(visitor)


def wait_for_alarm(visitor: Visitor) -> None:
    """Ten minutes without a move: the staff have it on their list."""
    for _ in range(ROUNDS):
        if visitor.world.alarms():
            return
        visitor.does("let_time_pass 60")
        visitor.linger(0.3)
    raise TooLate("expected the purchase on the staff's list")


def refund(visitor: Visitor) -> None:
    show_card(visitor, "uninsured")
    pay_by_qr(visitor, "wechat")
    take_slip_and_go(visitor)
    my_payments(visitor, "uninsured")
    bills = cast(Sequence[Mapping[str, object]], visitor.record()["bills"])
    visitor.turn_to(f"refund-{bills[1]['bill_id']}")
    visitor.touch(f"refund-{bills[1]['bill_id']}")
    look_at(visitor, "ConfirmReturn")
    visitor.touch("next")
    visitor.wait_for("Returned")
    take_slip_and_go(visitor)


def reprint(visitor: Visitor) -> None:
    show_card(visitor, "employee")
    pay_by_qr(visitor, "alipay")
    take_slip_and_go(visitor)
    my_payments(visitor, "employee")
    visitor.touch("next")
    visitor.wait_for("Trouble")  # good news: it is printed
    take_slip_and_go(visitor)


def my_payments(visitor: Visitor, role: str) -> None:
    """The next visit: from the first screen to the newest payment."""
    begin(visitor)
    show_card_for(visitor, "transactions", role, "PickTransaction")
    rows = cast(Sequence[Mapping[str, object]], visitor.record()["rows"])
    visitor.touch(f"open-{rows[0]['purchase_id']}")
    look_at(visitor, "TransactionDetail")


JOURNEYS = {
    journey.name: journey
    for journey in (
        Journey("pay", "pay every bill with the phone: card, two touches, slip", "paid", pay),
        Journey("pay-code", "show a payment code to the scanner: card, one touch, slip", "paid", pay_code),
        Journey("pay-insured-only", "the insurance pays all of it", "paid", pay_insured_only),
        Journey("pay-family", "a parent pays for a child under her own card", "paid", pay_family),
        Journey(
            "pay-unknown",
            "the wallet falls silent after the money was taken: a reference, then recovery",
            "unknown_then_settled",
            pay_unknown,
        ),
        Journey(
            "maintenance",
            "the wallet stays silent: the staff are told, a technician comes, tries again, and it is done",
            "unknown_then_settled",
            maintenance,
        ),
        Journey(
            "pay-refused", "the insurance refuses after the money was taken: all of it back", "refunded", pay_refused
        ),
        Journey(
            "pay-audit",
            "the insurance refuses one of the bills: its reason, and the others are paid",
            "paid",
            insurance.pay_audit,
        ),
        Journey(
            "pay-insurer-silent",
            "the insurer falls silent: before the money it is said; after it a reference, then recovery",
            "unknown_then_settled",
            insurance.pay_insurer_silent,
        ),
        Journey(
            "pay-no-paper",
            "no paper: said before the money; one patient leaves, one pays without",
            "paid",
            pay_no_paper,
        ),
        Journey("refund", "pay two bills, then give one of them back", "given_back", refund),
        Journey("reprint", "pay, then print the slip again", "paid", reprint),
        Journey("pay-walk-away", "the patient walks off while the code is shown", "closed", pay_walk_away),
        Journey("top-up", "put money on the patient card: the amount, the wallet, slip", "paid", accounts.top_up),
        Journey("pay-prepaid", "pay a bill from the patient card", "paid", accounts.pay_prepaid),
        Journey(
            "close-out",
            "the balance goes back: to the wallet it came from, the cash at the window",
            "given_back",
            accounts.close_out,
        ),
        Journey("pay-later", "accept the terms, pay a bill later, repay it", "paid", accounts.pay_later),
        *paper_faults.JOURNEYS,
        *card_faults.JOURNEYS,
        *code_faults.JOURNEYS,
    )
}
