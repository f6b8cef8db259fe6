"""A day of ten thousand payments with every kind of difference in it: each is found and called by its name, and nothing
else is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.core.clock import VirtualClock
from kiosk.core.money import Money
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.demo import open_insurer
from kiosk.gateway.insurance.national import NationalInsurance
from kiosk.gateway.insurance.simulated import SimulatedLine
from kiosk.gateway.reconciliation import books, report
from kiosk.gateway.reconciliation.findings import QUIET, Finding
from kiosk.gateway.reconciliation.made_up import (
    DIFFERENCES,
    IN_ORDER,
    ONLY_THE_INSURER_KNOWS,
    MadeUpDay,
    Story,
    mixed,
)
from kiosk.gateway.reconciliation.result import DoesNotAddUp, Line, Result, Said, _check
from kiosk.gateway.reconciliation.run import reconcile
from kiosk.gateway.store import tables
from kiosk.gateway.store.database import Database

DAY = date(2026, 3, 2)
TOMORROW = DAY + timedelta(days=1)
EVENING_S = 86_400.0 - 1


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "gateway.db")
    yield database
    database.close()


def compared(database: Database, made_up: MadeUpDay, folder: Path) -> Result:
    with database.writing() as connection:
        made_up.fill(connection)
    made_up.fill_insurer(insurer(folder).platform.book)
    insurance = NationalInsurance(insurer(folder), VirtualClock())
    return reconcile(database, made_up.day, made_up.write_statements(folder), insurance=insurance)


def insurer(folder: Path) -> SimulatedLine:
    """The line to the insurer whose book lies in this folder."""
    return open_insurer(folder / "gateway.db", VirtualClock(), ())


def standing_out(result: Result) -> dict[str, str]:
    return {one.order_id: one.finding for one in result.findings if one.finding not in QUIET}


def test_ten_thousand_payments_and_every_difference(database: Database, tmp_path: Path) -> None:
    made_up = mixed(DAY, 9_810, 0)
    injected = {made_up.add(DIFFERENCES[kind]): kind for kind in DIFFERENCES for _ in range(10)}
    injected |= {made_up.add(ONLY_THE_INSURER_KNOWS): "insurance_without_own" for _ in range(10)}
    result = compared(database, made_up, tmp_path)
    assert made_up.count == 10_000
    assert standing_out(result) == injected
    assert Counter(injected.values()) == {**dict.fromkeys(DIFFERENCES, 10), "insurance_without_own": 20}
    assert result.missing == {}
    # Every fen of the statements is in the table, and the bottom line is what stands out.
    assert result.whole.charged == sum(said.charged for said in result.said)
    assert result.whole.difference == sum(one.difference for one in result.findings)


@pytest.mark.parametrize("name", IN_ORDER)
def test_what_is_in_order_is_not_reported(name: str, database: Database, tmp_path: Path) -> None:
    made_up = MadeUpDay(DAY)
    for _ in range(24):  # each channel at each terminal
        made_up.add(IN_ORDER[name])
    result = compared(database, made_up, tmp_path)
    assert standing_out(result) == {}
    assert result.whole.difference == 0


@pytest.mark.parametrize("kind", DIFFERENCES)
def test_each_difference_alone_on_each_channel(kind: str, database: Database, tmp_path: Path) -> None:
    made_up = MadeUpDay(DAY)
    for _ in range(16):
        made_up.add(IN_ORDER["settled"])
    injected = {made_up.add(DIFFERENCES[kind]) for _ in range(24)}
    assert standing_out(compared(database, made_up, tmp_path)) == dict.fromkeys(injected, kind)


def days(database: Database, folder: Path, story: Story, paid_on: date, line_on: date) -> list[dict[str, str]]:
    """An order in the books of one day whose line stands in the statement of that day or the next; both are compared,
    in order."""
    made_up, other = MadeUpDay(paid_on), MadeUpDay(TOMORROW if line_on == TOMORROW else DAY)
    for _ in range(24):
        made_up.add(story)
    other.movements = made_up.movements
    with database.writing() as connection:
        made_up.fill(connection)
    cashier = Cashier(database, {}, VirtualClock(datetime(2026, 3, 4, 4, tzinfo=UTC)))
    found = []
    for day in (DAY, TOMORROW):
        empty = MadeUpDay(day)
        empty.movements = {name: [one for one in moved if line_on == day] for name, moved in made_up.movements.items()}
        books.balance(cashier, day, empty.write_statements(folder))
        kept = books.find(cashier, day)
        found.append({item.order_id: item.finding for item in kept.items if item.finding not in QUIET})
    return found


def test_paid_before_midnight_and_heard_of_after_it(database: Database, tmp_path: Path) -> None:
    """Paid at 23:59:59, settled at 00:00:05: in order on the day it was paid, and not looked for on the next."""
    late = Story(at=EVENING_S, sent=20, heard=6)
    assert days(database, tmp_path, late, DAY, DAY) == [{}, {}]


def test_paid_and_refunded_after_midnight(database: Database, tmp_path: Path) -> None:
    """Paid in the evening, given back the next day: the refund belongs to the day it stands in the statement of."""
    story = replace(IN_ORDER["given_back_tomorrow"], back=True, refund_at=86_400.0 + 3600)
    made_up = MadeUpDay(DAY)
    for _ in range(24):
        made_up.add(story)
    with database.writing() as connection:
        made_up.fill(connection)
    for day, paid in ((DAY, True), (TOMORROW, False)):
        half = MadeUpDay(day)
        half.movements = {
            name: [one for one in moved if (one.kind == "paid") == paid] for name, moved in made_up.movements.items()
        }
        result = reconcile(database, day, half.write_statements(tmp_path))
        assert standing_out(result) == {}
        assert (result.whole.orders, result.whole.difference) == (24, 0)


def test_the_channels_clock_is_ahead_at_midnight(database: Database, tmp_path: Path) -> None:
    """We heard of it at 23:59:59, the statement has it at 00:00:01: it waits for tomorrow, and is in order then."""
    made_up = MadeUpDay(DAY)
    for _ in range(24):
        made_up.add(Story(at=EVENING_S + 2, sent=30, heard=-3))
    with database.writing() as connection:
        made_up.fill(connection)
    cashier = Cashier(database, {}, VirtualClock(datetime(2026, 3, 4, 4, tzinfo=UTC)))
    today, tomorrow = MadeUpDay(DAY), MadeUpDay(TOMORROW)
    tomorrow.movements = made_up.movements
    first = books.balance(cashier, DAY, today.write_statements(tmp_path))
    assert {item.finding for item in first.items} == {"waiting"}
    assert (len(first.items), first.whole.standing_out) == (24, 0)
    second = books.balance(cashier, TOMORROW, tomorrow.write_statements(tmp_path))
    assert second.items == []
    assert second.whole.difference == 0
    assert {item.state for item in books.find(cashier, DAY).items} == {"done"}


def test_what_waited_and_never_came_is_reported_on_the_second_day(database: Database, tmp_path: Path) -> None:
    found = days(database, tmp_path, Story(at=EVENING_S, sent=30, heard=0, taken=()), DAY, DAY)
    assert found[0] == {}
    assert set(found[1].values()) == {"settled_not_paid"}
    assert len(found[1]) == 24


def test_a_refund_in_the_last_minute_may_stand_in_tomorrows_statement(database: Database, tmp_path: Path) -> None:
    story = replace(IN_ORDER["given_back"], at=EVENING_S - 3600, refund_at=EVENING_S)
    made_up = MadeUpDay(DAY)
    for _ in range(24):
        made_up.add(story)
    with database.writing() as connection:
        made_up.fill(connection)
    today, tomorrow = MadeUpDay(DAY), MadeUpDay(TOMORROW)
    for name, moved in made_up.movements.items():
        today.movements[name] = [one for one in moved if one.kind == "paid"]
        tomorrow.movements[name] = [
            replace(one, at=one.at + timedelta(minutes=1)) for one in moved if one.kind != "paid"
        ]
    assert standing_out(reconcile(database, DAY, today.write_statements(tmp_path))) == {}
    assert standing_out(reconcile(database, TOMORROW, tomorrow.write_statements(tmp_path))) == {}
    nothing = MadeUpDay(TOMORROW)
    assert set(standing_out(reconcile(database, TOMORROW, nothing.write_statements(tmp_path))).values()) == {
        "refund_missing"
    }


def test_an_order_that_is_older_than_the_day_is_looked_up_by_its_number(database: Database, tmp_path: Path) -> None:
    """A refund of last week's payment is not "unknown": the store is asked for what the statement names."""
    made_up = mixed(DAY - timedelta(days=6), 0, 0)
    payment_id = made_up.add(replace(IN_ORDER["given_back"], refund_at=6 * 86_400.0 + 40_000))
    with database.writing() as connection:
        made_up.fill(connection)
    today = MadeUpDay(DAY)
    today.movements = {name: [one for one in moved if one.kind != "paid"] for name, moved in made_up.movements.items()}
    result = reconcile(database, DAY, today.write_statements(tmp_path))
    assert standing_out(result) == {}
    assert result.whole.orders == 1
    assert payment_id.startswith("K01")


def test_an_order_that_was_last_asked_about_long_ago_is_known(database: Database, tmp_path: Path) -> None:
    """The gateway was away for two days; the patient paid meanwhile: nobody settled it, but it is ours."""
    made_up = MadeUpDay(DAY)
    story = Story(purchase="open", payment="waiting", settled=False, said="asking", sent=200_000, heard=-190_000)
    order = made_up.add(story)
    assert standing_out(compared(database, made_up, tmp_path)) == {order: "paid_not_settled"}


def test_a_refund_that_hangs_for_a_week_stands_out_every_day(database: Database, tmp_path: Path) -> None:
    made_up = MadeUpDay(DAY - timedelta(days=7))
    order = made_up.add(DIFFERENCES["refund_outstanding"])
    with database.writing() as connection:
        made_up.fill(connection)
    today = MadeUpDay(DAY)
    assert standing_out(reconcile(database, DAY, today.write_statements(tmp_path))) == {order: "refund_outstanding"}


def test_a_payment_of_the_second_order_when_the_first_one_was_settled(database: Database, tmp_path: Path) -> None:
    """The first code was closed here, and paid all the same; the patient paid once more: paid twice."""
    made_up = MadeUpDay(DAY)
    settled = made_up.add(IN_ORDER["settled"])
    closed = made_up.add(DIFFERENCES["closed_but_paid"])
    purchase = next(row for row in made_up.rows[tables.payment] if row["payment_id"] == settled)["purchase_id"]
    row = next(row for row in made_up.rows[tables.payment] if row["payment_id"] == closed)
    row["purchase_id"] = purchase
    assert standing_out(compared(database, made_up, tmp_path)) == {closed: "paid_twice"}


def test_a_settlement_without_any_order_though_own_money_is_due(database: Database, tmp_path: Path) -> None:
    made_up = MadeUpDay(DAY)
    made_up.add(IN_ORDER["settled"])
    made_up.add(Story(insured=200, taken=()))
    lost = made_up.rows[tables.payment].pop()
    made_up.rows[tables.settlement][-1]["payment_id"] = ""
    assert standing_out(compared(database, made_up, tmp_path)) == {lost["purchase_id"]: "insurance_without_own"}


def test_one_bill_given_back_leaves_the_rest_settled(database: Database, tmp_path: Path) -> None:
    """The patient returned a part: what is settled now and what went back are the order together."""
    made_up = MadeUpDay(DAY)
    made_up.add(IN_ORDER["settled"])
    payment = made_up.rows[tables.payment][-1]
    purchase, amount = payment["purchase_id"], payment["amount"]
    part = Money(amount // 4)
    made_up.rows[tables.presettlement][-1]["psn_cash_pay"] = amount - part
    facts = {"return_id": f"{purchase}-V1", "purchase_id": purchase, "payment_id": payment["payment_id"]}
    facts |= {"settlement_id": "", "presettlement_id": "", "channel": payment["channel"], "total": part, "own": part}
    facts |= {"fund": 0, "account": 0, "state": "refunded", "reason": "", "at": payment["asked_at"] + 60}
    made_up.put(tables.patient_return, **facts)
    moved = made_up.movements[payment["channel"]]
    moved.append(replace(moved[0], kind="refunded", refund_id=f"{purchase}-V1-R", given_back=part))
    result = compared(database, made_up, tmp_path)
    assert standing_out(result) == {}
    assert (result.whole.returned, result.whole.refunded, result.whole.booked) == (part, part, amount)


def test_a_table_that_does_not_add_up_is_never_shown() -> None:
    line = Line("K01", "wechat", 1, 0, Money(100), Money(100), Money(0), Money(0))
    with pytest.raises(DoesNotAddUp, match="charged: 100 in the table, 101"):
        _check(Result(DAY, (line,), (), (Said("wechat", Money(101), Money(0)),), {}))
    stray = Finding("o", "p", "K01", "wechat", "paid_twice", Money(7), Money(0), Money(0), Money(0), "")
    with pytest.raises(DoesNotAddUp, match="difference"):
        _check(Result(DAY, (line,), (stray,), (Said("wechat", Money(100), Money(0)),), {}))


def test_a_statement_that_cannot_be_believed_leaves_the_other_channels(database: Database, tmp_path: Path) -> None:
    made_up = mixed(DAY, 48, 0)
    with database.writing() as connection:
        made_up.fill(connection)
    files = made_up.write_statements(tmp_path)
    wechat = files["wechat"]
    assert wechat is not None
    wechat.write_bytes(wechat.read_bytes().replace(b"SUCCESS", b"SURPRISE", 1))
    result = reconcile(database, DAY, files)
    assert "column 交易状态" in result.missing["wechat"]
    assert {line.channel for line in result.lines} == {"alipay", "unionpay"}
    assert standing_out(result) == {}


def test_what_people_get_to_see(database: Database, tmp_path: Path) -> None:
    made_up = mixed(DAY, 40, 1)
    with database.writing() as connection:
        made_up.fill(connection)
    made_up.fill_insurer(insurer(tmp_path).platform.book)
    clock = VirtualClock(datetime(2026, 3, 3, 4, tzinfo=UTC))
    cashier = Cashier(database, {}, clock, NationalInsurance(insurer(tmp_path), clock))
    kept = books.balance(cashier, DAY, made_up.write_statements(tmp_path))
    table = report.table(kept).splitlines()
    assert table[2].startswith("Terminal  Channel")
    assert table[2].endswith("Difference")
    total = next(line for line in table if line.startswith("Total")).split()
    assert total[-1] == f"{kept.whole.difference / 100:.2f}"
    listed = report.differences(kept).splitlines()
    assert len(listed) == 1 + len(DIFFERENCES)
    for language, said in (("zh", "医保已结算，个人部分未收到"), ("en", "Insurance settled, own money missing")):
        page = report.page(kept, language)
        assert said in page
        assert page.count("<tr") == page.count("</tr>")
        assert "demo-openid" not in page
