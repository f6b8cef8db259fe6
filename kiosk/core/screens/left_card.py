"""What is shown when somebody has gone and left their card behind."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class TakeCard:
    """A card was left behind: please take it. Choices: `start`, for whoever wants to begin without it.

    `at`: it lies on a `reader`, or a new one is held out at the `gate`. `sound`: the terminal also calls.
    """

    at: Literal["reader", "gate"] = "reader"
    sound: bool = True
