"""2207 and the hospital's commit: the purchase is done, or definitely refused."""

import logging
from dataclasses import dataclass

from sqlalchemy import Connection

from kiosk.contract import PreSettlement, Settlement, SettlementRequest
from kiosk.core.errors import Refused
from kiosk.core.words import Named
from kiosk.gateway.cashier import Cashier, purchase_lock
from kiosk.gateway.cashier.patients import today
from kiosk.gateway.cashier.pursuit import pursue
from kiosk.gateway.store import patients, payments, purchases, settlements
from kiosk.gateway.store.rows import PurchaseRow, SettlementRow
from kiosk.gateway.store.writes import Answer, Asked, once

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Case:
    """What is to be settled: the purchase as it stands, and the split the patient agreed to."""

    settlement_id: str
    request: SettlementRequest
    purchase: PurchaseRow
    told: PreSettlement
    at: float


def settle(cashier: Cashier, settlement_id: str, request: SettlementRequest) -> Answer:
    """A definite answer. Refused: not-paid, order-under-way, presettlement-differs, unknown-purchase, unknown-order,
    unknown-presettlement; channel-silent: nobody knows whether it is paid, ask again."""
    asked = Asked("settlements", settlement_id, request, cashier.now())
    with cashier.locks.of(f"settlements/{settlement_id}"), cashier.locks.of(purchase_lock(request.purchase_id)):
        silent = _ask_channel(cashier, request)
        return once(cashier.database, asked, lambda connection: _settle(cashier, connection, asked, request, silent))


def _ask_channel(cashier: Cashier, request: SettlementRequest) -> bool:
    """Hear the channel's word on the order first, before any transaction; true when it gave none."""
    with cashier.database.reading() as connection:
        row = payments.find(connection, request.payment_id)
    return row is not None and pursue(cashier, row.payment_id, at_once=True).silent


def _settle(
    cashier: Cashier, connection: Connection, asked: Asked, request: SettlementRequest, silent: bool
) -> Settlement:
    case = _case(connection, asked, request)
    if settlements.find(connection, case.settlement_id) is not None:
        return _answer(case, "purchase-voided")  # its tombstone
    _check_paid(connection, case, silent)
    reason = _why_not(cashier, connection, case)
    setl_id = "" if reason else f"{today(cashier):%Y%m%d}{settlements.count(connection) + 1:08d}"
    if reason:
        _refuse(connection, case, reason)
    else:
        _book(connection, case)
    settlements.add(connection, _row(case, setl_id, reason))
    log.info("settlement %s: %s", case.settlement_id, reason or "settled")
    return _answer(case, reason, setl_id, None if reason else _next_place(connection, case))


def _case(connection: Connection, asked: Asked, request: SettlementRequest) -> _Case:
    purchase = purchases.find(connection, request.purchase_id)
    if purchase is None:
        raise Refused("unknown-purchase")
    told = payments.find_presettlement(connection, request.presettlement_id)
    if told is None:
        raise Refused("unknown-presettlement")
    if told.purchase_id != request.purchase_id:
        raise Refused("presettlement-differs")
    return _Case(asked.id, request, purchase, told, asked.at)


def _check_paid(connection: Connection, case: _Case, silent: bool) -> None:
    if not case.request.payment_id:
        if case.told.psn_cash_pay:
            raise Refused("not-paid", "own money is due")
        if payments.live(connection, case.purchase.purchase_id) is not None:
            raise Refused("order-under-way", "money that was taken has to be settled or refunded")
        return
    order = payments.find(connection, case.request.payment_id)
    if order is None:
        raise Refused("unknown-order")
    if (order.purchase_id, order.presettlement_id) != (case.purchase.purchase_id, case.told.presettlement_id):
        raise Refused("presettlement-differs")
    if order.state != "paid":
        raise Refused("channel-silent" if silent else "not-paid")


def _why_not(cashier: Cashier, connection: Connection, case: _Case) -> str:
    """Why the insurance or the hospital definitely says no; empty when neither does."""
    if case.purchase.state not in ("open", "closing"):
        return f"purchase-{case.purchase.state}"
    wanted = purchases.bill_ids(connection, case.purchase.purchase_id)
    bills = purchases.bills_of_patient(connection, case.purchase.patient_id, wanted)
    if any(bill.state != "unpaid" or bill.purchase_id != case.purchase.purchase_id for bill in bills.values()):
        return "bill-paid"
    patient = patients.find(connection, case.purchase.patient_id)
    return cashier.insurance.settle(case.told.acct_pay, patient.account) if patient else "insurance-refused"


def _book(connection: Connection, case: _Case) -> None:
    purchases.pay_bills(connection, case.purchase.purchase_id)
    purchases.move(connection, case.purchase.purchase_id, "settled", case.at)
    patients.change_account(connection, case.purchase.patient_id, -case.told.acct_pay)


def _refuse(connection: Connection, case: _Case, reason: str) -> None:
    if case.purchase.state in ("open", "closing"):
        purchases.move(connection, case.purchase.purchase_id, "refused", case.at, reason)


def _row(case: _Case, setl_id: str, reason: str) -> SettlementRow:
    return SettlementRow(
        settlement_id=case.settlement_id,
        purchase_id=case.purchase.purchase_id,
        presettlement_id=case.told.presettlement_id,
        payment_id=case.request.payment_id,
        state="refused" if reason else "settled",
        setl_id=setl_id,
        reason=reason,
        at=case.at,
    )


def _answer(case: _Case, reason: str, setl_id: str = "", next_place: Named | None = None) -> Settlement:
    return Settlement(
        settlement_id=case.settlement_id,
        purchase_id=case.purchase.purchase_id,
        state="refused" if reason else "settled",
        setl_id=setl_id,
        reason=reason,
        next_place=next_place,
    )


def _next_place(connection: Connection, case: _Case) -> Named | None:
    wanted = purchases.bill_ids(connection, case.purchase.purchase_id)
    bills = purchases.bills_of_patient(connection, case.purchase.patient_id, wanted)
    return next((bills[bill_id].next_place for bill_id in wanted if bills[bill_id].next_place), None)
