"""A slip is printed again: counted and logged before the paper moves."""

import logging

from sqlalchemy import Connection

from kiosk.contract import Reprint, ReprintRequest
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.problems import known
from kiosk.gateway.store import purchases, transactions
from kiosk.gateway.store.writes import Answer, Asked, once

log = logging.getLogger(__name__)


def reprint(cashier: Cashier, reprint_id: str, request: ReprintRequest) -> Answer:
    """The number that the slip bears. Refused: unknown-purchase."""
    asked = Asked("reprints", reprint_id, request, cashier.now())
    with cashier.locks.of(f"reprints/{request.purchase_id}"):
        return once(cashier.database, asked, lambda connection: _count(connection, asked, request))


def _count(connection: Connection, asked: Asked, request: ReprintRequest) -> Reprint:
    known(purchases.find(connection, request.purchase_id), "unknown-purchase")
    number = transactions.reprints(connection, request.purchase_id) + 2  # the first slip was the first
    made = Reprint(reprint_id=asked.id, purchase_id=request.purchase_id, number=number)
    transactions.add_reprint(connection, made, request.terminal_id, asked.at)
    log.info("slip of purchase %s printed again at %s, number %d", request.purchase_id, request.terminal_id, number)
    return made
