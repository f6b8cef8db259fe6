"""What a patient has paid in the last days, what of it can be given back, and slips that are printed again."""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta

from kiosk.contract.record import Amount, ChannelName, Id, Record
from kiosk.core.words import Named

Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$")]
Bills = Annotated[list[Id], Meta(max_length=50)]


TransactionState = Literal["paid", "verifying", "refunding", "refunded", "partly_refunded", "closed_out"]
BillState = Literal["paid", "returning", "returned"]
ReturnState = Literal["verifying", "processing", "refunded", "refused"]


class Bar(Record, frozen=True, kw_only=True):
    """Why something cannot be given back at a terminal: `code` is stable, `words` are the hospital's own and name the
    window to go to."""

    code: str
    words: Named


class PaidBill(Record, frozen=True, kw_only=True):
    """One bill of a transaction. `bar`: why this one alone cannot be given back here."""

    bill_id: Id
    title: Named
    amount: Amount
    state: BillState
    bar: Bar | None = None


class Transaction(Record, frozen=True, kw_only=True):
    """What a patient paid, at whatever terminal, and what has become of it.

    `fund`, `account` and `own` are what was paid at first; `back` is what of `own` has gone back or is on its way.
    `verifying`: paid or perhaps paid, and not booked yet. `partly_refunded`: some of the bills went back.
    `closed_out`: a top-up of which `back` went back when the card was closed out; the rest was spent, or stays on it.
    `bar`: why all that is left cannot be given back here. `printed`: how often its slip was printed again.
    """

    purchase_id: Id
    at: Moment
    kind: Literal["bills", "top_up", "dues"]
    total: Amount
    insured: bool
    fund: Amount
    account: Amount
    own: Amount
    channel: ChannelName | Literal[""]
    state: TransactionState
    back: Amount
    bills: list[PaidBill]
    bar: Bar | None = None
    next_place: Named | None = None
    printed: Annotated[int, Meta(ge=0)] = 0


class QuoteRequest(Record, frozen=True, kw_only=True):
    """Which bills of a purchase are to go back: one of them, or all that have not gone back before."""

    purchase_id: Id
    bill_ids: Bills


class Quote(Record, frozen=True, kw_only=True):
    """What would go back, and where to: `total = fund + account + own`. What is left is settled anew."""

    return_id: Id
    total: Amount
    fund: Amount
    account: Amount
    own: Amount
    channel: ChannelName | Literal[""]


class ReturnRequest(Record, frozen=True, kw_only=True):
    """The patient gives these bills back and has agreed to get `own` back. Says nothing of the terminal: the same wish
    at two terminals is one wish."""

    purchase_id: Id
    bill_ids: Bills
    own: Amount


class Return(Record, frozen=True, kw_only=True):
    """`verifying` until the insurance has said yes; then `processing` until the channel says that the money is back.
    `refused`: the insurance said no, and nothing has changed."""

    return_id: Id
    purchase_id: Id
    total: Amount
    fund: Amount
    account: Amount
    own: Amount
    channel: ChannelName | Literal[""]
    state: ReturnState
    reason: str = ""


class ReprintRequest(Record, frozen=True, kw_only=True):
    """A terminal prints the slip of a purchase again."""

    terminal_id: Id
    purchase_id: Id


class Reprint(Record, frozen=True, kw_only=True):
    """The slip that is printed now is the `number`th: the first one was the first."""

    reprint_id: Id
    purchase_id: Id
    number: Annotated[int, Meta(ge=2)]


def return_id(purchase_id: str, all_bills: Iterable[str], back: Iterable[str]) -> str:
    """Says which bills of which purchase go back, so that nothing can ask for the same money under two ids.

    The places of the bills in the purchase are the bits of a number, written in sixteens: fifty bills are 13 letters.
    """
    given = set(back)
    bits = sum(1 << place for place, bill_id in enumerate(all_bills) if bill_id in given)
    return f"{purchase_id}-V{bits:X}"
