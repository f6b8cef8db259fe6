"""A purchase is what the hospital sells; the table below is the only way its money may move."""

from dataclasses import dataclass
from typing import Literal

from kiosk.core.money import NOTHING, Money

State = Literal[
    "planned",  # bills chosen; nobody was asked for money
    "asking",  # the channel may have heard of it
    "closing",  # we no longer want the money; the channel has not said how it ended
    "closed",  # nothing was taken
    "unsure",  # the channel did not say; we keep asking, a human looks at it
    "paid",  # the channel has the money
    "settling",  # the hospital is asked to book it
    "settled",  # done
    "voiding",  # definitely refused: see to it that it can never be booked
    "refunding",  # the money is on its way back
    "refunded",  # the money is back
]

Kind = Literal["bills", "top_up", "dues"]

NEXT: dict[State, frozenset[State]] = {
    "planned": frozenset({"asking", "settling", "closing"}),  # settling: insurance pays all of it
    "asking": frozenset({"paid", "closing"}),
    "closing": frozenset({"closed", "paid", "unsure"}),
    "unsure": frozenset({"closed", "paid"}),
    "paid": frozenset({"settling"}),
    "settling": frozenset({"settled", "voiding"}),
    # closed: no own money was taken; settled: it cannot be undone, because it stands
    "voiding": frozenset({"refunding", "closed", "settled"}),
    "refunding": frozenset({"refunded"}),
    "closed": frozenset(),
    "settled": frozenset(),
    "refunded": frozenset(),
}

# Why a purchase is unsure, or ended as the hospital says, whose money this journal never asked for: an older copy.
JOURNAL_BEHIND = "journal-behind"

FINAL = frozenset(state for state, after in NEXT.items() if not after)


class MoveNotAllowed(Exception):
    """A move that is not in the table: a bug, never to be papered over."""


@dataclass(frozen=True)
class Purchase:
    """One attempt to pay some bills, as the journal knows it. Ids, amounts and states only.

    `channel` and `presettlement_id` are empty until own money is asked for or the settlement begins.
    """

    purchase_id: str
    patient_id: str
    bill_ids: tuple[str, ...]
    total: Money
    state: State = "planned"
    presettlement_id: str = ""
    channel: str = ""
    own: Money = NOTHING
    reason: str = ""  # why it did not settle, as a stable code
    kind: Kind = "bills"  # what is sold: it makes no difference to how the money moves

    @property
    def final(self) -> bool:
        return self.state in FINAL

    # Every id derives from the purchase's: a repeat after a crash finds the same order, settlement and refund.

    @property
    def payment_id(self) -> str:
        return f"{self.purchase_id}-P"

    @property
    def settlement_id(self) -> str:
        return f"{self.purchase_id}-T"

    @property
    def refund_id(self) -> str:
        return f"{self.purchase_id}-R"


def check_move(before: State, after: State) -> None:
    """Raises `MoveNotAllowed` unless the table has it."""
    if after not in NEXT[before]:
        raise MoveNotAllowed(f"{before} -> {after}")
