"""What patients give back around midnight and on the day after is in order on both days."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from counter import PATIENT, Counter
from test_gateway_returns import ONE, OTHER, buy, give_back
from test_reconciliation_accounts import PUT_ON, topped_up

from kiosk.gateway.cashier import Cashier
from kiosk.gateway.cashier.rounds import go_round
from kiosk.gateway.channels import StatementAnswer
from kiosk.gateway.channels.simulated import SimulatedChannel
from kiosk.gateway.reconciliation import books, nightly
from kiosk.gateway.reconciliation.demo import DAY
from kiosk.gateway.store import alarms

HOUR = 3600


def found(counter: Counter, day_later: int = 0) -> list[tuple[str, str, str]]:
    """What stands out on the first day, or so many days later."""
    kept = nightly.fetched(counter.cashier, DAY + timedelta(days=day_later))
    return [(item.order_id, item.finding, item.state) for item in kept.items]


def alarming(counter: Counter) -> list[str]:
    """Orders that an open alarm is about."""
    with counter.cashier.database.reading() as connection:
        return [row.payment_id for row in alarms.listed(connection, "open", "", 9)]


def told_by_journal(counter: Counter) -> None:
    """The terminal tells of its journal, though not of this purchase."""
    move = {"seq": 1, "purchase_id": "x-1", "at": "2026-03-02T01:00:00+00:00", "before": "", "after": "planned"}
    move |= {"reason": "", "total": 1, "own": 0, "channel": "", "kind": "bills"}
    batch = {"terminal_id": "T01", "journal_id": "J-1", "moves": [move]}
    assert counter.put("/v1/journal-batches/J-1-1-1", batch).status == 200


@pytest.mark.parametrize("bills", [(ONE,), (ONE, OTHER)])
def test_what_goes_back_on_the_next_morning_before_the_run_is_in_order(
    counter: Counter, bills: tuple[str, ...]
) -> None:
    buy(counter)
    counter.clock.advance(23 * HOUR)  # eight in the morning
    assert give_back(counter, *bills).body["state"] == "refunded"
    counter.clock.advance(3 * HOUR)
    assert found(counter) == []
    counter.clock.advance(24 * HOUR)
    assert found(counter, 1) == []


def test_what_was_asked_before_midnight_and_came_back_after_it_is_of_the_next_day(counter: Counter) -> None:
    buy(counter)
    counter.clock.advance(14 * HOUR)  # eleven at night
    counter.wallet().faults.set("error_500", "refund")
    assert give_back(counter, ONE).body["state"] == "processing"
    in_order_on_both_days(counter)


def test_a_card_closed_before_midnight_whose_money_came_back_after_it_is_of_the_next_day(counter: Counter) -> None:
    topped_up(counter)
    counter.clock.advance(14 * HOUR)
    counter.wallet().faults.set("error_500", "refund")
    asked = {"terminal_id": "T01", "patient_id": PATIENT, "balance": PUT_ON}
    assert counter.put("/v1/close-outs/c-1", asked).body["state"] == "running"
    in_order_on_both_days(counter)


def in_order_on_both_days(counter: Counter) -> None:
    """The channel comes back an hour after midnight; both days are looked at after ten."""
    counter.clock.advance(2 * HOUR)
    counter.wallet().faults.clear()
    go_round(counter.cashier)
    assert counter.ledger.refunded > 0
    counter.clock.advance(11 * HOUR)
    assert found(counter) == []
    counter.clock.advance(24 * HOUR)
    assert found(counter, 1) == []


def test_a_day_on_which_money_only_went_back_is_compared_by_itself(counter: Counter) -> None:
    topped_up(counter)
    counter.clock.advance(3 * 24 * HOUR)
    asked = {"terminal_id": "T01", "patient_id": PATIENT, "balance": PUT_ON}
    assert counter.put("/v1/close-outs/c-1", asked).body["state"] == "done"
    counter.clock.advance(26 * HOUR)
    for _ in range(4):
        nightly.go_round(counter.cashier)
    assert found_by_itself(counter, 3) == []


def found_by_itself(counter: Counter, day_later: int) -> list[str]:
    """What the run of that day has kept."""
    return [item.finding for item in books.find(counter.cashier, DAY + timedelta(days=day_later)).items]


class NeverReady(SimulatedChannel):
    """A channel that makes its statement tomorrow, whenever it is asked."""

    def statement(self, day: date, folder: Path) -> StatementAnswer:
        return StatementAnswer("not_yet", ready_at=0.0)


def test_a_statement_that_never_comes_keeps_no_other_day_waiting_and_alarms(counter: Counter) -> None:
    buy(counter)
    real = counter.cashier.channel("wechat")
    assert isinstance(real, SimulatedChannel)
    never = NeverReady(real.wallet)
    waits = Cashier(counter.cashier.database, {**counter.cashier.channels, "wechat": never}, counter.clock)
    counter.clock.advance(3.5 * 24 * HOUR)
    for _ in range(3):
        nightly.go_round(waits)
    assert books.find(counter.cashier, DAY).missing == ["wechat: the statement is not there yet"]
    assert late(counter) == [("statement-late", "2026-03-02", "wechat")]
    counter.clock.advance(2 * HOUR)
    for _ in range(4):
        nightly.go_round(counter.cashier)
    assert books.find(counter.cashier, DAY).missing == []
    assert late(counter) == []


def late(counter: Counter) -> list[tuple[str, str, str]]:
    """What is alarmed about statements."""
    with counter.cashier.database.reading() as connection:
        open_ones = alarms.listed(connection, "open", "", 9)
    return [(row.kind, row.state, row.channel) for row in open_ones if row.kind == "statement-late"]


def test_an_alarm_stands_as_long_as_any_day_has_a_task_about_the_order(counter: Counter) -> None:
    buy(counter)
    told_by_journal(counter)
    counter.clock.advance(27 * HOUR)
    assert found(counter) == [("p-1-p", "journal_missing", "open")]
    counter.clock.advance(11 * HOUR + 57 * 60)  # three minutes before midnight
    assert give_back(counter, ONE).body["state"] == "refunded"
    counter.clock.advance(13 * HOUR)
    assert found(counter, 1) == []
    assert alarming(counter) == ["p-1-p"]


def test_a_statement_that_is_absent_ends_no_task_of_its_channel(counter: Counter) -> None:
    buy(counter)
    told_by_journal(counter)
    counter.clock.advance(27 * HOUR)
    task = [("p-1-p", "journal_missing", "open")]
    assert found(counter) == task
    for files, why in (({}, {"wechat": "the channel does not answer"}), ({"alipay": None}, {})):
        kept = books.balance(counter.cashier, DAY, files, why)
        assert [(item.order_id, item.finding, item.state) for item in kept.items] == task
        assert any(line.startswith("wechat: ") for line in kept.missing)
        assert alarming(counter) == ["p-1-p"]
    counter.clock.advance(HOUR)
    nightly.go_round(counter.cashier)  # what was missing is asked for again
    assert books.find(counter.cashier, DAY).missing == []
