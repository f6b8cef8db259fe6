"""The patient gives something back: sees what goes where, says yes, and hears how far it is.

Nothing is written down on the terminal: the return's id follows from the purchase and its bills, and the gateway has
saved it before it answers and finishes it by itself. A request that never arrived has changed nothing.
"""

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from kiosk.contract import Hospital, Patient, Quote, QuoteRequest, Return, ReturnRequest, Transaction
from kiosk.core.desk import Desk
from kiosk.core.errors import BackendUnreachable, InsurerSilent, Refused
from kiosk.core.money import yuan
from kiosk.core.screens import ConfirmReturn, Returned, Waiting
from kiosk.core.words import Named, Phrase, Words, phrase
from kiosk.devices import ReceiptPrinter
from kiosk.flows import return_slips, return_troubles, troubles
from kiosk.flows.identity import retry
from kiosk.flows.outcome import print_slip
from kiosk.flows.slips import channel_name
from kiosk.services import Returns

T = TypeVar("T")
Next = Literal["payment", "list", "nothing"]  # the payment again, all payments, or they are done here

WORKING_OUT = phrase("Working out what goes back")
GIVING_BACK = phrase("Giving your money back. Please stay here.")
PATIENCE_S = 20.0  # how long a patient waits for an answer that does not come, before we print a reference
ON_ITS_WAY_S = 4.0  # how long we look whether money that is on its way arrives while they stand here
PAUSE_S = 2.0
FEW = 3  # bills that are named one by one

USUALLY = {
    "wechat": phrase("WeChat usually shows it at once; on a bank card it takes 1–3 days."),
    "alipay": phrase("Alipay usually shows it at once; on a bank card it takes 1–3 days."),
    "unionpay": phrase("On a bank card it takes 1–7 days."),
    "prepaid": phrase("It is on your patient card."),
    "pay_later": phrase("You owe that much less."),
}


class GivingBack:
    """One wish to give back, from the question to the slip."""

    def __init__(self, desk: Desk, returns: Returns, hospital: Hospital, printer: ReceiptPrinter) -> None:
        self._desk = desk
        self._returns = returns
        self._hospital = hospital
        self._printer = printer

    def run(self, patient: Patient, paid: Transaction, bill_ids: Sequence[str]) -> Next:
        """What the patient wants to see then. Raises `PatientLeft`."""
        try:
            quote = self._quote(paid, bill_ids)
            if quote is None or not self._agreed(paid, bill_ids, quote):
                return "payment"
            told = self._give_back(paid, bill_ids, quote)
        except Refused as refused:
            return self._say_no(refused.code)
        if told is not None and told.state == "refused":
            return self._say_no(told.reason)
        # As long as the insurance may say no, nobody knows whether anything goes back.
        state = told.state if told and told.state != "verifying" else "unknown"
        self._tell(patient, paid, bill_ids, quote, state)
        return "nothing"

    def _say_no(self, code: str) -> Next:
        return "list" if retry(self._desk, return_troubles.not_returned(code, self._hospital)) else "nothing"

    def _quote(self, paid: Transaction, bill_ids: Sequence[str]) -> Quote | None:
        request = QuoteRequest(purchase_id=paid.purchase_id, bill_ids=list(bill_ids))
        while True:
            try:
                return self._desk.during(lambda: self._returns.quote(request), WORKING_OUT)
            except InsurerSilent:
                trouble = return_troubles.insurer_silent(self._hospital)
            except BackendUnreachable:
                trouble = troubles.unreachable()
            if not retry(self._desk, trouble):
                return None

    def _agreed(self, paid: Transaction, bill_ids: Sequence[str], quote: Quote) -> bool:
        what = _what([bill.title for bill in paid.bills if bill.bill_id in bill_ids])
        money = phrase("{amount} goes back to your {channel}.", **_where(quote))
        if not quote.own:
            money = phrase("You paid nothing yourself: nothing goes back to you.")
        insurance = phrase("The insurance takes its part back.") if paid.insured else None
        screen = ConfirmReturn(what, paid.insured, quote.fund, quote.account, quote.own, money, insurance)
        answer = self._desk.ask(screen)
        return answer is not None and answer.choice == "refund"

    def _give_back(self, paid: Transaction, bill_ids: Sequence[str], quote: Quote) -> Return | None:
        """Ask until it is back, surely on its way, or twenty seconds are over; `None` without any answer."""
        request = ReturnRequest(purchase_id=paid.purchase_id, bill_ids=list(bill_ids), own=quote.own)
        began = self._desk.clock.monotonic()
        told: Return | None = None
        while told is None or told.state not in ("refunded", "refused"):
            told = self._ask(lambda: self._returns.give_back(quote.return_id, request)) or told
            patience = ON_ITS_WAY_S if told and told.state == "processing" else PATIENCE_S
            if self._desk.clock.monotonic() - began >= patience:
                break
            if told is None or told.state not in ("refunded", "refused"):
                self._desk.show_for(Waiting(GIVING_BACK, round(PATIENCE_S)), PAUSE_S)
        return told

    def _ask(self, act: Callable[[], T]) -> T | None:
        try:
            return self._desk.during(act, GIVING_BACK)
        except BackendUnreachable:
            return None  # nobody knows: ask again under the same id

    def _tell(self, patient: Patient, paid: Transaction, bill_ids: Sequence[str], quote: Quote, state: str) -> None:
        words, now = Words(self._desk.session.language), self._desk.clock.now()
        back = [(bill.title, yuan(bill.amount)) for bill in paid.bills if bill.bill_id in bill_ids]
        slip = return_slips.return_slip(words, self._hospital, patient.name, back, quote, state, now)
        printed = print_slip(self._desk, self._printer, slip)
        self._desk.tell(_ending(quote, paid.insured, state, printed, self._hospital))


def _what(titles: list[Named]) -> tuple[Named | Phrase, ...]:
    if len(titles) <= FEW:
        return tuple(titles)
    return (phrase("{first} and {n} more", first=titles[0], n=len(titles) - 1),)


def _where(quote: Quote) -> dict[str, object]:
    return {"amount": yuan(quote.own), "channel": channel_name(quote.channel)}


def _ending(quote: Quote, insured: bool, state: str, printed: str, hospital: Hospital) -> Returned:
    insurance = phrase("The insurance has taken its part back.") if insured and state != "unknown" else None
    seconds = 60 if state == "unknown" else 30
    code = "E-RET-03" if state == "unknown" else ""
    outcome, when = _outcome(quote, state, hospital)
    return Returned(state, quote.own, outcome, when, quote.return_id, printed, insurance, code, quote.account, seconds)


def _outcome(quote: Quote, state: str, hospital: Hospital) -> tuple[Phrase, Phrase]:
    if state == "unknown":
        window = phrase("It goes back once, never twice. Questions: {window}.", window=hospital.window)
        return phrase("Refund being verified"), window
    if not quote.own:
        return phrase("Given back"), phrase("You paid nothing yourself: nothing goes back to you.")
    usually = USUALLY.get(quote.channel, phrase("On a bank card it takes 1–7 days."))
    if state == "refunded":
        return phrase("{amount} went back to your {channel}.", **_where(quote)), usually
    return phrase("{amount} is on its way back to your {channel}.", **_where(quote)), usually
