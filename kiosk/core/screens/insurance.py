"""What the insurance does not pay for, and what can be done about it; `screens.py` has the others."""

from dataclasses import dataclass

from kiosk.core.money import NOTHING, Money
from kiosk.core.words import Named


@dataclass(frozen=True)
class ObjectionRow:
    """One objection: to a line of a bill, or to the bill (`item` empty). `code` is the insurer's own."""

    bill: Named
    amount: Money
    item: Named | None
    reason: Named
    code: str


@dataclass(frozen=True)
class AuditRefused:
    """The insurance refuses some of the bills; no money was asked for. `others`: what the other bills cost, zero when
    there are none; `self_pay`: what all of them cost without any insurance, zero when the hospital does not allow that.
    Choices: `others` where there are some, `self` where it is allowed, `back`."""

    rows: tuple[ObjectionRow, ...]
    window: Named
    others: Money = NOTHING
    self_pay: Money = NOTHING
    code: str = "E-INS-03"
