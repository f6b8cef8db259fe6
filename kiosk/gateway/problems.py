"""Every way in which the gateway says no: a stable code, its HTTP status, a sentence for the integrator."""

from typing import TypeVar

from kiosk.contract import Problem
from kiosk.core.errors import Refused

T = TypeVar("T")

MEDIA_TYPE = "application/problem+json"

# code: (status, title). Codes are never renamed and never translated; titles may become clearer.
CODES: dict[str, tuple[int, str]] = {
    "malformed-json": (400, "The body is not JSON"),
    "bad-request": (400, "The request cannot be read"),
    "unauthorized": (401, "A bearer token is needed, and this is not it"),
    "not-found": (404, "There is nothing at this address"),
    "unknown-card": (404, "No patient is known under this carrier and number"),
    "unknown-patient": (404, "No such patient"),
    "unknown-bill": (404, "This patient has no such bill"),
    "unknown-purchase": (404, "No such purchase"),
    "unknown-presettlement": (404, "This purchase has no such pre-settlement"),
    "unknown-order": (404, "No such order: it never arrived"),
    "unknown-refund": (404, "No such refund: it never arrived"),
    "unknown-due": (404, "This patient owes no such thing"),
    "unknown-close-out": (404, "No such close-out: it never arrived"),
    "unknown-return": (404, "No such return: it never arrived"),
    "unknown-alarm": (404, "No such alarm"),
    # 404, not 409: this answer is not kept, once the moves before are here these are welcome.
    "journal-gap": (404, "Moves of this journal before these are not here: ask how far it is, and go on from there"),
    "unknown-reconciliation": (404, "No such day, or it has not been reconciled"),
    "method-not-allowed": (405, "This address does not know this method"),
    "id-reused": (409, "This id was used before, with another body"),
    "card-blocked": (409, "The carrier is blocked"),
    "card-expired": (409, "The carrier has expired"),
    "bill-paid": (409, "A bill is paid already"),
    "bill-locked": (409, "A bill is being paid elsewhere"),
    "bill-at-window": (409, "A bill can be paid only at the window"),
    "purchase-closed": (409, "The purchase is closed: nothing new can begin under it"),
    "insurance-refused": (409, "The insurance refused"),
    "insurance-audit": (409, "The insurer's audit refused: GET the findings of the purchase"),
    "self-pay-refused": (409, "The hospital's rule does not let the patient pay this without the insurance"),
    "split-wrong": (409, "The insurance's split does not add up; send the patient to the window"),
    "nothing-due": (409, "No own money is due: settle without an order"),
    "amount-differs": (409, "The amount is not what is due"),
    "presettlement-differs": (409, "The order was made for another pre-settlement"),
    "code-wrong-kind": (409, "This is not a payment code of this channel"),
    "code-used": (409, "This payment code was used before"),
    "channel-down": (409, "The channel cannot be offered now"),
    "order-under-way": (409, "Another order is under way for this purchase, or has been paid"),
    "not-paid": (409, "The channel does not say that the order is paid"),
    "settlement-stands": (409, "The settlement stands: void it before the refund"),
    "refund-differs": (409, "This payment is being refunded under another id"),
    "given-back": (409, "The patient has given something of it back: the rest stands, and only a return undoes it"),
    "bill-returned": (409, "A bill has been given back already, or is on its way back"),
    "return-barred": (409, "This cannot be given back at a terminal; `detail` is the code of the hospital's rule"),
    "return-dearer": (409, "What is left would cost somebody more than before; send the patient to the window"),
    "return-differs": (409, "The id is not the one of this purchase and these bills"),
    "batch-differs": (409, "The address does not say what is in the body, or the moves do not follow each other"),
    "journal-differs": (409, "These moves of this journal were told otherwise before"),
    "alarm-resolved": (409, "Somebody has seen to this alarm before"),
    "kind-differs": (409, "A top-up has an amount and no bills; bills and dues have bill_ids and no amount"),
    "amount-not-allowed": (409, "The card takes no less, and no more, than the hospital's rule says"),
    "account-frozen": (409, "The card is being closed out"),
    "due-repaid": (409, "It has been repaid already"),
    "due-locked": (409, "It is being repaid elsewhere"),
    "channel-not-allowed": (409, "This cannot be paid in this way"),
    "nothing-to-give-back": (409, "There is nothing on the card"),
    "balance-changed": (409, "There is more or less on the card than the patient was shown"),
    "balance": (409, "There is not enough on the card"),
    "balance-spent": (409, "What the settlement put on the card is not on it any more; a human must see to it"),
    "terms-changed": (409, "Another version of the terms is in force"),
    "pay-later-refused": (409, "This patient may not pay later"),
    "statement-not-ready": (409, "The channels' statements of that day are not there yet; ask again later"),
    "body-too-large": (413, "The body is larger than 64 KiB"),
    "not-json": (415, "Send application/json"),
    "invalid": (422, "The request does not follow the contract"),
    "note-personal": (422, "The note has a number of seven or more digits in it: write nothing about a patient"),
    "internal": (500, "The gateway made a mistake; it is in its log"),
    "ledger-differs": (503, "An account does not add up: nothing is moved on it until a human has seen to it"),
    "channel-silent": (503, "The channel does not answer: it is not known whether it happened; ask again"),
    "insurance-silent": (503, "The insurer does not answer: it is not known whether it happened; ask again"),
    "busy": (503, "The same thing is being done just now; ask again"),
    "store-unavailable": (503, "The database cannot be used now: it is not known whether it happened; ask again"),
    "unreachable": (503, "The hospital does not answer"),
    "answer-lost": (503, "The answer was lost on its way"),
}

BY_STATUS = {
    400: "bad-request",
    401: "unauthorized",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    415: "not-json",
    422: "invalid",
}


def problem(code: str, detail: str = "") -> Problem:
    """The problem record of a code. `detail` must not carry anything about a person."""
    status, title = CODES[code]
    return Problem(type=f"urn:kiosk:problem:{code}", title=title, status=status, code=code, detail=detail)


def status(code: str) -> int:
    """The HTTP status that goes with a code."""
    return CODES[code][0]


def known(row: T | None, code: str) -> T:
    """What was found under an id. Refused with this code when nothing was."""
    if row is None:
        raise Refused(code)
    return row
