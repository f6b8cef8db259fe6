"""The screens of what a patient has paid, gives back, and prints again; `screens.py` has the others."""

from dataclasses import dataclass

from kiosk.core.money import NOTHING, Money
from kiosk.core.words import Named, Phrase


@dataclass(frozen=True)
class PaidRow:
    """One payment. `state`: paid, verifying, refunding, refunded, partly_refunded, closed_out; `stands` says it in
    words. `what`: its first bill; `more`: how many bills it has beside that one."""

    purchase_id: str
    at: str  # 03-02 14:05
    what: Named | Phrase
    amount: Money
    state: str
    stands: Phrase
    paid_with: Phrase
    more: int = 0


@dataclass(frozen=True)
class PickTransaction:
    """What was paid in the last days, newest first. Choices: `open` with a purchase_id, `back`."""

    rows: tuple[PaidRow, ...]


@dataclass(frozen=True)
class PaidBillRow:
    """One bill of a payment. `state`: paid, returning, returned; `reason` says why it cannot be given back alone."""

    bill_id: str
    title: Named
    amount: Money
    state: str
    can: bool
    reason: Named | Phrase | None = None


@dataclass(frozen=True)
class TransactionDetail:
    """One payment and what may be done with it. Choices: `refund` with a bill_id, or empty for all that is left;
    `print`; `back`. `whole_reason`: why it cannot be given back whole; `no_slip`: why no slip can be printed now."""

    row: PaidRow
    insured: bool
    fund: Money
    account: Money
    own: Money
    back: Money
    bills: tuple[PaidBillRow, ...]
    whole: bool
    whole_reason: Named | Phrase | None = None
    printed: int = 0
    no_slip: Phrase | None = None


@dataclass(frozen=True)
class ConfirmReturn:
    """What goes back and where to, before anything moves. Choices: `refund`, `back`."""

    what: tuple[Named | Phrase, ...]
    insured: bool
    fund: Money
    account: Money
    own: Money
    money: Phrase
    insurance: Phrase | None = None


@dataclass(frozen=True)
class Returned:
    """How giving back ended. `state`: refunded, processing, unknown. `slip` as in `Paid`. Choices: `done`."""

    state: str
    amount: Money
    outcome: Phrase
    when: Phrase
    reference: str
    slip: str
    insurance: Phrase | None = None
    code: str = ""
    back_on: Money = NOTHING  # what went back to the insurance account
    seconds: int = 30
    take_card: bool = False
