"""The power goes, at any moment: the journal opens again, whole, with every move that it had promised.

The real journal works on real files, through a layer that remembers every write and sync. Afterwards the disk is put
together as it may be when the power goes after each of them, torn and reordered, and the journal is opened on it.
"""

import os
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from platter import TEARS, Platter
from watched_disk import Op, WatchedDisk, watching

from kiosk.core.clock import VirtualClock
from kiosk.core.errors import JournalUnusable
from kiosk.core.money import Money
from kiosk.core.purchase import NEXT, Purchase, State
from kiosk.services.journal import Journal

CUTS = 1000  # cut points, at the least
VARIANTS = 2  # ways in which the disk is torn at each

Book = dict[str, list[tuple[object, ...]]]


def read(file: Path) -> Book:
    """Everything in the journal, by table. Fails when SQLite finds anything wrong with it."""
    Journal(file, VirtualClock()).close()
    db = sqlite3.connect(file)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    book = everything(db)
    db.close()
    return book


def everything(db: sqlite3.Connection) -> Book:
    """By table, in the order of making."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return {name: db.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall() for name in names}


class Story:
    """Purchases that wander through the table of moves; after every promise its whole content is kept."""

    def __init__(self, disk: WatchedDisk, seed: int) -> None:
        self.disk, self.file = disk, disk.folder / "journal.db"
        self.books: list[Book] = []
        self._rng, self._numbers = random.Random(seed), count(1)
        self._journal: Journal | None = None

    def play(self, moves: int, pages: int = 40) -> None:
        """So many moves; the journal is brought home whenever it has grown by so many pages."""
        journal = self.journal()
        journal._db.execute(f"PRAGMA wal_autocheckpoint = {pages}")
        self.promised()
        while moves > 0:
            moves -= 1
            self._move(self._rng.choice([*journal.unfinished()[:3], None]))
            self.promised()

    def journal(self) -> Journal:
        self._journal = self._journal or Journal(self.file, VirtualClock())
        return self._journal

    def end(self) -> None:
        self.journal().close()
        self._journal = None
        self.promised()

    def promised(self) -> None:
        """From here on what is in the journal must never be lost."""
        self.books.append(everything(self.journal()._db) if self._journal else self.books[-1])
        self.disk.ops.append(Op("returned"))

    def _move(self, purchase: Purchase | None) -> None:
        journal = self.journal()
        if purchase is None:
            number = next(self._numbers)
            journal.plan(Purchase(f"K01-{number}", f"PAT-{number}", (f"B{number}", f"C{number}"), Money(7550)))
            return
        to: State = self._rng.choice(sorted(NEXT[purchase.state]))
        if purchase.state == "planned" and to != "closing":
            own = Money(5000 if to == "asking" else 0)
            journal.begin_payment(purchase, to, f"{purchase.purchase_id}-S1", "wechat" if own else "", own)
        else:
            journal.move(purchase, to, self._rng.choice(("", "balance")))


def cuts(ops: list[Op], platter: Platter, variants: int = VARIANTS) -> Iterator[tuple[int, dict[str, bytes]]]:
    """Every moment at which the power may go: how many promises had been made, and a disk as it may then be."""
    promises = 0
    tears = [TEARS[i % len(TEARS)] for i in range(100 * len(TEARS))]
    for number, op in enumerate(ops):
        if op.kind == "returned":
            promises += 1
            continue
        platter.follow(op)
        for variant in range(variants):
            yield promises, platter.cut(tears[(number * variants + variant) % len(tears)])


def check(images: Iterator[tuple[int, dict[str, bytes]]], books: list[Book], folder: Path) -> tuple[int, list[str]]:
    """Open the journal on every disk. How many there were, and what was wrong with them."""
    seen, wrong = 0, []
    for promises, image in images:
        seen += 1
        fault = judge(image, books[promises - 1 : promises + 1] if promises else books[:1], folder)
        if fault:
            wrong.append(f"cut {seen}, after {promises} promises: {fault}")
    return seen, wrong


def judge(image: dict[str, bytes], allowed: list[Book], folder: Path) -> str:
    """`allowed`: as it was promised, or with the move under way, whole. Empty when all is well."""
    for left in folder.iterdir():
        left.unlink()
    for name, content in image.items():
        (folder / name).write_bytes(content)
    try:
        book = read(folder / "journal.db")
    except (JournalUnusable, sqlite3.Error, AssertionError) as error:
        return f"{type(error).__name__} {error}"
    if book in allowed or book["event"] == allowed[0]["event"] == []:  # an empty one may have another id
        return ""
    return f"{len(book['event'])} events, not {' or '.join(str(len(each['event'])) for each in allowed)}"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a place: what is durable is the platter's affair, real syncs only take time."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as name:
        yield Path(name)


def test_nothing_promised_is_lost_wherever_the_power_goes(folder: Path) -> None:
    with watching(folder) as disk:
        story = Story(disk, 1)
        story.play(80)
        story.end()
    seen, wrong = check(cuts(disk.ops, Platter(random.Random(1))), story.books, ground(folder))
    assert wrong == []
    assert seen >= CUTS * VARIANTS


def ground(folder: Path) -> Path:
    """Where disks are put together again."""
    (folder / "ground").mkdir()
    return folder / "ground"
