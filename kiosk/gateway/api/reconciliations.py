"""A day of the channels, the hospital and the terminals, compared: as a record, as a list for a spreadsheet, a page."""

import tempfile
from datetime import date
from pathlib import Path

from kiosk.contract import PageQuery, Reconciliation, ReconciliationRequest
from kiosk.core.errors import Refused
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.reconciliation import books, report
from kiosk.gateway.reconciliation.run import NotReady, fetch
from kiosk.gateway.store.writes import Answer, Asked, begin, finish


def run(cashier: Cashier, word: str, request: ReconciliationRequest) -> Answer:
    """Refused: statement-not-ready, of this moment and not kept."""
    day = _day(word)
    asked = Asked(f"reconciliations/{day}", request.run_id, request, cashier.now())
    with cashier.locks.of(books.TURN), tempfile.TemporaryDirectory(prefix="kiosk-statements-") as folder:
        try:
            files, missing = fetch(cashier.channels, day, Path(folder))
        except NotReady as not_yet:
            raise Refused("statement-not-ready") from not_yet
        begun = begin(cashier.database, asked, lambda _: None)
        if isinstance(begun, Answer):
            return begun
        return finish(cashier.database, asked, books.ran(books.balance(cashier, day, files, missing)))


def find(cashier: Cashier, word: str) -> Reconciliation:
    """What the last run of this day found."""
    return books.find(cashier, _day(word))


def spreadsheet(cashier: Cashier, word: str) -> str:
    """The same as CSV, amounts in yuan."""
    return report.differences(find(cashier, word))


def page(cashier: Cashier, word: str, query: PageQuery) -> str:
    """The same as HTML to print."""
    return report.page(find(cashier, word), query.lang)


def _day(word: str) -> date:
    """Refused: unknown-reconciliation, also for what is no day of this century."""
    try:
        day = date.fromisoformat(word)
    except ValueError:
        raise Refused("unknown-reconciliation", "YYYY-MM-DD") from None
    if not 2000 <= day.year < 2100:
        raise Refused("unknown-reconciliation")
    return day
