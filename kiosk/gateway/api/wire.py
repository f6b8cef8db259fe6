"""How a request becomes a record and a record an answer: strictly, and never repeating what a person sent."""

import re
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from kiosk.contract import Id, Problem, Record
from kiosk.core.errors import Refused
from kiosk.gateway import problems
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.mood import Mood
from kiosk.gateway.store.writes import Answer

R = TypeVar("R", bound=Record)

LARGEST_BODY = 64 * 1024  # bytes; fifty bills are three kilobytes
JSON, CSV, HTML = "application/json", "text/csv", "text/html"
TheCashier = NamedDependency[SkipValidation[Cashier]]
TheMood = NamedDependency[SkipValidation[Mood]]

_PLACE = re.compile(r"- at `(\$[^`]*)`$")


@dataclass(frozen=True)
class Spoken:
    """What the OpenAPI document says of a route; `answers` may be a list type, `refusals` are problem codes, `query` is
    a record whose fields may stand behind the address's `?`; `media` is what an answer of `str` is written in."""

    summary: str
    answers: Any
    body: type[Record] | None = None
    refusals: tuple[str, ...] = ()
    query: type[Record] | None = None
    media: str = JSON


def read(body: bytes, wanted: type[R]) -> R:
    """The record that was sent. Raises `Refused`: malformed-json, invalid."""
    try:
        return msgspec.convert(_whole(msgspec.json.decode(body)), wanted)
    except msgspec.ValidationError as error:
        raise Refused("invalid", _where(str(error))) from None
    except (msgspec.DecodeError, RecursionError):  # brackets within brackets: deeper than anything that means something
        raise Refused("malformed-json") from None


def read_query(request: Request[Any, Any, Any], wanted: type[R]) -> R:
    """What stands behind the address's `?`. Raises `Refused("invalid")`."""
    asked = list(request.query_params.multi_items())
    if len(dict(asked)) != len(asked):
        raise Refused("invalid", "the same word twice in the address")
    try:
        return msgspec.convert(dict(asked), wanted, strict=False)
    except msgspec.ValidationError as error:
        raise Refused("invalid", _where(str(error))) from None


def give(answer: object, media: str = JSON) -> Response[bytes]:
    """An answer made of a record, or of a list of them; or of a text, in another medium."""
    return Response(msgspec.json.encode(answer) if media == JSON else str(answer).encode(), media_type=media)


def repeat(answer: Answer) -> Response[bytes]:
    """An answer that is kept, to the byte."""
    media_type = JSON if answer.status == 200 else problems.MEDIA_TYPE
    return Response(answer.body, status_code=answer.status, media_type=media_type)


def refuse(said: Problem, headers: dict[str, str] | None = None) -> Response[bytes]:
    """A problem as an answer."""
    return Response(msgspec.json.encode(said), status_code=said.status, media_type=problems.MEDIA_TYPE, headers=headers)


def check_json(request: Request[Any, Any, Any]) -> None:
    """Raises `Refused("not-json")` for a body of another kind."""
    if request.method in ("PUT", "POST") and request.content_type[0].lower() != JSON:
        raise Refused("not-json")


def check_ids(request: Request[Any, Any, Any]) -> None:
    """Raises `Refused("invalid")` for an address with something in it that is no id."""
    try:
        msgspec.convert(request.path_params, dict[str, Id])
    except msgspec.ValidationError:
        raise Refused("invalid", "the id in the address") from None


def _whole(sent: object) -> object:
    """JSON knows one kind of number: `100.0` is the same as `100`."""
    if isinstance(sent, dict):
        return {name: _whole(value) for name, value in sent.items()}
    if isinstance(sent, list):
        return [_whole(value) for value in sent]
    if isinstance(sent, str) and "\0" in sent:
        raise Refused("invalid", "a text with a zero in it")  # PostgreSQL keeps none, and nobody means one
    return int(sent) if isinstance(sent, float) and sent.is_integer() else sent


def _where(said: str) -> str:
    """What was wrong and where, without the value: it may be somebody's number."""
    if said.startswith(("Expected", "Object missing")):
        return said  # these speak of the contract only
    place = _PLACE.search(said)
    return " ".join(said.split()[:3]) + (f" at {place[1]}" if place else "")
