"""A terminal that never comes back keeps no bill locked and no money waiting."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from counter import Counter
from litestar.testing import TestClient
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from kiosk.contract import ChannelName
from kiosk.gateway import app
from kiosk.gateway.cashier import closing
from kiosk.gateway.cashier.rounds import go_round
from kiosk.gateway.channels import Channel
from kiosk.gateway.store import database

TWO_HOURS = 7200


def test_an_order_nobody_asks_about_is_closed_at_its_channels_limit(counter: Counter) -> None:
    code = counter.asked().body["code"]
    counter.clock.advance(TWO_HOURS - 10)
    go_round(counter.cashier)
    assert counter.bill_stands() == "locked"
    counter.clock.advance(20)
    go_round(counter.cashier)
    assert counter.bill_stands() == "unpaid"
    assert not counter.wallet().pay(code)


def test_a_patient_who_paid_meanwhile_has_paid(counter: Counter) -> None:
    counter.wallet().pay(counter.asked().body["code"])
    counter.clock.advance(TWO_HOURS + 10)
    go_round(counter.cashier)
    assert counter.stands() == "paid"
    assert counter.settle().body["state"] == "settled"


def test_a_password_nobody_enters_is_reversed(counter: Counter) -> None:
    counter.lock()
    counter.split()
    counter.scan("password")
    counter.clock.advance(46)
    go_round(counter.cashier)
    assert counter.bill_stands() == "unpaid"


def test_a_closing_and_a_refund_go_on_without_being_asked(counter: Counter) -> None:
    counter.asked("p-1")
    counter.wallet().faults.set("error_500")
    counter.close("p-1")
    counter.wallet().faults.clear()
    counter.clock.advance(10)
    go_round(counter.cashier)
    assert counter.bill_stands() == "unpaid"
    counter.paid("p-2")
    counter.wallet().faults.set("error_500", "refund", times=1)
    counter.refund("p-2-p")
    go_round(counter.cashier)
    assert counter.ledger.refunded == counter.ledger.charged > 0


def test_a_channel_that_is_away_leaves_it_for_the_next_round(counter: Counter) -> None:
    counter.asked()
    counter.clock.advance(TWO_HOURS + 10)
    counter.wallet().faults.set("error_500")
    go_round(counter.cashier)
    assert counter.bill_stands() == "locked"
    counter.wallet().faults.clear()
    counter.clock.advance(30)
    go_round(counter.cashier)
    assert counter.bill_stands() == "unpaid"


def test_a_database_that_is_away_leaves_it_for_the_next_round(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    counter.lock()
    counter.clock.advance(3600)
    with counter.cashier.database.writing():
        go_round(counter.cashier)
    assert "left for the next round: busy" in caplog.text
    go_round(counter.cashier)
    assert counter.bill_stands() == "unpaid"


def test_a_channel_that_is_not_connected_any_more_leaves_us_unsure_and_the_others_go_on(counter: Counter) -> None:
    counter.lock("p-1")
    counter.split("p-1")
    counter.order("p-1", channel="alipay")
    counter.lock("p-2", ("B0013-1-1",), "P0013")
    own = counter.split("p-2").body["psn_cash_pay"]
    counter.order("p-2", own)
    left: dict[ChannelName, Channel] = {
        name: channel for name, channel in counter.cashier.channels.items() if name != "alipay"
    }
    without = replace(counter.cashier, channels=left)
    counter.clock.advance(TWO_HOURS + 10)
    go_round(without)
    assert closing.state(without, "p-2").state == "closed"
    closing.close(without, "p-1")
    assert closing.state(without, "p-1").state == "unsure"


def test_a_disk_that_cannot_be_read_leaves_everything_for_the_next_round(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    @contextmanager
    def broken(_: database.Database) -> Iterator[Connection]:
        raise OperationalError("SELECT", {}, Exception("disk I/O error"))
        yield

    with monkeypatch.context() as disk:
        disk.setattr(database.Database, "reading", broken)
        go_round(counter.cashier)
    assert "disk I/O error" in caplog.text
    counter.lock()
    counter.clock.advance(3600)
    go_round(counter.cashier)
    assert counter.bill_stands() == "unpaid"


@pytest.mark.parametrize("trouble", [OperationalError("SELECT", {}, Exception("disk I/O error")), KeyError("a bug")])
def test_a_round_that_breaks_off_is_not_the_last_one(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, trouble: Exception
) -> None:
    again = threading.Event()
    troubles = [trouble]

    def go(_: object) -> None:
        if troubles:
            raise troubles.pop()
        again.set()

    monkeypatch.setattr(app, "EVERY_S", 0.01)
    monkeypatch.setattr(app, "go_round", go)
    with TestClient(app.build(counter.cashier)):
        assert again.wait(10)
    assert "a round was broken off" in caplog.text
