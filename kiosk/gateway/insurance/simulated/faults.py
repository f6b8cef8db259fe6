"""What can go wrong between the gateway and the insurer, switched on by whoever plays the outside world."""

from typing import Literal

from kiosk.gateway.insurance.simulated.book import Book

FaultKind = Literal[
    "down",  # nothing is heard, nothing happens
    "error_500",  # nothing happens, and what comes back is no answer
    "lost_request",  # nothing happens, and no answer comes
    "slow",  # it happens, and the answer comes late: after `seconds`
    "lost_answer",  # it happens, and the answer is lost
    "delivered_late",  # no answer comes, and the message arrives `seconds` later
    "double",  # the message is delivered twice
    "audit",  # the audit objects to every bill
    "fen_short",  # the split loses a fen
]
Infno = Literal["", "1101", "2201", "2206", "2207", "2208", "2601", "3201", "3202"]


class Faults:
    """Kept in the insurer's book, so that they outlive the gateway and any process can switch them."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def set(self, kind: FaultKind, infno: Infno = "", *, seconds: float = 3.0, times: int | None = None) -> None:
        """From now on, for the next `times` messages, or until cleared; `infno` empty means any message."""
        with self._book.effect() as db:
            db.execute("INSERT OR REPLACE INTO faults VALUES (?, ?, ?, ?)", (kind, infno, seconds, times))

    def clear(self) -> None:
        """Everything works again."""
        with self._book.effect() as db:
            db.execute("DELETE FROM faults")

    def strike(self, kind: FaultKind, infno: str) -> float | None:
        """The fault's seconds when it hits this message, which uses one of its times up; else `None`."""
        found = (
            "SELECT infno, seconds, times FROM faults WHERE kind = ? AND infno IN ('', ?) ORDER BY infno DESC LIMIT 1"
        )
        if not self._book.look(found, kind, infno):
            return None  # the usual case costs no write
        with self._book.effect() as db:
            row = db.execute(found, (kind, infno)).fetchone()
            if row is None:
                return None
            db.execute("UPDATE faults SET times = times - 1 WHERE kind = ? AND infno = ?", (kind, row["infno"]))
            db.execute("DELETE FROM faults WHERE times <= 0")
            return float(row["seconds"])
