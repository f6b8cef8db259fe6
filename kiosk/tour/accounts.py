"""Journeys with the prepaid card, and with what is paid later."""

from kiosk.tour.steps import begin, go, look_at, show_card, show_card_for, take_slip_and_go, to_channels
from kiosk.tour.visitor import Visitor


def top_up(visitor: Visitor) -> None:
    show_card_for(visitor, "top_up", "prepaid", "PickAmount")
    fill(visitor, "wechat")
    take_slip_and_go(visitor)


def pay_prepaid(visitor: Visitor) -> None:
    show_card(visitor, "prepaid")
    pay_from(visitor, "prepaid")
    take_slip_and_go(visitor)


def close_out(visitor: Visitor) -> None:
    show_card_for(visitor, "top_up", "prepaid", "PickAmount")
    fill(visitor, "alipay")
    take_slip_and_go(visitor)
    begin(visitor)
    show_card_for(visitor, "top_up", "prepaid", "PickAmount")
    visitor.touch("close-out")
    look_at(visitor, "ConfirmCloseOut")
    visitor.touch("next")
    visitor.wait_for("Booked")
    take_slip_and_go(visitor)


def pay_later(visitor: Visitor) -> None:
    show_card_for(visitor, "pay_later", "employee", "PayLater")
    visitor.touch("next")
    accept_terms(visitor)
    go(visitor)
    begin(visitor)
    show_card(visitor, "employee")
    pay_from(visitor, "pay_later")
    take_slip_and_go(visitor)
    begin(visitor)
    show_card_for(visitor, "pay_later", "employee", "PayLater")
    visitor.touch("next")
    pay_with(visitor, "unionpay")
    take_slip_and_go(visitor)


def fill(visitor: Visitor, wallet: str) -> None:
    """Two touches: the amount and the wallet."""
    visitor.touch("amount-10000")
    pay_with(visitor, wallet)


def pay_with(visitor: Visitor, wallet: str) -> None:
    """The wallet, and the phone."""
    look_at(visitor, "PickChannel")
    visitor.touch(f"channel-{wallet}")
    look_at(visitor, "ShowQr")
    visitor.does("pay_qr")
    visitor.wait_for("Booked")


def pay_from(visitor: Visitor, way: str) -> None:
    """The bills as they are, from the card or later, and a yes: three touches."""
    to_channels(visitor)
    visitor.touch(f"channel-{way}")
    look_at(visitor, "ConfirmLedger")
    visitor.touch("next")
    visitor.wait_for("Paid")


def turned_to(visitor: Visitor, page: int) -> None:
    """The pages are one screen: a touch that comes before the next page is a second touch of the last one."""
    visitor.sees(lambda shown: shown.get("page") == page, f"page {page}")
    visitor.wait_for("ReadTerms")


def accept_terms(visitor: Visitor) -> None:
    """Three pages, and a yes."""
    for page in range(1, 4):
        turned_to(visitor, page)
        visitor.look()
        visitor.touch("next")
    look_at(visitor, "Booked")
    visitor.touch("next")
    look_at(visitor, "PayLater")
    visitor.touch("back")
