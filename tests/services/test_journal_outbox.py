"""The journal's moves are its outbox: each is there until the gateway has said that it has it, across every restart."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from old_journals import FIRST_VERSION, THIRD_VERSION

from kiosk.contract import JournalBatch
from kiosk.core.clock import VirtualClock
from kiosk.core.errors import JournalUnusable, Refused
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase
from kiosk.services.journal import Journal

PLANNED = Purchase("K01-1", "P0004", ("B1", "B2"), Money(7550))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def opened(file: Path) -> Journal:
    return Journal(file, VirtualClock())


def old(file: Path) -> Path:
    db = sqlite3.connect(file)
    db.executescript(FIRST_VERSION)
    db.close()
    return file


def test_what_is_unfinished_in_an_old_journal_is_what_has_not_ended(file: Path) -> None:
    old(file)
    with closing(sqlite3.connect(file)) as db:
        db.execute("INSERT INTO purchase VALUES ('K01-9', 'P0001', 100, 'closed', '')")
        db.commit()
    assert [purchase.purchase_id for purchase in opened(file).unfinished()] == ["K01-0"]


def told(journal: Journal) -> list[tuple[int, str, int, str]]:
    return [(move.seq, move.after, move.own, move.channel) for move in journal.unsent(100)]


def test_every_move_is_told_with_what_is_known_of_it(file: Path) -> None:
    journal = opened(file)
    purchase = journal.begin_payment(journal.plan(PLANNED), "asking", "K01-1-S1", "wechat", Money(5000))
    journal.move(journal.move(purchase, "closing", "balance"), "closed")
    assert told(journal) == [
        (1, "planned", 0, ""),
        (2, "asking", 5000, "wechat"),
        (3, "closing", 5000, "wechat"),
        (4, "closed", 5000, "wechat"),
    ]
    assert [(move.reason, move.total, move.kind) for move in journal.unsent(100)][2] == ("balance", 7550, "bills")


def test_a_move_reads_the_same_whenever_it_is_told(file: Path) -> None:
    journal = opened(file)
    planned = journal.plan(PLANNED)
    before = journal.unsent(1)
    journal.begin_payment(planned, "asking", "K01-1-S1", "wechat", Money(5000))
    assert journal.unsent(1) == before


def test_only_what_the_gateway_has_is_told_no_more(file: Path) -> None:
    journal = opened(file)
    journal.move(journal.plan(PLANNED), "closing")
    journal.plan(replace(PLANNED, purchase_id="K01-2", bill_ids=("B9",)))
    journal.mark_sent(2)
    journal.close()
    assert [seq for seq, *_ in told(opened(file))] == [3]


def test_what_is_told_is_as_the_contract_wants_it_and_nobody_is_named(file: Path) -> None:
    journal = opened(file)
    journal.begin_payment(journal.plan(PLANNED), "asking", "K01-1-S1", "wechat", Money(5000))
    batch = JournalBatch(terminal_id="K01", journal_id=journal.journal_id(), moves=journal.unsent(100))
    sent = msgspec.json.encode(batch)
    assert msgspec.json.decode(sent, type=JournalBatch) == batch
    assert b"P0004" not in sent


def test_a_hundred_moves_of_long_names_fit_into_one_request(file: Path) -> None:
    journal = opened(file)
    for number in range(100):
        purchase_id = f"{'K' * 32}-{number:010}"
        journal.plan(replace(PLANNED, purchase_id=purchase_id, bill_ids=(f"B{number}",), total=Money(9_999_999_999)))
    batch = JournalBatch(terminal_id="K" * 32, journal_id=journal.journal_id(), moves=journal.unsent(100))
    assert len(msgspec.json.encode(batch)) < 48 * 1024


def test_a_new_file_has_an_id_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    one, other = opened(tmp_path / "one.db"), opened(tmp_path / "other.db")
    assert one.journal_id() != other.journal_id()
    assert re.fullmatch(r"J-[0-9a-f]{20}", one.journal_id())
    kept = one.journal_id()
    one.close()
    assert opened(tmp_path / "one.db").journal_id() == kept


def test_a_journal_of_the_first_version_is_brought_up_to_date_and_loses_nothing(file: Path) -> None:
    journal = opened(old(file))
    (purchase,) = journal.unfinished()
    assert (purchase.purchase_id, purchase.state, purchase.own, purchase.bill_ids) == (
        "K01-0",
        "settling",
        2000,
        ("B0",),
    )
    assert told(journal) == [
        (1, "planned", 0, ""),
        (2, "asking", 2000, "alipay"),
        (3, "paid", 2000, "alipay"),
        (4, "settling", 2000, "alipay"),
    ]
    assert journal.unsent(2)[1].at == "2026-03-01T09:00:01.250000+00:00"
    journal.move(purchase, "settled")
    journal_id = journal.journal_id()
    journal.close()
    again = opened(file)
    assert again.journal_id() == journal_id
    assert len(again.unsent(100)) == 5


def test_a_journal_of_the_third_version_is_brought_up_to_date_and_loses_nothing(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.executescript(THIRD_VERSION)
    journal = opened(file)
    assert [(one.purchase_id, one.state, one.own, one.kind) for one in journal.unfinished()] == [
        ("K01-0", "settling", 2000, "bills"),
        ("K01-9", "unsure", 300, "top_up"),
    ]
    assert journal.purchase("K01-8") == Purchase(
        *("K01-8", "P0002", ("B9", "B10"), Money(900), "refunded", "K01-8-S1", "wechat", Money(900), "not-allowed")
    )
    assert told(journal)[-3:] == [(5, "planned", 0, ""), (6, "refunded", 900, "wechat"), (7, "unsure", 300, "alipay")]
    with pytest.raises(Refused):
        journal.plan(replace(PLANNED, bill_ids=("B0",)))
    assert journal.plan(replace(PLANNED, bill_ids=("B9", "B10"))).state == "planned"


def test_an_upgrade_that_breaks_off_leaves_the_old_file_as_it_was(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.executescript(THIRD_VERSION)
        db.execute("CREATE TABLE held (in_the_way TEXT)")  # whatever makes a step fail
        db.commit()
        before = list(db.iterdump())
    with pytest.raises(JournalUnusable):
        opened(file)
    with closing(sqlite3.connect(file)) as db:
        assert list(db.iterdump()) == before
