"""Asks a channel how an order stands and brings it a step further: only the channel says `paid` or `closed`."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.gateway.cashier import Cashier
from kiosk.gateway.channels import Channel, ChannelAnswer, ChannelUnreachable
from kiosk.gateway.problems import known
from kiosk.gateway.store import payments, purchases
from kiosk.gateway.store.rows import PaymentRow


def open_order(cashier: Cashier, payment_id: str) -> PaymentRow:
    """Tell the channel of an order that has just been saved. Hold the purchase's lock."""
    row = order_row(cashier, payment_id)
    return _hear(cashier, row, lambda channel: _open(channel, row))


def pursue(cashier: Cashier, payment_id: str, at_once: bool = False) -> PaymentRow:
    """Ask how it stands, open it when it never arrived, close it when its purchase is closing.

    No more often than the channel's rule allows, unless `at_once`. Hold the purchase's lock.
    """
    row = order_row(cashier, payment_id)
    # A clock that was set back makes the last question lie ahead: that is no reason not to ask.
    just_asked = 0 <= cashier.now() - row.asked_at < poll_s(cashier, row)
    if row.ended or (just_asked and not at_once):
        return row
    if _is_closing(cashier, row):
        return _hear(cashier, row, lambda channel: _end(channel, row, cashier.now() - row.sent_at))
    return _hear(cashier, row, lambda channel: _again(channel, row, seconds_left(cashier, row)))


def order_row(cashier: Cashier, payment_id: str) -> PaymentRow:
    """The order as it is saved. Refused: unknown-order."""
    with cashier.database.reading() as connection:
        return known(payments.find(connection, payment_id), "unknown-order")


def poll_s(cashier: Cashier, row: PaymentRow) -> int:
    """How often the channel wants to be asked."""
    rules = cashier.channel(row.channel).rules
    return rules.shown_poll_s if row.mode == "shown_code" else rules.password_poll_s


def seconds_left(cashier: Cashier, row: PaymentRow) -> int:
    """Until the channel's own limit, from when the order was saved."""
    rules = cashier.channel(row.channel).rules
    life = rules.shown_life_s if row.mode == "shown_code" else rules.give_up_s
    return 0 if row.ended else max(0, int(row.sent_at + life - cashier.now()))


def _open(channel: Channel, row: PaymentRow) -> ChannelAnswer:
    if row.mode == "shown_code":
        return channel.precreate(row.payment_id, row.amount)
    return channel.charge(row.payment_id, row.amount, row.payment_code or "")


def _again(channel: Channel, row: PaymentRow, left: int) -> ChannelAnswer:
    """Query before you repeat: the first request may have arrived."""
    answer = channel.query(row.payment_id)
    never_arrived = answer.state == "not_found" and row.state == "sent"
    no_code_yet = answer.state == "waiting" and row.mode == "shown_code" and not (row.qr or answer.qr)
    return _open(channel, row) if left and (never_arrived or no_code_yet) else answer


def _end(channel: Channel, row: PaymentRow, age: float) -> ChannelAnswer:
    """Query, then close. A code that was scanned may be charged late: the channel's rule says when that is over."""
    answer = channel.query(row.payment_id)
    too_early = row.mode == "payment_code" and age < channel.rules.earliest_reverse_s
    if answer.state in ("paid", "closed") or too_early:
        return answer
    answer = channel.close(row.payment_id)
    # A shown code that never came to be was never seen. A scanned one is charged again until the channel's limit, and
    # the last of these requests may be on its way as long again.
    never = row.mode == "shown_code" or age >= 2 * channel.rules.give_up_s
    return ChannelAnswer("closed", reason="cancelled") if answer.state == "not_found" and never else answer


def _hear(cashier: Cashier, row: PaymentRow, ask: Callable[[Channel], ChannelAnswer]) -> PaymentRow:
    try:
        answer = ask(cashier.channel(row.channel))
    except ChannelUnreachable:
        return _save(cashier, replace(row, silent=True))
    if answer.state == "not_found":
        return _save(cashier, replace(row, silent=False))
    return _save(
        cashier,
        replace(row, state=answer.state, qr=answer.qr or row.qr, reason=answer.reason or row.reason, silent=False),
    )


def _save(cashier: Cashier, row: PaymentRow) -> PaymentRow:
    row = replace(row, asked_at=cashier.now())
    with cashier.database.writing() as connection:
        payments.put(connection, row)
        purchase = purchases.find(connection, row.purchase_id)
        if row.state == "closed" and purchase is not None and purchase.state == "closing":
            purchases.close(connection, row.purchase_id, cashier.now(), row.reason)
        elif row.state == "closed":
            purchases.touch(connection, row.purchase_id, cashier.now())
    return row


def _is_closing(cashier: Cashier, row: PaymentRow) -> bool:
    with cashier.database.reading() as connection:
        purchase = purchases.find(connection, row.purchase_id)
        return purchase is not None and purchase.state == "closing"
