"""The simulated insurer's own book on its own disk: whom it insures, what it settled, which messages it answered."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.core.money import Money
from kiosk.gateway.hospital.records import MemberRow

_TABLES = """
CREATE TABLE IF NOT EXISTS member (
    psn_no TEXT PRIMARY KEY,
    insutype TEXT NOT NULL,
    gend TEXT NOT NULL,
    retired INTEGER NOT NULL,
    aid INTEGER NOT NULL,
    balc INTEGER NOT NULL CHECK (balc >= 0)
) STRICT;
CREATE TABLE IF NOT EXISTS visit (
    mdtrt_id TEXT PRIMARY KEY,
    psn_no TEXT NOT NULL REFERENCES member,
    ipt_otp_no TEXT NOT NULL,
    UNIQUE (psn_no, ipt_otp_no)
) STRICT;
CREATE TABLE IF NOT EXISTS settlement (
    msgid TEXT PRIMARY KEY,
    setl_id TEXT NOT NULL UNIQUE,
    mdtrt_id TEXT NOT NULL,
    psn_no TEXT NOT NULL REFERENCES member,
    state TEXT NOT NULL CHECK (state IN ('settled', 'voided')),
    day TEXT NOT NULL,
    medfee_sumamt INTEGER NOT NULL,
    fund_pay_sumamt INTEGER NOT NULL,
    acct_pay INTEGER NOT NULL,
    psn_cash_pay INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS fee (
    msgid TEXT NOT NULL REFERENCES settlement,
    rx_drord_no TEXT NOT NULL,
    line INTEGER NOT NULL,
    med_list_codg TEXT NOT NULL,
    prd_days INTEGER NOT NULL,
    PRIMARY KEY (msgid, rx_drord_no, line)
) STRICT;
CREATE TABLE IF NOT EXISTS answered (
    msgid TEXT PRIMARY KEY,
    infno TEXT NOT NULL,
    answer BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS on_their_way (
    message BLOB NOT NULL,
    arrives_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS faults (
    kind TEXT NOT NULL,
    infno TEXT NOT NULL,
    seconds REAL NOT NULL,
    times INTEGER,
    PRIMARY KEY (kind, infno)
) STRICT;
"""


class Book:
    """One SQLite file. Each effect is one transaction that is on the disk before anybody is told of it."""

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
        """What the book says now."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def admit(self, members: Iterable[MemberRow]) -> None:
        """People who were not insured before; whoever was keeps their balance."""
        with self.effect() as db:
            db.executemany(
                "INSERT OR IGNORE INTO member VALUES (?, ?, ?, ?, ?, ?)",
                [(m.psn_no, m.insutype, m.gend, m.retired, m.aid, m.balc) for m in members],
            )

    def balance(self, psn_no: str) -> Money:
        """What is on somebody's personal account. Raises `KeyError` for nobody."""
        found = self.look("SELECT balc FROM member WHERE psn_no = ?", psn_no)
        if not found:
            raise KeyError(psn_no)
        return Money(found[0]["balc"])

    def spend(self, psn_no: str, amount: Money) -> None:
        """The person pays with the account somewhere else, in fen."""
        with self.effect() as db:
            db.execute("UPDATE member SET balc = balc - ? WHERE psn_no = ?", (amount, psn_no))
