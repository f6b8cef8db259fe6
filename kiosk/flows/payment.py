"""A patient pays: choose bills, see who pays what, choose how, pay, take the slip."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from kiosk.contract import ChannelState, Hospital, Patient, PreSettlement, PurchaseRequest, Visit
from kiosk.core.desk import Desk
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.purchase import Purchase
from kiosk.core.screens import Trouble
from kiosk.core.words import Phrase, phrase
from kiosk.devices import Health, ReceiptPrinter
from kiosk.flows import audit, troubles
from kiosk.flows.agreement import Agreed, Agreement
from kiosk.flows.audit import Against
from kiosk.flows.bills import PickedBills, pick_bills, without
from kiosk.flows.cashier import Cashier
from kiosk.flows.collect import Collection, Ended
from kiosk.flows.identity import retry
from kiosk.flows.outcome import Outcome, tell
from kiosk.flows.own_ways import any_way
from kiosk.flows.splits import Ask, asking
from kiosk.services import Purchases, Records

T = TypeVar("T")

ONE_MOMENT = phrase("One moment, please")
INSURANCE = phrase("Asking your insurance")


@dataclass(frozen=True)
class Place:
    """The terminal a patient stands at, as far as paying cares."""

    terminal_id: str
    hospital: Hospital
    printer: ReceiptPrinter
    scans: Callable[[], bool]  # the scanner works now
    qr_s: int
    slip_required: bool
    new_id: Callable[[], str]
    wallets: bool = True  # any of them worked when we last looked


class Payment:
    """The journey of paying. Raises `PatientLeft`; what is unfinished then is finished by recovery."""

    def __init__(self, desk: Desk, records: Records, purchases: Purchases, cashier: Cashier, place: Place) -> None:
        self._desk = desk
        self._records = records
        self._purchases = purchases
        self._cashier = cashier
        self._place = place
        self._account = place.hospital.account_by_default  # kept while one patient stands here, also when they go back

    def run(self, patient: Patient) -> None:
        """Returns when the patient is done or goes back."""
        again, picked = True, None
        self._account = self._place.hospital.account_by_default
        while again:
            visits = self._unpaid(patient)
            if visits is None:
                return
            if not visits:
                retry(self._desk, troubles.nothing_to_pay())
                return
            if picked is None and not self._place.wallets and not self._can_without_wallet(patient):
                return
            picked = pick_bills(self._desk, visits, picked)
            again = picked is not None and has_paper(self._desk, self._place) and self._pay_what_can(patient, picked)

    def _unpaid(self, patient: Patient) -> list[Visit] | None:
        while True:
            finish_earlier(self._desk, self._cashier, patient)
            try:
                return self._desk.during(
                    lambda: self._records.unpaid(patient.patient_id), phrase("Looking for your bills")
                )
            except (BackendUnreachable, Refused):
                if not retry(self._desk, troubles.unreachable()):
                    return None

    def _can_without_wallet(self, patient: Patient) -> bool:
        """Before a patient chooses anything: the card or paying later, or they know and want to go on all the same."""
        try:
            channels = self._desk.during(lambda: self._records.channels_of(patient.patient_id), ONE_MOMENT)
        except (BackendUnreachable, Refused):
            return True  # it is asked again before any money
        return any_way(channels) or retry(self._desk, troubles.no_way(self._place.hospital))

    def _pay_what_can(self, patient: Patient, picked: PickedBills) -> bool:
        """All of it, or the others when the insurance refuses some. Whether the patient wants to see them again."""
        again: bool | PickedBills = picked
        while isinstance(again, PickedBills):
            again = self._pay(patient, again)
        return again

    def _pay(self, patient: Patient, picked: PickedBills) -> bool | PickedBills:
        """One purchase from lock to result. Whether the patient wants to see their bills again, or pays just others."""
        purchase = Purchase(self._place.new_id(), patient.patient_id, picked.bill_ids, picked.total)
        try:
            purchase = self._cashier.plan(purchase)
        except Refused as error:
            return self._say_why(error)
        try:
            channels = self._desk.during(lambda: self._lock(purchase), INSURANCE)
            ask = asking(self._purchases, purchase)
            told = self._told(purchase, picked, ask)
            agreed = self._agree(told, channels, ask) if isinstance(told, PreSettlement) else None
        except (Refused, BackendUnreachable) as error:
            release(self._desk, self._cashier, purchase)
            return self._say_why(error)
        if agreed is None:
            release(self._desk, self._cashier, purchase)
            return told if isinstance(told, PickedBills) else True
        ended = self._collect(purchase, agreed)
        outcome = Outcome(self._place.hospital, patient, picked, agreed, ended, self._against(picked, ended))
        return tell(self._desk, self._place.printer, outcome)

    def _lock(self, purchase: Purchase) -> list[ChannelState]:
        locked = self._purchases.open_purchase(
            purchase.purchase_id,
            PurchaseRequest(
                terminal_id=self._place.terminal_id,
                patient_id=purchase.patient_id,
                bill_ids=list(purchase.bill_ids),
            ),
        )
        if locked.total != purchase.total:
            raise Refused("bill-changed")
        return self._records.channels_of(purchase.patient_id)

    def _told(self, purchase: Purchase, picked: PickedBills, ask: Ask) -> PreSettlement | PickedBills | None:
        """The split; the other bills when the insurance refuses some and the patient pays those; `None`: back."""
        try:
            return self._desk.during(lambda: ask(self._account, False), INSURANCE)
        except Refused as error:
            if error.code != "insurance-audit":
                raise
        found = self._desk.during(lambda: self._purchases.findings(purchase.purchase_id), INSURANCE)
        match audit.ask(self._desk, picked, found):
            case "others":
                return without(picked, [one.bill_id for one in found.findings])
            case "self":
                return self._desk.during(lambda: ask(False, True), INSURANCE)
        return None

    def _agree(self, split: PreSettlement, channels: list[ChannelState], ask: Ask) -> Agreed | None:
        def pre_settle(account: bool) -> PreSettlement:
            told = ask(account, False)
            self._account = account
            return told

        return Agreement(self._desk, split, channels, self._place.scans, pre_settle).run()

    def _against(self, picked: PickedBills, ended: Ended) -> Against | None:
        """Why the insurance refused after all, when it was the audit; nothing when that cannot be asked now."""
        if ended.purchase.reason != "insurance-audit":
            return None
        try:
            found = self._desk.during(lambda: self._purchases.findings(ended.purchase.purchase_id), INSURANCE)
        except (Refused, BackendUnreachable):
            return None
        return audit.against(picked, found)

    def _collect(self, purchase: Purchase, agreed: Agreed) -> Ended:
        collection = Collection(self._desk, self._cashier, self._place.hospital.payee, self._place.qr_s)
        if agreed.channel is None:
            return collection.settle_without_own_money(purchase, agreed.split)
        return collection.run(purchase, agreed.split, agreed.channel, agreed.code)

    def _say_why(self, error: Refused | BackendUnreachable) -> bool:
        if isinstance(error, BackendUnreachable):
            return retry(self._desk, troubles.silence(error, self._place.hospital))
        retry(self._desk, self._no(error.code))
        return True

    def _no(self, code: str) -> Trouble:
        hospital = self._place.hospital
        return troubles.no_channel(hospital) if code == "no-channel" else troubles.bills_refused(code, hospital)


def has_paper(desk: Desk, place: Place) -> bool:
    """Paper is looked at before any money is taken; without it the patient decides, where the rule lets them."""
    try:
        health = desk.during(place.printer.health, ONE_MOMENT)
    except BackendUnreachable:  # it hangs
        health = Health("offline")
    return health.usable or retry(
        desk, troubles.no_paper(health.code or "E-PRN-01", place.slip_required, place.hospital)
    )


def ask_hospital(desk: Desk, act: Callable[[], T], verb: Phrase = ONE_MOMENT) -> T | None:
    """Ask until the hospital answers, or the patient gives up: `None`."""
    while True:
        try:
            return desk.during(act, verb)
        except (BackendUnreachable, Refused):
            if not retry(desk, troubles.unreachable()):
                return None


def finish_earlier(desk: Desk, cashier: Cashier, patient: Patient) -> None:
    """What this patient began here before may still lock their bills."""
    for purchase in cashier.unfinished():
        if purchase.patient_id == patient.patient_id:
            release(desk, cashier, purchase)


def release(desk: Desk, cashier: Cashier, purchase: Purchase) -> None:
    """Nobody is paying it any more: take it to its end. If that fails now, recovery does it."""
    try:
        cashier.drive(purchase, lambda act: desk.during(act, ONE_MOMENT))
    except (BackendUnreachable, Refused):
        return
