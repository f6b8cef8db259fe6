"""Collect the patient's own money through a channel: saved first, asked second, the answer saved."""

from sqlalchemy import Connection

from kiosk.contract import ChannelState, Order, OrderRequest
from kiosk.core.errors import Refused
from kiosk.core.payment_codes import route
from kiosk.gateway.accounts import kinds
from kiosk.gateway.cashier import Cashier, purchase_lock
from kiosk.gateway.cashier.presettlements import open_purchase_row
from kiosk.gateway.cashier.pursuit import open_order, order_row, poll_s, pursue, seconds_left
from kiosk.gateway.problems import known
from kiosk.gateway.store import payments
from kiosk.gateway.store.rows import PaymentRow
from kiosk.gateway.store.writes import Answer, Asked, Begun, begin, finish


def channel_states(cashier: Cashier) -> list[ChannelState]:
    """Which channels can be offered now."""
    return [
        ChannelState(channel=name, up=channel.up, modes=list(channel.rules.modes))
        for name, channel in cashier.channels.items()
    ]


def place(cashier: Cashier, payment_id: str, request: OrderRequest) -> Answer:
    """Refused: purchase-closed, amount-differs, nothing-due, presettlement-differs, order-under-way, channel-down,
    code-wrong-kind, code-used, unknown-purchase, unknown-presettlement; channel-silent: nobody knows, ask again."""
    asked = Asked("orders", payment_id, request, cashier.now())
    with cashier.locks.of(f"orders/{payment_id}"), cashier.locks.of(purchase_lock(request.purchase_id)):
        begun = begin(cashier.database, asked, lambda connection: _save(cashier, connection, asked, request))
        if isinstance(begun, Answer):
            return begun
        # Begun before: a gateway died between saving and asking, or was not answered. The channel is asked anew.
        row = open_order(cashier, payment_id) if begun is Begun.NOW else pursue(cashier, payment_id, at_once=True)
        if row.mode == "shown_code" and not row.ended and (row.silent or not row.qr):
            # A code that nobody has seen is of no use. A scanned one may be charged: that answer is `unsure`.
            raise Refused("channel-silent")
        return finish(cashier.database, asked, as_order(cashier, row))


def order(cashier: Cashier, payment_id: str) -> Order:
    """How it stands; asks the channel. Refused: unknown-order."""
    row = order_row(cashier, payment_id)
    with cashier.locks.of(purchase_lock(row.purchase_id)):
        return as_order(cashier, pursue(cashier, payment_id))


def as_order(cashier: Cashier, row: PaymentRow) -> Order:
    """The order as terminals see it."""
    heard = "waiting" if row.state == "sent" else row.state
    return Order(
        payment_id=row.payment_id,
        purchase_id=row.purchase_id,
        channel=row.channel,
        amount=row.amount,
        state="unsure" if row.silent and not row.ended else heard,
        code=row.qr,
        seconds_left=seconds_left(cashier, row),
        poll_s=max(1, poll_s(cashier, row)),
        reason=row.reason if row.state == "closed" else "",
    )


def _save(cashier: Cashier, connection: Connection, asked: Asked, request: OrderRequest) -> None:
    purchase = open_purchase_row(connection, request.purchase_id)
    _check_amount(connection, request)
    kinds.check_channel(purchase, request.channel)
    _check_channel(cashier, request)
    if payments.live(connection, request.purchase_id) is not None:
        raise Refused("order-under-way")
    if request.payment_code is not None and payments.code_is_used(connection, request.payment_code):
        raise Refused("code-used")
    row = PaymentRow(
        payment_id=asked.id,
        purchase_id=request.purchase_id,
        presettlement_id=request.presettlement_id,
        channel=request.channel,
        mode=request.mode,
        amount=request.amount,
        payment_code=request.payment_code,
        state="sent",
        qr="",
        reason="",
        sent_at=asked.at,
        asked_at=asked.at,
        silent=False,
    )
    payments.add(connection, row)


def _check_amount(connection: Connection, request: OrderRequest) -> None:
    told = known(payments.find_presettlement(connection, request.presettlement_id), "unknown-presettlement")
    if told.purchase_id != request.purchase_id:
        raise Refused("presettlement-differs")
    if request.amount != told.psn_cash_pay:
        raise Refused("amount-differs")
    if request.amount == 0:
        raise Refused("nothing-due")


def _check_channel(cashier: Cashier, request: OrderRequest) -> None:
    if (request.mode == "payment_code") != (request.payment_code is not None):
        raise Refused("code-wrong-kind", "payment_code goes with mode payment_code, and only with it")
    if request.payment_code is not None and route(request.payment_code) != request.channel:
        raise Refused("code-wrong-kind")
    channel = cashier.reachable(request.channel)
    if channel is None or not channel.up or request.mode not in channel.rules.modes:
        raise Refused("channel-down")
