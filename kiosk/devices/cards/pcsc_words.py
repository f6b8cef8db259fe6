"""What can go wrong between us and a card, and what a reader's state word says about the card on it. Pure."""

from dataclasses import dataclass

EMPTY, PRESENT, MUTE = 0x10, 0x20, 0x200  # pcsclite.h


class ServiceGone(Exception):
    """The card service does not run, or has just ended."""


class ReaderGone(Exception):
    """The reader is not plugged in."""


class CardPulled(Exception):
    """The card was taken away while we talked with it."""


class CardSilent(Exception):
    """A card lies there but does not answer."""


@dataclass(frozen=True)
class Sight:
    """What lies on the reader. `count` goes up with every card that comes or goes."""

    card: bool = False
    mute: bool = False
    count: int = 0

    @classmethod
    def of(cls, state: int) -> "Sight":
        """Read a state word; the service counts in its upper half."""
        return cls(bool(state & PRESENT), bool(state & MUTE), state >> 16 & 0xFFFF)

    def another(self, before: "Sight") -> bool:
        """Whether the card was changed for another so quickly that nobody saw the reader empty."""
        return self.card and before.card and self.count != before.count


def chosen(readers: list[str], wanted: str) -> str | None:
    """The reader whose name holds `wanted`, or the first where nothing is wanted."""
    return next((reader for reader in readers if wanted.lower() in reader.lower()), None)
