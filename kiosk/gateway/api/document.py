"""The OpenAPI document, made from the routes and the records of the contract."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from kiosk.contract import Id, Problem
from kiosk.gateway.api.wire import LARGEST_BODY, Spoken
from kiosk.gateway.problems import CODES, MEDIA_TYPE

Json = dict[str, Any]

_ABOUT = (
    "The hospital's side of the terminals. Every PUT is idempotent by its id: the same body gets the same answer, to "
    "the byte; another body gets 409 `id-reused`. Amounts are whole fen. Errors are RFC 9457 problem details with a "
    "stable `code`."
)
_REF = "#/components/schemas/{name}"
_EVERYWHERE = ("unauthorized", "internal", "store-unavailable", "busy", "unreachable")
_WITH_AN_ID = ("invalid",)
_WITH_A_BODY = ("malformed-json", "body-too-large", "not-json", "invalid")
_WRITE = ("id-reused",)


def document(app: Litestar) -> Json:
    """OpenAPI 3.1 of everything under /v1."""
    routes = list(_spoken(app))
    types = {kind for _, _, said in routes for kind in (said.answers, said.body) if kind is not None}
    kinds = [*sorted(types, key=str), Problem, Id]
    schemas, components = msgspec.json.schema_components(kinds, ref_template=_REF)
    schema_of = dict(zip(map(str, kinds), schemas, strict=True))
    paths: Json = {}
    for path, method, said in routes:
        paths.setdefault(path, {})[method.lower()] = _operation(path, method, said, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kiosk gateway",
            "version": "1",
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": {name: _closed(schema) for name, schema in components.items()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _spoken(app: Litestar) -> Iterator[tuple[str, str, Spoken]]:
    for route in sorted(app.routes, key=lambda route: route.path):
        if isinstance(route, HTTPRoute):
            for method, (handler, _) in sorted(route.route_handler_map.items()):
                said = _said(handler)
                if said is not None:
                    yield re.sub(r":\w+}", "}", route.path_format), method, said


def _said(handler: HTTPRouteHandler) -> Spoken | None:
    said = handler.opt.get("spoken")
    return said if isinstance(said, Spoken) else None


def _operation(path: str, method: str, said: Spoken, schema_of: Json) -> Json:
    names = re.findall(r"{(\w+)}", path)
    operation: Json = {
        "operationId": "-".join([method.lower(), *re.findall(r"[\w-]+", path.removeprefix("/v1/"))]),
        "summary": said.summary,
        "responses": {
            "200": {
                "description": "Done",
                "content": {said.media: {"schema": schema_of[str(said.answers)]}},
            },
            **_problems(method, said, bool(names) or said.query is not None),
        },
    }
    if names:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": schema_of[str(Id)]} for name in names
        ]
    if said.query is not None:
        fields = msgspec.json.schema(said.query)["$defs"][said.query.__name__]["properties"]
        operation["parameters"] = operation.get("parameters", []) + [
            {"name": name, "in": "query", "required": False, "schema": schema} for name, schema in fields.items()
        ]
    if said.body is not None:
        operation["requestBody"] = {
            "required": True,
            "description": f"At most {LARGEST_BODY} bytes.",
            "content": {"application/json": {"schema": schema_of[str(said.body)]}},
        }
    return operation


def _problems(method: str, said: Spoken, has_id: bool) -> Json:
    codes = [*said.refusals, *_EVERYWHERE]
    codes += _WITH_AN_ID if has_id else ()
    codes += _WITH_A_BODY if said.body is not None else ()
    codes += _WRITE if method == "PUT" else ()
    by_status: dict[str, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(str(CODES[code][0]), []).append(code)
    content = {MEDIA_TYPE: {"schema": {"$ref": _REF.format(name="Problem")}}}
    return {
        status: {"description": "; ".join(f"`{code}`: {CODES[code][1]}" for code in found), "content": content}
        for status, found in sorted(by_status.items())
    }


def _closed(schema: Json) -> Json:
    """An object of ours has the properties that are named, and no others."""
    return {**schema, "additionalProperties": False} if schema.get("type") == "object" else schema
