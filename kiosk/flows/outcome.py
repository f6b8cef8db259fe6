"""How a payment ended, told on the screen and on paper."""

from dataclasses import dataclass

from kiosk.contract import Hospital, Patient
from kiosk.core.desk import Desk
from kiosk.core.errors import BackendUnreachable, DeviceFault
from kiosk.core.purchase import Purchase
from kiosk.core.screens import NotPaid, Paid, Unknown
from kiosk.core.words import Words, phrase
from kiosk.devices import ReceiptPrinter, Slip
from kiosk.flows import account_slips, slips, troubles
from kiosk.flows.agreement import Agreed, shown
from kiosk.flows.audit import Against
from kiosk.flows.bills import PickedBills
from kiosk.flows.collect import Ended

PRINTING_S = 12.0


@dataclass(frozen=True)
class Outcome:
    """Everything there is to tell."""

    hospital: Hospital
    patient: Patient
    picked: PickedBills
    agreed: Agreed
    ended: Ended
    against: Against | None = None  # what the insurance's audit said when the settlement was refused


def tell(desk: Desk, printer: ReceiptPrinter, outcome: Outcome) -> bool:
    """Print what is due, say how it ended; whether the patient wants to try again."""
    purchase = outcome.ended.purchase
    if purchase.state != "settled":
        return tell_unsettled(desk, printer, outcome.hospital, outcome.patient.name, purchase, outcome.against)
    printed = print_slip(desk, printer, _paid_slip(outcome, Words(desk.session.language), desk))
    desk.tell(_paid(outcome, printed))
    return False


def tell_unsettled(
    desk: Desk,
    printer: ReceiptPrinter,
    hospital: Hospital,
    name: str,
    purchase: Purchase,
    against: Against | None = None,
) -> bool:
    """The same for a purchase of any kind that is not settled (yet). `name` is masked."""
    words = Words(desk.session.language)
    slip = _slip(words, hospital, name, purchase, desk)
    if slip is not None and against is not None:
        slip = slips.with_objections(words, slip, against.words)
    printed = "none" if slip is None else print_slip(desk, printer, slip)
    told = _unsettled(hospital, purchase, printed)
    if isinstance(told, NotPaid) and against is not None:
        told = troubles.objected(told, against.words[0], against.window)
    answer = desk.tell(told)
    return answer is not None and answer.choice == "retry"


def _paid(outcome: Outcome, printed: str) -> Paid:
    purchase, settlement, agreed = outcome.ended.purchase, outcome.ended.settlement, outcome.agreed
    place = settlement.next_place if settlement else None
    where = phrase("Next: {place}", place=place) if place else None
    balance = settlement.balance if settlement else None
    return Paid(
        shown(agreed.split), len(purchase.bill_ids), purchase.purchase_id, printed, where, balance, agreed.due_on
    )


def _unsettled(hospital: Hospital, purchase: Purchase, printed: str) -> NotPaid | Unknown:
    channel = slips.channel_name(purchase.channel)
    match purchase.state:
        case "closed":
            return troubles.not_paid(purchase.reason, channel)
        case "refunding" | "refunded":
            return troubles.money_went_back(purchase, channel, hospital, printed)
        case _:  # also what is being voided: it may stand, and then it is settled
            return Unknown(slips.at_stake(purchase), purchase.purchase_id, hospital.window, printed, "E-PAY-03")


def _paid_slip(outcome: Outcome, words: Words, desk: Desk) -> Slip:
    purchase, settlement = outcome.ended.purchase, outcome.ended.settlement
    hospital, name, now = outcome.hospital, outcome.patient.name, desk.clock.now()
    place = settlement.next_place if settlement else None
    slip = slips.paid_slip(words, hospital, name, outcome.picked.visits, purchase, outcome.agreed.split, place, now)
    return account_slips.with_account(words, slip, settlement, outcome.agreed.due_on)


def _slip(words: Words, hospital: Hospital, name: str, purchase: Purchase, desk: Desk) -> Slip | None:
    now = desk.clock.now()
    match purchase.state:
        case "closed":
            return None
        case "refunding" | "refunded":
            return slips.refused_slip(words, hospital, name, purchase, now)
        case _:
            return slips.unknown_slip(words, hospital, name, purchase, now)


def print_slip(desk: Desk, printer: ReceiptPrinter, slip: Slip) -> str:
    """Paper never decides about money: whatever happens here is told, not raised."""
    try:
        desk.during(lambda: printer.print(slip), phrase("Printing your slip"), PRINTING_S)
    except DeviceFault as fault:
        return "partial" if fault.code == "E-PRN-03" else "failed"
    except BackendUnreachable:  # it takes too long
        return "failed"
    return "printed"
