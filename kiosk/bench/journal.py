"""Times what a payment writes into the journal, beside the same number of bare synced commits on the same disk."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from kiosk import told
from kiosk.bench.figures import timed
from kiosk.core.clock import SystemClock
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase, State
from kiosk.services.journal import Journal

AFTER_ASKING: tuple[State, ...] = ("paid", "settling", "settled")
COMMITS = 2 + len(AFTER_ASKING)  # planned, asking, and the rest
TARGET_MS, TARGET_RATIO = 5.0, 1.3
WARM_UP = 20


def measure(payments: int, folder: Path | None, say: Callable[[str], None]) -> bool:
    """Measure in turns and tell; whether we add little to the bare commits. Raises `OSError` for a bad folder."""
    with TemporaryDirectory(prefix="kiosk-journal-", dir=folder) as made:
        ours, bare = in_turns(payments, Path(made))
    return verdict(ours, bare, say)


def in_turns(payments: int, folder: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of each payment in the journal, and of as many bare commits; neither gains from the disk's mood."""
    ours: list[float] = []
    bare: list[float] = []
    with closing(Journal(folder / "journal.db", SystemClock())) as journal, closing(_bare(folder / "bare.db")) as db:
        for number in range(WARM_UP + payments):
            ours.append(timed(lambda: payment(journal, number)))  # noqa: B023
            bare.append(timed(lambda: _commits(db, number)))  # noqa: B023
            told.obey()
    return ours[WARM_UP:], bare[WARM_UP:]


def payment(journal: Journal, number: int) -> None:
    """What a patient who pays at once has written down."""
    purchase = journal.plan(Purchase(f"K01-{number}", "P0004", (f"B{number}-1", f"B{number}-2"), Money(4620)))
    purchase = journal.begin_payment(purchase, "asking", f"{purchase.purchase_id}-S1", "wechat", Money(4620))
    for state in AFTER_ASKING:
        purchase = journal.move(purchase, state)


def verdict(ours: list[float], bare: list[float], say: Callable[[str], None]) -> bool:
    """Say the medians and their ratio; whether the ratio is within its target.

    The milliseconds are told only: on a slow disk the bare commits alone take longer, and that is not ours.
    """
    ms, bare_ms = median(ours), median(bare)
    ratio = ms / bare_ms
    say(f"{len(ours)} payments of {COMMITS} moves each, in turns with {COMMITS} bare commits (WAL, synchronous=FULL)")
    met = "met" if ms < TARGET_MS else "not met"
    say(
        f"journal p50 {ms:.2f} ms a payment (< {TARGET_MS:g} ms: {met}); bare commits p50 {bare_ms:.2f} ms on this disk"
    )
    say(f"ratio {ratio:.2f} (target <= {TARGET_RATIO:g})")
    return ratio <= TARGET_RATIO


def _bare(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE row (number INTEGER PRIMARY KEY, said TEXT)")
    return db


def _commits(db: sqlite3.Connection, number: int) -> None:
    for each in range(COMMITS):
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO row VALUES (?, 'one small row')", (number * COMMITS + each,))
        db.execute("COMMIT")
