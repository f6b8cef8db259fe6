"""A day of the channels, the hospital and the terminals, compared: as JSON, as a list for a spreadsheet, as a page."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from litestar import Request, Response, get, put
from litestar.params import FromPath, RawBody

from kiosk.contract import PageQuery, Reconciliation, ReconciliationRan, ReconciliationRequest
from kiosk.core.errors import Refused
from kiosk.gateway.api.wire import Spoken, TheCashier, give, read, read_query, repeat
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.reconciliation import books, report
from kiosk.gateway.reconciliation.run import NotReady, fetch
from kiosk.gateway.store.writes import Answer, Asked, begin, finish

RUN = Spoken(
    "Compare a day now; what stands out is answered or becomes a human's task, once per order and date",
    ReconciliationRan,
    ReconciliationRequest,
    ("statement-not-ready", "unknown-reconciliation"),
)
CSV, HTML = "text/csv", "text/html"
UNKNOWN = ("unknown-reconciliation",)
KEPT = Spoken("What the last run of a day found", Reconciliation, refusals=UNKNOWN)
LIST = Spoken("The same as a list for a spreadsheet, amounts in yuan", str, refusals=UNKNOWN, media=CSV)
PAGE = Spoken("The same as a page to print", str, refusals=UNKNOWN, query=PageQuery, media=HTML)


@put("/reconciliations/{date:str}", opt={"spoken": RUN}, sync_to_thread=True)
def put_reconciliation(cashier: TheCashier, date: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(_run(cashier, _day(date), read(body, ReconciliationRequest)))


@get("/reconciliations/{date:str}", opt={"spoken": KEPT}, sync_to_thread=True)
def get_reconciliation(cashier: TheCashier, date: FromPath[str]) -> Response[bytes]:
    return give(books.find(cashier, _day(date)))


@get("/reconciliations/{date:str}/csv", opt={"spoken": LIST}, sync_to_thread=True)
def get_list(cashier: TheCashier, date: FromPath[str]) -> Response[bytes]:
    text = report.differences(books.find(cashier, _day(date)))
    return Response(text.encode(), media_type=CSV)


@get("/reconciliations/{date:str}/page", opt={"spoken": PAGE}, sync_to_thread=True)
def get_page(cashier: TheCashier, date: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    text = report.page(books.find(cashier, _day(date)), read_query(request, PageQuery).lang)
    return Response(text.encode(), media_type=HTML)


def _run(cashier: Cashier, day: date, request: ReconciliationRequest) -> Answer:
    """Refused: statement-not-ready, of this moment and not kept."""
    asked = Asked(f"reconciliations/{day}", request.run_id, request, cashier.now())
    with cashier.locks.of(f"reconciliations/{day}"), tempfile.TemporaryDirectory(prefix="kiosk-statements-") as folder:
        try:
            files, missing = fetch(cashier.channels, day, Path(folder))
        except NotReady as not_yet:
            raise Refused("statement-not-ready") from not_yet
        begun = begin(cashier.database, asked, lambda _: None)
        if isinstance(begun, Answer):
            return begun
        return finish(cashier.database, asked, books.ran(books.balance(cashier, day, files, missing)))


def _day(word: str) -> date:
    """Refused: unknown-reconciliation, also for what is no day of this century."""
    try:
        day = date.fromisoformat(word)
    except ValueError:
        raise Refused("unknown-reconciliation", "YYYY-MM-DD") from None
    if not 2000 <= day.year < 2100:
        raise Refused("unknown-reconciliation")
    return day
