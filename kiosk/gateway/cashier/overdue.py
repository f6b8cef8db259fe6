"""Money that has waited too long, wherever it is: the staff are told, until it has come to its end by itself."""

from sqlalchemy import Connection

from kiosk.gateway.cashier import Cashier
from kiosk.gateway.store import alarms, claims, close_outs, payments, purchases, returns
from kiosk.gateway.store.alarms import Cause

HUMAN_S = 600.0  # what has not come to its end for so long is told to the staff
REFUND_S = 3600.0  # a channel may take its time to give money back


def tell_staff(cashier: Cashier) -> None:
    """Raise what has waited too long, and let go of what has come to its end. Saying it again changes nothing."""
    with cashier.database.writing() as connection:
        now = cashier.now()
        silent, waiting = _silent(connection, now - HUMAN_S), _waiting(connection, now - HUMAN_S)
        alarms.only(connection, "channel-silent", silent, now)
        alarms.only(connection, "money-waiting", waiting, now)
        alarms.only(connection, "insurance-open", _insurance(connection, now - HUMAN_S), now)
        alarms.only(connection, "refund-open", _going_back(connection, now - REFUND_S), now)
        alarms.only(connection, "close-out-open", _closed_out(connection, now - REFUND_S), now)


def _silent(connection: Connection, before: float) -> list[Cause]:
    """Being closed, and the channel has not said how it ended."""
    found = [_cause(connection, "channel-silent", one, before) for one in purchases.in_states(connection, "closing")]
    return [cause for cause in found if cause is not None and not _has_ended(connection, cause)]


def _waiting(connection: Connection, before: float) -> list[Cause]:
    """Money that the channel has, and that no terminal has settled or given back."""
    found = [_cause(connection, "money-waiting", one, before) for one in purchases.left_behind(connection, before)]
    return [cause for cause in found if cause is not None]


def _insurance(connection: Connection, before: float) -> list[Cause]:
    """The insurer has not said whether it stands, or whether it is undone; or it stands at the hospital alone."""
    unclear = [*claims.in_states(connection, "asked", "undoing"), *claims.paid_by_nobody(connection)]
    return [
        Cause("insurance-open", claim.purchase_id, claim.settlement_id, state=claim.state)
        for claim in unclear
        if claim.at < before
    ]


def _going_back(connection: Connection, before: float) -> list[Cause]:
    """Own money on its way back: refused purchases, and what patients gave back."""
    found = [_cause(connection, "refund-open", one, before) for one in purchases.in_states(connection, "refunding")]
    refused = [cause for cause in found if cause is not None]
    return refused + _given_back(connection, before)


def _given_back(connection: Connection, before: float) -> list[Cause]:
    """What a patient gave back and what does not arrive; of one bill of several, the purchase itself says nothing."""
    rows = [returns.find(connection, return_id) for return_id in returns.unfinished(connection)]
    return [
        Cause(
            kind="refund-open",
            purchase_id=row.purchase_id,
            payment_id=row.payment_id,
            terminal_id=purchases.terminal_of(connection, row.purchase_id),
            state=row.state,
            channel=row.channel,
            amount=row.own,
        )
        for row in rows
        if row is not None and row.at < before
    ]


def _closed_out(connection: Connection, before: float) -> list[Cause]:
    """Parts of a card's balance that a channel neither gives back nor refuses: the card stays frozen."""
    rows = [close_outs.find(connection, close_out_id) for close_out_id in close_outs.all_running(connection)]
    return [
        Cause("close-out-open", "", part.part_id, row.terminal_id, channel=part.channel, amount=part.amount)
        for row in rows
        if row is not None and row.at < before
        for part in close_outs.parts(connection, row.close_out_id)
        if part.state == "processing"
    ]


def _cause(connection: Connection, kind: str, purchase_id: str, before: float) -> Cause | None:
    row, order = purchases.find(connection, purchase_id), payments.live(connection, purchase_id)
    if row is None or order is None or row.touched_at >= before:
        return None
    return Cause(
        kind=kind,
        purchase_id=purchase_id,
        payment_id=order.payment_id,
        terminal_id=row.terminal_id,
        state=row.state,
        reason=row.reason,
        channel=order.channel,
        amount=order.amount,
    )


def _has_ended(connection: Connection, cause: Cause) -> bool:
    order = payments.find(connection, cause.payment_id)
    return order is None or order.ended
