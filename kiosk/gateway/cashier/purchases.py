"""Lock the bills that a patient wants to pay, and let go of them when nothing comes of it."""

from sqlalchemy import Connection

from kiosk.contract import Purchase, PurchaseRequest
from kiosk.core.errors import Refused
from kiosk.core.money import total
from kiosk.gateway.accounts import kinds
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.problems import known
from kiosk.gateway.store import patients, purchases
from kiosk.gateway.store.purchases import BillStands
from kiosk.gateway.store.rows import PurchaseRow
from kiosk.gateway.store.writes import Answer, Asked, once

ABANDONED_S = 15 * 60  # locked so long without any order: the terminal is gone


def open_purchase(cashier: Cashier, purchase_id: str, request: PurchaseRequest) -> Answer:
    """Refused: bill-paid, bill-locked, bill-at-window, purchase-closed, unknown-patient, unknown-bill; what `kinds`
    refuses."""
    close_abandoned(cashier)
    asked = Asked("purchases", purchase_id, request, cashier.now())
    return once(cashier.database, asked, lambda connection: _open(connection, asked, request))


def close_abandoned(cashier: Cashier) -> None:
    """Free the bills of purchases under which nothing has happened for a quarter of an hour."""
    before = cashier.now() - ABANDONED_S
    with cashier.database.reading() as connection:
        if not purchases.abandoned(connection, before):
            return
    with cashier.database.writing() as connection:
        for purchase_id in purchases.abandoned(connection, before):
            purchases.close(connection, purchase_id, cashier.now(), "abandoned")


def _open(connection: Connection, asked: Asked, request: PurchaseRequest) -> Purchase:
    if purchases.find(connection, asked.id) is not None:
        raise Refused("purchase-closed")  # its tombstone: it was closed before it was heard of
    known(patients.find(connection, request.patient_id), "unknown-patient")
    if request.kind != "bills":
        return kinds.open_other(connection, asked, request)
    if not request.bill_ids or request.amount is not None:
        raise Refused("kind-differs")
    wanted = list(dict.fromkeys(request.bill_ids))
    bills = purchases.bills_of_patient(connection, request.patient_id, wanted)
    if len(bills) < len(wanted):
        raise Refused("unknown-bill")
    for bill in bills.values():
        _check_free(bill)
    due = total(bill.total for bill in bills.values())
    row = PurchaseRow(asked.id, request.terminal_id, request.patient_id, due, "open", "", asked.at)
    purchases.add(connection, row, wanted)
    return Purchase(purchase_id=asked.id, patient_id=request.patient_id, bill_ids=wanted, total=due)


def _check_free(bill: BillStands) -> None:
    if bill.state == "paid":
        raise Refused("bill-paid", bill.bill_id)
    if bill.state == "window":
        raise Refused("bill-at-window", bill.bill_id)
    if bill.purchase_id is not None:
        raise Refused("bill-locked", bill.bill_id)
