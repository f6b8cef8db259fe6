"""The power goes, at any moment: the journal opens again, whole, with every move that it had promised.

The real journal works on real files, through a layer that remembers every write and sync. Afterwards the disk is put
together as it may be when the power goes after each of them, torn and reordered, and the journal is opened on it.
"""

import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from platter import TEARS, File, Platter
from story import Book, Story, everything, whole
from watched_disk import IOERR_FSYNC, OK, Op, watching

from kiosk.core.clock import VirtualClock
from kiosk.core.errors import JournalUnusable
from kiosk.services import journal_file
from kiosk.services.journal import Journal

CUTS = 1000  # cut points, at the least
VARIANTS = 2  # ways in which the disk is torn at each


@dataclass(frozen=True)
class Cut:
    """The power goes now: how many promises there had been, the disk afterwards, and whether a move had just failed."""

    promises: int
    disk: dict[str, bytes]
    failed: bool


def cuts(ops: list[Op], platter: Platter, at: Container[int] | None = None, promises: int = 0) -> Iterator[Cut]:
    """Every moment at which the power may go, or those `at` these acts."""
    failed = False
    for number, op in enumerate(ops):
        platter.follow(op)
        promises += op.kind == "returned"
        failed = op.failed or failed and op.kind != "returned"
        for variant in range(VARIANTS if at is None or number in at else 0):
            yield Cut(promises, platter.cut(TEARS[(number * VARIANTS + variant) % len(TEARS)]), failed)


def check(disks: Iterator[Cut], books: list[Book], folder: Path) -> tuple[int, list[str]]:
    """Open the journal on every disk: how many there were, and what was wrong with which."""
    seen, wrong = 0, []
    for cut in disks:
        seen += 1
        fault = judge(cut, books[max(cut.promises - 1, 0) : cut.promises + 1], folder)
        if fault:
            wrong.append(f"disk {seen}, after {cut.promises} promises: {fault}")
    return seen, wrong


def judge(cut: Cut, allowed: list[Book], folder: Path) -> str:
    """`allowed`: as it was promised, or with the move under way, whole. Empty when all is well."""
    lay(cut.disk, folder)
    try:
        book = read(folder / "journal.db")
    except (JournalUnusable, sqlite3.Error, AssertionError) as error:
        return f"{type(error).__name__} {error}"
    if book in allowed or book["event"] == allowed[0]["event"] == []:  # an empty one may have another id
        return ""
    if cut.failed and book["event"][:-1] == allowed[0]["event"] and whole(book):  # the move that failed is there
        return ""
    return f"{len(book['event'])} events, not {' or '.join(str(len(each['event'])) for each in allowed)}"


def lay(image: dict[str, bytes], folder: Path) -> None:
    """Nothing but these files is in the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in image.items():
        (folder / name).write_bytes(content)


def read(file: Path) -> Book:
    """What the journal holds once it has opened. Fails when SQLite finds anything wrong with it."""
    Journal(file, VirtualClock()).close()
    db = sqlite3.connect(file)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    book = everything(db)
    db.close()
    return book


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a place: what is durable is the platter's affair, real syncs only take time."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as name:
        yield Path(name)


def test_nothing_promised_is_lost_wherever_the_power_goes(folder: Path) -> None:
    with watching(folder) as disk:
        story = Story(disk, 1)
        story.play(130)
        story.end()
    seen, wrong = check(cuts(disk.ops, Platter(random.Random(1))), story.books, folder / "cut")
    assert wrong == []
    assert seen >= CUTS * VARIANTS


def test_the_power_goes_while_a_whole_day_is_brought_home(folder: Path) -> None:
    with watching(folder) as disk:
        story = Story(disk, 2, pages=1000)  # as SQLite does by itself
        story.play(500)
        story.end()
    home = [number for number, op in enumerate(disk.ops) if op.file == "journal.db"]
    some = {*home, *(number + 40 for number in home)}
    disks = cuts(disk.ops, Platter(random.Random(2)), some)
    seen, wrong = check(disks, story.books, folder / "cut")
    assert wrong == []
    assert seen >= 100


def test_the_power_goes_again_while_the_journal_recovers(folder: Path) -> None:
    with watching(folder) as disk:
        story = Story(disk, 3)
        story.play(40)
        story.end()
    rng, total = random.Random(3), 0
    for cut in rng.sample(list(cuts(disk.ops, Platter(rng))), 6):
        again = folder / "again"
        lay(cut.disk, again)
        with watching(again) as second:
            later = Story(second, 4 + cut.promises)
            later.play(3)
            later.end()
        platter = Platter(rng, *({name: File(bytearray(b), bytearray(b)) for name, b in cut.disk.items()},) * 2)
        seen, wrong = check(cuts(second.ops, platter), later.books, folder / "cut")
        assert wrong == []
        total += seen
    assert total >= 300


@pytest.mark.parametrize("sick", [1, 3])
def test_a_failed_sync_loses_nothing_promised_before_or_after(folder: Path, sick: int) -> None:
    wrong, failures = [], 0
    for first in range(1, 30):
        lay({}, folder / "live")
        with watching(folder / "live") as disk:
            disk.fault = fails_to_sync(range(first, first + sick))
            story = Story(disk, first)
            story.play(25)
            story.end()
        failures += story.failures
        failed = next(number for number, op in enumerate(disk.ops) if op.failed)
        later = {*range(failed, failed + 30), *range(failed, len(disk.ops), 10)}
        disks = cuts(disk.ops, Platter(random.Random(first)), later)
        wrong += check(disks, story.books, folder / "cut")[1]
    assert wrong == []
    assert failures > 20


def test_a_terminal_started_again_after_a_failed_sync_loses_nothing_when_the_power_goes(folder: Path) -> None:
    seen, wrong = failed_sync_then_restart(folder)
    assert wrong == []
    assert seen > 400


def failed_sync_then_restart(folder: Path) -> tuple[int, list[str]]:
    """The process dies with the failing sync and another one finds in the cache what never reached the disk."""
    total: tuple[int, list[str]] = (0, [])
    for failing in range(4, 20):
        platter, before, image = died_at_a_failing_sync(folder / "live", failing)
        lay(image, folder / "again")
        with watching(folder / "again") as disk:
            story = Story(disk, failing + 100)
            story.play(3)
            story.end()
        disks = cuts(disk.ops, platter, range(0, len(disk.ops), 3), promises=1)
        seen, wrong = check(disks, [before, *story.books], folder / "cut")
        total = total[0] + seen, total[1] + wrong
    return total


def died_at_a_failing_sync(folder: Path, failing: int) -> tuple[Platter, Book, dict[str, bytes]]:
    """The disk, what was promised, and what the next process sees."""
    image: dict[str, bytes] = {}
    fails = fails_to_sync(range(failing, failing + 1))

    def fault(op: Op) -> int:
        code = fails(op)
        if code != OK:
            image.update({path.name: path.read_bytes() for path in folder.iterdir()})
        return code

    lay({}, folder)
    with watching(folder) as disk:
        disk.fault = fault
        story = Story(disk, failing)
        story.play(16)
        story.end()
    died = next(number for number, op in enumerate(disk.ops) if op.failed)
    promises = sum(op.kind == "returned" for op in disk.ops[:died])
    platter = Platter(random.Random(failing))
    for op in disk.ops[: died + 1]:
        platter.follow(op)
    return platter, story.books[max(promises - 1, 0)], image


def fails_to_sync(which: range) -> Callable[[Op], int]:
    """The disk refuses these syncs, counted from 1, and only these."""
    seen = 0

    def fault(op: Op) -> int:
        nonlocal seen
        seen += op.kind == "sync"
        return IOERR_FSYNC if op.kind == "sync" and seen in which else OK

    return fault


@pytest.mark.parametrize("careless", ["synchronous = NORMAL", "synchronous = OFF"])
def test_a_journal_that_does_not_wait_for_the_disk_is_caught(
    folder: Path, careless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    careful = journal_file._prepare

    def planted(db: sqlite3.Connection) -> None:
        careful(db)
        db.execute(f"PRAGMA {careless}")

    monkeypatch.setattr(journal_file, "_prepare", planted)
    with watching(folder) as disk:
        story = Story(disk, 1)
        story.play(20)
        story.end()
    monkeypatch.undo()
    seen, wrong = check(cuts(disk.ops, Platter(random.Random(1))), story.books, folder / "cut")
    assert len(wrong) > seen / 100


def test_a_journal_that_believes_the_cache_is_caught(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_file, "_write_again", lambda wal: None)
    assert failed_sync_then_restart(folder)[1]
