"""What a patient paid in the last seven days, at whatever terminal, and what has become of it in plain words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from kiosk.contract import Bar, ChannelName, PaidBill, PreSettlement, Transaction
from kiosk.contract.returns import BillState, TransactionState
from kiosk.core.clock import CHINA
from kiosk.core.money import Money, total
from kiosk.core.words import Named
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.cashier.return_cases import Case, bar, look
from kiosk.gateway.hospital.return_rules import DAYS_LISTED, RETURNS
from kiosk.gateway.problems import known
from kiosk.gateway.store import close_outs, patients, payments, purchases, transactions
from kiosk.gateway.store.returns import ReturnRow
from kiosk.gateway.store.rows import PaymentRow, PurchaseRow

DAY_S = 24 * 3600.0
OTHER_KINDS = {"top_up": "top-up", "dues": "dues"}


def listed(cashier: Cashier, patient_id: str) -> list[Transaction]:
    """The newest first; what ended without any money moving is left out. Refused: unknown-patient."""
    since = cashier.now() - DAYS_LISTED * DAY_S
    with cashier.database.reading() as connection:
        known(patients.find(connection, patient_id), "unknown-patient")
        rows = transactions.purchases_since(connection, patient_id, since)
        found = [_transaction(cashier, connection, row) for row in rows]
    newest = sorted((at, told.purchase_id, told) for at, told in filter(None, found) if at >= since)
    return [told for _, _, told in reversed(newest)]


def _transaction(cashier: Cashier, connection: Connection, row: PurchaseRow) -> tuple[float, Transaction] | None:
    case = look(connection, row)
    tried = transactions.payments_of(connection, row.purchase_id)
    state = _state(case, tried)
    told = _agreed(connection, case, tried)
    if state is None or told is None:
        return None
    back = _back(case, state, told)
    if row.kind == "top_up" and state == "paid":
        state, back = _closed_out(connection, tried)
    at = transactions.settled_at(connection, row.purchase_id) or row.touched_at
    return at, Transaction(
        purchase_id=row.purchase_id,
        at=datetime.fromtimestamp(at, CHINA).isoformat(timespec="seconds"),
        kind=row.kind,
        total=row.total,
        insured=bool(told.insutype),
        fund=told.fund_pay_sumamt,
        account=told.acct_pay,
        own=told.psn_cash_pay,
        channel=_channel(tried),
        state=state,
        back=back,
        bills=_bills(cashier, case),
        bar=_bar(cashier, case, [bill.bill_id for bill in case.left]),
        next_place=_next_place(connection, case),
        printed=transactions.reprints(connection, row.purchase_id),
    )


def _state(case: Case, tried: Sequence[PaymentRow]) -> TransactionState | None:
    """In the words of the contract; `None`: no money moved, or somebody is paying it in this very moment."""
    given = _given(case)
    if given:
        if any(not row.ended for row in given):
            return "refunding"
        return "partly_refunded" if case.left and case.purchase.kind == "bills" else "refunded"
    order = case.order
    if case.purchase.state in ("open", "closing"):
        heard = order is None or (order.state != "paid" and not order.silent and case.purchase.state == "open")
        return None if heard else "verifying"
    if case.purchase.state == "settled":
        return "paid"
    if case.purchase.state == "refunding" or case.purchase.state == "refunded":
        return case.purchase.state
    if case.purchase.state in ("refused", "voided") and order is not None:
        return "refunding"
    return "refunded" if any(row.reason == "reversed" for row in tried) else None


def _channel(tried: Sequence[PaymentRow]) -> ChannelName | Literal[""]:
    """The one that took the money, or may have."""
    for order in tried:
        if order.state != "closed" or order.reason == "reversed":
            return order.channel
    return ""


def _agreed(connection: Connection, case: Case, tried: Sequence[PaymentRow]) -> PreSettlement | None:
    """The split as it was at first: the one that was booked, else the one money was asked for."""
    booked = transactions.first_presettlement(connection, case.purchase.purchase_id)
    wanted = booked or (tried[0].presettlement_id if tried else None)
    return payments.find_presettlement(connection, wanted) if wanted else None


def _back(case: Case, state: TransactionState, told: PreSettlement) -> Money:
    given = _given(case)
    if given:
        return total(row.own for row in given)
    return told.psn_cash_pay if state in ("refunding", "refunded") else Money(0)


def _closed_out(connection: Connection, tried: Sequence[PaymentRow]) -> tuple[TransactionState, Money]:
    """A top-up that is booked: how much of it went back with the balance of the card, or is on its way."""
    ways = [way for order in tried for way in close_outs.parts_of(connection, order.payment_id)]
    if not ways:
        return "paid", Money(0)
    over = all(way.state == "refunded" for way in ways)
    return "closed_out" if over else "refunding", total(way.amount for way in ways)


def _given(case: Case) -> list[ReturnRow]:
    return [row for row in case.returns if row.state != "refused"]


def _bills(cashier: Cashier, case: Case) -> list[PaidBill]:
    under_way = {row.return_id for row in case.returns if not row.ended}
    bills = []
    for bill in case.bought:
        by = case.given_back.get(bill.bill_id)
        state: BillState = "paid" if by is None else "returning" if by in under_way else "returned"
        barred = _bar(cashier, case, [bill.bill_id]) if by is None else None
        bills.append(PaidBill(bill_id=bill.bill_id, title=bill.title, amount=bill.total, state=state, bar=barred))
    return bills


def _bar(cashier: Cashier, case: Case, bill_ids: Sequence[str]) -> Bar | None:
    code = OTHER_KINDS.get(case.purchase.kind, "") or (bar(cashier, case, bill_ids) if bill_ids else "")
    return RETURNS.bar(code) if code else None


def _next_place(connection: Connection, case: Case) -> Named | None:
    ids = [bill.bill_id for bill in case.left]
    bills = purchases.bills_of_patient(connection, case.purchase.patient_id, ids)
    return next((bills[bill_id].next_place for bill_id in ids if bill_id in bills), None)
