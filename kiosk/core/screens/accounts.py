"""The screens of the prepaid card and of paying later."""

from dataclasses import dataclass

from kiosk.core.money import Money
from kiosk.core.words import Named, Phrase


@dataclass(frozen=True)
class PickAmount:
    """How much to put on the card. Choices: `amount` with fen, `other`, `close-out` where `close_out`, `back`.
    `reason`: why nothing can be put on it now."""

    balance: Money
    offers: tuple[Money, ...]
    other: bool
    close_out: bool
    reason: Phrase | None = None


@dataclass(frozen=True)
class EnterAmount:
    """Another amount, typed in whole yuan; the limits in fen. Choices: `next` with the digits, `back`."""

    least: Money
    most: Money
    problem: Phrase | None = None


@dataclass(frozen=True)
class ConfirmLedger:
    """Pay from the card, or later: said yes to here, there is no phone that asks. Choices: `next`, `back`.
    `before` and `after`: the card's balance, or what is left of the limit. `due_on`: until when, empty for the card."""

    channel: str
    amount: Money
    before: Money
    after: Money
    due_on: str = ""


@dataclass(frozen=True)
class WayRow:
    """A part of a balance and where it goes; `channel` empty: to the window. `state`: planned, processing, refunded,
    window."""

    channel: str
    amount: Money
    state: str = "planned"


@dataclass(frozen=True)
class ConfirmCloseOut:
    """Where the balance goes if it is given back. Choices: `next` where anything goes by itself, `back`."""

    balance: Money
    ways: tuple[WayRow, ...]
    window: Named


@dataclass(frozen=True)
class OwedRow:
    """An amount that is paid later; days as 2026-03-16. `locked`: it is being repaid elsewhere."""

    due_id: str
    made_on: str
    due_on: str
    amount: Money
    overdue: bool = False
    locked: bool = False


@dataclass(frozen=True)
class PayLater:
    """Whether this patient may pay later, and what they owe. Choices: `repay` with a due_id, `all`, `terms`, `back`.
    `why_not`: what stands in the way; `blocked`: registration is blocked too. `agreed`: the terms are accepted.
    `left`: how much may be owed now."""

    may: bool
    why_not: tuple[Named, ...]
    blocked: bool
    agreed: bool
    left: Money
    owed: Money
    dues: tuple[OwedRow, ...]


@dataclass(frozen=True)
class ReadTerms:
    """A text to be accepted, page by page. Choices: `previous`, `next`, `back`; `agree` on the last where `asks`."""

    title: Named
    text: Named
    page: int  # from 1
    pages: int
    asks: bool


@dataclass(frozen=True)
class Fact:
    """A line of an ending: what it is called, and what it is."""

    label: Phrase
    value: str | Phrase | Named
    money: bool = False  # in the colour of money


@dataclass(frozen=True)
class Booked:
    """It is done and written down: a top-up, a repayment, a close-out, an agreement. Choices: `done`.
    `slip` as in `Paid`. `notes` say what comes next. `paid`: the steps of paying have led here."""

    outcome: Phrase
    facts: tuple[Fact, ...]
    slip: str
    notes: tuple[Phrase, ...] = ()
    paid: bool = False
    seconds: int = 20
    take_card: bool = False
