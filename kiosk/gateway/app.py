"""Puts the gateway together: who may ask, the rules behind the routes, the OpenAPI document."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import msgspec
from litestar import Litestar, Request, Response, Router, get
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from kiosk.core.errors import Refused
from kiosk.gateway.api.document import document
from kiosk.gateway.api.failures import HANDLERS
from kiosk.gateway.api.routes import ROUTES
from kiosk.gateway.api.wire import LARGEST_BODY, check_ids, check_json
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.cashier.rounds import EVERY_S, go_round
from kiosk.gateway.mood import Mood
from kiosk.gateway.reconciliation import nightly

NIGHTLY_S = 60.0  # how often it is asked whether a day is due to be reconciled
log = logging.getLogger(__name__)

AnyRequest = Request[Any, Any, Any]
Before = Callable[[AnyRequest], Coroutine[Any, Any, Response[None] | None]]


def build(
    cashier: Cashier,
    *,
    token: str = "",
    outside: Sequence[ControllerRouterHandler] = (),
    mood: Mood | None = None,
) -> Litestar:
    """The ASGI application. With a `token`, whoever asks must bear it. `outside`: routes that play the outside world,
    in no document; they turn the `mood`. While it runs it goes its rounds, and reconciles the day before after ten. It
    does not close the database: who opened it does."""
    mood = mood or Mood()
    app = Litestar(
        route_handlers=[
            Router("/v1", route_handlers=ROUTES, before_request=_before_hospital(mood, token)),
            Router("/sim", route_handlers=outside, before_request=_before(token), include_in_schema=False),
            get("/openapi.json", before_request=_before(token), sync_to_thread=False)(_openapi),
        ],
        dependencies={
            "cashier": Provide(lambda: cashier, sync_to_thread=False),
            "mood": Provide(lambda: mood, sync_to_thread=False),
        },
        exception_handlers=HANDLERS,
        request_max_body_size=LARGEST_BODY,
        openapi_config=None,
        lifespan=[_every(EVERY_S, go_round, cashier), _every(NIGHTLY_S, nightly.go_round, cashier)],
        logging_config=None,
    )
    app.state.document = msgspec.json.encode(document(app))
    app.state.allowed = {route.path_format: ", ".join(sorted(route.methods)) for route in app.routes}
    return app


def _every(
    seconds: float, act: Callable[[Cashier], object], cashier: Cashier
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    async def go_on() -> None:
        while True:
            await asyncio.sleep(seconds)
            going = asyncio.create_task(asyncio.to_thread(act, cashier))
            await asyncio.wait([going])  # raises nothing: whatever broke this round off, there is a next one
            if going.exception():
                log.error("a round was broken off", exc_info=going.exception())

    @asynccontextmanager
    async def while_running(_: Litestar) -> AsyncIterator[None]:
        rounds = asyncio.create_task(go_on())
        try:
            yield
        finally:
            rounds.cancel()

    return while_running


def _openapi(request: AnyRequest) -> Response[bytes]:
    return Response(request.app.state.document, media_type="application/json")


def _before(token: str) -> Before:
    async def check(request: AnyRequest) -> Response[None] | None:
        borne = request.headers.get("authorization", "")
        if token and not secrets.compare_digest(borne.encode(), f"Bearer {token}".encode()):
            raise Refused("unauthorized")
        if request.method == "OPTIONS":
            # The framework's own answer forgets methods where one address has several handlers.
            allowed = request.app.state.allowed[request.scope["path_template"]]
            return Response(None, status_code=204, headers={"Allow": allowed})
        return None

    return check


def _before_hospital(mood: Mood, token: str) -> Before:
    check_token = _before(token)

    async def check(request: AnyRequest) -> Response[None] | None:
        answer = await check_token(request)
        check_json(request)
        check_ids(request)
        if mood.slow_s:
            await asyncio.sleep(mood.slow_s)
        if mood.unreachable:
            raise Refused("unreachable")
        return answer

    return check
