"""Own money goes back to where it came from, whole, and only when the settlement does not stand."""

import logging
from dataclasses import replace

from sqlalchemy import Connection

from kiosk.contract import Refund, RefundRequest
from kiosk.core.errors import Refused
from kiosk.gateway.cashier import Cashier, purchase_lock
from kiosk.gateway.cashier.pursuit import order_row
from kiosk.gateway.channels import Channel, ChannelUnreachable, RefundAnswer
from kiosk.gateway.problems import known
from kiosk.gateway.store import alarms, payments, purchases, returns, settlements
from kiosk.gateway.store.alarms import Cause
from kiosk.gateway.store.rows import PaymentRow, RefundRow
from kiosk.gateway.store.writes import Answer, Asked, Begun, begin, finish

log = logging.getLogger(__name__)


def refund(cashier: Cashier, refund_id: str, request: RefundRequest) -> Answer:
    """Refused: settlement-stands, amount-differs, not-paid, refund-differs, unknown-order.

    The answer that is kept may say `processing`; ask `refund_state` for the end.
    """
    purchase_id = order_row(cashier, request.payment_id).purchase_id
    asked = Asked("refunds", refund_id, request, cashier.now())
    with cashier.locks.of(f"refunds/{refund_id}"), cashier.locks.of(purchase_lock(purchase_id)):
        begun = begin(cashier.database, asked, lambda connection: _save(connection, asked, request))
        if isinstance(begun, Answer):
            return begun
        row = _bring_on(cashier, refund_id, first=begun is Begun.NOW)
        return finish(cashier.database, asked, as_refund(row))


def refund_state(cashier: Cashier, refund_id: str) -> Refund:
    """How it stands, after taking it a step further. Refused: unknown-refund."""
    with cashier.database.reading() as connection:
        row = _find(connection, refund_id)
    purchase_id = order_row(cashier, row.payment_id).purchase_id
    with cashier.locks.of(purchase_lock(purchase_id)):
        return as_refund(continue_refund(cashier, refund_id))


def continue_refund(cashier: Cashier, refund_id: str) -> RefundRow:
    """Ask the channel how it stands; ask for it again when it never arrived. Hold the purchase's lock."""
    return _bring_on(cashier, refund_id, first=False)


def as_refund(row: RefundRow) -> Refund:
    """The refund as terminals see it."""
    return Refund(refund_id=row.refund_id, payment_id=row.payment_id, amount=row.amount, state=row.state)


def _save(connection: Connection, asked: Asked, request: RefundRequest) -> None:
    order = known(payments.find(connection, request.payment_id), "unknown-order")
    if settlements.standing(connection, order.purchase_id) is not None:
        raise Refused("settlement-stands")
    if order.state != "paid":
        raise Refused("not-paid")
    if order.amount != request.amount:
        raise Refused("amount-differs")
    # What the patient gave back at a terminal goes back under the return's own number, and only under that.
    given_back = returns.is_given_back(connection, order.purchase_id)
    if given_back or payments.refund_of(connection, request.payment_id) is not None:
        raise Refused("refund-differs")
    payments.add_refund(connection, RefundRow(asked.id, order.payment_id, order.amount, "processing", asked.at))
    # From here on no settlement can come to be, and the bills are somebody else's to pay.
    purchases.move(connection, order.purchase_id, "refunding", asked.at)
    purchases.free_bills(connection, order.purchase_id)


def _bring_on(cashier: Cashier, refund_id: str, first: bool) -> RefundRow:
    with cashier.database.reading() as connection:
        row = _find(connection, refund_id)
    if row.state == "refunded":
        return row
    order = order_row(cashier, row.payment_id)
    channel = cashier.channel(order.channel)
    try:
        answer = _ask(channel, row) if first else _query(channel, row)
    except ChannelUnreachable:
        return row
    if answer.state == "refused":
        log.error("refund %s is refused by %s: a human must see to it", refund_id, order.channel)
        _tell_staff(cashier, order)
    return _keep(cashier, row, order) if answer.state == "refunded" else row


def _ask(channel: Channel, row: RefundRow) -> RefundAnswer:
    return channel.refund(row.refund_id, row.payment_id, row.amount)


def _query(channel: Channel, row: RefundRow) -> RefundAnswer:
    answer = channel.query_refund(row.refund_id)
    return _ask(channel, row) if answer.state == "not_found" else answer


def _keep(cashier: Cashier, row: RefundRow, order: PaymentRow) -> RefundRow:
    done = replace(row, state="refunded")
    with cashier.database.writing() as connection:
        payments.put_refund(connection, done)
        purchases.move(connection, order.purchase_id, "refunded", cashier.now())
        alarms.clear(connection, _refused(connection, order), cashier.now())
    return done


def _tell_staff(cashier: Cashier, order: PaymentRow) -> None:
    with cashier.database.writing() as connection:
        alarms.raise_(connection, _refused(connection, order), cashier.now())


def _refused(connection: Connection, order: PaymentRow) -> Cause:
    bought_at = purchases.terminal_of(connection, order.purchase_id)
    return Cause(
        "refund-refused", order.purchase_id, order.payment_id, bought_at, channel=order.channel, amount=order.amount
    )


def _find(connection: Connection, refund_id: str) -> RefundRow:
    return known(payments.find_refund(connection, refund_id), "unknown-refund")
