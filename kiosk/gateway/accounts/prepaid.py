"""The prepaid card: what was put on it can be paid from, goes back to it, and never falls below nothing."""

from dataclasses import dataclass

from sqlalchemy import Connection

from kiosk.core.clock import Clock
from kiosk.core.money import Money
from kiosk.gateway.accounts.own_ledger import Debit, OwnLedger
from kiosk.gateway.hospital.days import day_at
from kiosk.gateway.store import accounts, close_outs, payments, purchases
from kiosk.gateway.store.accounts import Entry
from kiosk.gateway.store.database import Database
from kiosk.gateway.store.rows import PaymentRow


@dataclass(frozen=True)
class PrepaidBook:
    """The entries of every patient's card."""

    def is_paid(self, connection: Connection, payment_id: str) -> bool:
        return accounts.is_in(connection, "spent", payment_id)

    def debit(self, connection: Connection, asked: Debit) -> str:
        if close_outs.running(connection, asked.purchase.patient_id):
            return "account-frozen"
        row = asked.row
        spent = Entry("spent", Money(-row.amount), row.payment_id, row.payment_id, asked.at)
        accounts.add(connection, asked.purchase.patient_id, spent)
        return ""

    def is_back(self, connection: Connection, refund_id: str) -> bool:
        return accounts.is_in(connection, "given_back", refund_id)

    def give_back(self, connection: Connection, refund_id: str, row: PaymentRow, amount: Money, at: float) -> str:
        if accounts.given_back(connection, row.payment_id) + amount > row.amount:
            return "more-than-paid"
        put_back(connection, refund_id, row, amount, at)
        return ""


def put_back(connection: Connection, refund_id: str, row: PaymentRow, amount: Money, at: float) -> None:
    """Money that was paid goes on the payer's card, frozen or not: it has to be somewhere."""
    purchase = purchases.find(connection, row.purchase_id)
    assert purchase is not None  # a payment belongs to one
    account_id = accounts.open_prepaid(connection, purchase.patient_id, day_at(at))
    accounts.add(connection, account_id, Entry("given_back", amount, refund_id, row.payment_id, at))


def prepaid_channel(database: Database, clock: Clock) -> OwnLedger:
    """Paying from the card."""
    return OwnLedger(database, clock, PrepaidBook())


def balance_after(connection: Connection, patient_id: str, payment_id: str, kind: str) -> Money | None:
    """What is on the card now, for a settlement that put money on it or was paid from it."""
    row = payments.find(connection, payment_id)
    moved = kind == "top_up" or (row is not None and row.channel == "prepaid")
    return accounts.balance(connection, patient_id) if moved else None
