"""The same request twice at the same instant, a hundred times, for every write of the contract: one effect, one answer.

The routes come from the application: one that is added and not raced fails here. The whole world is put back before
each turn, and afterwards every table of the database, the wallets and the insurer must read as after a single request.
"""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from counter import BILL, DUE, PATIENT, Counter, Said
from gateway_fixtures import Ground
from stage import Stage, stage_on

from kiosk.contract.returns import return_id

TIMES = 100
A_DAY_S = 27 * 3600.0  # from nine in the morning to noon on the next day, when there are statements

Request = tuple[str, dict[str, object]]
LOCK: dict[str, object] = {"terminal_id": "T01", "patient_id": PATIENT, "bill_ids": [BILL]}
SPLIT: dict[str, object] = {"purchase_id": "p-1", "acct_used_flag": "1"}
ORDER: dict[str, object] = {
    "purchase_id": "p-1",
    "presettlement_id": "p-1-s",
    "channel": "wechat",
    "mode": "shown_code",
    "amount": DUE,
}
SETTLE: dict[str, object] = {"purchase_id": "p-1", "presettlement_id": "p-1-s", "payment_id": "p-1-p"}
MOVE = {
    "seq": 1,
    "purchase_id": "K01-1",
    "at": "2026-03-02T01:00:01+00:00",
    "before": "",
    "after": "planned",
    "reason": "",
    "total": DUE,
    "own": 0,
    "channel": "",
    "kind": "bills",
}


def locked(counter: Counter) -> None:
    assert counter.lock().status == 200


def told(counter: Counter) -> None:
    locked(counter)
    assert counter.split().status == 200


def settled(counter: Counter) -> None:
    counter.paid()
    assert counter.settle().status == 200


def filled(counter: Counter) -> None:
    """There is money on the prepaid card."""
    wanted = {"terminal_id": "T01", "patient_id": PATIENT, "bill_ids": [], "kind": "top_up", "amount": 100_00}
    assert counter.put("/v1/purchases/t-1", wanted).status == 200
    counter.split("t-1")
    counter.wallet().pay(counter.order("t-1", 100_00).body["code"])
    assert counter.settle("t-1").body["state"] == "settled"


def alarmed(counter: Counter) -> str:
    report = {"terminal_id": "K01", "kind": "purchase-stuck", "purchase_id": "K01-1", "state": "unsure"}
    return str(counter.put("/v1/alarm-reports/r-0", report).body["alarm_id"])


def top_up(counter: Counter) -> Request:
    return "/v1/purchases/p-1", LOCK


def presettlement(counter: Counter) -> Request:
    locked(counter)
    return "/v1/presettlements/p-1-s", SPLIT


def order(counter: Counter) -> Request:
    told(counter)
    return "/v1/orders/p-1-p", ORDER


def closing(counter: Counter) -> Request:
    counter.asked()
    counter.clock.advance(10)
    return "/v1/purchases/p-1/closing", {}


def settlement(counter: Counter) -> Request:
    counter.paid()
    return "/v1/settlements/p-1-t", SETTLE


def void(counter: Counter) -> Request:
    settled(counter)
    return "/v1/settlements/p-1-t/void", {}


def refund(counter: Counter) -> Request:
    counter.paid()
    return "/v1/refunds/p-1-r", {"payment_id": "p-1-p", "amount": DUE}


def giving_back(counter: Counter) -> Request:
    settled(counter)
    return f"/v1/returns/{return_id('p-1', (BILL,), (BILL,))}", {
        "purchase_id": "p-1",
        "bill_ids": [BILL],
        "own": DUE,
    }


def reprint(counter: Counter) -> Request:
    settled(counter)
    return "/v1/reprints/K07-AAA", {"terminal_id": "K07", "purchase_id": "p-1"}


def close_out(counter: Counter) -> Request:
    filled(counter)
    return "/v1/close-outs/c-1", {"terminal_id": "T01", "patient_id": PATIENT, "balance": 100_00}


def agreement(counter: Counter) -> Request:
    version = counter.get("/v1/pay-later-terms").body["version"]
    return "/v1/agreements/a-1", {"terminal_id": "T01", "patient_id": "P0001", "version": version}


def staff_call(counter: Counter) -> Request:
    return "/v1/staff-calls/c-1", {"terminal_id": "T01"}


def journal_batch(counter: Counter) -> Request:
    journal = "J-0123456789abcdef0123"
    return f"/v1/journal-batches/{journal}-1-1", {"terminal_id": "K01", "journal_id": journal, "moves": [MOVE]}


def alarm_report(counter: Counter) -> Request:
    return "/v1/alarm-reports/r-1", {"terminal_id": "K01", "kind": "journal-unusable"}


def alarm_resolution(counter: Counter) -> Request:
    return f"/v1/alarms/{alarmed(counter)}/resolution", {"who": "wang", "note": "seen"}


def reconciliation(counter: Counter) -> Request:
    settled(counter)
    counter.clock.advance(A_DAY_S)
    return "/v1/reconciliations/2026-03-02", {"run_id": "run-1"}


# What must have happened before, and the request itself.
WRITES: dict[str, Callable[[Counter], Request]] = {
    "/v1/purchases/{purchase_id}": top_up,
    "/v1/purchases/{purchase_id}/closing": closing,
    "/v1/presettlements/{presettlement_id}": presettlement,
    "/v1/orders/{payment_id}": order,
    "/v1/settlements/{settlement_id}": settlement,
    "/v1/settlements/{settlement_id}/void": void,
    "/v1/refunds/{refund_id}": refund,
    "/v1/returns/{return_id}": giving_back,
    "/v1/reprints/{reprint_id}": reprint,
    "/v1/close-outs/{close_out_id}": close_out,
    "/v1/agreements/{agreement_id}": agreement,
    "/v1/staff-calls/{call_id}": staff_call,
    "/v1/journal-batches/{batch_id}": journal_batch,
    "/v1/alarm-reports/{report_id}": alarm_report,
    "/v1/alarms/{alarm_id}/resolution": alarm_resolution,
    "/v1/reconciliations/{date}": reconciliation,
}
QUESTIONS = {"/v1/identifications", "/v1/return-quotes"}  # POST, and nothing is written


@pytest.fixture
def stage(ground: Ground, tmp_path: Path) -> Iterator[Stage]:
    """Threads take turns as often as they can: what can come between will come between."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    with stage_on(ground, tmp_path) as made:
        yield made
    sys.setswitchinterval(before)


def at_once(counter: Counter, *asked: Request) -> list[Said]:
    """Several requests, let go in the same instant."""
    start = Barrier(len(asked))

    def ask(path: str, body: dict[str, object]) -> Said:
        start.wait(20)
        return counter.put(path, body)

    with ThreadPoolExecutor(len(asked)) as crowd:
        return list(crowd.map(lambda one: ask(*one), asked))


@pytest.mark.grounds("sqlite")
def test_every_write_of_the_contract_is_raced(counter: Counter) -> None:
    routes = [route for route in counter.http.app.routes if route.path_format.startswith("/v1/")]
    assert {route.path_format for route in routes if "PUT" in route.methods} == set(WRITES)
    assert {route.path_format for route in routes if {"POST", "PATCH", "DELETE"} & route.methods} == QUESTIONS


@pytest.mark.parametrize("route", WRITES)
def test_the_same_write_twice_at_the_same_instant_a_hundred_times(stage: Stage, route: str) -> None:
    request = WRITES[route](stage.counter)
    before = stage.books()
    stage.keep()
    alone = stage.counter.put(*request)
    assert alone.status == 200, alone.raw
    after = stage.books()
    written = {name for name in after if after[name] != before[name]}
    assert written
    for _ in range(TIMES):
        stage.rewind(written)
        assert at_once(stage.counter, request, request) == [alone, alone]
        assert stage.books(written) == {name: after[name] for name in written}
    assert stage.books() == after
