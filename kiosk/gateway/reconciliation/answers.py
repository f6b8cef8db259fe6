"""What the gateway does by itself about an order that stands out: only what terminals could ask for too."""

import logging

from sqlalchemy.exc import SQLAlchemyError

from kiosk.core.errors import Refused
from kiosk.gateway.cashier import Cashier, closing, left_behind, returns
from kiosk.gateway.reconciliation.findings import KINDS, QUIET, Finding
from kiosk.gateway.store import returns as stored_returns

log = logging.getLogger(__name__)

HUMAN_S = 24 * 3600.0  # what the gateway could not bring to its end for so long after the day is a human's task
ENDS = {"give_back": ("settled", "refunded"), "go_on_with_refund": ("refunded", "settled")}


def answer(cashier: Cashier, finding: Finding, day_ended: float) -> str:
    """Bring it on as far as it goes: `ended`, `going_on`, `task`, or `next_day`. Doing it again changes nothing."""
    if finding.finding in QUIET:
        return "next_day"
    kind = KINDS[finding.finding]
    if not kind.answer or not finding.purchase_id:
        return "task"
    try:
        if _brought_on(cashier, finding.purchase_id) in ENDS[kind.answer]:
            return "ended"
    except (Refused, SQLAlchemyError) as error:
        log.warning("purchase %s is left for the next run: %s", finding.purchase_id, error)
    return "task" if cashier.now() - day_ended > HUMAN_S else "going_on"


def _brought_on(cashier: Cashier, purchase_id: str) -> str:
    """How the purchase stands, after the gateway did what it may."""
    with cashier.database.reading() as connection:
        open_returns = [row for row in stored_returns.of_purchase(connection, purchase_id) if not row.ended]
    for row in open_returns:
        returns.return_state(cashier, row.return_id)
    closing.state(cashier, purchase_id)
    left_behind.finish(cashier, purchase_id)  # only what is old enough
    return closing.state(cashier, purchase_id).state
