"""A patient puts money on their prepaid card, or has the balance given back."""

from kiosk.contract import Patient, PrepaidAccount
from kiosk.core.desk import Desk
from kiosk.core.money import Money, yuan
from kiosk.core.screens import Booked, EnterAmount, Fact, PickAmount
from kiosk.core.words import Phrase, Words, phrase
from kiosk.flows import account_troubles
from kiosk.flows.account_slips import account_slip
from kiosk.flows.cashier import Cashier
from kiosk.flows.close_out import give_balance_back
from kiosk.flows.collect import Ended
from kiosk.flows.identity import retry
from kiosk.flows.outcome import print_slip, tell_unsettled
from kiosk.flows.payment import Place, ask_hospital, finish_earlier
from kiosk.flows.slips import channel_name
from kiosk.flows.till import Till, Wanted
from kiosk.services import Accounts

MOST_DIGITS = 6


class TopUp:
    """The journey of the prepaid card. Raises `PatientLeft`; what is unfinished then is finished by recovery."""

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
            account = ask_hospital(self._desk, lambda: self._accounts.prepaid(patient.patient_id))
            again = account is not None and self._serve(patient, account)

    def _serve(self, patient: Patient, account: PrepaidAccount) -> bool:
        """One choice; whether the patient wants to see the card again."""
        if account.frozen:
            return retry(self._desk, account_troubles.being_closed_out(account.balance, self._place.hospital))
        answer = self._desk.ask(_screen(account))
        match answer and answer.choice:
            case "amount" if answer and _is_offered(answer.value, account):
                return self._put_on(patient, account, Money(int(answer.value)))
            case "other" if account.most:
                amount = self._type(account)
                return amount is None or self._put_on(patient, account, amount)
            case "close-out" if account.balance:
                return give_balance_back(self._desk, self._accounts, self._place, patient, account)
        return False

    def _type(self, account: PrepaidAccount) -> Money | None:
        """Another amount, asked for until it is one that the rule allows; `None` when the patient goes back."""
        screen = EnterAmount(account.least, account.most)
        while True:
            answer = self._desk.ask(screen)
            if answer is None or answer.choice != "next":
                return None
            typed = answer.value
            whole = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else 0
            if account.least <= whole * 100 <= account.most:
                return Money(whole * 100)
            screen = EnterAmount(account.least, account.most, _outside(account))

    def _put_on(self, patient: Patient, account: PrepaidAccount, amount: Money) -> bool:
        ended = self._till.sell(patient, Wanted("top_up", amount))
        if ended is None:
            return True
        if ended.purchase.state != "settled":
            return tell_unsettled(self._desk, self._place.printer, self._place.hospital, patient.name, ended.purchase)
        self._tell(patient, account, ended)
        return False

    def _tell(self, patient: Patient, account: PrepaidAccount, ended: Ended) -> None:
        amount, told = ended.purchase.total, ended.settlement.balance if ended.settlement else None
        # Somebody may have paid from the card meanwhile: what is on it now is the hospital's word.
        after = told if told is not None else Money(account.balance + amount)
        facts = (
            Fact(phrase("Topped up"), yuan(amount), money=True),
            Fact(phrase("Balance before"), yuan(Money(after - amount))),
            Fact(phrase("Balance now"), yuan(after)),
            Fact(phrase("Paid with"), channel_name(ended.purchase.channel)),
        )
        reference, hospital = ended.purchase.purchase_id, self._place.hospital
        words, now = Words(self._desk.session.language), self._desk.clock.now()
        slip = account_slip(words, hospital, patient.name, phrase("Top-up slip"), facts, reference, now)
        printed = print_slip(self._desk, self._place.printer, slip)
        outcome = phrase("{amount} is on your card", amount=yuan(amount))
        self._desk.tell(Booked(outcome, (*facts[1:], Fact(phrase("Reference"), reference)), printed, paid=True))


def _screen(account: PrepaidAccount) -> PickAmount:
    return PickAmount(
        account.balance, tuple(account.offers), bool(account.most), bool(account.balance), _why_not(account)
    )


def _why_not(account: PrepaidAccount) -> Phrase | None:
    return None if account.most >= account.least else phrase("There is as much on the card as it may hold")


def _is_offered(value: str, account: PrepaidAccount) -> bool:
    return value in {str(offer) for offer in account.offers}


def _outside(account: PrepaidAccount) -> Phrase:
    return phrase("From {least} to {most}", least=yuan(account.least), most=yuan(account.most))
