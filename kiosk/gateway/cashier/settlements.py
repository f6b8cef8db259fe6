"""2207 and the hospital's commit: the purchase is done, or definitely refused."""

import logging
from dataclasses import dataclass

from sqlalchemy import Connection

from kiosk.contract import PreSettlement, Settlement, SettlementRequest
from kiosk.core.errors import Refused
from kiosk.core.money import Money
from kiosk.core.words import Named
from kiosk.gateway.accounts import kinds
from kiosk.gateway.accounts.prepaid import balance_after
from kiosk.gateway.cashier import Cashier, purchase_lock
from kiosk.gateway.cashier import claims as claiming
from kiosk.gateway.cashier.pursuit import pursue
from kiosk.gateway.hospital.days import day_of
from kiosk.gateway.problems import known
from kiosk.gateway.store import payments, purchases, settlements
from kiosk.gateway.store.rows import PurchaseRow, SettlementRow
from kiosk.gateway.store.writes import Answer, Asked, begin, end

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
    unknown-presettlement; channel-silent, insurance-silent: nobody knows whether it is paid or booked, ask again."""
    asked = Asked("settlements", settlement_id, request, cashier.now())
    with cashier.locks.of(purchase_lock(request.purchase_id)):  # who voids it holds it too
        silent = _ask_channel(cashier, request)
        begun = begin(cashier.database, asked, lambda connection: _begin(cashier, connection, asked, request, silent))
        if isinstance(begun, Answer):
            return begun
        heard = claiming.ask(cashier, settlement_id)
        return end(cashier.database, asked, lambda connection: _commit(connection, asked, request, heard))


def new_setl_id(cashier: Cashier, connection: Connection) -> str:
    """The hospital's number of the next settlement."""
    return f"{day_of(cashier.clock):%Y%m%d}{settlements.count(connection) + 1:08d}"


def _ask_channel(cashier: Cashier, request: SettlementRequest) -> bool:
    """Hear the channel's word on the order first, before any transaction; true when it gave none."""
    with cashier.database.reading() as connection:
        row = payments.find(connection, request.payment_id)
    return row is not None and pursue(cashier, row.payment_id, at_once=True).silent


def _begin(
    cashier: Cashier, connection: Connection, asked: Asked, request: SettlementRequest, silent: bool
) -> Settlement | None:
    """The whole of it, unless the insurer has a part in it: then what it is to be asked is saved."""
    case = _case(connection, asked, request)
    if settlements.find(connection, case.settlement_id) is not None:
        return _answer(case, "purchase-voided")  # its tombstone
    _check_paid(connection, case, silent)
    reason = _why_not(connection, case)
    if reason or not case.told.psn_no:
        return _done(connection, case, "" if reason else new_setl_id(cashier, connection), reason)
    bill_ids = purchases.bill_ids(connection, case.purchase.purchase_id)
    claiming.save(connection, case.settlement_id, case.told, bill_ids, case.at)
    purchases.touch(connection, case.purchase.purchase_id, case.at)
    return None


def _commit(connection: Connection, asked: Asked, request: SettlementRequest, heard: claiming.Answer) -> Settlement:
    """The hospital's commit, after the insurer's word. What the insurer booked in vain is undone by the void."""
    case = _case(connection, asked, request)
    if settlements.find(connection, case.settlement_id) is not None:
        return _answer(case, "purchase-voided")
    setl_id, reason = claiming.keep(connection, case.settlement_id, heard, case.at)
    reason = reason or _why_not(connection, case)
    if reason:
        claiming.give_up(connection, case.settlement_id, case.at)
    return _done(connection, case, setl_id, reason)


def _done(connection: Connection, case: _Case, setl_id: str, reason: str) -> Settlement:
    row = _row(case, setl_id, reason)
    if reason:
        _refuse(connection, case, reason)
    else:
        _book(connection, case, row)
    settlements.add(connection, row)
    log.info("settlement %s: %s", case.settlement_id, reason or "settled")
    return _answer(case, reason) if reason else _settled(connection, case, setl_id)


def _case(connection: Connection, asked: Asked, request: SettlementRequest) -> _Case:
    purchase = known(purchases.find(connection, request.purchase_id), "unknown-purchase")
    told = known(payments.find_presettlement(connection, request.presettlement_id), "unknown-presettlement")
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
    order = known(payments.find(connection, case.request.payment_id), "unknown-order")
    if (order.purchase_id, order.presettlement_id) != (case.purchase.purchase_id, case.told.presettlement_id):
        raise Refused("presettlement-differs")
    if order.state != "paid":
        raise Refused("channel-silent" if silent else "not-paid")


def _why_not(connection: Connection, case: _Case) -> str:
    """Why the hospital definitely says no; empty when it does not."""
    if case.purchase.state not in ("open", "closing"):
        return f"purchase-{case.purchase.state}"
    wanted = purchases.bill_ids(connection, case.purchase.purchase_id)
    bills = purchases.bills_of_patient(connection, case.purchase.patient_id, wanted)
    if any(bill.state != "unpaid" or bill.purchase_id != case.purchase.purchase_id for bill in bills.values()):
        return "bill-paid"
    return kinds.why_not(connection, case.purchase) if case.purchase.kind != "bills" else ""


def _book(connection: Connection, case: _Case, row: SettlementRow) -> None:
    purchases.pay_bills(connection, case.purchase.purchase_id)
    kinds.book(connection, case.purchase, row)
    purchases.move(connection, case.purchase.purchase_id, "settled", case.at)


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
        setl_id="" if reason else setl_id,
        reason=reason,
        at=case.at,
    )


def _answer(
    case: _Case, reason: str, setl_id: str = "", next_place: Named | None = None, balance: Money | None = None
) -> Settlement:
    return Settlement(
        settlement_id=case.settlement_id,
        purchase_id=case.purchase.purchase_id,
        state="refused" if reason else "settled",
        setl_id=setl_id,
        reason=reason,
        next_place=next_place,
        balance=balance,
    )


def _settled(connection: Connection, case: _Case, setl_id: str) -> Settlement:
    balance = balance_after(connection, case.purchase.patient_id, case.request.payment_id, case.purchase.kind)
    return _answer(case, "", setl_id, _next_place(connection, case), balance)


def _next_place(connection: Connection, case: _Case) -> Named | None:
    wanted = purchases.bill_ids(connection, case.purchase.purchase_id)
    bills = purchases.bills_of_patient(connection, case.purchase.patient_id, wanted)
    return next((bills[bill_id].next_place for bill_id in wanted if bills[bill_id].next_place), None)
