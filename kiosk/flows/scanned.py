"""A code under the scanner where somebody should say who they are: which codes do, and what we say of the others."""

from kiosk.core.events import CardRead, CodeScanned
from kiosk.core.scanned_codes import CARRIERS, Scanned, holders_number, sort
from kiosk.core.screens import Trouble, Way
from kiosk.core.words import Phrase, phrase
from kiosk.flows.troubles import NO_MONEY

OTHER = phrase("Please use your card, or show your insurance code.")
REFUSED: dict[Scanned, tuple[Phrase, Phrase, str]] = {
    "unknown": (phrase("This code is not known here"), OTHER, "E-SCN-10"),
    "payment": (phrase("This code pays, but does not say who you are"), OTHER, "E-SCN-11"),
    "e_cny": (phrase("This code pays, but does not say who you are"), OTHER, "E-SCN-11"),
    "slip": (
        phrase("This is the code of a slip"),
        phrase('Please put your card on the reader and open "My payments".'),
        "E-SCN-12",
    ),
    "referral": (
        phrase("This is a referral slip"),
        phrase("Please hand it in at the service window."),
        "E-SCN-13",
    ),
}
NOT_HERE = (phrase("This kind of code cannot be used here"), OTHER, "E-SCN-14")


def shown(scanned: CodeScanned, ways: tuple[Way, ...], referral_prefix: str) -> CardRead | Trouble:
    """Who the code says they are, as a card would; or why it does not."""
    kind = sort(scanned.text, referral_prefix)
    if kind not in CARRIERS:
        happened, then, code = REFUSED[kind]
    elif not any(way.carrier == kind and way.enabled for way in ways):
        happened, then, code = NOT_HERE
    else:
        return CardRead(scanned.scanner, kind, holders_number(scanned.text))
    return Trouble(happened, NO_MONEY, then, code)
