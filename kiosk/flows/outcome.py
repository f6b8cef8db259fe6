"""How a payment ended, told on the screen and on paper."""

from dataclasses import dataclass

from kiosk.contract import Hospital, Patient, PreSettlement
from kiosk.core.desk import Desk
from kiosk.core.errors import BackendUnreachable, DeviceFault
from kiosk.core.purchase import Purchase
from kiosk.core.screens import NotPaid, Paid, Unknown
from kiosk.core.words import Words, phrase
from kiosk.devices import ReceiptPrinter, Slip
from kiosk.flows import slips, troubles
from kiosk.flows.agreement import shown
from kiosk.flows.bills import PickedBills
from kiosk.flows.collect import Ended

PRINTING_S = 12.0


@dataclass(frozen=True)
class Outcome:
    """Everything there is to tell."""

    hospital: Hospital
    patient: Patient
    picked: PickedBills
    split: PreSettlement
    ended: Ended


def tell(desk: Desk, printer: ReceiptPrinter, outcome: Outcome) -> bool:
    """Print what is due, say how it ended; whether the patient wants to try again."""
    slip = _slip(outcome, Words(desk.session.language), desk)
    printed = "none" if slip is None else _print(desk, printer, slip)
    answer = desk.tell(_screen(outcome, printed))
    return answer is not None and answer.choice == "retry"


def _screen(outcome: Outcome, printed: str) -> Paid | NotPaid | Unknown:
    purchase = outcome.ended.purchase
    match purchase.state:
        case "settled":
            settlement = outcome.ended.settlement
            place = settlement.next_place if settlement else None
            where = phrase("Next: {place}", place=place) if place else None
            bills = len(purchase.bill_ids)
            return Paid(shown(outcome.split), bills, purchase.purchase_id, printed, where)
        case "closed" | "voiding" if _nothing_taken(purchase):
            return troubles.not_paid(purchase.reason, slips.channel_name(purchase.channel))
        case "refunding" | "refunded" | "voiding":
            channel = slips.channel_name(purchase.channel)
            return troubles.money_went_back(purchase, channel, outcome.hospital, printed)
        case _:
            window = outcome.hospital.window
            return Unknown(purchase.own, purchase.purchase_id, window, printed, "E-PAY-03")


def _nothing_taken(purchase: Purchase) -> bool:
    """The channel said so, or no own money was ever due."""
    return purchase.state == "closed" or not purchase.own


def _slip(outcome: Outcome, words: Words, desk: Desk) -> Slip | None:
    purchase, settlement = outcome.ended.purchase, outcome.ended.settlement
    hospital, name, now = outcome.hospital, outcome.patient.name, desk.clock.now()
    match purchase.state:
        case "settled":
            place = settlement.next_place if settlement else None
            return slips.paid_slip(words, hospital, name, outcome.picked.visits, purchase, outcome.split, place, now)
        case "closed" | "voiding" if _nothing_taken(purchase):
            return None
        case "refunding" | "refunded" | "voiding":
            return slips.refused_slip(words, hospital, name, purchase, now)
        case _:
            return slips.unknown_slip(words, hospital, name, purchase, now)


def _print(desk: Desk, printer: ReceiptPrinter, slip: Slip) -> str:
    """Paper never decides about money: whatever happens here is told, not raised."""
    try:
        desk.during(lambda: printer.print(slip), phrase("Printing your slip"), PRINTING_S)
    except DeviceFault as fault:
        return "partial" if fault.code == "E-PRN-03" else "failed"
    except BackendUnreachable:  # it takes too long
        return "failed"
    return "printed"
