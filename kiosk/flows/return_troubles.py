"""What we say when something cannot be given back or printed again: what happened, your money, what to do, a code."""

from kiosk.contract import Hospital
from kiosk.core.screens import Trouble
from kiosk.core.words import phrase
from kiosk.flows.troubles import to_window

UNCHANGED = phrase("Nothing has changed: it stays paid.")

WHY_NOT = {
    "bill-returned": (phrase("This has been given back already"), "E-RET-01"),
    "return-barred": (phrase("This cannot be given back here any more"), "E-RET-02"),
    "return-dearer": (phrase("The rest would cost you more than before"), "E-RET-04"),
    "insurance-refused": (phrase("The insurance does not take this back here"), "E-RET-05"),
    "split-wrong": (phrase("The insurance gave amounts that do not add up"), "E-INS-01"),
    "amount-differs": (phrase("What goes back has changed meanwhile"), "E-RET-06"),
}


def nothing_paid() -> Trouble:
    """Nothing to show."""
    return Trouble(
        phrase("No payments in the last seven days"),
        phrase("Older ones are at the service window."),
        phrase("You can go."),
        "I-TRA-00",
        "info",
    )


def not_returned(code: str, hospital: Hospital | None) -> Trouble:
    """A definite no; nothing has moved. `retry` then means: see the list again."""
    happened, short = WHY_NOT.get(code, (phrase("This cannot be given back here now"), "E-RET-09"))
    back = phrase("See my payments")
    return Trouble(happened, UNCHANGED, to_window(hospital), short, can_retry=True, retry=back)


def insurer_silent(hospital: Hospital) -> Trouble:
    """Nobody knows what would go back; nothing has moved."""
    again = phrase("Please try again in a few minutes, or go to {window}.", window=hospital.window)
    return Trouble(phrase("The insurance does not answer right now"), UNCHANGED, again, "E-INS-06", can_retry=True)


def printed_again(printed: str, number: int, hospital: Hospital | None) -> Trouble:
    """How printing again ended; `retry` prints the same one once more."""
    if printed == "printed":
        said = phrase("Your slip was printed again (no. {n})", n=number)
        return Trouble(said, UNCHANGED, phrase("Take your slip below"), "I-PRN-02", "info")
    happened = phrase("The slip is incomplete") if printed == "partial" else phrase("No slip came out")
    code = "E-PRN-03" if printed == "partial" else "E-PRN-01"
    return Trouble(happened, UNCHANGED, to_window(hospital), code, can_retry=True, retry=phrase("Print once more"))
