"""What a journey is: a name, a story that a visitor plays, and how it must end."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kiosk.tour.visitor import Visitor

Result = Literal[
    "paid",  # taken and booked while the patient stood there
    "unknown_then_settled",  # the patient left with a reference; recovery found the money and booked it
    "given_back",  # paid, and given back by the patient, in part or whole
    "refunded",  # taken, definitely refused, given back
    "not_started",  # the patient said no before any money was asked for
    "closed",  # money was asked for, none was taken
]


@dataclass(frozen=True)
class Journey:
    """`play` goes through it, with the visitor at the first screen; `expected` is how it must end, `last` the screen
    that it must end on before the first screen comes back; any, where none is named."""

    name: str
    about: str
    expected: Result
    play: Callable[[Visitor], None]
    last: str = ""
