"""What every simulated party outside is made of: a book of its own on its own disk, and its bad days."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, Literal, TypeVar

Wait = Callable[[float], object]
TIMEOUT_S = 5.0  # an answer later than this is no answer

Kind = TypeVar("Kind", bound=str)
About = TypeVar("About", bound=str)

_BAD_DAYS = """
CREATE TABLE IF NOT EXISTS bad_days (
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    seconds REAL NOT NULL,
    times INTEGER,
    PRIMARY KEY (kind, about)
) STRICT;
"""


def pause(seconds: float) -> None:
    """Let real time pass."""
    threading.Event().wait(seconds)


class BookFile:
    """One SQLite file. Each effect is one transaction that is on the disk before anybody is told of it.

    Several threads and processes may use the same file: the gateway asks, the dock plays the person.
    """

    def __init__(self, path: Path, tables: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(tables + _BAD_DAYS)

    @contextmanager
    def effect(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing; others wait. Raises `sqlite3.Error` when the file cannot be written."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    def look(self, sql: str, *values: str | float) -> list[sqlite3.Row]:
        """What the book says now."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()


class Faults(Generic[Kind, About]):
    """Kept in the party's book, so that they outlive the gateway and any process can switch them."""

    def __init__(self, book: BookFile) -> None:
        self._book = book

    def set(
        self, kind: Kind, about: About | Literal[""] = "", *, seconds: float = 3.0, times: int | None = None
    ) -> None:
        """From now on, for the next `times` requests, or until cleared; `about` empty means any request."""
        with self._book.effect() as db:
            db.execute("INSERT OR REPLACE INTO bad_days VALUES (?, ?, ?, ?)", (kind, about, seconds, times))

    def clear(self) -> None:
        """Everything works again."""
        with self._book.effect() as db:
            db.execute("DELETE FROM bad_days")

    def on(self, kind: Kind) -> bool:
        """Whether this fault is switched on for any request."""
        return bool(self._book.look("SELECT 1 FROM bad_days WHERE kind = ?", kind))

    def strike(self, kind: Kind, about: str) -> float | None:
        """The fault's seconds when it hits this request, which uses one of its times up; else `None`."""
        found = "SELECT about, seconds FROM bad_days WHERE kind = ? AND about IN ('', ?) ORDER BY about DESC LIMIT 1"
        if not self._book.look(found, kind, about):
            return None  # the usual case costs no write
        with self._book.effect() as db:
            row = db.execute(found, (kind, about)).fetchone()
            if row is None:
                return None
            db.execute("UPDATE bad_days SET times = times - 1 WHERE kind = ? AND about = ?", (kind, row["about"]))
            db.execute("DELETE FROM bad_days WHERE times <= 0")
            return float(row["seconds"])
