"""The terminal's money book: every move is on the disk before the act that follows it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.contract import JournalMove
from kiosk.core.clock import Clock
from kiosk.core.errors import JournalUnusable, Refused
from kiosk.core.money import Money
from kiosk.core.purchase import FINAL, Kind, MoveNotAllowed, Purchase, State, check_move
from kiosk.services import journal_file
from kiosk.services.journal_file import VERSION

SELECT = """
SELECT p.purchase_id, p.patient_id, p.total, p.state, p.reason, coalesce(y.presettlement_id, ''),
       coalesce(y.channel, ''), coalesce(y.own, 0), p.kind
FROM purchase p LEFT JOIN payment y USING (purchase_id)
"""

UNFINISHED = f"{SELECT} WHERE p.live = 1 ORDER BY p.rowid"

# Own money and channel are fixed together with the first move after `planned`: a line reads the same for ever.
UNSENT = """
SELECT e.seq, e.purchase_id, e.at, e.before, e.after, e.reason, p.total,
       CASE e.before WHEN '' THEN 0 ELSE coalesce(y.own, 0) END AS own,
       CASE e.before WHEN '' THEN '' ELSE coalesce(y.channel, '') END AS channel, p.kind
FROM event e JOIN purchase p USING (purchase_id) LEFT JOIN payment y USING (purchase_id)
WHERE e.seq > (SELECT sent FROM outbox) ORDER BY e.seq LIMIT ?
"""


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
        with self._transaction():
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def plan(self, purchase: Purchase) -> Purchase:
        """Write down a new purchase. Refused `bill-locked` when a bill is in another live purchase."""
        try:
            with self._transaction():
                self._db.execute(
                    "INSERT INTO purchase (purchase_id, patient_id, total, state, kind) VALUES (?, ?, ?, ?, ?)",
                    (purchase.purchase_id, purchase.patient_id, purchase.total, purchase.state, purchase.kind),
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
        rows = self._read(f"{SELECT} WHERE p.purchase_id = ?", purchase_id)
        if not rows:
            raise KeyError(purchase_id)
        return self._purchase(rows[0])

    def unfinished(self) -> list[Purchase]:
        """Every purchase whose money has not come to an end, oldest first."""
        rows = self._read(UNFINISHED)
        return [self._purchase(row) for row in rows]

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
            self._db.execute("UPDATE purchase SET live = 0 WHERE purchase_id = ?", (purchase.purchase_id,))
        self._event(purchase.purchase_id, purchase.state, to, reason)
        return replace(purchase, state=to, reason=reason or purchase.reason)

    def _event(self, purchase_id: str, before: str, after: str, reason: str) -> None:
        self._db.execute(
            "INSERT INTO event (purchase_id, at, before, after, reason) VALUES (?, ?, ?, ?, ?)",
            (purchase_id, self._clock.now().isoformat(), before, after, reason),
        )

    def _purchase(self, row: tuple[str, str, int, State, str, str, str, int, Kind]) -> Purchase:
        purchase_id, patient_id, total, state, reason, presettlement_id, channel, own, kind = row
        bills = self._read("SELECT bill_id FROM bill WHERE purchase_id = ? ORDER BY rowid", purchase_id)
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
            kind=kind,
        )

    def _read(self, question: str, *values: object) -> list[Any]:
        try:
            return self._db.execute(question, values).fetchall()
        except sqlite3.Error as error:
            raise self._distrust(error) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        db = self._db
        try:
            db.execute("BEGIN IMMEDIATE")
            yield
            db.commit()
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
            except (sqlite3.Error, OSError) as error:
                raise self._distrust(error) from error
        return self._opened

    def _distrust(self, error: sqlite3.Error | OSError) -> JournalUnusable:
        """After a failure SQLite knows no better than we do what is on the disk: read it again before anything else."""
        self.close()
        return JournalUnusable(f"{self._file}: {error}", journal_file.code(error))
