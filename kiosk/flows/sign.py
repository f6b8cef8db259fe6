"""The sign at the door: what the terminal shows before it knows anything. Imports next to nothing, to be quick."""

from kiosk.core.screens import Attract, Tile
from kiosk.core.words import phrase

SERVICES = ("pay", "check_in", "register", "reports", "top_up", "pay_later", "transactions", "queries")


def first_sign(carriers: tuple[str, ...]) -> Attract:
    """What is shown before anything else is known."""
    at_window = phrase("At the service window")
    return Attract(tuple(Tile(s, s == "pay", None if s == "pay" else at_window) for s in SERVICES), carriers)
