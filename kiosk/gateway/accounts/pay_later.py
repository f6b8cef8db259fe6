"""Treat first, pay later: instead of money now the hospital takes a due, to be repaid by a day."""

from dataclasses import dataclass

from sqlalchemy import Connection

from kiosk.core.clock import Clock
from kiosk.core.money import Money
from kiosk.gateway.accounts.own_ledger import Debit, OwnLedger
from kiosk.gateway.accounts.pay_later_rules import due_on, left_of_limit, why_not_eligible, why_overdue
from kiosk.gateway.accounts.prepaid import put_back
from kiosk.gateway.hospital.account_rules import TERMS
from kiosk.gateway.hospital.days import day_at
from kiosk.gateway.store import accounts, agreements, patients
from kiosk.gateway.store.accounts import Entry
from kiosk.gateway.store.database import Database
from kiosk.gateway.store.rows import PaymentRow


@dataclass(frozen=True)
class PayLaterBook:
    """A due for every payment that was put off, under the payment's own id."""

    def is_paid(self, connection: Connection, payment_id: str) -> bool:
        return accounts.is_in(connection, "made", payment_id)

    def debit(self, connection: Connection, asked: Debit) -> str:
        row, patient_id, day = asked.row, asked.purchase.patient_id, day_at(asked.at)
        patient = patients.find(connection, patient_id)
        if patient is None or why_not_eligible(patient, day):
            return "pay-later-refused"
        if not agreements.accepted(connection, patient_id, TERMS.version):
            return "not-agreed"
        owed = accounts.dues(connection, patient_id)
        if why_overdue(owed, day):
            return "overdue"
        if left_of_limit(owed) < row.amount:
            return "limit"
        accounts.open_due(connection, row.payment_id, patient_id, day, due_on(day))
        accounts.add(connection, row.payment_id, Entry("made", row.amount, row.payment_id, row.payment_id, asked.at))
        return ""

    def is_back(self, connection: Connection, refund_id: str) -> bool:
        return accounts.is_in(connection, "given_back", refund_id)

    def give_back(self, connection: Connection, refund_id: str, row: PaymentRow, amount: Money, at: float) -> str:
        """Less is owed; what had been repaid of it by then goes on the prepaid card."""
        if accounts.given_back(connection, row.payment_id) + amount > row.amount:
            return "more-than-paid"
        owed = min(amount, accounts.balance(connection, row.payment_id))
        if owed:
            less = Entry("given_back", Money(-owed), refund_id, row.payment_id, at)
            accounts.add(connection, row.payment_id, less)
        if owed < amount:
            put_back(connection, refund_id, row, Money(amount - owed), at)
        return ""


def pay_later_channel(database: Database, clock: Clock) -> OwnLedger:
    """Putting a payment off."""
    return OwnLedger(database, clock, PayLaterBook())
