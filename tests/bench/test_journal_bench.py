"""What the bench of the journal says can be believed: whole payments, in turns with as many commits, medians told."""

import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk.bench import journal
from kiosk.core.clock import VirtualClock
from kiosk.services.journal import Journal


def test_a_payment_is_all_that_a_patient_who_pays_at_once_has_written_down(tmp_path: Path) -> None:
    book = Journal(tmp_path / "journal.db", VirtualClock())
    journal.payment(book, 7)
    assert [after for _, _, after in book.moves("K01-7")] == ["planned", "asking", "paid", "settling", "settled"]
    assert len(book.moves("K01-7")) == journal.COMMITS
    assert book.unfinished() == []


def test_both_take_turns_on_the_same_disk_with_the_same_care(tmp_path: Path) -> None:
    ours, bare = journal.in_turns(3, tmp_path)
    assert len(ours) == len(bare) == 3
    assert min(ours + bare) > 0
    turns = journal.WARM_UP + 3
    with closing(sqlite3.connect(tmp_path / "bare.db")) as db:
        assert db.execute("SELECT count(*) FROM row").fetchone()[0] == turns * journal.COMMITS
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    with closing(sqlite3.connect(tmp_path / "journal.db")) as db:
        assert db.execute("SELECT count(*) FROM event").fetchone()[0] == turns * journal.COMMITS


def test_the_verdict_is_of_medians_and_of_their_ratio() -> None:
    said: list[str] = []
    assert journal.verdict([1.0, 1.2, 90.0], [0.9, 1.0, 1.1], said.append)
    assert said[-2:] == [
        "journal p50 1.20 ms a payment (< 5 ms: met); bare commits p50 1.00 ms on this disk",
        "ratio 1.20 (target <= 1.3)",
    ]
    assert not journal.verdict([1.4], [1.0], said.append)


def test_a_slow_disk_is_told_and_not_our_fault() -> None:
    said: list[str] = []
    assert journal.verdict([16.0], [15.99], said.append)
    assert said[-2] == "journal p50 16.00 ms a payment (< 5 ms: not met); bare commits p50 15.99 ms on this disk"
