"""A wallet company tells the day after what it took and gave back: each in its own form, with its own quirks."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

from kiosk.contract import Mode
from kiosk.core.clock import CHINA
from kiosk.core.money import Money


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that moved: taken from a patient, or given back. `refund_id` is empty when it was taken; `reversed`: the
    whole order was taken back before it was settled, which nobody asked for under a number of its own."""

    kind: Literal["paid", "refunded", "reversed"]
    at: datetime  # in China's time
    payment_id: str
    mode: Mode
    trade_no: str
    amount: Money  # of the order
    refund_id: str
    given_back: Money
    arrived: bool  # whether a refund has reached the patient


@dataclass(frozen=True)
class StatementTerms:
    """When a company's day begins, counted from midnight, and when on the next day its statement is there.

    `write(folder, day, movements)` makes the file.
    """

    write: Callable[[Path, date, list[Movement]], Path]
    day_begins: timedelta = timedelta()
    ready: time = time(10)

    def ready_at(self, day: date) -> float:
        """Seconds since 1970."""
        return datetime.combine(day + timedelta(days=1), self.ready, CHINA).timestamp()

    def bounds(self, day: date) -> tuple[float, float]:
        """The company's day, in seconds since 1970: from, and up to but without."""
        begins = datetime.combine(day, time(), CHINA) + self.day_begins
        return begins.timestamp(), (begins + timedelta(days=1)).timestamp()


def movements(db: sqlite3.Connection, bounds: tuple[float, float], now: float) -> list[Movement]:
    """What the company's books have between two moments, in the order it happened."""
    paid = db.execute(
        "SELECT paid_at AS at, payment_id, mode, trade_no, amount, '' AS refund_id, 0 AS given_back, 0 AS done_at"
        " FROM orders WHERE paid_at >= ? AND paid_at < ?",
        bounds,
    )
    given_back = db.execute(
        "SELECT asked_at AS at, payment_id, mode, trade_no, orders.amount, refund_id, refunds.amount AS given_back,"
        " done_at FROM refunds JOIN orders USING (payment_id) WHERE asked_at >= ? AND asked_at < ?",
        bounds,
    )
    return sorted((*_of(paid, now), *_of(given_back, now)), key=lambda one: (one.at, one.payment_id, one.refund_id))


def yuan(amount: int) -> str:
    """Fen as statements have it: `-12.30`."""
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def _of(rows: sqlite3.Cursor, now: float) -> Iterator[Movement]:
    for row in rows:
        yield Movement(
            kind=_kind(row["refund_id"]),
            at=datetime.fromtimestamp(row["at"], UTC).astimezone(CHINA),
            payment_id=row["payment_id"],
            mode=row["mode"],
            trade_no=row["trade_no"],
            amount=Money(row["amount"]),
            refund_id=row["refund_id"],
            given_back=Money(row["given_back"]),
            arrived=row["done_at"] <= now,
        )


def _kind(refund_id: str) -> Literal["paid", "refunded", "reversed"]:
    if not refund_id:
        return "paid"
    return "reversed" if refund_id.startswith("reversal-") else "refunded"
