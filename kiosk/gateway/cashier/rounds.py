"""What no terminal asks about any more is brought to its end all the same: a terminal may never come back."""

import logging
from collections.abc import Callable
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from kiosk.core.errors import Refused
from kiosk.gateway.accounts.close_outs import close_out_state
from kiosk.gateway.cashier import Cashier, closing, left_behind, overdue, returns, voids
from kiosk.gateway.cashier import claims as claiming
from kiosk.gateway.cashier.purchases import close_abandoned
from kiosk.gateway.cashier.pursuit import seconds_left
from kiosk.gateway.store import claims, close_outs, payments, purchases
from kiosk.gateway.store import returns as stored_returns
from kiosk.gateway.store.rows import PaymentRow

log = logging.getLogger(__name__)

EVERY_S = 30.0


def go_round(cashier: Cashier) -> None:
    """Let go of abandoned bills, close orders that are past their channel's limit, go on with closings and refunds,
    give back what no terminal came back for, and tell the staff what waits too long.

    What cannot be done now is left for the next round, and the others go on.
    """
    for part in (
        _forget_the_future,
        close_abandoned,
        _close_overdue,
        _go_on,
        _go_on_with_claims,
        _go_on_with_voids,
        _go_on_with_returns,
        _go_on_with_close_outs,
        _finish_left_behind,
        overdue.tell_staff,
    ):
        _try(partial(part, cashier))


def _forget_the_future(cashier: Cashier) -> None:
    """The clock was set back: what was done ahead of it counts as done now, or it would be young for too long."""
    with cashier.database.writing() as connection:
        payments.forget_the_future(connection, cashier.now())
        purchases.forget_the_future(connection, cashier.now())
        claims.forget_the_future(connection, cashier.now())


def _close_overdue(cashier: Cashier) -> None:
    with cashier.database.reading() as connection:
        under_way = payments.under_way(connection)
    for row in under_way:
        _try(partial(_close_if_overdue, cashier, row))


def _close_if_overdue(cashier: Cashier, row: PaymentRow) -> None:
    if not seconds_left(cashier, row):
        closing.close(cashier, row.purchase_id)


def _go_on(cashier: Cashier) -> None:
    with cashier.database.reading() as connection:
        unfinished = purchases.in_states(connection, "closing", "refunding")
    for purchase_id in unfinished:
        _try(partial(closing.state, cashier, purchase_id))


def _go_on_with_claims(cashier: Cashier) -> None:
    """What the insurer has booked, or may yet book, and the hospital has not."""
    with cashier.database.reading() as connection:
        unclear = claims.in_states(connection, "undoing", "watched")
    for row in unclear:
        _try(partial(claiming.go_on, cashier, row))


def _go_on_with_voids(cashier: Cashier) -> None:
    """After the claims: what the insurer has undone can be undone at the hospital."""
    for settlement_id in voids.begun(cashier):
        _try(partial(voids.void, cashier, settlement_id))


def _go_on_with_returns(cashier: Cashier) -> None:
    with cashier.database.reading() as connection:
        unfinished = stored_returns.unfinished(connection)
    for return_id in unfinished:
        _try(partial(returns.return_state, cashier, return_id))


def _finish_left_behind(cashier: Cashier) -> None:
    for purchase_id in left_behind.left_behind(cashier):
        _try(partial(left_behind.finish, cashier, purchase_id))


def _go_on_with_close_outs(cashier: Cashier) -> None:
    with cashier.database.reading() as connection:
        running = close_outs.all_running(connection)
    for close_out_id in running:
        _try(partial(close_out_state, cashier, close_out_id))


def _try(act: Callable[[], object]) -> None:
    try:
        act()
    except (Refused, SQLAlchemyError) as error:
        log.warning("left for the next round: %s", error)
