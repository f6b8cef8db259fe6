"""The same request gets the same answer, for ever; another body gets 409. Races: see test_gateway_races.py."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest
from counter import BILL, DUE, PATIENT, Counter, Said
from sqlalchemy import func, select

from kiosk.gateway.store import tables

TIMES = 20


@dataclass(frozen=True)
class Write:
    """One write route: what must have happened before the n-th purchase comes to it, its address and its body."""

    before: Callable[[Counter, str], object]
    path: str
    body: dict[str, object]
    other: dict[str, object]
    effect: Callable[[Counter], int]  # grows by one with each write that has an effect

    def of(self, name: str) -> tuple[str, dict[str, object]]:
        body = {key: value.format(n=name) if isinstance(value, str) else value for key, value in self.body.items()}
        return self.path.format(n=name), body


def rows(table: str) -> Callable[[Counter], int]:
    def count(counter: Counter) -> int:
        with counter.cashier.database.reading() as connection:
            found = connection.execute(select(func.count()).select_from(tables.metadata.tables[table]))
            return int(found.scalar_one())

    return count


def nothing(counter: Counter, name: str) -> None:
    """Nothing has to happen before."""


def split(counter: Counter, name: str) -> None:
    counter.lock(name)
    counter.split(name)


def times_refunded(counter: Counter) -> int:
    return counter.ledger.refunded // DUE


def times_settled(counter: Counter) -> int:
    return counter.ledger.settled // DUE


ORDER: dict[str, object] = {
    "purchase_id": "{n}",
    "presettlement_id": "{n}-s",
    "channel": "wechat",
    "mode": "shown_code",
    "amount": DUE,
}
SETTLEMENT: dict[str, object] = {"purchase_id": "{n}", "presettlement_id": "{n}-s", "payment_id": "{n}-p"}
LOCK: dict[str, object] = {"terminal_id": "T01", "patient_id": PATIENT, "bill_ids": [BILL]}

WRITES = {
    "purchase": Write(nothing, "/v1/purchases/{n}", LOCK, {"terminal_id": "T02"}, rows("purchase")),
    "presettlement": Write(
        Counter.lock,
        "/v1/presettlements/{n}-s",
        {"purchase_id": "{n}", "acct_used_flag": "1"},
        {"acct_used_flag": "0"},
        rows("presettlement"),
    ),
    "order": Write(split, "/v1/orders/{n}-p", ORDER, {"channel": "alipay"}, rows("payment")),
    "settlement": Write(Counter.paid, "/v1/settlements/{n}-t", SETTLEMENT, {"payment_id": "other"}, times_settled),
    "refund": Write(
        Counter.paid, "/v1/refunds/{n}-r", {"payment_id": "{n}-p", "amount": DUE}, {"amount": 1}, times_refunded
    ),
    "staff call": Write(
        nothing, "/v1/staff-calls/{n}", {"terminal_id": "T01"}, {"terminal_id": "T02"}, rows("staff_call")
    ),
}


def at_once(counter: Counter, *asked: tuple[str, dict[str, object]]) -> list[Said]:
    """Several requests, let go in the same instant."""
    start = Barrier(len(asked))

    def ask(path: str, body: dict[str, object]) -> Said:
        start.wait()
        return counter.put(path, body)

    with ThreadPoolExecutor(len(asked)) as crowd:
        return list(crowd.map(lambda one: ask(*one), asked))


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_the_same_write_twice_has_one_effect_and_one_answer(counter: Counter, write: Write) -> None:
    write.before(counter, "p-1")
    path, body = write.of("p-1")
    before = write.effect(counter)
    first = counter.put(path, body)
    assert first.status == 200, first.raw
    assert counter.put(path, dict(reversed(body.items()))) == first
    assert write.effect(counter) == before + 1


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_the_same_id_with_another_body_is_refused_and_changes_nothing(counter: Counter, write: Write) -> None:
    write.before(counter, "p-1")
    path, body = write.of("p-1")
    first = counter.put(path, body)
    after = write.effect(counter)
    assert counter.put(path, {**body, **write.other}).refusal == (409, "id-reused")
    assert counter.put(path, body) == first
    assert write.effect(counter) == after


def test_two_bodies_under_one_id_at_the_same_instant(counter: Counter) -> None:
    for turn in range(TIMES):
        path = f"/v1/staff-calls/turn-{turn}"
        said = at_once(counter, (path, {"terminal_id": "T01"}), (path, {"terminal_id": "T02"}))
        assert sorted(one.status for one in said) == [200, 409]


def test_a_refusal_is_an_answer_like_any_other(counter: Counter) -> None:
    counter.lock("p-2")
    refused = counter.lock()
    assert refused.refusal == (409, "bill-locked")
    counter.close("p-2")
    assert counter.lock() == refused
    assert counter.bill_stands() == "unpaid"


def test_a_request_that_makes_no_sense_leaves_its_id_free(counter: Counter) -> None:
    assert counter.put("/v1/purchases/p-1", {"terminal_id": "T01"}).refusal == (422, "invalid")
    assert counter.lock(patient="nobody").refusal == (404, "unknown-patient")
    assert counter.lock().status == 200


def test_the_same_id_may_be_used_once_per_route(counter: Counter) -> None:
    assert counter.lock("one").status == 200
    assert counter.split("one", name="one").status == 200
    assert counter.order("one", name="one", presettlement_id="one").status == 200
