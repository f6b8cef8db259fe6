"""Money is counted in whole fen; a hundred fen are one yuan."""

from collections.abc import Iterable
from typing import NewType

Money = NewType("Money", int)

NOTHING = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """The sum, in fen."""
    return Money(sum(amounts))


def yuan(amount: Money) -> str:
    """`123450` fen as people read it: `¥1,234.50`; a negative amount as `-¥1.00`."""
    whole, cents = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}¥{whole:,}.{cents:02d}"
