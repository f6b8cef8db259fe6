"""The OpenAPI document says exactly what the gateway does: a fuzzer that believes it finds nothing."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from counter import DUE, Counter
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

pytestmark = pytest.mark.grounds("sqlite")  # it is about what is sent and said, not about where it is kept

EXAMPLES = int(os.environ.get("KIOSK_FUZZ", "12"))  # per operation; KIOSK_FUZZ=500 looks for an hour
SEED = 20260302


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object schema in a document."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for inner in schema.values():
            yield from objects(inner)
    if isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


def test_every_route_is_in_the_document(counter: Counter) -> None:
    paths = counter.get("/openapi.json").body["paths"]
    operations = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    routes = {
        (str(method), route.path_format)
        for route in counter.http.app.routes
        for method in route.methods
        if route.path_format.startswith("/v1") and method != "OPTIONS"
    }
    assert operations == routes
    assert len(operations) >= 22


def test_no_object_takes_more_than_it_names(counter: Counter) -> None:
    document = counter.get("/openapi.json").body
    found = list(objects(document["components"]["schemas"]))
    assert len(found) > 20
    assert all(schema["additionalProperties"] is False for schema in found)


def test_every_error_is_documented_as_a_problem(counter: Counter) -> None:
    for methods in counter.get("/openapi.json").body["paths"].values():
        for operation in methods.values():
            errors = {status: said for status, said in operation["responses"].items() if status != "200"}
            assert {"401", "500", "503"} <= set(errors)
            assert all(set(said["content"]) == {"application/problem+json"} for said in errors.values())


def test_a_fuzzer_finds_nothing(counter: Counter) -> None:
    live(counter)
    config = SchemathesisConfig.from_dict(CONFIG)
    schema = schemathesis.openapi.from_asgi("/openapi.json", counter.http.app, config=config)
    cases = 0
    wrong: list[str] = []
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            cases += len(event.recorder.cases)
            wrong += failures(event)
        if isinstance(event, events.NonFatalError | events.FatalError):
            wrong.append(repr(event))
    assert wrong == []
    assert cases > 500


def failures(event: events.ScenarioFinished) -> Iterator[str]:
    if event.status in (Status.FAILURE, Status.ERROR):
        for checks in event.recorder.checks.values():
            yield from (f"{event.label}: {check.failure_info}" for check in checks if check.failure_info)


def live(counter: Counter) -> None:
    """A hospital in full swing: one purchase in each state, so that the fuzzer meets them."""
    counter.lock("p-open")
    counter.split("p-open")
    for name, bills, patient in (("p-paid", "B0013-1-1", "P0013"), ("p-done", "B0003-1-1", "P0003")):
        counter.lock(name, (bills,), patient)
        own = counter.split(name).body["psn_cash_pay"]
        counter.order(name, own, mode="payment_code", payment_code=counter.wallet().new_code())
    counter.settle("p-done")
    counter.close("p-dead")


NAMES = ["p-open", "p-paid", "p-done", "p-dead", "p-new"]
DICTIONARIES = {
    "patients": ["P0004", "P0001", "P0005"],
    "bills": ["B0004-1-1", "B0004-1-2", "B0001-1-1"],
    "purchases": NAMES,
    "presettlements": [f"{name}-s" for name in NAMES],
    "payments": [f"{name}-p" for name in NAMES],
    "settlements": [f"{name}-t" for name in NAMES],
    "amounts": [DUE, 0],
    "numbers": ["7000000001", "7000000010", "990100199611020090"],
}
KNOWN = {
    "path.patient_id": "patients",
    "path.purchase_id": "purchases",
    "path.payment_id": "payments",
    "path.settlement_id": "settlements",
    "body.patient_id": "patients",
    "body.bill_ids[*]": "bills",
    "body.purchase_id": "purchases",
    "body.presettlement_id": "presettlements",
    "body.payment_id": "payments",
    "body.amount": "amounts",
    "body.number": "numbers",
}
CONFIG: dict[str, Any] = {
    "seed": SEED,
    "continue-on-failure": True,
    "checks": {"enabled": True},
    "generation": {"max-examples": EXAMPLES, "database": "none", "no-shrink": True},
    "dictionaries": {name: {"values": values} for name, values in DICTIONARIES.items()},
    "parameters": {where: {"dictionary": name, "probability": 0.7} for where, name in KNOWN.items()},
    "cache": {"enabled": False},
}
