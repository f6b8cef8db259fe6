"""Journeys on which the receipt printer fails, before, during and after the slip: the money is never touched by it."""

from kiosk.tour.journey import Journey
from kiosk.tour.steps import begin, go, pay_by_qr, pay_on_phone, show_card, take_slip_and_go, to_qr
from kiosk.tour.visitor import Visitor

LOOK = "let_time_pass 4"  # printers are asked how they are every three seconds


def jam(visitor: Visitor) -> None:
    visitor.does("jam")
    expect_notice(visitor)
    show_card(visitor, "employee")
    to_trouble(visitor, "E-PRN-05")
    visitor.touch("back")  # this patient wants a slip, and calls somebody
    visitor.does("take_card")
    visitor.wait_for("Attract")
    visitor.does("clear_jam")
    expect_no_notice(visitor)
    begin(visitor)
    show_card(visitor, "employee")
    pay_by_qr(visitor, "wechat")
    expect_slip(visitor, "printed")
    take_slip_and_go(visitor)


def jam_in_slip(visitor: Visitor) -> None:
    pay_while(visitor, "resident", "jam_after 6", "partial")
    visitor.does("clear_jam")


def paper_ends(visitor: Visitor) -> None:
    pay_while(visitor, "uninsured", "out_after 6", "partial")
    visitor.does("refill")


def near_end(visitor: Visitor) -> None:
    visitor.does("paper_low")
    show_card(visitor, "rare-name")
    pay_by_qr(visitor, "alipay")
    expect_slip(visitor, "printed")
    take_slip_and_go(visitor)
    visitor.does("refill")


def cover(visitor: Visitor) -> None:
    visitor.does("open_cover")
    expect_notice(visitor)
    show_card(visitor, "many")
    to_trouble(visitor, "E-PRN-04")
    visitor.touch("back")
    visitor.does("take_card")
    visitor.wait_for("Attract")
    visitor.does("close_cover")
    expect_no_notice(visitor)
    go(visitor)


def unplugged_before(visitor: Visitor) -> None:
    visitor.does("unplug")
    show_card(visitor, "namesake")
    to_trouble(visitor, "E-PRN-01")
    visitor.touch("next")  # this patient does without
    visitor.wait_for("PickChannel")
    pay_on_phone(visitor, "unionpay")
    expect_slip(visitor, "failed")
    take_slip_and_go(visitor)
    visitor.does("plug")


def unplugged_in_slip(visitor: Visitor) -> None:
    pay_while(visitor, "rare-name-2", "unplug_after 6", "partial")
    visitor.does("plug")


def unplugged_after(visitor: Visitor) -> None:
    show_card(visitor, "long-name")
    pay_by_qr(visitor, "wechat")
    expect_slip(visitor, "printed")
    visitor.does("unplug")
    take_slip_and_go(visitor)
    expect_notice(visitor)
    visitor.does("plug")
    expect_no_notice(visitor)


def slow(visitor: Visitor) -> None:
    show_card(visitor, "aid")
    to_qr(visitor, "wechat")
    visitor.does("slow_printer 2.5")
    visitor.does("pay_qr")
    visitor.wait_for("Waiting")
    visitor.linger(1.2)
    visitor.look()
    visitor.wait_for("Paid")
    expect_slip(visitor, "printed")
    take_slip_and_go(visitor)
    visitor.does("slow_printer 0")


def pay_while(visitor: Visitor, role: str, fault: str, slip: str) -> None:
    """Pay by phone; the printer fails in the middle of the slip, and it is said what became of it."""
    show_card(visitor, role)
    to_qr(visitor, "wechat")
    visitor.does(fault)
    visitor.does("pay_qr")
    visitor.wait_for("Paid")
    expect_slip(visitor, slip)
    take_slip_and_go(visitor)


def to_trouble(visitor: Visitor, code: str) -> None:
    """The bills as they are, and a no before any money."""
    visitor.touch("next")
    visitor.wait_for("Trouble")
    visitor.sees(lambda shown: shown.get("code") == code, f"the code {code}")
    visitor.look()


def expect_slip(visitor: Visitor, slip: str) -> None:
    visitor.sees(lambda shown: shown.get("slip") == slip, f"a slip that is {slip}")


def expect_notice(visitor: Visitor) -> None:
    """The first screen says it by itself, to everybody who comes, and so does the next."""
    visitor.does(LOOK)
    visitor.sees(lambda shown: bool(shown.get("notice")), "a notice")
    visitor.look()


def expect_no_notice(visitor: Visitor) -> None:
    """And takes it back by itself."""
    visitor.does(LOOK)
    visitor.sees(lambda shown: shown.get("kind") == "Attract" and not shown.get("notice"), "no notice")


JOURNEYS = (
    Journey("fault-jam", "a paper jam is said before the money; cleared, and then paid", "paid", jam, "Paid"),
    Journey("fault-jam-in-slip", "the paper jams in the middle of the slip", "paid", jam_in_slip, "Paid"),
    Journey("fault-paper-ends", "the paper ends in the middle of the slip", "paid", paper_ends, "Paid"),
    Journey("fault-near-end", "the roll is near its end: the slip still comes out", "paid", near_end, "Paid"),
    Journey("fault-cover", "the printer's cover is open: the patient goes elsewhere", "not_started", cover, "Trouble"),
    Journey(
        "fault-printer-unplugged", "no printer: said before the money, paid without", "paid", unplugged_before, "Paid"
    ),
    Journey("fault-printer-unplugged-in-slip", "its plug is pulled in the slip", "paid", unplugged_in_slip, "Paid"),
    Journey(
        "fault-printer-unplugged-after",
        "its plug is pulled after the slip: the next one is told",
        "paid",
        unplugged_after,
        "Paid",
    ),
    Journey("fault-printer-slow", "the slip takes its time", "paid", slow, "Paid"),
)
