"""Makes a route of one entry in the table: what is said of it, what goes in and comes out, and who does it."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody

from kiosk.contract import Record
from kiosk.gateway.api.wire import JSON, Spoken, TheCashier, give, read, read_query, repeat
from kiosk.gateway.store.writes import Answer


def show(
    path: str,
    summary: str,
    answers: Any,
    act: Callable[..., object],
    *refusals: str,
    query: type[Record] | None = None,
    media: str = JSON,
) -> HTTPRouteHandler:
    """A read: `act` is given the cashier, the id in the path and the record behind `?`, where there are any."""
    spoken = Spoken(summary, answers, None, refusals, query, media)

    def answer(cashier: TheCashier, request: Request[Any, Any, Any]) -> Response[bytes]:
        asked = () if query is None else (read_query(request, query),)
        return give(act(cashier, *request.path_params.values(), *asked), media)

    return get(_typed(path), opt={"spoken": spoken}, sync_to_thread=True)(answer)


def ask(
    path: str, summary: str, answers: Any, takes: type[Record], act: Callable[..., object], *refusals: str
) -> HTTPRouteHandler:
    """A read, although a POST: what is asked with does not go into an address. `act` is given cashier and record."""

    def answer(cashier: TheCashier, body: RawBody) -> Response[bytes]:
        return give(act(cashier, read(body, takes)))

    spoken = Spoken(summary, answers, takes, refusals)
    return post(_typed(path), status_code=200, opt={"spoken": spoken}, sync_to_thread=True)(answer)


def write(
    path: str, summary: str, answers: Any, takes: type[Record], act: Callable[..., Answer], *refusals: str
) -> HTTPRouteHandler:
    """A PUT under an id: `act` is given cashier, id and record, and tells the answer that is kept."""

    def answer(cashier: TheCashier, request: Request[Any, Any, Any], body: RawBody) -> Response[bytes]:
        return repeat(act(cashier, *request.path_params.values(), read(body, takes)))

    return put(_typed(path), opt={"spoken": Spoken(summary, answers, takes, refusals)}, sync_to_thread=True)(answer)


def _typed(path: str) -> str:
    """The framework wants to be told that an id is a text."""
    return path.replace("}", ":str}")
