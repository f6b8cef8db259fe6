"""Journeys on which the scanner fails or reads what nobody meant, and on which several things fail at once."""

from kiosk.tour.card_faults import leave, to_home, to_problem
from kiosk.tour.journey import Journey
from kiosk.tour.paper_faults import expect_slip, to_trouble
from kiosk.tour.steps import go, pay_on_phone, show_card, take_slip_and_go, to_channels
from kiosk.tour.visitor import Visitor, rows

E_CNY = "0112345678901234567"


def scanner_unplugged(visitor: Visitor) -> None:
    visitor.does("unplug_scanner")
    visitor.look()
    show_card(visitor, "overdue")
    to_channels(visitor)
    expect_scan(visitor, on=False)
    visitor.does("plug_scanner")
    expect_scan(visitor, on=True)
    visitor.does("unplug_scanner")
    expect_scan(visitor, on=False)
    pay_on_phone(visitor, "wechat")
    take_slip_and_go(visitor)
    visitor.does("plug_scanner")


def noise(visitor: Visitor) -> None:
    visitor.does("scan_garbage")
    to_problem(visitor, "E-SCN-10")
    show_card(visitor, "dues")
    to_channels(visitor)
    refused(visitor, "scan_garbage")
    visitor.does("show_code wechat")
    visitor.wait_for("Paid")
    take_slip_and_go(visitor)


def wrong_wallet(visitor: Visitor) -> None:
    visitor.does("wallet_down alipay")
    show_card(visitor, "many")
    to_channels(visitor)
    refused(visitor, "show_code alipay")
    refused(visitor, f"scan {E_CNY}")
    leave_bills(visitor)
    visitor.does("wallet_up alipay")


def code_too_early(visitor: Visitor) -> None:
    visitor.does("show_code wechat")
    to_problem(visitor, "E-SCN-11")
    leave(visitor)


def codes_alone(visitor: Visitor) -> None:
    visitor.does("unplug_reader")
    visitor.does("put_card phone")
    visitor.wait_for("PickBills")
    to_channels(visitor)
    visitor.does("show_code unionpay")
    visitor.wait_for("Paid")
    take_slip_and_go(visitor)
    visitor.does("plug_reader")


def nothing_reads(visitor: Visitor) -> None:
    visitor.does("unplug_reader")
    visitor.does("unplug_scanner")
    visitor.sees(lambda shown: bool(shown.get("notice")), "a notice")
    to_home(visitor)
    visitor.sees(lambda shown: not any(tile["enabled"] for tile in rows(shown, "tiles")), "every tile to be off")
    visitor.look()
    visitor.does("plug_reader")
    visitor.does("plug_scanner")
    visitor.sees(lambda shown: bool(rows(shown, "tiles")[0]["enabled"]), "paying to be possible again")
    visitor.look()
    go(visitor)


def slow_gateway(visitor: Visitor) -> None:
    show_card(visitor, "covered")
    visitor.touch("next")
    visitor.wait_for("InsuranceSplit")
    visitor.does("slow_gateway 2.5")
    visitor.touch("next")
    visitor.wait_for("Waiting")
    visitor.does("jam")
    visitor.linger(1.2)
    visitor.look()
    visitor.wait_for("Paid")
    expect_slip(visitor, "failed")
    visitor.does("slow_gateway 0")
    take_slip_and_go(visitor)
    visitor.does("clear_jam")


def all_at_once(visitor: Visitor) -> None:
    show_card(visitor, "aid-large")
    for fault in ("unplug_reader", "unplug_scanner", "open_cover", "wallet_down wechat"):
        visitor.does(fault)
    to_trouble(visitor, "E-PRN-04")
    visitor.touch("next")  # without a slip
    visitor.wait_for("PickChannel")
    expect_scan(visitor, on=False)
    visitor.look()
    pay_on_phone(visitor, "alipay")
    expect_slip(visitor, "failed")
    visitor.look()
    for mended in ("plug_reader", "plug_scanner", "close_cover", "wallet_up wechat"):
        visitor.does(mended)
    go(visitor)


def expect_scan(visitor: Visitor, on: bool) -> None:
    """Whether a payment code is asked for, beside the wallets."""
    visitor.sees(
        lambda shown: shown.get("scan") == on, "the scanner to be offered" if on else "no code to be asked for"
    )


def refused(visitor: Visitor, scan: str) -> None:
    """The code is refused in words that were not there before, and the ways to pay stay. Who touched them while the old
    words still stood there would not be heard."""
    before = visitor.record().get("problem")
    visitor.does(scan)
    visitor.sees(lambda shown: shown.get("problem") not in (None, before), "the code to be refused")
    visitor.wait_for("PickChannel")
    visitor.look()


def leave_bills(visitor: Visitor) -> None:
    """From the ways to pay back to the bills, and away."""
    visitor.touch("back")
    visitor.wait_for("PickBills")
    leave(visitor)


JOURNEYS = (
    Journey(
        "fault-scanner-unplugged", "no scanner: codes are not asked for, the QR pays", "paid", scanner_unplugged, "Paid"
    ),
    Journey(
        "fault-scanner-noise", "the scanner reads garbage, on the first screen and before paying", "paid", noise, "Paid"
    ),
    Journey("fault-wrong-wallet", "codes of wallets that cannot be used", "not_started", wrong_wallet, "PickBills"),
    Journey("fault-code-too-early", "a payment code to say who one is", "not_started", code_too_early, "Identify"),
    Journey("fault-codes-alone", "no reader: the insurance's code and a payment code do", "paid", codes_alone, "Paid"),
    Journey(
        "fault-nothing-reads", "neither reader nor scanner: said at the door", "not_started", nothing_reads, "Home"
    ),
    Journey("fault-slow-gateway", "the gateway is slow, and meanwhile the paper jams", "paid", slow_gateway, "Paid"),
    Journey(
        "fault-all-at-once", "reader, scanner, cover and a wallet fail within one visit", "paid", all_at_once, "Paid"
    ),
)
