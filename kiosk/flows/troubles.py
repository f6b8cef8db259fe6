"""What we say when something is wrong: what happened, your money and card, what to do, a short code."""

from dataclasses import replace

from kiosk.contract import Hospital
from kiosk.core.errors import BackendUnreachable, InsurerSilent
from kiosk.core.money import NOTHING, yuan
from kiosk.core.purchase import Purchase
from kiosk.core.screens import NotPaid, OutOfService, Trouble
from kiosk.core.words import Named, Phrase, phrase

NO_MONEY = phrase("No money was taken.")
CARD = phrase("No money was taken. Please take your card.")

READER_GONE = "E-CRD-04"
CARDS = {
    "unknown-card": (phrase("This card is not known here"), "E-CRD-10"),
    "card-blocked": (phrase("This card is blocked"), "E-CRD-11"),
    "card-expired": (phrase("This card has expired"), "E-CRD-12"),
}

BILLS = {
    "bill-paid": (phrase("This bill has been paid meanwhile"), "E-BIL-01"),
    "bill-locked": (phrase("This bill is being paid at another place"), "E-BIL-02"),
    "bill-at-window": (phrase("This bill can be paid only at the window"), "E-BIL-03"),
    "insurance-refused": (phrase("The insurance does not accept these bills here"), "E-INS-02"),
    "insurance-audit": (phrase("The insurance does not pay for these bills"), "E-INS-03"),
    "self-pay-refused": (phrase("These bills cannot be paid without the insurance here"), "E-INS-04"),
    "split-wrong": (phrase("The insurance gave amounts that do not add up"), "E-INS-01"),
}

WHY_NOT_PAID = {
    "cancelled": (phrase("You cancelled the payment"), "E-PAY-01"),
    "expired": (phrase("The time to pay has run out"), "E-PAY-04"),
    "balance": (phrase("There is not enough money in your wallet"), "E-PAY-05"),
    "code-used": (phrase("This payment code was used before"), "E-PAY-06"),
    "code-invalid": (phrase("This payment code is not valid"), "E-PAY-07"),
    "code-wrong-kind": (phrase("This is not a payment code we can use"), "E-PAY-08"),
    "reversed": (phrase("The payment was taken back"), "E-PAY-09"),
    "channel-down": (phrase("This way to pay is out of service"), "E-PAY-10"),
    "bill-paid": (phrase("The bill was paid at another place meanwhile"), "E-PAY-11"),
    "insurance-refused": (phrase("The insurance did not accept the payment"), "E-PAY-12"),
    "insurance-audit": (phrase("The insurance does not pay for these bills"), "E-INS-03"),
    "split-changed": (phrase("The insurance counts differently now than it said before"), "E-INS-05"),
    "refused": (phrase("Your wallet did not accept the payment"), "E-PAY-13"),
    "account-frozen": (phrase("The card is being closed out"), "E-ACC-01"),
    "limit": (phrase("This is more than you may owe"), "E-ACC-02"),
    "overdue": (phrase("Something you owe is overdue"), "E-ACC-03"),
    "not-agreed": (phrase("The pay-later agreement is not accepted yet"), "E-ACC-04"),
    "pay-later-refused": (phrase("You cannot pay later here"), "E-ACC-05"),
    "due-changed": (phrase("What you owe has changed meanwhile"), "E-ACC-06"),
}


def to_window(hospital: Hospital | None) -> Phrase:
    if hospital is None:
        return phrase("Please go to the service window.")
    return phrase("Please go to {window}.", window=hospital.window)


def card_refused(code: str, hospital: Hospital | None) -> Trouble:
    """The hospital does not accept this carrier."""
    happened, short = CARDS.get(code, (phrase("This card cannot be used here"), "E-CRD-19"))
    return Trouble(happened, CARD, to_window(hospital), short)


def card_unreadable(code: str) -> Trouble:
    """The reader could not read it, or may not take it."""
    if code == "E-CRD-06":
        other = phrase("Please use another card, or go to the service window.")
        return Trouble(phrase("This card has expired"), NO_MONEY, other, code)
    happened = phrase("The card was taken away too early") if code == "E-CRD-01" else phrase("The card cannot be read")
    return Trouble(happened, NO_MONEY, phrase("Please put your card on the reader again and leave it there."), code)


def reader_gone() -> Trouble:
    """It lost its plug, or broke, while it read a card."""
    other = phrase("Please take your card, and use another document or terminal.")
    return Trouble(phrase("The reader does not work now"), NO_MONEY, other, READER_GONE)


def unreachable() -> Trouble:
    """No answer from the hospital before any money was asked for."""
    again = phrase("Please try again, or use another terminal.")
    return Trouble(phrase("The hospital does not answer right now"), NO_MONEY, again, "E-NET-01", can_retry=True)


def insurer_silent(hospital: Hospital) -> Trouble:
    """The hospital answers, but nobody knows what the insurance would pay."""
    again = phrase("Please try again in a few minutes, or pay at {window}.", window=hospital.window)
    return Trouble(phrase("The insurance does not answer right now"), NO_MONEY, again, "E-INS-06", can_retry=True)


def silence(error: BackendUnreachable, hospital: Hospital) -> Trouble:
    """Who does not answer, before any money was asked for."""
    return insurer_silent(hospital) if isinstance(error, InsurerSilent) else unreachable()


def nothing_to_pay() -> Trouble:
    """Good news, in fact."""
    return Trouble(
        phrase("You have no unpaid bills"),
        phrase("There is nothing to pay."),
        phrase("You can go."),
        "I-BIL-00",
        "info",
    )


def bills_refused(code: str, hospital: Hospital | None) -> Trouble:
    """These bills cannot be paid here now."""
    happened, short = BILLS.get(code, (phrase("These bills cannot be paid here now"), "E-BIL-09"))
    return Trouble(happened, NO_MONEY, to_window(hospital), short)


def no_paper(code: str, required: bool, hospital: Hospital | None) -> Trouble:
    """Known before any money is taken. `retry` then means: go on without a slip."""
    if required:
        return Trouble(phrase("No slip can be printed here now"), NO_MONEY, to_window(hospital), code)
    go_on = phrase("You can pay without a slip, or use another terminal.")
    return Trouble(
        phrase("No slip can be printed here now"),
        NO_MONEY,
        go_on,
        code,
        can_retry=True,
        retry=phrase("Pay without slip"),
    )


def not_here(happened: Phrase, code: str, hospital: Hospital | None) -> Trouble:
    """Something of this terminal does not work: said before anything is begun."""
    return Trouble(happened, NO_MONEY, to_window(hospital), code)


def no_channel(hospital: Hospital | None) -> Trouble:
    """Nothing to pay with."""
    return Trouble(phrase("You have no way to pay here right now"), NO_MONEY, to_window(hospital), "E-CHN-01")


def no_way(hospital: Hospital) -> Trouble:
    """No wallet works, and neither card nor credit helps: said before anything is chosen. `retry`: see the bills."""
    return Trouble(
        phrase("Paying by phone does not work right now"),
        phrase("No money was taken. There is nothing on your patient card either."),
        phrase("Please pay at {window}. What the insurance pays in full can be done here.", window=hospital.window),
        "E-CHN-02",
        can_retry=True,
        retry=phrase("See my bills"),
    )


def not_paid(reason: str, channel: Phrase) -> NotPaid:
    """The channel says that nothing was taken, or that what was taken has been given back."""
    happened, code = WHY_NOT_PAID.get(reason, (phrase("The payment was not made"), "E-PAY-14"))
    back = phrase("What was taken went back to your {channel}.", channel=channel)
    again = phrase("You can try again, or choose another way to pay.")
    return NotPaid(happened, back if reason == "reversed" else NO_MONEY, again, code, can_retry=True)


def money_went_back(purchase: Purchase, channel: Phrase, hospital: Hospital, slip: str) -> NotPaid:
    """Paid, then definitely refused by the hospital: refunded, or on its way."""
    reason, amount = purchase.reason, yuan(purchase.own)
    happened, _ = WHY_NOT_PAID.get(reason, (phrase("The hospital did not accept the payment"), ""))
    if purchase.channel == "pay_later":
        money = phrase("You do not owe {amount} for it.", amount=amount)
    elif purchase.state == "refunded":
        money = phrase("{amount} went back to your {channel}.", amount=amount, channel=channel)
    else:
        money = phrase("{amount} is on its way back to your {channel}.", amount=amount, channel=channel)
    back = NOTHING if purchase.channel == "pay_later" else purchase.own
    return NotPaid(happened, money, to_window(hospital), "E-PAY-02", back, slip)


def objected(told: NotPaid, why: Phrase, window: Named) -> NotPaid:
    """The same, when it was the insurance's audit that refused: with its reason, to the window that can help."""
    return replace(told, happened=why, next=phrase("Please go to {window}.", window=window), code="E-INS-03")


def out_of_order() -> OutOfService:
    """An error nobody foresaw."""
    return OutOfService(
        phrase("This terminal is out of order"),
        phrase("Please use another terminal or the service window."),
        "E-SYS-01",
    )


def no_journal(code: str) -> OutOfService:
    """Nothing can be written down: the disk is full or broken. Whoever has paid holds a slip with a reference."""
    happened = phrase("This terminal cannot write down payments right now")
    return OutOfService(happened, phrase("Nothing can be paid here. Please use another terminal or the window."), code)
