"""The terminal's money book: every move is on the disk before the act that follows it."""

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from kiosk.contract import JournalMove
from kiosk.core.clock import Clock
from kiosk.core.errors import JournalUnusable, Refused
from kiosk.core.money import Money
from kiosk.core.purchase import Kind, MoveNotAllowed, Purchase, State, check_move
from kiosk.services import journal_file
from kiosk.services.journal_file import VERSION

SELECT = """
SELECT purchase_id, patient_id, bill_ids, total, state, presettlement_id, channel, own, reason, kind FROM purchase
"""

# Who is held and not found is no purchase without bills: an empty text is none of JSON, and so the file is damaged.
UNFINISHED = """
SELECT h.purchase_id, patient_id, coalesce(bill_ids, ''), total, state, presettlement_id, channel, own, reason, kind
FROM (SELECT DISTINCT purchase_id FROM held) h LEFT JOIN purchase p USING (purchase_id) ORDER BY p.rowid
"""

# Own money and channel are fixed together with the first move after `planned`: a line reads the same for ever.
UNSENT = """
SELECT e.seq, e.purchase_id, e.at, e.before, e.after, e.reason, p.total, iif(e.before = '', 0, p.own) AS own,
       iif(e.before = '', '', p.channel) AS channel, p.kind
FROM event e JOIN purchase p USING (purchase_id)
WHERE e.seq > (SELECT sent FROM outbox) ORDER BY e.seq LIMIT ?
"""

PLAN = "INSERT INTO purchase (purchase_id, patient_id, bill_ids, total, state, kind) VALUES (?, ?, ?, ?, ?, ?)"
HOLD = "INSERT INTO held VALUES (?, ?)"
LET_GO = "DELETE FROM held WHERE purchase_id = ?"
MOVE = "UPDATE purchase SET state = ?, reason = ? WHERE purchase_id = ? AND state = ?"
BEGIN_PAYMENT = """
UPDATE purchase SET state = ?, presettlement_id = ?, channel = ?, own = ?
WHERE purchase_id = ? AND state = ? AND state = 'planned'
"""
EVENT = "INSERT INTO event (purchase_id, at, before, after, reason) VALUES (?, ?, ?, ?, ?)"

Statement = tuple[str, tuple[object, ...]]
Row = tuple[str, str, str, int, State, str, str, int, str, Kind]


class Journal:
    """Used by one thread. A move returns once it is on the disk (WAL, synchronous=FULL).

    Every method may raise `JournalUnusable`. Whether that move was saved is then unknown: ask again what is there. The
    next call opens the file anew, so that a disk that is well again is enough.
    """

    def __init__(self, file: Path, clock: Clock, at_once: bool = True, terminal_id: str = "") -> None:
        """Opens the file `at_once`, or when it is first asked something. Another terminal's book is refused; without a
        `terminal_id` it may be anybody's."""
        self._clock = clock
        self._file = file
        self._terminal_id = terminal_id
        self._opened: sqlite3.Connection | None = None
        self._lock: int | None = None
        if at_once:
            self._db.execute("SELECT 1")

    def close(self) -> None:
        """It opens again when it is asked something."""
        if self._opened is not None:
            self._opened.close()
        if self._lock is not None:
            os.close(self._lock)
        self._opened = self._lock = None

    def check(self) -> None:
        """Write something that changes nothing. Raises `JournalUnusable`: better before the money than after it."""
        self._save([(f"PRAGMA user_version = {VERSION}", ())])

    def plan(self, purchase: Purchase) -> Purchase:
        """Write down a new purchase. Refused `bill-locked` when a bill is in another live purchase."""
        purchase_id = purchase.purchase_id
        bill_ids = msgspec.json.encode(purchase.bill_ids).decode()
        statements: list[Statement] = [
            (PLAN, (purchase_id, purchase.patient_id, bill_ids, purchase.total, purchase.state, purchase.kind)),
            *((HOLD, (what, purchase_id)) for what in (purchase_id, *purchase.bill_ids)),
            self._event(purchase_id, "", purchase.state, ""),
        ]
        try:
            self._save(statements)
        except sqlite3.IntegrityError as error:
            raise Refused("bill-locked") from error
        return purchase

    def begin_payment(self, purchase: Purchase, to: State, presettlement_id: str, channel: str, own: Money) -> Purchase:
        """Fix the split and the channel, and move on: to `asking`, or to `settling` when no own money is due."""
        begun = replace(purchase, state=to, presettlement_id=presettlement_id, channel=channel, own=own)
        values = (to, presettlement_id, channel, own, purchase.purchase_id, purchase.state)
        return self._move(purchase, begun, (BEGIN_PAYMENT, values))

    def move(self, purchase: Purchase, to: State, reason: str = "") -> Purchase:
        """Save a move. Raises `MoveNotAllowed` for one that is not in the table or not from the saved state."""
        moved = replace(purchase, state=to, reason=reason or purchase.reason)
        values = (to, moved.reason, purchase.purchase_id, purchase.state)
        return self._move(purchase, moved, (MOVE, values), reason)

    def purchase(self, purchase_id: str) -> Purchase:
        """Raises `KeyError` for one that was never planned."""
        rows = self._purchases(f"{SELECT} WHERE purchase_id = ?", purchase_id)
        if not rows:
            raise KeyError(purchase_id)
        return rows[0]

    def unfinished(self) -> list[Purchase]:
        """Every purchase whose money has not come to an end, oldest first."""
        return self._purchases(UNFINISHED)

    def moves(self, purchase_id: str) -> list[tuple[datetime, str, str]]:
        """When, from, to; in order."""
        rows = self._read("SELECT at, before, after FROM event WHERE purchase_id = ? ORDER BY seq", purchase_id)
        return [(datetime.fromisoformat(at), before, after) for at, before, after in rows]

    def journal_id(self) -> str:
        """Made with the file."""
        return str(self._read("SELECT journal_id FROM outbox")[0][0])

    def unsent(self, limit: int) -> list[JournalMove]:
        """The oldest moves that the gateway has not said it has."""
        names = JournalMove.__struct_fields__
        return [JournalMove(**dict(zip(names, row, strict=True))) for row in self._read(UNSENT, limit)]

    def mark_sent(self, through: int) -> None:
        """The gateway has said that it has the moves up to this one."""
        self._save([("UPDATE outbox SET sent = ?", (through,))])

    def _move(self, before: Purchase, after: Purchase, change: Statement, reason: str = "") -> Purchase:
        check_move(before.state, after.state)
        statements = [change, self._event(before.purchase_id, before.state, after.state, reason)]
        if after.final:
            statements.append((LET_GO, (before.purchase_id,)))
        try:
            self._save(statements)
        except sqlite3.IntegrityError as error:
            raise MoveNotAllowed(f"{before.purchase_id} is no longer {before.state}") from error
        return after

    def _event(self, purchase_id: str, before: str, after: str, reason: str) -> Statement:
        return EVENT, (purchase_id, self._clock.now().isoformat(), before, after, reason)

    def _purchases(self, question: str, *values: object) -> list[Purchase]:
        try:
            return [_purchase(row) for row in self._read(question, *values)]
        except msgspec.DecodeError as error:
            raise self._distrust(error) from error

    def _read(self, question: str, *values: object) -> list[Any]:
        try:
            return self._db.execute(question, values).fetchall()
        except sqlite3.Error as error:
            raise self._distrust(error) from error

    def _save(self, statements: Iterable[Statement]) -> None:
        """All of them or none. Raises `sqlite3.IntegrityError` when one is refused or finds nothing to change."""
        db = self._db
        try:
            db.execute("BEGIN IMMEDIATE")
            for sql, values in statements:
                if db.execute(sql, values).rowcount == 0:
                    raise sqlite3.IntegrityError("it is not there any more")
            db.execute("COMMIT")
        except BaseException as error:
            if isinstance(error, sqlite3.Error) and not isinstance(error, sqlite3.IntegrityError):
                raise self._distrust(error) from error
            if db.in_transaction:
                db.rollback()
            raise

    @property
    def _db(self) -> sqlite3.Connection:
        """The open file; opened anew after a failure."""
        if self._opened is None:
            try:
                self._lock = journal_file.lock(self._file.with_name(f"{self._file.name}-lock"))
                self._opened = journal_file.open_file(self._file, self._terminal_id)
            except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
                raise self._distrust(error) from error
        return self._opened

    def _distrust(self, error: Exception) -> JournalUnusable:
        """After a failure SQLite knows no better than we do what is on the disk: read it again before anything else."""
        self.close()
        return JournalUnusable(f"{self._file}: {error}", journal_file.code(error))


def _purchase(row: Row) -> Purchase:
    purchase_id, patient_id, bill_ids, total, state, presettlement_id, channel, own, reason, kind = row
    return Purchase(
        purchase_id=purchase_id,
        patient_id=patient_id,
        bill_ids=msgspec.json.decode(bill_ids, type=tuple[str, ...]),
        total=Money(total),
        state=state,
        presettlement_id=presettlement_id,
        channel=channel,
        own=Money(own),
        reason=reason,
        kind=kind,
    )
