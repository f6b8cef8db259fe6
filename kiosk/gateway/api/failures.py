"""Whatever goes wrong, the answer is a problem with a stable code, and the log knows more than the answer."""

import logging
from collections.abc import Callable
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from sqlalchemy.exc import SQLAlchemyError

from kiosk.core.errors import Refused
from kiosk.gateway.api.wire import refuse
from kiosk.gateway.problems import BY_STATUS, problem

BROKEN_OFF = "client disconnected prematurely"  # the framework's words, which have no error of their own
log = logging.getLogger(__name__)

AnyRequest = Request[Any, Any, Any]


def refused(_: AnyRequest, error: Refused) -> Response[bytes]:
    """A decision of ours."""
    return refuse(problem(error.code, error.detail))


def http(_: AnyRequest, error: HTTPException) -> Response[bytes]:
    """The framework said no."""
    code = BY_STATUS.get(error.status_code)
    if code is None and error.detail == BROKEN_OFF:
        log.info("a request was broken off")  # nothing was done, and nobody hears the answer
    elif code is None:
        log.error("unforeseen status %s", error.status_code, exc_info=error)
    return refuse(problem(code or "internal"), dict(error.headers or {}))


def store(request: AnyRequest, error: SQLAlchemyError) -> Response[bytes]:
    """The database is locked, full or gone. Nothing was done, or its answer is kept: who asks again hears it."""
    log.error("store: %s %s", request.route_handler.name or request.method, error, exc_info=error)
    return refuse(problem("store-unavailable"))


def internal(request: AnyRequest, error: Exception) -> Response[bytes]:
    """Our mistake."""
    log.error("%s failed", request.method, exc_info=error)
    return refuse(problem("internal"))


HANDLERS: dict[type[Exception] | int, Callable[..., Response[bytes]]] = {
    Refused: refused,
    HTTPException: http,
    SQLAlchemyError: store,
    Exception: internal,
}
