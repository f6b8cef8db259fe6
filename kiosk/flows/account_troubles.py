"""What we say when a card cannot be filled or emptied, or a due not be repaid, here and now."""

from kiosk.contract import Hospital
from kiosk.core.money import Money, yuan
from kiosk.core.screens import Trouble
from kiosk.core.words import Phrase, phrase
from kiosk.flows.troubles import NO_MONEY, no_channel, to_window

REFUSED = {
    "account-frozen": (phrase("The card is being closed out"), "E-ACC-01"),
    "due-changed": (phrase("What you owe has changed meanwhile"), "E-ACC-06"),
    "due-locked": (phrase("This is being repaid at another place"), "E-ACC-07"),
    "bill-locked": (phrase("This is being repaid at another place"), "E-ACC-07"),
    "due-repaid": (phrase("This has been repaid meanwhile"), "E-ACC-08"),
    "amount-not-allowed": (phrase("This amount cannot be put on the card"), "E-ACC-09"),
    "nothing-to-give-back": (phrase("There is no money on the card"), "E-ACC-10"),
    "balance-changed": (phrase("The balance has changed meanwhile"), "E-ACC-11"),
    "terms-changed": (phrase("The agreement has changed meanwhile"), "E-ACC-12"),
    "pay-later-refused": (phrase("You cannot pay later here"), "E-ACC-05"),
}


def refused(code: str, hospital: Hospital) -> Trouble:
    """A definite no, before any money has moved."""
    if code == "no-channel":
        return no_channel(hospital)
    happened, short = REFUSED.get(code, (phrase("This cannot be done here now"), "E-ACC-19"))
    return Trouble(happened, NO_MONEY, to_window(hospital), short)


def being_closed_out(balance: Money, hospital: Hospital) -> Trouble:
    """Nothing can be put on the card or given back while a balance goes back. `balance`: what is still on it."""
    return Trouble(
        phrase("The card is being closed out"),
        phrase("Your money is safe and goes back to where it came from. On it now: {amount}", amount=yuan(balance)),
        phrase("Look again in a few minutes. Questions: {window}", window=hospital.window),
        "E-ACC-01",
        can_retry=True,
        retry=phrase("Look again"),
    )


def close_out_unknown(hospital: Hospital, reference: str) -> Trouble:
    """Nobody answers: it was heard, and goes on by itself, or it was not, and nothing has changed."""
    return Trouble(
        phrase("The hospital does not answer right now"),
        phrase("Your money is safe: it is on the card, or on its way back to you."),
        _ask(hospital, reference),
        "E-ACC-13",
        seconds=60,
    )


def _ask(hospital: Hospital, reference: str) -> Phrase:
    return phrase("Questions: {window}. Reference {reference}", window=hospital.window, reference=reference)
