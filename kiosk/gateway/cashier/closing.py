"""The money is not wanted any more: nothing new may begin, and the channel is asked how it ended."""

from dataclasses import replace

from sqlalchemy import Connection

from kiosk.contract import Closing, Nothing, PurchaseState
from kiosk.core.errors import Refused
from kiosk.core.money import NOTHING
from kiosk.gateway.cashier import Cashier, purchase_lock
from kiosk.gateway.cashier.purchases import close_abandoned
from kiosk.gateway.cashier.pursuit import pursue
from kiosk.gateway.cashier.refunds import continue_refund
from kiosk.gateway.store import claims, payments, purchases
from kiosk.gateway.store.rows import PaymentRow, PurchaseRow
from kiosk.gateway.store.writes import Answer, Asked, once

PATIENCE_S = 3.0  # another request is asking the channel about it: that one goes on


def close(cashier: Cashier, purchase_id: str) -> Answer:
    """Always the same acknowledgement. `state` tells how it ended; it goes on with the closing too."""
    asked = Asked("closings", purchase_id, Nothing(), cashier.now())
    with cashier.locks.of(f"closings/{purchase_id}"):
        answer = once(cashier.database, asked, lambda connection: _mark(connection, asked))
    _bring_on(cashier, purchase_id)
    return answer


def state(cashier: Cashier, purchase_id: str) -> PurchaseState:
    """How the purchase stands, after taking what is unfinished a step further. Never refused."""
    close_abandoned(cashier)
    _bring_on(cashier, purchase_id)
    with cashier.database.reading() as connection:
        row = purchases.find(connection, purchase_id)
        if row is None:
            return PurchaseState(purchase_id=purchase_id, state="unknown")
        order = payments.live(connection, purchase_id)
    return _stands(row, order)


def _mark(connection: Connection, asked: Asked) -> Closing:
    row = purchases.find(connection, asked.id)
    if row is None:
        tombstone = PurchaseRow(asked.id, "", "", NOTHING, "closed", "closed-before-opened", asked.at)
        purchases.add(connection, tombstone)
    elif row.state == "open":
        _mark_open(connection, asked)
    return Closing(purchase_id=asked.id)


def _mark_open(connection: Connection, asked: Asked) -> None:
    order = payments.live(connection, asked.id)
    if any(claim.state in ("asked", "undoing") for claim in claims.of_purchase(connection, asked.id)):
        return  # the insurer may have it settled: only a settlement, or a void, ends it
    if order is None:
        purchases.close(connection, asked.id, asked.at, "cancelled")
        return
    purchases.move(connection, asked.id, "closing", asked.at)
    payments.put(connection, replace(order, asked_at=0.0))  # a new question: the channel may be asked at once


def _bring_on(cashier: Cashier, purchase_id: str) -> None:
    try:
        with cashier.locks.of(purchase_lock(purchase_id), PATIENCE_S):
            with cashier.database.reading() as connection:
                order = payments.live(connection, purchase_id)
                refund = payments.refund_of(connection, order.payment_id) if order else None
            if order is not None and not order.ended:
                pursue(cashier, order.payment_id)
            if refund is not None:
                continue_refund(cashier, refund.refund_id)
    except Refused as refused:
        if refused.code not in ("busy", "channel-silent"):
            raise


def _stands(row: PurchaseRow, order: PaymentRow | None) -> PurchaseState:
    if row.state != "open" and row.state != "closing":
        return PurchaseState(purchase_id=row.purchase_id, state=row.state, reason=row.reason)
    if order is None:
        return PurchaseState(purchase_id=row.purchase_id, state="open")
    if order.state == "paid":
        return PurchaseState(purchase_id=row.purchase_id, state="paid")
    unsure = order.silent or row.state == "closing"
    return PurchaseState(purchase_id=row.purchase_id, state="unsure" if unsure else "paying")
