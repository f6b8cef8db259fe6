"""2208: a settlement is undone, or can never come to be."""

from sqlalchemy import Connection

from kiosk.contract import Nothing, Void
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.store import patients, payments, purchases, settlements
from kiosk.gateway.store.rows import SettlementRow
from kiosk.gateway.store.writes import Answer, Asked, once


def void(cashier: Cashier, settlement_id: str) -> Answer:
    """Never refused. Frees the bills; a settlement that comes late meets its tombstone."""
    asked = Asked("voids", settlement_id, Nothing(), cashier.now())
    return once(cashier.database, asked, lambda connection: _void(connection, asked))


def _void(connection: Connection, asked: Asked) -> Void:
    row = settlements.find(connection, asked.id)
    if row is None:
        settlements.add(connection, SettlementRow(asked.id, "", "", "", "voided", "", "", asked.at))
    else:
        _undo(connection, row, asked.at)
    return Void(settlement_id=asked.id)


def _undo(connection: Connection, row: SettlementRow, now: float) -> None:
    settlements.void(connection, row.settlement_id)
    purchase = purchases.find(connection, row.purchase_id)
    if purchase is None:
        return
    if row.state == "settled":
        _give_account_back(connection, row, purchase.patient_id)
    # A refused settlement of a purchase that another one has settled leaves that purchase alone.
    if row.state == purchase.state:
        purchases.free_bills(connection, purchase.purchase_id)
        purchases.move(connection, purchase.purchase_id, "voided", now, row.reason)


def _give_account_back(connection: Connection, row: SettlementRow, patient_id: str) -> None:
    told = payments.find_presettlement(connection, row.presettlement_id)
    if told is not None:
        patients.change_account(connection, patient_id, told.acct_pay)
