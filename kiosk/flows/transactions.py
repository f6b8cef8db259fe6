"""My payments: what a patient paid in the last days; give back what may go back, print a slip again."""

from dataclasses import replace
from datetime import datetime

from kiosk.contract import Bar, PaidBill, Patient, ReprintRequest, Transaction
from kiosk.core.desk import Desk
from kiosk.core.events import Answer, JobDone
from kiosk.core.screens import PaidBillRow, PaidRow, PickTransaction, TransactionDetail
from kiosk.core.words import Named, Phrase, Words, phrase
from kiosk.flows import return_slips, return_troubles
from kiosk.flows.giving_back import GivingBack, Next
from kiosk.flows.identity import retry
from kiosk.flows.needs import PRINTERS_S, Working
from kiosk.flows.outcome import print_slip
from kiosk.flows.payment import Place, ask_hospital, has_paper
from kiosk.flows.slips import channel_name
from kiosk.services import Returns

STANDS = {
    "paid": phrase("Paid"),
    "verifying": phrase("Being verified"),
    "refunding": phrase("Being refunded"),
    "refunded": phrase("Refunded"),
    "partly_refunded": phrase("Partly refunded"),
    "closed_out": phrase("Closed out"),
}
KINDS = {"top_up": phrase("Top-up of the patient card"), "dues": phrase("Repaid what was to be paid later")}
LOOKING = phrase("Looking for your payments")


class Transactions:
    """The journey. Raises `PatientLeft`; a refund that is under way is finished by the gateway."""

    def __init__(self, desk: Desk, returns: Returns, place: Place, working: Working) -> None:
        self._desk = desk
        self._returns = returns
        self._place = place
        self._working = working

    def run(self, patient: Patient) -> None:
        """Returns when the patient is done or goes back."""
        while (found := self._listed(patient)) is not None:
            if not found:
                retry(self._desk, return_troubles.nothing_paid())
                return
            chosen = self._pick(found)
            if chosen is None or not self._look_at(patient, chosen):
                return

    def _listed(self, patient: Patient) -> list[Transaction] | None:
        return ask_hospital(self._desk, lambda: self._returns.transactions(patient.patient_id), LOOKING)

    def _pick(self, found: list[Transaction]) -> Transaction | None:
        answer = self._desk.ask(PickTransaction(tuple(map(row, found))))
        if answer is None or answer.choice != "open":
            return None
        return next((paid for paid in found if paid.purchase_id == answer.value), None)

    def _look_at(self, patient: Patient, paid: Transaction) -> bool:
        """One payment; whether the patient wants to see the list again."""
        while True:
            answer = self._chosen(paid)
            if answer.choice == "back":
                return True
            bill_ids = _wanted(paid, answer.value) if answer.choice == "refund" else []
            if answer.choice == "print" and self._print(patient, paid):
                return False
            if bill_ids and (then := self._give_back(patient, paid, bill_ids)) != "payment":
                return then == "list"

    def _chosen(self, paid: Transaction) -> Answer:
        """What the patient wants of it. The printer is looked at meanwhile: its slip is offered while it can be had."""
        look_at = self._desk.clock.monotonic()
        while True:
            if (now := self._desk.clock.monotonic()) >= look_at:
                look_at = now + PRINTERS_S
                if self._working.asks:
                    self._desk.start(self._working.look)
            event = self._desk.wait(detail(paid, self._working.no_slip()), (JobDone,), look_at)
            if isinstance(event, Answer):
                return event

    def _give_back(self, patient: Patient, paid: Transaction, bill_ids: list[str]) -> Next:
        giving = GivingBack(self._desk, self._returns, self._place.hospital, self._place.printer)
        return giving.run(patient, paid, bill_ids)

    def _print(self, patient: Patient, paid: Transaction) -> bool:
        """Print the slip again; whether that is over. Counted once, however often the paper has to be seen to."""
        request = ReprintRequest(terminal_id=self._place.terminal_id, purchase_id=paid.purchase_id)
        reprint_id = self._place.new_id()
        while has_paper(self._desk, replace(self._place, slip_required=True)):
            made = ask_hospital(self._desk, lambda: self._returns.reprint(reprint_id, request))
            if made is None:
                return False
            words, now = Words(self._desk.session.language), self._desk.clock.now()
            slip = return_slips.again_slip(words, self._place.hospital, patient.name, paid, made.number, now)
            printed = print_slip(self._desk, self._place.printer, slip)
            if not retry(self._desk, return_troubles.printed_again(printed, made.number, self._place.hospital)):
                return True
        return False


def row(paid: Transaction) -> PaidRow:
    """A payment in the list."""
    at = f"{datetime.fromisoformat(paid.at):%m-%d %H:%M}"
    stands, how = STANDS[paid.state], channel_name(paid.channel)
    more = max(0, len(paid.bills) - 1)
    return PaidRow(paid.purchase_id, at, _what(paid), paid.total, paid.state, stands, how, more)


def detail(paid: Transaction, no_slip: Phrase | None = None) -> TransactionDetail:
    """A payment and what may be done with it; `no_slip` says why its slip cannot be printed again now."""
    several = len(paid.bills) > 1
    return TransactionDetail(
        row=row(paid),
        insured=paid.insured,
        fund=paid.fund,
        account=paid.account,
        own=paid.own,
        back=paid.back,
        bills=tuple(_bill(bill) for bill in paid.bills),
        whole=bool(_left(paid)) and paid.bar is None and (several or not paid.bills),
        whole_reason=_words(paid.bar) if _left(paid) or paid.state in ("paid", "verifying") else _gone(paid),
        printed=paid.printed,
        no_slip=no_slip,
    )


def _bill(bill: PaidBill) -> PaidBillRow:
    gone: dict[str, Phrase] = {"returned": phrase("Refunded"), "returning": phrase("Refund under way")}
    can = bill.state == "paid" and bill.bar is None
    return PaidBillRow(bill.bill_id, bill.title, bill.amount, bill.state, can, gone.get(bill.state) or _words(bill.bar))


def _what(paid: Transaction) -> Named | Phrase:
    if paid.kind in KINDS:
        return KINDS[paid.kind]
    return paid.bills[0].title if paid.bills else phrase("Bills")


def _gone(paid: Transaction) -> Phrase:
    if paid.state == "closed_out":
        return phrase("Went back when the card was closed out")
    return phrase("Refund under way") if paid.state == "refunding" else phrase("All of it has gone back")


def _wanted(paid: Transaction, bill_id: str) -> list[str]:
    """The bills that are to go back: one, or all that are left."""
    left = _left(paid)
    if bill_id:
        return [one for one in left if one == bill_id]
    return left


def _left(paid: Transaction) -> list[str]:
    return [bill.bill_id for bill in paid.bills if bill.state == "paid"]


def _words(bar: Bar | None) -> Named | None:
    return bar.words if bar else None
