"""What no terminal asks about any more is brought to its end all the same: a terminal may never come back."""

import logging

from sqlalchemy.exc import SQLAlchemyError

from kiosk.core.errors import Refused
from kiosk.gateway.cashier import Cashier, closing
from kiosk.gateway.cashier.purchases import close_abandoned
from kiosk.gateway.cashier.pursuit import seconds_left
from kiosk.gateway.store import payments, purchases

log = logging.getLogger(__name__)

EVERY_S = 30.0


def go_round(cashier: Cashier) -> None:
    """Let go of abandoned bills, close orders that are past their channel's limit, go on with closings and refunds.

    What cannot be done now is left for the next round. Never raises for a channel or a database that is away.
    """
    try:
        close_abandoned(cashier)
        for purchase_id in _overdue(cashier):
            closing.close(cashier, purchase_id)
        for purchase_id in _unfinished(cashier):
            closing.state(cashier, purchase_id)
    except (Refused, SQLAlchemyError) as error:
        log.warning("round cut short: %s", error)


def _overdue(cashier: Cashier) -> list[str]:
    with cashier.database.reading() as connection:
        under_way = payments.under_way(connection)
    return [row.purchase_id for row in under_way if not seconds_left(cashier, row)]


def _unfinished(cashier: Cashier) -> list[str]:
    with cashier.database.reading() as connection:
        return purchases.in_states(connection, "closing", "refunding")
