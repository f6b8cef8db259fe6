"""Every day after ten, by itself: the day before is reconciled, once, and again when something was missing."""

import logging
import tempfile
from datetime import date, timedelta
from pathlib import Path

from kiosk.contract import Reconciliation
from kiosk.core.errors import Refused
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.channels import KeepsStatements
from kiosk.gateway.locks import PATIENCE_S
from kiosk.gateway.reconciliation import books
from kiosk.gateway.reconciliation.days import bounds, yesterday
from kiosk.gateway.reconciliation.run import NotReady, fetch
from kiosk.gateway.store import alarms, reconciliations
from kiosk.gateway.store.alarms import Cause

log = logging.getLogger(__name__)

READY_S = 10 * 3600.0  # the last of the channels has its statement ten hours after the day
AGAIN_S = 3600.0  # a statement that was missing is asked for again
DAY_S = 86_400.0
LATE_S = 2 * DAY_S  # a statement that has not come so long after its day is a human's
DAYS_BACK = 7  # a gateway that was switched off catches up so far


def go_round(cashier: Cashier) -> None:
    """Look whether the hospital's own accounts add up, and reconcile the oldest day that is due and whose statements
    are there, if one is. What was done before a restart is not done again; while somebody reconciles, nothing is.

    Raises what `books.balance` does.
    """
    books.tell_of_accounts(cashier)
    if not _has_channels(cashier):
        return
    _tell_late(cashier)
    try:
        _reconcile_oldest(cashier)
    except Refused as refused:
        if refused.code != "busy":
            raise
        log.info("the books are busy: the next round looks again")


def _reconcile_oldest(cashier: Cashier) -> None:
    for back in range(DAYS_BACK, 0, -1):
        day = yesterday(cashier.now()) - timedelta(days=back - 1)
        if _is_due(cashier, day):
            try:
                fetched(cashier, day, patience_s=0)
                return
            except NotReady:
                log.info("the statements of %s are not there yet", day)


def fetched(cashier: Cashier, day: date, patience_s: float = PATIENCE_S) -> Reconciliation:
    """Fetch the statements of a day, and reconcile it. Raises `NotReady`, `Refused("busy")` when another run does not
    end within the patience, and what `books.balance` does."""
    with cashier.locks.of(books.TURN, patience_s), tempfile.TemporaryDirectory(prefix="kiosk-statements-") as folder:
        late = cashier.now() - bounds(day).end >= LATE_S
        files, missing = fetch(cashier.channels, day, Path(folder), late)
        return books.balance(cashier, day, files, missing)


def _is_due(cashier: Cashier, day: date) -> bool:
    if cashier.now() < bounds(day).end + READY_S:
        return False
    with cashier.database.reading() as connection:
        run = reconciliations.find(connection, day.isoformat())
        if run is None:
            return reconciliations.has_movements(connection, bounds(day).begin - DAY_S, bounds(day).end)
    return bool(run.missing) and cashier.now() - run.ran_at >= AGAIN_S


def _tell_late(cashier: Cashier) -> None:
    """Tell the staff of the first day that a statement has not come for, until it is compared with all of them."""
    until = yesterday(cashier.now() - LATE_S).isoformat()
    with cashier.database.writing() as connection:
        late = reconciliations.oldest_missing(connection, until)
        causes = [Cause("statement-late", state=late[0], channel=late[1])] if late else []
        alarms.only(connection, "statement-late", causes, cashier.now())


def _has_channels(cashier: Cashier) -> bool:
    return any(isinstance(channel, KeepsStatements) for channel in cashier.channels.values())
