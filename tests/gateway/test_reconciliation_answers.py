"""What the gateway does by itself about what stands out, once; and what is left for a human, who is told."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from pathlib import Path

import pytest
from counter import BILL, DUE, Counter, Said
from sqlalchemy import func, select, update
from test_gateway_journals import moves

from kiosk.contract import Reconciliation
from kiosk.core.errors import Refused
from kiosk.gateway.api.sim import ledger
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.reconciliation import books, nightly
from kiosk.gateway.reconciliation.demo import DAY, made_up_gateway
from kiosk.gateway.reconciliation.findings import KINDS, QUIET
from kiosk.gateway.store import tables

HOUR = 3600.0
AHEAD_S = 1.0  # what a second run wins when nobody holds it up
TO_NOON_S = 27 * HOUR  # from nine in the morning to noon on the day after


def alarms(cashier: Cashier) -> dict[str, str]:
    """Open alarms of reconciliations: which order, and why."""
    wanted = select(tables.alarm).where(tables.alarm.c.kind == "reconciliation", tables.alarm.c.resolved_at.is_(None))
    with cashier.database.reading() as connection:
        return {row.payment_id: row.reason for row in connection.execute(wanted)}


def found(kept: Reconciliation) -> dict[str, tuple[str, str, str]]:
    return {item.order_id: (item.finding, item.answer, item.state) for item in kept.items}


def test_a_day_of_the_counter_is_in_order(counter: Counter) -> None:
    counter.paid()
    assert counter.settle().status == 200
    counter.clock.advance(TO_NOON_S)
    kept = nightly.fetched(counter.cashier, DAY)
    assert kept.items == []
    assert (kept.whole.orders, kept.whole.charged, kept.whole.booked, kept.whole.difference) == (1, DUE, DUE, 0)


def test_the_nightly_run_does_not_wait_for_another_one(counter: Counter) -> None:
    counter.paid()
    assert counter.settle().status == 200
    counter.clock.advance(TO_NOON_S)
    with counter.cashier.locks.of(books.TURN):
        nightly.go_round(counter.cashier)  # leaves quietly
    with pytest.raises(Refused, match="unknown-reconciliation"):
        books.find(counter.cashier, DAY)
    nightly.go_round(counter.cashier)
    assert books.find(counter.cashier, DAY).whole.orders == 1


def test_money_that_was_left_behind_goes_back_once(counter: Counter) -> None:
    """Paid, and the terminal never came back: the gateway's own refund, and no human is called."""
    counter.paid()
    counter.clock.advance(TO_NOON_S)
    for _ in range(2):
        kept = nightly.fetched(counter.cashier, DAY)
    assert counter.ledger.charged == counter.ledger.refunded == DUE
    assert counter.stands() == "refunded"
    assert counter.bill_stands(BILL) == "unpaid"
    # On the day it was paid nothing is missing any more; the refund belongs to today.
    assert [item.state for item in kept.items] == ["done"]
    assert alarms(counter.cashier) == {}
    counter.clock.advance(24 * HOUR)
    today = nightly.fetched(counter.cashier, DAY + timedelta(days=1))
    assert (today.items, today.whole.returned, today.whole.refunded) == ([], DUE, DUE)


def test_what_may_still_be_settled_is_left_alone(counter: Counter) -> None:
    """Paid late in the evening: a terminal that was switched off over night may settle in the morning."""
    counter.clock.advance(14 * HOUR)
    counter.paid()
    counter.clock.advance(11.5 * HOUR)
    kept = nightly.fetched(counter.cashier, DAY)
    assert found(kept) == {"p-1-p": ("paid_not_settled", "going_on", "open")}
    assert counter.ledger.refunded == 0
    assert counter.settle().status == 200
    kept = nightly.fetched(counter.cashier, DAY)
    assert found(kept) == {"p-1-p": ("paid_not_settled", "going_on", "done")}
    assert counter.ledger.settled == DUE


def test_a_run_that_began_earlier_is_not_kept_over_one_that_began_later(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By itself and on demand at once: after the first has read the books the missing journal comes, and somebody asks
    for the day."""
    tells(counter, "p-0", 1)
    counter.paid()
    assert counter.settle().status == 200
    counter.clock.advance(TO_NOON_S)
    line = type(counter.cashier.insurance.line)  # type: ignore[attr-defined]
    send, asked = line.send, list[Future[Said]]()

    def meanwhile(self: object, message: bytes) -> bytes:
        if not asked and json.loads(message)["infno"] == "3201":  # the last that is asked of anybody outside
            tells(counter, "p-1", 6)
            asked.append(beside.submit(by_endpoint, counter))
            wait(asked, AHEAD_S)
        return send(self, message)  # type: ignore[no-any-return]

    monkeypatch.setattr(line, "send", meanwhile)
    with ThreadPoolExecutor(1) as beside:
        nightly.fetched(counter.cashier, DAY)
        said = asked[0].result()
    assert by_endpoint(counter).raw == said.raw
    assert (said.body["orders"], said.body["open"], said.body["difference"]) == (1, 0, 0)
    kept = books.find(counter.cashier, DAY)
    assert books.ran(kept).open == said.body["open"]
    assert found(kept) == {"p-1-p": ("journal_missing", "task", "done")}
    assert alarms(counter.cashier) == {}
    assert len(runs(counter.cashier)) == 1


def tells(counter: Counter, purchase: str, first: int) -> None:
    """The terminal's journal of a purchase, from this move on."""
    batch = {"terminal_id": "T01", "journal_id": "J-1", "moves": moves(first, first + 4, purchase)}
    assert counter.put(f"/v1/journal-batches/J-1-{first}-{first + 4}", batch).status == 200


def by_endpoint(counter: Counter) -> Said:
    """Ask until it is our turn."""
    while (said := counter.put(f"/v1/reconciliations/{DAY}", {"run_id": "run-1"})).status == 503:
        assert said.refusal[1] == "busy"
    return said


def test_a_refund_that_hangs_is_continued_and_then_a_humans(counter: Counter) -> None:
    counter.paid()
    counter.wallet().faults.set("error_500", "refund")
    counter.wallet().faults.set("error_500", "query_refund")
    assert counter.refund().body["state"] == "processing"
    counter.clock.advance(TO_NOON_S)
    assert found(nightly.fetched(counter.cashier, DAY)) == {"p-1-p": ("refund_outstanding", "going_on", "open")}
    counter.clock.advance(24 * HOUR)
    assert found(nightly.fetched(counter.cashier, DAY)) == {"p-1-p": ("refund_outstanding", "task", "open")}
    assert alarms(counter.cashier) == {"p-1-p": "refund_outstanding"}
    counter.wallet().faults.clear()
    assert found(nightly.fetched(counter.cashier, DAY))["p-1-p"][1:] == ("ended", "done")
    assert alarms(counter.cashier) == {}
    assert counter.ledger.refunded == DUE


def test_a_payment_we_never_heard_of_is_heard_of_by_the_answer(counter: Counter) -> None:
    """The patient paid after the channel fell silent; the statement is the first to tell."""
    code = counter.asked().body["code"]
    counter.wallet().faults.set("error_500", "query")
    assert counter.wallet().pay(code)
    counter.clock.advance(TO_NOON_S)
    counter.wallet().faults.clear()
    nightly.fetched(counter.cashier, DAY)
    assert counter.ledger.charged == DUE
    assert counter.stands() in ("paid", "refunding", "refunded")


@pytest.fixture
def made_up(tmp_path: Path) -> Iterator[tuple[Cashier, Reconciliation]]:
    """The made-up day, taken through."""
    with made_up_gateway(tmp_path) as (cashier, day, files):
        yield cashier, books.balance(cashier, day, files)


def test_twice_is_as_once(tmp_path: Path) -> None:
    with made_up_gateway(tmp_path) as (cashier, day, files):
        once, before = books.balance(cashier, day, files), counted(cashier)
        twice, after = books.balance(cashier, day, files), counted(cashier)
    assert before == after
    assert {item.order_id for item in once.items} == {item.order_id for item in twice.items}
    with cashier.database.reading() as connection:
        assert connection.execute(select(func.max(tables.alarm.c.times))).scalar_one() == 1


def counted(cashier: Cashier) -> list[int]:
    with cashier.database.reading() as connection:
        wanted = (tables.refund, tables.settlement, tables.reconciliation_item, tables.alarm)
        return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in wanted]


def test_every_task_is_an_alarm_and_nothing_else_is(
    made_up: tuple[Cashier, Reconciliation],
) -> None:
    cashier, kept = made_up
    tasks = {item.order_id: item.finding for item in kept.items if item.answer == "task"}
    assert alarms(cashier) == tasks
    assert set(tasks.values()) == {name for name, kind in KINDS.items() if not kind.answer} - set(QUIET)


def test_a_task_that_is_done_is_no_alarm_any_more(tmp_path: Path) -> None:
    with made_up_gateway(tmp_path) as (cashier, day, files):
        kept = books.balance(cashier, day, files)
        order = next(item for item in kept.items if item.finding == "terminal_differs")
        move = tables.journal_move
        with cashier.database.writing() as connection:
            connection.execute(update(move).where(move.c.purchase_id == order.purchase_id).values(after="settled"))
        kept = books.balance(cashier, day, files)
        again = next(item for item in kept.items if item.order_id == order.order_id)
        assert (again.finding, again.state) == ("terminal_differs", "done")
        assert order.order_id not in alarms(cashier)


def test_nobody_gets_money_back_that_the_hospital_has_settled(
    made_up: tuple[Cashier, Reconciliation],
) -> None:
    cashier, _ = made_up
    settled, refund = tables.settlement, tables.refund
    with cashier.database.reading() as connection:
        both = connection.execute(
            select(refund.c.payment_id)
            .join(settled, settled.c.payment_id == refund.c.payment_id)
            .where(settled.c.state == "settled")
        ).all()
    assert both == []
    assert ledger(cashier).refunded > 0


def test_every_day_after_ten_once_and_after_a_restart_too(counter: Counter) -> None:
    counter.paid()
    assert counter.settle().status == 200
    nightly.go_round(counter.cashier)  # nine in the morning of the same day
    counter.clock.advance(24.5 * HOUR)
    nightly.go_round(counter.cashier)  # half past nine: too early
    assert runs(counter.cashier) == []
    counter.clock.advance(HOUR)
    nightly.go_round(counter.cashier)
    ran = runs(counter.cashier)
    assert [date for date, _ in ran] == ["2026-03-02"]
    counter.clock.advance(HOUR)
    again = Cashier(counter.cashier.database, counter.cashier.channels, counter.clock)
    nightly.go_round(again)
    assert runs(again) == ran


def test_a_statement_that_was_missing_is_asked_for_again(counter: Counter) -> None:
    counter.paid()
    assert counter.settle().status == 200
    counter.clock.advance(TO_NOON_S)
    counter.wallet().faults.set("error_500", "statement")
    nightly.go_round(counter.cashier)
    kept = books.find(counter.cashier, DAY)
    assert (kept.missing, kept.whole.orders) == (["wechat: the channel does not answer"], 0)
    counter.wallet().faults.clear()
    counter.clock.advance(HOUR / 2)
    nightly.go_round(counter.cashier)
    assert books.find(counter.cashier, DAY).missing != []
    counter.clock.advance(HOUR / 2)
    nightly.go_round(counter.cashier)
    kept = books.find(counter.cashier, DAY)
    assert (kept.missing, kept.whole.orders) == ([], 1)


def test_a_gateway_that_was_away_catches_up(counter: Counter) -> None:
    counter.paid()
    assert counter.settle().status == 200
    counter.clock.advance(TO_NOON_S + 3 * 24 * HOUR)
    for _ in range(3):
        nightly.go_round(counter.cashier)
    assert [date for date, _ in runs(counter.cashier)] == ["2026-03-02", "2026-03-03"]


def runs(cashier: Cashier) -> list[tuple[str, float]]:
    wanted = select(tables.reconciliation.c.date, tables.reconciliation.c.ran_at).order_by(tables.reconciliation.c.date)
    with cashier.database.reading() as connection:
        return [(row.date, row.ran_at) for row in connection.execute(wanted)]


def test_over_http_it_is_run_and_read(counter: Counter) -> None:
    counter.paid()
    address = f"/v1/reconciliations/{DAY}"
    assert counter.get(address).refusal == (404, "unknown-reconciliation")
    assert counter.put(address, {"run_id": "run-1"}).refusal == (409, "statement-not-ready")
    assert counter.put("/v1/reconciliations/yesterday", {"run_id": "run-1"}).refusal == (404, "unknown-reconciliation")
    assert counter.put("/v1/reconciliations/0001-01-01", {"run_id": "run-1"}).refusal[0] == 404
    counter.clock.advance(TO_NOON_S)
    ran = counter.put(address, {"run_id": "run-1"})
    assert (ran.status, ran.body["orders"], ran.body["standing_out"]) == (200, 1, 1)
    assert counter.put(address, {"run_id": "run-1"}).raw == ran.raw
    assert counter.put(address, {"run_id": "run-2"}).body["open"] == 0
    kept = counter.get(address)
    assert kept.body["items"][0]["finding"] == "paid_not_settled"
    listed = counter.http.get(f"{address}/csv")
    assert listed.headers["content-type"].startswith("text/csv")
    assert listed.text.splitlines()[1].startswith("2026-03-02,p-1-p,p-1,T01,wechat,paid_not_settled,46.20")
    page = counter.http.get(f"{address}/page", params={"lang": "en"})
    assert "Paid, not settled" in page.text


def test_who_takes_money_only_never_loads_the_engine() -> None:
    program = "import sys, kiosk.gateway.app; sys.exit('duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], timeout=60, check=False).returncode == 0
