"""Whatever is wrong, the answer is a problem with a stable code, and never repeats what a person sent."""

import sqlite3
from collections.abc import Iterator

import pytest
from counter import DUE, Counter
from litestar.testing import TestClient

from kiosk.gateway.app import build
from kiosk.gateway.problems import CODES, problem
from kiosk.gateway.store import database

pytestmark = pytest.mark.grounds(
    "sqlite"
)  # it is about what is sent and said; a server that is away stands in test_gateway_postgresql.py

SECRET = "110101199003071234"


def put_raw(counter: Counter, content: bytes, kind: str | None = "application/json") -> tuple[int, str, str]:
    headers = {} if kind is None else {"content-type": kind}
    answer = counter.http.put("/v1/staff-calls/c-1", content=content, headers=headers)
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"], answer.text


@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [
        (b"{", "application/json", (400, "malformed-json")),
        (b"", "application/json", (400, "malformed-json")),
        (b"\xff\xfe", "application/json", (400, "malformed-json")),
        (b'{"terminal_id": 1e999}', "application/json", (422, "invalid")),
        (b'{"terminal_id": "T01"}', "text/plain", (415, "not-json")),
        (b'{"terminal_id": "T01"}', None, (415, "not-json")),
        (b'{"terminal_id": "T01"}' + b" " * 65536, "application/json", (413, "body-too-large")),
        (b"[]", "application/json", (422, "invalid")),
        (b"{}", "application/json", (422, "invalid")),
        (b'{"terminal_id": 7}', "application/json", (422, "invalid")),
        (b'{"terminal_id": "T01", "more": 1}', "application/json", (422, "invalid")),
    ],
)
def test_bodies_that_are_not_understood(
    counter: Counter, content: bytes, kind: str | None, expected: tuple[int, str]
) -> None:
    assert put_raw(counter, content, kind)[:2] == expected


def test_json_with_a_charset_is_json(counter: Counter) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    answer = counter.http.put("/v1/staff-calls/c-1", content=b'{"terminal_id": "T01"}', headers=headers)
    assert answer.status_code == 200


def test_a_number_in_quotes_is_no_amount_and_a_whole_one_with_a_point_is(counter: Counter) -> None:
    counter.lock()
    counter.split()
    assert counter.order(amount=str(DUE)).refusal == (422, "invalid")  # type: ignore[arg-type]
    assert counter.order(amount=DUE + 0.5).refusal == (422, "invalid")  # type: ignore[arg-type]
    assert counter.order(amount=float(DUE)).body["amount"] == DUE  # type: ignore[arg-type]
    assert counter.order(amount=DUE).status == 200


def test_addresses_that_are_not_there(counter: Counter) -> None:
    assert counter.get("/v1/nothing").refusal == (404, "not-found")
    assert counter.get("/").refusal == (404, "not-found")
    assert counter.get("/v1/purchases/a%20b").refusal == (422, "invalid")
    assert counter.get("/v1/purchases/" + "a" * 65).refusal == (422, "invalid")
    assert counter.ask("DELETE", "/v1/purchases/p-1").refusal == (405, "method-not-allowed")


def test_a_refused_method_names_the_ones_that_are_allowed(counter: Counter) -> None:
    for method in ("DELETE", "OPTIONS"):
        allowed = counter.http.request(method, "/v1/orders/p-1").headers["allow"]
        assert set(allowed.split(", ")) == {"GET", "PUT", "OPTIONS"}


def test_what_a_person_sent_is_never_repeated(counter: Counter, caplog: pytest.LogCaptureFixture) -> None:
    bodies: list[object] = [
        {"carrier": SECRET, "number": SECRET},
        {"carrier": "id_card", "number": SECRET + "-"},
        {"carrier": "id_card", "number": SECRET},
        {"carrier": "id_card", "number": int(SECRET)},
        {"carrier": "id_card", "number": "1", SECRET: SECRET},
        {SECRET: SECRET},
        [SECRET],
    ]
    for body in bodies:
        said = counter.ask("POST", "/v1/identifications", body)
        assert said.refusal[0] in (404, 422)
        assert SECRET not in said.raw.decode()
    assert SECRET not in counter.get(f"/v1/patients/{SECRET}+/visits").raw.decode()
    assert SECRET not in caplog.text


def test_the_integrator_is_told_where_it_is_wrong(counter: Counter) -> None:
    said = counter.ask("POST", "/v1/identifications", {"carrier": "passport", "number": "1"})
    assert said.body["detail"] == "Invalid enum value at $.carrier"
    said = counter.ask("POST", "/v1/identifications", {"number": "1"})
    assert said.body["detail"] == "Object missing required field `carrier`"
    said = counter.put("/v1/staff-calls/c-1", {"terminal_id": 7})
    assert said.body["detail"] == "Expected `str`, got `int` - at `$.terminal_id`"


def test_our_own_mistake_is_a_problem_too(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: object) -> float:
        raise ZeroDivisionError("of patient " + SECRET)

    monkeypatch.setattr("kiosk.gateway.cashier.Cashier.now", broken)
    said = counter.lock()
    assert said.refusal == (500, "internal")
    assert SECRET not in said.raw.decode()
    assert "ZeroDivisionError" in caplog.text


def test_a_database_that_is_held_by_another_program(counter: Counter) -> None:
    with sqlite3.connect(counter.cashier.database.where, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert counter.lock().refusal == (503, "store-unavailable")
        assert counter.stands() == "unknown"
    other.close()
    assert counter.lock().status == 200


def test_a_write_that_has_to_wait_too_long_says_so(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    with counter.cashier.database.writing():
        assert counter.lock().refusal == (503, "busy")
    assert counter.lock().status == 200


def test_a_hospital_that_is_unreachable_changes_nothing(counter: Counter) -> None:
    counter.ask("POST", "/sim/mood", {"unreachable": True})
    assert counter.lock().refusal == (503, "unreachable")
    counter.ask("POST", "/sim/mood", {})
    assert counter.stands() == "unknown"


def test_an_answer_that_is_lost_after_settling(counter: Counter) -> None:
    counter.paid()
    counter.ask("POST", "/sim/mood", {"lose_settlement_answer": True})
    assert counter.settle().refusal == (503, "answer-lost")
    assert counter.stands() == "settled"
    assert counter.settle().body["state"] == "settled"  # one answer was lost, as the dock says


@pytest.fixture
def guarded(counter: Counter) -> Iterator[Counter]:
    with TestClient(build(counter.cashier, token="a-token-of-the-hospital"), raise_server_exceptions=False) as http:
        yield Counter(http, counter.cashier, counter.clock)


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic a-token-of-the-hospital", "Bearer ä"])
def test_with_a_token_nobody_else_may_ask(guarded: Counter, header: str | None) -> None:
    headers = {} if header is None else {b"authorization": header.encode("latin-1")}
    for path in ("/v1/health", "/v1/patients/P0001/visits", "/openapi.json"):
        answer = guarded.http.get(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


def test_who_bears_the_token_may_ask(guarded: Counter) -> None:
    guarded.http.headers["authorization"] = "Bearer a-token-of-the-hospital"
    assert guarded.get("/v1/health").status == 200


def test_without_the_demo_nobody_plays_the_outside_world(guarded: Counter) -> None:
    assert guarded.get("/sim/ledger").refusal == (404, "not-found")


def test_every_code_makes_a_problem_that_says_so() -> None:
    for code, (status, title) in CODES.items():
        said = problem(code)
        assert (said.code, said.status, said.title, said.type) == (code, status, title, f"urn:kiosk:problem:{code}")


@pytest.mark.parametrize("depth", [900, 30_000])
def test_json_within_json_without_end_is_no_json(counter: Counter, depth: int) -> None:
    sent = b"[" * depth + b"]" * depth
    answer = counter.http.put("/v1/purchases/p-1", content=sent, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-json")
