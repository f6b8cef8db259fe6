"""What the gateway does by itself about an order that stands out: only what terminals could ask for too."""

import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from kiosk.core.errors import Refused
from kiosk.gateway.cashier import Cashier, closing, left_behind, returns
from kiosk.gateway.cashier import claims as claiming
from kiosk.gateway.reconciliation.findings import KINDS, QUIET, Finding
from kiosk.gateway.store import claims, settlements
from kiosk.gateway.store import returns as stored_returns
from kiosk.gateway.store.claims import ClaimRow

log = logging.getLogger(__name__)

HUMAN_S = 24 * 3600.0  # what the gateway could not bring to its end for so long after the day is a human's task
ENDS = {
    "give_back": ("settled", "refunded"),
    "go_on_with_refund": ("refunded", "settled"),
    "settle_or_void": ("settled", "undone"),
    "go_on_with_void": ("undone",),
}


def answer(cashier: Cashier, finding: Finding, day_ended: float) -> str:
    """Bring it on as far as it goes: `ended`, `going_on`, `task`, or `next_day`. Doing it again changes nothing."""
    if finding.finding in QUIET:
        return "next_day"
    kind = KINDS[finding.finding]
    if not kind.answer or not finding.purchase_id:
        return "task"
    try:
        if _ANSWERS[kind.answer](cashier, finding) in ENDS[kind.answer]:
            return "ended"
    except (Refused, SQLAlchemyError) as error:
        log.warning("purchase %s is left for the next run: %s", finding.purchase_id, error)
    return "task" if cashier.now() - day_ended > HUMAN_S else "going_on"


def _give_back(cashier: Cashier, finding: Finding) -> str:
    return _brought_on(cashier, finding.purchase_id)


def _settle_or_void(cashier: Cashier, finding: Finding) -> str:
    """How the claim and the settlement stand: the terminal may still settle, or has been given up."""
    _brought_on(cashier, finding.purchase_id)
    claim, made = _claimed(cashier, finding)
    return "settled" if made == "settled" else claim.state if claim else ""


def _go_on_with_void(cashier: Cashier, finding: Finding) -> str:
    """How the claim stands. What the insurer has said to be undone, and has in its book, no message of ours undoes."""
    before, _ = _claimed(cashier, finding)
    if before is None or before.state == "undone":
        return ""
    if before.state in ("undoing", "watched"):
        claiming.go_on(cashier, before)
    _brought_on(cashier, finding.purchase_id)
    after, _ = _claimed(cashier, finding)
    return after.state if after else ""


def _claimed(cashier: Cashier, finding: Finding) -> tuple[ClaimRow | None, str]:
    """The claim that a finding is about, and how its settlement stands; nothing where there is none."""
    with cashier.database.reading() as connection:
        made = settlements.find(connection, finding.order_id)
        return claims.find(connection, finding.order_id), made.state if made else ""


_ANSWERS: dict[str, Callable[[Cashier, Finding], str]] = {
    "give_back": _give_back,
    "go_on_with_refund": _give_back,
    "settle_or_void": _settle_or_void,
    "go_on_with_void": _go_on_with_void,
}


def _brought_on(cashier: Cashier, purchase_id: str) -> str:
    """How the purchase stands, after the gateway did what it may."""
    with cashier.database.reading() as connection:
        open_returns = [row for row in stored_returns.of_purchase(connection, purchase_id) if not row.ended]
    for row in open_returns:
        returns.return_state(cashier, row.return_id)
    closing.state(cashier, purchase_id)
    left_behind.finish(cashier, purchase_id)  # only what is old enough
    return closing.state(cashier, purchase_id).state
