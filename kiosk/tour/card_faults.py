"""Journeys on which a card or its reader fails, before and during the visit."""

from collections.abc import Mapping

from kiosk.tour.journey import Journey
from kiosk.tour.steps import go, look_at, pay_by_qr, show_card, take_slip_and_go
from kiosk.tour.visitor import Visitor, rows

CALL_AFTER = "let_time_pass 4"  # who leaves a card is called after three seconds


def reader_unplugged(visitor: Visitor) -> None:
    visitor.does("unplug_reader")
    to_home(visitor)
    visitor.sees(lambda shown: not shown.get("cards"), "nobody to be asked for a card")
    visitor.look()
    visitor.touch("tile-pay")
    look_at(visitor, "Identify")
    visitor.does("plug_reader")
    visitor.sees(lambda shown: all(way["enabled"] for way in rows(shown, "ways")), "every document to be taken")
    show_card(visitor, "mixed")
    pay_by_qr(visitor, "wechat")
    take_slip_and_go(visitor)


def reader_unplugged_reading(visitor: Visitor) -> None:
    visitor.does("put_hung_card")
    visitor.wait_for("Identify")
    visitor.does("unplug_reader")
    to_problem(visitor, "E-CRD-04")
    visitor.does("take_card")
    visitor.does("plug_reader")
    visitor.sees(lambda shown: shown.get("state") == "idle", "to be asked for a card again")
    look_at_bills_and_leave(visitor)


def reader_unplugged_later(visitor: Visitor) -> None:
    show_card(visitor, "namesake-2")
    visitor.does("unplug_reader")
    pay_by_qr(visitor, "wechat")
    visitor.does("plug_reader")
    take_slip_and_go(visitor)


def wrong_card(visitor: Visitor) -> None:
    visitor.does("put_unknown_card")
    look_at(visitor, "Trouble")
    visitor.touch("next")
    go(visitor)


def unreadable_card(visitor: Visitor) -> None:
    visitor.does("put_unreadable_card")
    to_problem(visitor, "E-CRD-02")
    leave(visitor)


def expired_id_card(visitor: Visitor) -> None:
    visitor.does("put_expired_id_card")
    to_problem(visitor, "E-CRD-06")
    leave(visitor)


def card_pulled(visitor: Visitor) -> None:
    visitor.does("pull_card_mid_read many")
    to_problem(visitor, "E-CRD-01")
    look_at_bills_and_leave(visitor)


def hung_card(visitor: Visitor) -> None:
    visitor.does("put_hung_card")
    look_at(visitor, "Identify")
    visitor.does("let_time_pass 11")
    to_problem(visitor, "E-CRD-03")
    visitor.does("take_card")
    look_at_bills_and_leave(visitor)


def card_left(visitor: Visitor) -> None:
    show_card(visitor, "large-sum")
    pay_by_qr(visitor, "alipay")
    visitor.look()
    visitor.does("let_time_pass 150")
    visitor.wait_for("Attract")
    visitor.does(CALL_AFTER)
    look_at(visitor, "TakeCard")
    go(visitor)


def two_cards(visitor: Visitor) -> None:
    visitor.does("put_card prepaid")
    visitor.does("put_second_card uninsured")
    visitor.wait_for("AnotherCard")
    visitor.touch("keep-going")  # without a picture first: it waits ten seconds, whatever else this machine does
    look_at(visitor, "PickBills")
    pay_by_qr(visitor, "wechat")  # the first card's bills
    visitor.look()
    visitor.does("take_card")
    visitor.does("let_time_pass 150")
    visitor.wait_for("Attract")


def next_person(visitor: Visitor) -> None:
    show_card(visitor, "retiree")
    first = bills(visitor.record())
    visitor.does("put_second_card audit-duplicate")  # somebody else's: nobody is there any more
    visitor.wait_for("AnotherCard")
    visitor.touch("anew")
    visitor.sees(lambda shown: bills(shown) not in ([], first), "the bills of the second card")
    look_at(visitor, "PickBills")
    visitor.does("put_second_card retiree")  # and a third, who says nothing
    look_at(visitor, "AnotherCard")
    visitor.does("let_time_pass 21")
    visitor.sees(lambda shown: bills(shown) == first, "the bills of the card that came last")
    look_at(visitor, "PickBills")
    leave(visitor)


def bills(shown: Mapping[str, object]) -> list[object]:
    """Which bills the screen shows, in whatever language."""
    return (
        [bill["bill_id"] for visit in rows(shown, "visits") for bill in rows(visit, "bills")]
        if "visits" in shown
        else []
    )


def to_home(visitor: Visitor) -> None:
    """Who chose big letters stands there already."""
    if visitor.screen == "Attract":
        visitor.look()
        visitor.touch("start")
    visitor.wait_for("Home")


def to_problem(visitor: Visitor, code: str) -> None:
    """The screen says what is wrong with the card, and what to do."""
    visitor.wait_for("Identify")
    visitor.sees(lambda shown: shown.get("code") == code, f"the code {code}")
    visitor.look()


def look_at_bills_and_leave(visitor: Visitor) -> None:
    """The card again, as it should be."""
    show_card(visitor, "many")
    leave(visitor)


def leave(visitor: Visitor) -> None:
    visitor.touch("back")
    go(visitor)


JOURNEYS = (
    Journey(
        "fault-reader-unplugged",
        "no reader: only codes are asked for; plugged in again, a card pays",
        "paid",
        reader_unplugged,
        "Paid",
    ),
    Journey(
        "fault-reader-unplugged-reading",
        "its plug is pulled while it reads; the card again, then they leave",
        "not_started",
        reader_unplugged_reading,
        "PickBills",
    ),
    Journey(
        "fault-reader-unplugged-later",
        "its plug is pulled once it is known who stands here: it goes on",
        "paid",
        reader_unplugged_later,
        "Paid",
    ),
    Journey("fault-wrong-card", "a card of another hospital", "not_started", wrong_card, "Trouble"),
    Journey("fault-unreadable-card", "a card that says nothing to us", "not_started", unreadable_card, "Identify"),
    Journey("fault-expired-id-card", "an identity card too old", "not_started", expired_id_card, "Identify"),
    Journey("fault-card-pulled", "a card pulled too early, then laid again", "not_started", card_pulled, "PickBills"),
    Journey(
        "fault-card-hangs",
        "a card that is read for ever: given up, then another",
        "not_started",
        hung_card,
        "PickBills",
    ),
    Journey("fault-card-left", "paid, and the card left behind: its owner is called", "paid", card_left, "TakeCard"),
    Journey("fault-two-cards", "two cards on two readers: the first one goes on", "paid", two_cards, "Paid"),
    Journey(
        "fault-next-person",
        "they walk off, and the next one lays a card: covered, then served",
        "not_started",
        next_person,
        "PickBills",
    ),
)
