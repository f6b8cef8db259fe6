"""What every journey is made of: to come, to show a card, to pay by phone, to take the slip and go."""

from kiosk.tour.visitor import How, Visitor


def look_at(visitor: Visitor, screen: str) -> None:
    """Wait until this screen has come, and keep a picture of it."""
    visitor.wait_for(screen)
    visitor.look()


def begin(visitor: Visitor) -> None:
    """A visitor comes: those who need another language or big letters choose them before anything else."""
    look_at(visitor, "Attract")
    if visitor.how != How():
        visitor.choose()
        visitor.look()


def show_card(visitor: Visitor, role: str) -> None:
    """Card on the reader, bills on the screen."""
    visitor.does(f"put_card {role}")
    look_at(visitor, "PickBills")


def show_card_for(visitor: Visitor, errand: str, role: str, screen: str) -> None:
    """From the first screen: what they came for, then the card on the reader, then this screen."""
    if visitor.screen == "Attract":
        visitor.touch("start")
        visitor.wait_for("Home")
    visitor.touch(f"tile-{errand}")
    visitor.wait_for("Identify")
    visitor.does(f"put_card {role}")
    look_at(visitor, screen)


def to_channels(visitor: Visitor) -> None:
    """One touch: the bills as they are."""
    visitor.touch("next")
    look_at(visitor, "PickChannel")


def pay_on_phone(visitor: Visitor, wallet: str) -> None:
    """From the ways to pay: one touch, and the phone."""
    visitor.touch(f"channel-{wallet}")
    visitor.wait_for("ShowQr")
    visitor.does("pay_qr")
    visitor.wait_for("Paid")


def to_qr(visitor: Visitor, wallet: str) -> None:
    """Two touches: the bills as they are, and the wallet."""
    to_channels(visitor)
    visitor.touch(f"channel-{wallet}")
    look_at(visitor, "ShowQr")


def pay_by_qr(visitor: Visitor, wallet: str) -> None:
    to_qr(visitor, wallet)
    visitor.does("pay_qr")
    visitor.wait_for("Paid")


def take_slip_and_go(visitor: Visitor) -> None:
    """The result in one look, and the way out."""
    visitor.look()
    go(visitor)


def go(visitor: Visitor) -> None:
    """Nobody needs to touch anything to leave: card in hand, and the next patient finds the first screen."""
    visitor.does("take_card")
    visitor.does("let_time_pass 150")
    visitor.wait_for("Attract")
