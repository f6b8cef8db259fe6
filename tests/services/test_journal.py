"""The money book: allowed moves only, one live purchase per bill, nothing forgotten, one owner."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.core.clock import VirtualClock
from kiosk.core.errors import JournalUnusable, Refused
from kiosk.core.money import Money
from kiosk.core.purchase import FINAL, NEXT, MoveNotAllowed, Purchase
from kiosk.services.journal import UNFINISHED, Journal

PLANNED = Purchase("K01-1", "PAT-1", ("B1", "B2"), Money(7550))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.db", VirtualClock())


def asking(journal: Journal) -> Purchase:
    return journal.begin_payment(journal.plan(PLANNED), "asking", "K01-1-S1", "wechat", Money(5000))


def test_what_was_saved_is_there_after_a_restart(tmp_path: Path, journal: Journal) -> None:
    saved = journal.move(asking(journal), "paid")
    journal.close()
    reopened = Journal(tmp_path / "journal.db", VirtualClock())
    assert reopened.unfinished() == [saved]
    assert [(before, after) for _, before, after in reopened.moves("K01-1")] == [
        ("", "planned"),
        ("planned", "asking"),
        ("asking", "paid"),
    ]


def test_what_is_unfinished_is_found_without_looking_at_what_has_ended(tmp_path: Path, journal: Journal) -> None:
    journal.close()
    with closing(sqlite3.connect(tmp_path / "journal.db")) as db:
        steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {UNFINISHED}")]
    assert "SEARCH p USING INDEX sqlite_autoindex_purchase_1 (purchase_id=?) LEFT-JOIN" in steps
    assert "SCAN p" not in steps


def test_a_move_that_is_not_in_the_table_raises_and_leaves_no_trace(journal: Journal) -> None:
    purchase = asking(journal)
    with pytest.raises(MoveNotAllowed):
        journal.move(purchase, "settled")
    assert journal.purchase("K01-1") == purchase


def test_a_move_from_a_state_that_is_no_longer_true_raises(journal: Journal) -> None:
    purchase = asking(journal)
    journal.move(purchase, "closing")
    with pytest.raises(MoveNotAllowed):
        journal.move(purchase, "paid")


def test_a_payment_is_fixed_once(journal: Journal) -> None:
    paid = journal.move(asking(journal), "paid")
    with pytest.raises(MoveNotAllowed):
        journal.begin_payment(paid, "settling", "K01-1-S2", "alipay", Money(1))
    assert journal.purchase("K01-1") == paid


def test_a_bill_is_in_one_live_purchase_only(journal: Journal) -> None:
    purchase = asking(journal)
    second = replace(PLANNED, purchase_id="K01-2", bill_ids=("B2",))
    with pytest.raises(Refused):
        journal.plan(second)
    journal.move(journal.move(purchase, "closing"), "closed")
    assert journal.plan(second) == second


def test_the_reason_is_kept_until_the_end(journal: Journal) -> None:
    closing = journal.move(asking(journal), "closing", "balance")
    assert journal.move(closing, "closed").reason == "balance"
    assert journal.purchase("K01-1").reason == "balance"


def test_history_cannot_be_changed(tmp_path: Path, journal: Journal) -> None:
    asking(journal)
    journal.close()
    book = sqlite3.connect(tmp_path / "journal.db")
    for attempt in ("UPDATE event SET after = 'settled'", "DELETE FROM event"):
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            book.execute(attempt)


def test_a_second_terminal_cannot_open_the_same_journal(tmp_path: Path, journal: Journal) -> None:
    asking(journal)
    journal.close()
    first = Journal(tmp_path / "journal.db", VirtualClock())  # it has written nothing yet
    with pytest.raises(JournalUnusable, match="locked"):
        Journal(tmp_path / "journal.db", VirtualClock())
    assert len(first.unfinished()) == 1


def fill(journal: Journal) -> None:
    for number in range(1000):
        journal.plan(replace(PLANNED, purchase_id=f"K01-{number}", bill_ids=(f"B{number}",)))


def test_a_full_disk_is_noticed_before_the_money(journal: Journal) -> None:
    journal.check()
    pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
    journal._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalUnusable, match="full"):
        fill(journal)
    assert all(purchase.state == "planned" for purchase in journal.unfinished())


def test_a_disk_that_takes_nothing_is_found_by_the_check(tmp_path: Path, journal: Journal) -> None:
    journal._db.execute("PRAGMA query_only = ON")
    with pytest.raises(JournalUnusable, match="readonly"):
        journal.check()


def test_a_journal_of_a_newer_version_is_left_alone(tmp_path: Path, journal: Journal) -> None:
    journal.close()
    book = sqlite3.connect(tmp_path / "journal.db")
    book.execute("PRAGMA user_version = 99")
    book.close()
    with pytest.raises(JournalUnusable, match="newer version"):
        Journal(tmp_path / "journal.db", VirtualClock())


def test_something_else_than_a_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with pytest.raises(JournalUnusable, match="not a database"):
        Journal(tmp_path / "journal.db", VirtualClock())


def test_every_commit_waits_for_the_disk(journal: Journal) -> None:
    assert journal._db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert journal._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_payment_costs_five_commits_of_few_pages(tmp_path: Path, journal: Journal) -> None:
    """Whoever adds a table or an index that moves write in sees here what it costs."""
    said: list[str] = []
    journal._db.set_trace_callback(said.append)
    log, frame = tmp_path / "journal.db-wal", 24 + 4096  # https://sqlite.org/fileformat2.html, 4.1
    before = log.stat().st_size
    for number in range(50):
        planned = journal.plan(replace(PLANNED, purchase_id=f"K01-{number}"))
        purchase = journal.begin_payment(planned, "asking", f"K01-{number}-S1", "wechat", Money(5000))
        for state in ("paid", "settling", "settled"):
            purchase = journal.move(purchase, state)
    assert sum(line == "COMMIT" for line in said) == 50 * 5
    assert (log.stat().st_size - before) / frame < 50 * 13.5


def test_every_state_leads_to_an_end() -> None:
    for start in NEXT:
        reached, todo = {start}, [start]
        while todo:
            for after in NEXT[todo.pop()] - reached:
                reached.add(after)
                todo.append(after)
        assert reached & FINAL


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(JournalUnusable, match="No such file"):
        Journal(tmp_path / "typo" / "journal.db", VirtualClock())
    assert not (tmp_path / "typo").exists()
