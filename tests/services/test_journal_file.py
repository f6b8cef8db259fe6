"""The journal's file is known again as ours, as this terminal's, and nobody else reads it."""

import logging
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from old_journals import FIRST_VERSION, SECOND_VERSION, THIRD_VERSION

from kiosk.core.clock import VirtualClock
from kiosk.core.errors import JournalUnusable
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase
from kiosk.services.journal import Journal
from kiosk.services.journal_file import APPLICATION_ID, VERSION

PLANNED = Purchase("K01-1", "P0004", ("B1",), Money(7550))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def opened(file: Path, terminal_id: str = "K01") -> Journal:
    return Journal(file, VirtualClock(), terminal_id=terminal_id)


def made(file: Path, script: str) -> Path:
    with closing(sqlite3.connect(file)) as db:
        db.executescript(script)
    return file


def refused(file: Path, terminal_id: str = "K01") -> JournalUnusable:
    with pytest.raises(JournalUnusable) as error:
        opened(file, terminal_id)
    return error.value


def pragma(file: Path, name: str) -> int:
    with closing(sqlite3.connect(file)) as db:
        return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def rights(folder: Path) -> dict[str, int]:
    return {each.name: each.stat().st_mode & 0o777 for each in folder.iterdir()}


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE notes (words TEXT);",
        "CREATE VIEW v AS SELECT 1;",
        "CREATE TABLE notes (words TEXT); PRAGMA user_version = 1;",
        "CREATE TABLE notes (words TEXT); PRAGMA user_version = 2;",
        "CREATE TABLE notes (words TEXT); PRAGMA user_version = 99;",
        "PRAGMA application_id = 7;",
        f"CREATE TABLE notes (words TEXT); PRAGMA application_id = {APPLICATION_ID};",
        "PRAGMA journal_mode = WAL; CREATE TABLE notes (words TEXT);",
    ],
)
def test_another_programs_file_is_left_as_it_is(file: Path, script: str) -> None:
    made(file, script)
    before = file.read_bytes()
    error = refused(file)
    assert (error.code, "another program's file" in str(error)) == ("E-JRN-07", True)
    assert file.read_bytes() == before
    assert not file.with_name("journal.db-wal").exists()


def test_what_another_program_has_not_brought_home_yet_is_still_there_for_it(file: Path) -> None:
    with closing(sqlite3.connect(file)) as theirs:
        theirs.executescript("PRAGMA journal_mode = WAL; CREATE TABLE notes (words TEXT);")
        theirs.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        theirs.execute("INSERT INTO notes VALUES ('theirs')")
        theirs.commit()
        log = file.with_name("journal.db-wal")
        before = log.stat().st_ino
        assert refused(file).code == "E-JRN-07"
        assert log.stat().st_ino == before
        assert theirs.execute("SELECT * FROM notes").fetchall() == [("theirs",)]


def test_our_own_file_says_that_it_is_ours(file: Path) -> None:
    opened(file).close()
    assert (pragma(file, "application_id"), pragma(file, "user_version")) == (APPLICATION_ID, VERSION)


@pytest.mark.parametrize("worn", ['{"B1"]', "[1]", ""])
def test_what_a_worn_disk_has_made_of_a_purchase_is_not_believed(file: Path, worn: str) -> None:
    with closing(opened(file)) as journal:
        journal.plan(PLANNED)
    made(file, f"UPDATE purchase SET bill_ids = '{worn}';")
    with closing(opened(file)) as journal:
        for ask in (journal.unfinished, lambda: journal.purchase("K01-1")):
            with pytest.raises(JournalUnusable) as error:
                ask()
            assert error.value.code == "E-JRN-05"


@pytest.mark.parametrize("found_in", ["held", "sqlite_autoindex_purchase_1"])
def test_a_purchase_that_a_worn_disk_has_hidden_is_not_taken_for_ended(file: Path, found_in: str) -> None:
    with closing(opened(file)) as journal:
        journal.plan(replace(PLANNED, bill_ids=()))
    with closing(sqlite3.connect(file)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (found_in,)).fetchone()
    disk = bytearray(file.read_bytes())
    place = disk.rindex(b"K01-1", (page - 1) * 4096, page * 4096)
    disk[place + 4] ^= 2
    file.write_bytes(disk)
    with closing(opened(file)) as journal, pytest.raises(JournalUnusable) as error:
        journal.unfinished()
    assert error.value.code == "E-JRN-05"


def test_names_that_a_worn_disk_has_made_unreadable_keep_nobody_out_afterwards(file: Path) -> None:
    opened(file).close()
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"tableoutbox", b"tableoutbo\xf8"))
    journal = Journal(file, VirtualClock(), at_once=False)
    with pytest.raises(JournalUnusable) as error:
        journal.unfinished()
    assert error.value.code == "E-JRN-05"
    file.write_bytes(whole)
    assert journal.unfinished() == []
    journal.close()


@pytest.mark.parametrize("script", [FIRST_VERSION, SECOND_VERSION, THIRD_VERSION])
def test_a_journal_from_before_is_taken_over_with_all_that_is_in_it(file: Path, script: str) -> None:
    made(file, script)
    with closing(opened(file)) as journal:
        assert journal.unfinished()[0].purchase_id == "K01-0"
        journal.plan(PLANNED)
    assert (pragma(file, "application_id"), pragma(file, "user_version")) == (APPLICATION_ID, VERSION)
    assert refused(file, "K02").code == "E-JRN-08"


def test_a_newer_programs_journal_is_still_called_that(file: Path) -> None:
    opened(file).close()
    made(file, "PRAGMA user_version = 99;")
    assert refused(file).code == "E-JRN-04"


def test_a_new_journal_is_for_its_owner_alone(file: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with closing(opened(file)) as journal:
            journal.plan(PLANNED)
            assert set(rights(tmp_path)) == {"journal.db", "journal.db-wal", "journal.db-lock"}
            assert set(rights(tmp_path).values()) == {0o600}
    finally:
        os.umask(before)


def test_a_journal_that_everybody_could_read_is_shut(file: Path, tmp_path: Path) -> None:
    opened(file).close()
    for name in ("journal.db", "journal.db-wal", "journal.db-shm"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o664)
    with closing(opened(file)) as journal:
        journal.plan(PLANNED)
        assert set(rights(tmp_path).values()) == {0o600}


def test_another_terminals_book_is_not_gone_on_with(file: Path) -> None:
    with closing(opened(file, "K01")) as journal:
        journal.plan(PLANNED)
    error = refused(file, "K02")
    assert error.code == "E-JRN-08"
    assert "the book of terminal K01, and this is K02" in str(error)
    with closing(opened(file, "K01")) as again:  # the old id is put back
        assert again.unfinished() == [PLANNED]


def test_the_book_is_refused_again_whenever_it_is_asked(file: Path) -> None:
    opened(file, "K01").close()
    other = Journal(file, VirtualClock(), at_once=False, terminal_id="K02")
    for _ in range(2):
        with pytest.raises(JournalUnusable, match="terminal K01"):
            other.check()
    with closing(opened(file, "K01")) as owner:  # nor does it keep the owner out
        owner.check()


def test_whose_book_it_becomes_is_in_the_log_once(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    made(file, FIRST_VERSION)
    with caplog.at_level(logging.INFO):
        opened(file).close()
        opened(file).close()
    assert caplog.text.count("the book of terminal K01 from now on") == 1
