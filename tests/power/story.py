"""Purchases that wander through the journal, and everything it promised on the way."""

import random
import sqlite3
from itertools import count

from watched_disk import Op, WatchedDisk

from kiosk.core.clock import VirtualClock
from kiosk.core.errors import JournalUnusable
from kiosk.core.money import Money
from kiosk.core.purchase import FINAL, NEXT, Purchase, State
from kiosk.services.journal import Journal

Book = dict[str, list[tuple[object, ...]]]


def everything(db: sqlite3.Connection) -> Book:
    """All that is in the journal: by table, what is held by its name, the rest in the order of making."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    order = {"held": "what"}
    return {name: db.execute(f"SELECT * FROM {name} ORDER BY {order.get(name, 'rowid')}").fetchall() for name in names}


def whole(book: Book) -> bool:
    """Every purchase is where its last event says; who has begun to pay has a payment; nothing is held in the end."""
    last = {row[1]: row[4] for row in book["event"]}
    begun = {row[1] for row in book["event"] if row[3] == "planned" and row[4] != "closing"}
    return (
        {row[0]: row[4] for row in book["purchase"]} == last
        and {row[0] for row in book["purchase"] if row[5]} == begun
        and {row[1] for row in book["held"]} == {each for each in last if last[each] not in FINAL}
    )


class Story:
    """Random moves on the real journal. `books` holds what was in it after each promise."""

    def __init__(self, disk: WatchedDisk, seed: int, pages: int = 40) -> None:
        self.disk, self.file = disk, disk.folder / "journal.db"
        self.books: list[Book] = []
        self.failures = 0
        self._rng, self._numbers = random.Random(seed), count(seed * 1000)
        self._pages = pages  # the journal is brought home whenever it has grown by so many
        self._journal: Journal | None = None

    def play(self, moves: int) -> None:
        """So many moves, and what is saved is read after each; a failure is what a move under way is after a cut."""
        self.promised()
        for _ in range(moves):
            try:
                self._move()
            except JournalUnusable:
                self.failures += 1
            self.promised()

    def end(self) -> None:
        """The terminal is shut down."""
        assert self._journal is not None
        self._journal.close()
        self.books.append(self.books[-1])
        self.disk.ops.append(Op("returned"))

    def promised(self) -> None:
        """What is read here must never be lost from now on."""
        for _ in range(20):
            try:
                self.books.append(everything(self._opened()._db))
                self.disk.ops.append(Op("returned"))
                return
            except (JournalUnusable, sqlite3.Error):
                self.failures += 1
        raise AssertionError("the disk is well again, the journal is not")

    def _opened(self) -> Journal:
        self._journal = self._journal or Journal(self.file, VirtualClock())
        self._journal._db.execute(f"PRAGMA wal_autocheckpoint = {self._pages}")
        return self._journal

    def _move(self) -> None:
        journal = self._opened()
        purchase = self._rng.choice([*journal.unfinished()[:3], None])
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
