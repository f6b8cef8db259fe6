"""The wallet's own books on its own disk: what it was asked, what it took, what it gave back."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS orders (
    payment_id TEXT PRIMARY KEY,
    mode TEXT NOT NULL,
    amount INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'password', 'paid', 'closed')),
    reason TEXT NOT NULL DEFAULT '',
    qr TEXT UNIQUE,
    code TEXT UNIQUE,
    trade_no TEXT NOT NULL UNIQUE,
    opened_at REAL NOT NULL,
    paid_at REAL
) STRICT;
CREATE TABLE IF NOT EXISTS refunds (
    refund_id TEXT PRIMARY KEY,
    payment_id TEXT NOT NULL REFERENCES orders,
    amount INTEGER NOT NULL CHECK (amount > 0),
    asked_at REAL NOT NULL,
    done_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS on_their_way (
    payment_id TEXT NOT NULL,
    amount INTEGER NOT NULL,
    code TEXT NOT NULL,
    arrives_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS codes (number INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
CREATE TABLE IF NOT EXISTS faults (
    kind TEXT NOT NULL,
    verb TEXT NOT NULL,
    seconds REAL NOT NULL,
    times INTEGER,
    PRIMARY KEY (kind, verb)
) STRICT;
"""


class Ledger:
    """One SQLite file. Each effect is one transaction that is on the disk before anybody is told of it.

    Several threads and processes may use the same file: the gateway asks, the dock plays the person.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(_TABLES)

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
        """What the books say now."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()
