"""Treat first, pay later: whether a patient may, the terms they accept, what they owe, and repaying it."""

from kiosk.contract import AgreementRequest, Due, Patient, PayLaterTerms, Standing
from kiosk.core.desk import Desk
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.money import Money, total, yuan
from kiosk.core.screens import Booked, Fact, OwedRow, PayLater, ReadTerms
from kiosk.core.words import Words, phrase
from kiosk.flows import account_troubles, troubles
from kiosk.flows.account_slips import account_slip
from kiosk.flows.cashier import Cashier
from kiosk.flows.collect import Ended
from kiosk.flows.identity import retry
from kiosk.flows.outcome import print_slip, tell_unsettled
from kiosk.flows.payment import ONE_MOMENT, Place, ask_hospital, finish_earlier
from kiosk.flows.slips import channel_name
from kiosk.flows.till import Till, Wanted
from kiosk.services import Accounts


class PayingLater:
    """The journey. Raises `PatientLeft`; what is unfinished then is finished by recovery."""

    def __init__(self, desk: Desk, accounts: Accounts, cashier: Cashier, till: Till, place: Place) -> None:
        self._desk = desk
        self._accounts = accounts
        self._cashier = cashier
        self._till = till
        self._place = place

    def run(self, patient: Patient) -> None:
        """Returns when the patient is done or goes back."""
        again = True
        while again:
            finish_earlier(self._desk, self._cashier, patient)
            standing = ask_hospital(self._desk, lambda: self._accounts.standing(patient.patient_id))
            again = standing is not None and self._serve(patient, standing)

    def _serve(self, patient: Patient, standing: Standing) -> bool:
        """One choice; whether the patient wants to see how they stand again."""
        free = [due for due in standing.dues if not due.locked]
        answer = self._desk.ask(_screen(standing))
        match answer and answer.choice:
            case "repay" if answer:
                return self._repay(patient, [due for due in free if due.due_id == answer.value])
            case "all":
                return self._repay(patient, free)
            case "terms":
                return self._terms(patient, standing)
        return False

    def _repay(self, patient: Patient, dues: list[Due]) -> bool:
        if not dues:
            return True
        amount = total(due.amount for due in dues)
        ended = self._till.sell(patient, Wanted("dues", amount, tuple(due.due_id for due in dues)))
        if ended is None:
            return True
        if ended.purchase.state != "settled":
            return tell_unsettled(self._desk, self._place.printer, self._place.hospital, patient.name, ended.purchase)
        self._tell_repaid(patient, ended)
        return False

    def _tell_repaid(self, patient: Patient, ended: Ended) -> None:
        purchase = ended.purchase
        facts = (
            Fact(phrase("Repaid"), yuan(purchase.total), money=True),
            Fact(phrase("Amounts owed before"), str(len(purchase.bill_ids))),
            Fact(phrase("Paid with"), channel_name(purchase.channel)),
        )
        words, now = Words(self._desk.session.language), self._desk.clock.now()
        slip = account_slip(
            words, self._place.hospital, patient.name, phrase("Repayment slip"), facts, purchase.purchase_id, now
        )
        printed = print_slip(self._desk, self._place.printer, slip)
        outcome = phrase("{amount} is repaid", amount=yuan(purchase.total))
        shown = (*facts[1:], Fact(phrase("Reference"), purchase.purchase_id))
        self._desk.tell(Booked(outcome, shown, printed, paid=True))

    def _terms(self, patient: Patient, standing: Standing) -> bool:
        """Read them; where they may be accepted, accept them. Always back to how the patient stands."""
        asks = standing.may_pay_later and not standing.agreed
        try:
            terms = self._desk.during(self._accounts.terms, ONE_MOMENT)
            if not self._read(terms, asks):
                return True
            request = AgreementRequest(
                terminal_id=self._place.terminal_id, patient_id=patient.patient_id, version=terms.version
            )
            agreement_id = self._place.new_id()
            self._desk.during(lambda: self._accounts.agree(agreement_id, request), ONE_MOMENT)
        except BackendUnreachable:
            return retry(self._desk, troubles.unreachable())
        except Refused as error:
            retry(self._desk, account_troubles.refused(error.code, self._place.hospital))
            return True
        self._tell_agreed(standing, agreement_id)
        return True

    def _read(self, terms: PayLaterTerms, asks: bool) -> bool:
        """Page by page; whether the patient has accepted."""
        page = 0
        while True:
            screen = ReadTerms(terms.title, terms.pages[page], page + 1, len(terms.pages), asks)
            answer = self._desk.ask(screen)
            match answer and answer.choice:
                case "previous" if page:
                    page -= 1
                case "next" if page + 1 < len(terms.pages):
                    page += 1
                case "agree" if asks and page + 1 == len(terms.pages):
                    return True
                case "back" | "next" | None:
                    return False

    def _tell_agreed(self, standing: Standing, agreement_id: str) -> None:
        facts = (
            Fact(phrase("You may owe"), yuan(standing.left), money=True),
            Fact(phrase("Reference"), agreement_id),
        )
        notes = (phrase('When you pay bills, choose "Pay later".'),)
        self._desk.tell(Booked(phrase("You can pay later now"), facts, "none", notes))


def _screen(standing: Standing) -> PayLater:
    rows = tuple(
        OwedRow(due.due_id, due.made_on, due.due_on, due.amount, due.overdue, due.locked) for due in standing.dues
    )
    owed = Money(sum(due.amount for due in standing.dues if not due.locked))
    return PayLater(
        standing.may_pay_later,
        tuple(standing.why_not_pay_later),
        not standing.may_register,
        standing.agreed,
        standing.left,
        owed,
        rows,
    )
