"""The terminal's money book: every move is on the disk before the act that follows it."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kiosk.contract import JournalMove
from kiosk.core.clock import Clock
from kiosk.core.errors import JournalUnusable, Refused
from kiosk.core.money import Money
from kiosk.core.purchase import FINAL, MoveNotAllowed, Purchase, State, check_move

VERSION = 2
log = logging.getLogger(__name__)

# The events are the outbox: up to `sent` the gateway has said that it has them. The id is the file's own, so that a
# new disk is not taken for the old one.
OUTBOX = """
CREATE TABLE outbox (journal_id TEXT NOT NULL, sent INTEGER NOT NULL) STRICT;
INSERT INTO outbox VALUES ('J-' || lower(hex(randomblob(10))), 0);
"""

SCHEMA = f"""
CREATE TABLE purchase (
    purchase_id TEXT PRIMARY KEY,
    patient_id TEXT NOT NULL,
    total INTEGER NOT NULL CHECK (total >= 0),
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT 'bills'
) STRICT;
CREATE INDEX purchase_unfinished ON purchase (state) WHERE state NOT IN ({", ".join(f"'{s}'" for s in sorted(FINAL))});
CREATE TABLE bill (
    purchase_id TEXT NOT NULL REFERENCES purchase,
    bill_id TEXT NOT NULL,
    live INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (purchase_id, bill_id)
) STRICT;
CREATE UNIQUE INDEX one_live_purchase_per_bill ON bill (bill_id) WHERE live = 1;
CREATE TABLE payment (
    payment_id TEXT PRIMARY KEY,
    purchase_id TEXT NOT NULL UNIQUE REFERENCES purchase,
    presettlement_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    own INTEGER NOT NULL CHECK (own >= 0)
) STRICT;
CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    purchase_id TEXT NOT NULL REFERENCES purchase,
    at TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END;
{OUTBOX}
PRAGMA user_version = {VERSION};
"""

FROM_VERSION_1 = f"""
ALTER TABLE purchase ADD COLUMN kind TEXT NOT NULL DEFAULT 'bills';
{OUTBOX}
PRAGMA user_version = 2;
"""

SELECT = """
SELECT p.purchase_id, p.patient_id, p.total, p.state, p.reason, coalesce(y.presettlement_id, ''),
       coalesce(y.channel, ''), coalesce(y.own, 0)
FROM purchase p LEFT JOIN payment y USING (purchase_id)
"""

# Own money and channel are fixed together with the first move after `planned`: a line reads the same for ever.
UNSENT = """
SELECT e.seq, e.purchase_id, e.at, e.before, e.after, e.reason, p.total,
       CASE e.before WHEN '' THEN 0 ELSE coalesce(y.own, 0) END AS own,
       CASE e.before WHEN '' THEN '' ELSE coalesce(y.channel, '') END AS channel, p.kind
FROM event e JOIN purchase p USING (purchase_id) LEFT JOIN payment y USING (purchase_id)
WHERE e.seq > (SELECT sent FROM outbox) ORDER BY e.seq LIMIT ?
"""


class Journal:
    """Used by one thread. A move returns once it is on the disk (WAL, synchronous=FULL)."""

    def __init__(self, file: Path, clock: Clock) -> None:
        self._clock = clock
        self._file = file
        try:
            self._db = self._open(file)
        except (sqlite3.Error, OSError) as error:
            raise JournalUnusable(f"{file}: {error}") from error

    def close(self) -> None:
        self._db.close()

    def check(self) -> None:
        """Write something that changes nothing. Raises `JournalUnusable`: better before the money than after it."""
        with self._transaction():
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def plan(self, purchase: Purchase) -> Purchase:
        """Write down a new purchase. Refused `bill-locked` when a bill is in another live purchase."""
        try:
            with self._transaction():
                self._db.execute(
                    "INSERT INTO purchase (purchase_id, patient_id, total, state) VALUES (?, ?, ?, ?)",
                    (purchase.purchase_id, purchase.patient_id, purchase.total, purchase.state),
                )
                self._db.executemany(
                    "INSERT INTO bill VALUES (?, ?, 1)", [(purchase.purchase_id, bill) for bill in purchase.bill_ids]
                )
                self._event(purchase.purchase_id, "", purchase.state, "")
        except sqlite3.IntegrityError as error:
            raise Refused("bill-locked") from error
        return purchase

    def begin_payment(self, purchase: Purchase, to: State, presettlement_id: str, channel: str, own: Money) -> Purchase:
        """Fix the split and the channel, and move on: to `asking`, or to `settling` when no own money is due."""
        with self._transaction():
            self._db.execute(
                "INSERT INTO payment VALUES (?, ?, ?, ?, ?)",
                (purchase.payment_id, purchase.purchase_id, presettlement_id, channel, own),
            )
            moved = self._move(purchase, to, "")
        return replace(moved, presettlement_id=presettlement_id, channel=channel, own=own)

    def move(self, purchase: Purchase, to: State, reason: str = "") -> Purchase:
        """Save a move. Raises `MoveNotAllowed` for one that is not in the table or not from the saved state."""
        with self._transaction():
            return self._move(purchase, to, reason)

    def purchase(self, purchase_id: str) -> Purchase:
        """Raises `KeyError` for one that was never planned."""
        row = self._db.execute(f"{SELECT} WHERE p.purchase_id = ?", (purchase_id,)).fetchone()
        if row is None:
            raise KeyError(purchase_id)
        return self._purchase(row)

    def unfinished(self) -> list[Purchase]:
        """Every purchase whose money has not come to an end, oldest first."""
        marks = ", ".join("?" * len(FINAL))
        rows = self._db.execute(f"{SELECT} WHERE p.state NOT IN ({marks}) ORDER BY p.rowid", sorted(FINAL))
        return [self._purchase(row) for row in rows.fetchall()]

    def moves(self, purchase_id: str) -> list[tuple[datetime, str, str]]:
        """When, from, to; in order."""
        rows = self._db.execute(
            "SELECT at, before, after FROM event WHERE purchase_id = ? ORDER BY seq", (purchase_id,)
        )
        return [(datetime.fromisoformat(at), before, after) for at, before, after in rows]

    def journal_id(self) -> str:
        """Made with the file."""
        return str(self._db.execute("SELECT journal_id FROM outbox").fetchone()[0])

    def unsent(self, limit: int) -> list[JournalMove]:
        """The oldest moves that the gateway has not said it has."""
        rows = self._db.execute(UNSENT, (limit,))
        names = [column[0] for column in rows.description]
        return [JournalMove(**dict(zip(names, row, strict=True))) for row in rows]

    def mark_sent(self, through: int) -> None:
        """The gateway has said that it has the moves up to this one."""
        with self._transaction():
            self._db.execute("UPDATE outbox SET sent = ?", (through,))

    def _move(self, purchase: Purchase, to: State, reason: str) -> Purchase:
        check_move(purchase.state, to)
        changed = self._db.execute(
            "UPDATE purchase SET state = ?, reason = CASE ? WHEN '' THEN reason ELSE ? END"
            " WHERE purchase_id = ? AND state = ?",
            (to, reason, reason, purchase.purchase_id, purchase.state),
        )
        if changed.rowcount != 1:
            raise MoveNotAllowed(f"{purchase.purchase_id} is no longer {purchase.state}")
        if to in FINAL:
            self._db.execute("UPDATE bill SET live = 0 WHERE purchase_id = ?", (purchase.purchase_id,))
        self._event(purchase.purchase_id, purchase.state, to, reason)
        return replace(purchase, state=to, reason=reason or purchase.reason)

    def _event(self, purchase_id: str, before: str, after: str, reason: str) -> None:
        self._db.execute(
            "INSERT INTO event (purchase_id, at, before, after, reason) VALUES (?, ?, ?, ?, ?)",
            (purchase_id, self._clock.now().isoformat(), before, after, reason),
        )

    def _purchase(self, row: tuple[str, str, int, State, str, str, str, int]) -> Purchase:
        purchase_id, patient_id, total, state, reason, presettlement_id, channel, own = row
        bills = self._db.execute("SELECT bill_id FROM bill WHERE purchase_id = ? ORDER BY rowid", (purchase_id,))
        return Purchase(
            purchase_id=purchase_id,
            patient_id=patient_id,
            bill_ids=tuple(bill for (bill,) in bills),
            total=Money(total),
            state=state,
            presettlement_id=presettlement_id,
            channel=channel,
            own=Money(own),
            reason=reason,
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.commit()
        except BaseException as error:
            if self._db.in_transaction:
                self._db.rollback()
            if isinstance(error, sqlite3.Error) and not isinstance(error, sqlite3.IntegrityError):
                raise JournalUnusable(f"{self._file}: {error}") from error
            raise

    @staticmethod
    def _open(file: Path) -> sqlite3.Connection:
        if not file.exists():
            # A new money book knows of no unfinished payment: say so, it may be a mistake in the configuration.
            log.info("a new journal is made: %s", file)
        db = sqlite3.connect(file, isolation_level=None, timeout=2)
        # A second terminal process on the same journal would drive the same purchases: keep it out. Said before the
        # journal mode, it holds from now on and not only from the first write.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")  # NORMAL lost 697 of 1,000 commits when the power went
        db.execute("PRAGMA foreign_keys = ON")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise sqlite3.DatabaseError(f"made by a newer version (schema {version}, this program knows {VERSION})")
        if version < VERSION:
            db.executescript(f"BEGIN IMMEDIATE; {SCHEMA if version == 0 else FROM_VERSION_1} COMMIT;")
        return db
