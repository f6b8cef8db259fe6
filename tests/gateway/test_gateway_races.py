"""The same request twice at the same instant, a hundred times, for every write of the contract: one effect, one answer.
And two that want the same thing: one of them wins.

The routes come from the application: one that is added and not raced fails here. The whole world is put back before
each turn, and afterwards every table of the database, the wallets and the insurer must read as after a single request.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from counter import BILL, DUE, PATIENT, Counter, Said
from crowd import Crowd, Request, crowd_at
from gateway_fixtures import Ground
from rewound import Changes, Stage, stage_on

from kiosk.contract.returns import return_id
from kiosk.gateway.reconciliation import books, run
from kiosk.gateway.reconciliation.result import Result

pytestmark = pytest.mark.timeout(600)  # a hundred turns on a machine that has other things to do
TIMES = 100
COMPARED = 4  # turns in which a day is really compared, which takes most of the time
OFTEN = 30  # for pairs; the bill that two terminals want is fought for a hundred times too
A_DAY_S = 27 * 3600.0  # from nine in the morning to noon on the next day, when there are statements

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


def filled(counter: Counter, amount: int = 100_00) -> None:
    """There is money on the prepaid card."""
    wanted = {"terminal_id": "T01", "patient_id": PATIENT, "bill_ids": [], "kind": "top_up", "amount": amount}
    assert counter.put("/v1/purchases/t-1", wanted).status == 200
    counter.split("t-1")
    counter.wallet().pay(counter.order("t-1", amount).body["code"])
    assert counter.settle("t-1").body["state"] == "settled"


def alarmed(counter: Counter) -> str:
    report = {"terminal_id": "K01", "kind": "purchase-stuck", "purchase_id": "K01-1", "state": "unsure"}
    return str(counter.put("/v1/alarm-reports/r-0", report).body["alarm_id"])


def purchase(counter: Counter) -> Request:
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
    "/v1/purchases/{purchase_id}": purchase,
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
    sys.setswitchinterval(1e-4)
    with stage_on(ground, tmp_path) as made:
        yield made
    sys.setswitchinterval(before)


@pytest.fixture
def crowd(stage: Stage) -> Iterator[Crowd]:
    with crowd_at(stage.counter.http.app) as made:
        yield made


@pytest.mark.grounds("sqlite")
def test_every_write_of_the_contract_is_raced(counter: Counter) -> None:
    routes = [route for route in counter.http.app.routes if route.path_format.startswith("/v1/")]
    assert {route.path_format for route in routes if "PUT" in route.methods} == set(WRITES)
    assert {route.path_format for route in routes if {"POST", "PATCH", "DELETE"} & route.methods} == QUESTIONS


def remembered(real: Callable[..., Result]) -> Callable[..., Result]:
    """The comparison of a day, done once: it only reads, and each turn begins in the same world. What is raced is who
    begins, who answers, and what is kept."""
    kept: list[Result] = []

    def compare(*asked: object) -> Result:
        if not kept:
            kept.append(real(*asked))
        return kept[0]

    return compare


@pytest.mark.parametrize("route", WRITES)
def test_the_same_write_twice_at_the_same_instant_a_hundred_times(
    stage: Stage, crowd: Crowd, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = WRITES[route](stage.counter)
    stage.keep()
    alone = stage.counter.put(*request)
    assert alone.status == 200, alone.raw
    after = stage.changes()
    written = {name for name in after if after[name]}
    assert written
    for turn in range(TIMES):
        if turn == COMPARED:
            monkeypatch.setattr(books, "reconcile", remembered(run.reconcile))
        stage.rewind(written)
        assert crowd.put(request, request) == [alone, alone]
        assert stage.changes(written) == {name: after[name] for name in written}
    assert stage.changes() == after


# Two that cannot both have what they want: what must have happened before, and the two requests.


def one_bill(counter: Counter) -> tuple[Request, Request]:
    return ("/v1/purchases/p-1", LOCK), ("/v1/purchases/p-2", {**LOCK, "terminal_id": "T02"})


def one_purchase(counter: Counter) -> tuple[Request, Request]:
    told(counter)
    return ("/v1/orders/p-1-p", ORDER), ("/v1/orders/p-1-q", {**ORDER, "channel": "alipay"})


def one_payment_code(counter: Counter) -> tuple[Request, Request]:
    told(counter)
    counter.lock("p-2", ("B0013-1-1",), "P0013")
    own = counter.split("p-2").body["psn_cash_pay"]
    scanned = {"mode": "payment_code", "payment_code": counter.wallet().new_code()}
    other = {**ORDER, **scanned, "purchase_id": "p-2", "presettlement_id": "p-2-s", "amount": own}
    return ("/v1/orders/p-1-p", {**ORDER, **scanned}), ("/v1/orders/p-2-p", other)


def one_settlement(counter: Counter) -> tuple[Request, Request]:
    counter.paid()
    return ("/v1/settlements/p-1-t", SETTLE), ("/v1/settlements/p-1-u", SETTLE)


def settled_or_refunded(counter: Counter) -> tuple[Request, Request]:
    return settlement(counter), ("/v1/refunds/p-1-r", {"payment_id": "p-1-p", "amount": DUE})


def settled_or_voided(counter: Counter) -> tuple[Request, Request]:
    return settlement(counter), ("/v1/settlements/p-1-t/void", {})


def one_refund(counter: Counter) -> tuple[Request, Request]:
    path, body = refund(counter)
    return (path, body), (f"{path}-2", body)


def one_balance_spent(counter: Counter) -> tuple[Request, Request]:
    """Enough on the card for one of two purchases."""
    filled(counter, 260_00)
    by_card: dict[str, object] = {"channel": "prepaid", "mode": "ledger"}
    requests: list[Request] = []
    for name, bill in (("p-1", BILL), ("p-2", "B0004-1-2")):
        counter.lock(name, (bill,))
        own = counter.split(name).body["psn_cash_pay"]
        body = {**ORDER, **by_card, "purchase_id": name, "presettlement_id": f"{name}-s", "amount": own}
        requests.append((f"/v1/orders/{name}-p", body))
    return requests[0], requests[1]


def one_balance_given_back(counter: Counter) -> tuple[Request, Request]:
    path, body = close_out(counter)
    return (path, body), ("/v1/close-outs/c-2", {**body, "terminal_id": "T02"})


def spent_or_given_back(counter: Counter) -> tuple[Request, Request]:
    filled(counter)
    told(counter)
    by_card = {**ORDER, "channel": "prepaid", "mode": "ledger"}
    return ("/v1/orders/p-1-p", by_card), (
        "/v1/close-outs/c-1",
        {"terminal_id": "T01", "patient_id": PATIENT, "balance": 100_00},
    )


ONE_WINS = {
    "two terminals, one bill": one_bill,
    "two orders, one purchase": one_purchase,
    "one payment code, two purchases": one_payment_code,
    "two settlements, one purchase": one_settlement,
    "two refunds, one payment": one_refund,
    "two purchases, one balance": one_balance_spent,
    "two close-outs, one balance": one_balance_given_back,
    "pay from the card, give it back": spent_or_given_back,
}
IN_TURN = {
    **ONE_WINS,
    "settle, refund": settled_or_refunded,
    "settle, void": settled_or_voided,
}


def won(said: Said) -> bool:
    """It got what it wanted."""
    return said.status == 200 and said.body.get("state") not in ("refused", "closed")


@pytest.mark.parametrize("name", IN_TURN)
def test_two_that_want_the_same_at_the_same_instant_end_as_if_one_had_come_first(
    stage: Stage, crowd: Crowd, name: str
) -> None:
    one, other = IN_TURN[name](stage.counter)
    stage.keep()
    ends: list[tuple[list[bool], Changes]] = []
    for earlier, later in ((one, other), (other, one)):
        stage.rewind()
        said = {path: stage.counter.put(path, body) for path, body in (earlier, later)}
        wins = {path: won(answer) for path, answer in said.items()}
        assert name not in ONE_WINS or list(wins.values()) == [True, False], said
        ends.append(([wins[one[0]], wins[other[0]]], stage.changes(reasons=False)))
    # What the loser was told is kept too; which of several good reasons it was, depends on when it came.
    written = {table for _, changes in ends for table in changes if changes[table]}
    wanted = [(wins, {table: changes[table] for table in written - {"write"}}) for wins, changes in ends]
    for _ in range(TIMES if name == "two terminals, one bill" else OFTEN):
        stage.rewind(written)
        answers = crowd.put(one, other)
        assert ([won(answer) for answer in answers], stage.changes(written - {"write"}, reasons=False)) in wanted
