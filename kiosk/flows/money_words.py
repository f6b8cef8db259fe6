"""What a technician is told of money that has not come to its end: how it stands, what is known, what may be done."""

from kiosk.core.purchase import JOURNAL_BEHIND, Purchase, State
from kiosk.core.words import Phrase, phrase

TRY = phrase("Try again. If it stays, compare with the channel's own list by this number.")
NO_CASH = phrase("Give no money back by hand: try again, it ends as booked or as refunded.")

# The worst first: where nobody knows whose the money is.
WORDS: dict[State, tuple[Phrase, Phrase, Phrase]] = {
    "unsure": (
        phrase("The channel does not say how it ended"),
        phrase("It is not known whether money was taken."),
        TRY,
    ),
    "closing": (
        phrase("Being closed at the channel"),
        phrase("It is not known yet whether money was taken."),
        TRY,
    ),
    "asking": (
        phrase("The patient was asked for money"),
        phrase("It is not known yet whether money was taken."),
        TRY,
    ),
    "settling": (
        phrase("The hospital has not said whether it is booked"),
        phrase("The money was taken, or none was due."),
        NO_CASH,
    ),
    "paid": (phrase("Paid, not booked yet"), phrase("The money was taken."), NO_CASH),
    "voiding": (
        phrase("Refused by the hospital, being undone"),
        phrase("The money was taken, or none was due."),
        NO_CASH,
    ),
    "refunding": (
        phrase("The money is on its way back"),
        phrase("The hospital has not booked it; the channel gives the money back."),
        NO_CASH,
    ),
    "planned": (phrase("Chosen, nobody was asked for money"), phrase("No money was taken."), TRY),
}

OLDER_COPY = (
    phrase("This journal is an older copy"),
    phrase("It does not know what was paid; the hospital knows."),
    phrase("Try again. It ends once the hospital has ended it, within twelve hours."),
)

RANK = {state: rank for rank, state in enumerate(WORDS)}


def words_of(purchase: Purchase) -> tuple[Phrase, Phrase, Phrase]:
    """How it stands, what is known, what may be done."""
    return OLDER_COPY if purchase.reason == JOURNAL_BEHIND else WORDS[purchase.state]


def worst_first(purchases: list[Purchase]) -> list[Purchase]:
    """Those whose money nobody knows come first; among equals the oldest."""
    return sorted(purchases, key=lambda purchase: RANK[purchase.state])
