"""A million payments a side: the whole reconciliation beside the bare join of the same rows in the same engine."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection

from kiosk.gateway.reconciliation import engine, result, run, sides
from kiosk.gateway.reconciliation.made_up import DIFFERENCES, IN_ORDER, MadeUpDay
from kiosk.gateway.store import tables
from kiosk.gateway.store.database import Database

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DAY = date(2026, 3, 2)
RATIO = 1.5
MEMORY_MIB = 1536  # the engine is given a gigabyte, Python has the rest
ROUNDS = 3
_BLOCK = 4_000
_NUMBER = "CAST(substr(one.purchase_id, 5, 10) AS INTEGER)"  # an order's, in the ids that have one
_NUMBERED = ("purchase_id", "presettlement_id", "payment_id", "settlement_id")
_EACH = 100  # of every difference
_STORIES = [story for story in DIFFERENCES.values() if story.side == "channel"]
FEWEST = _EACH * len(_STORIES) + 1
_CHILD = "import sys; from kiosk.bench.reconcile import child; child(*sys.argv[1:])"
# What a join costs that believes everything: the same sums per order, the same sides, one row per order, counted.
_BARE = """SELECT count(*), sum(charged), sum(fen), sum(settled), count(said)
    FROM (SELECT order_id, sum(fen) FILTER (kind = 'paid') AS charged, sum(fen) FILTER (kind = 'refunded') AS returned
        FROM line GROUP BY 1) AS stated
    FULL JOIN book USING (order_id)
    LEFT JOIN (SELECT order_id, sum(fen) AS given FROM refund GROUP BY 1) AS returns USING (order_id)
    LEFT JOIN (SELECT purchase_id, arg_max(said, (moved_at, seq)) AS said FROM move GROUP BY 1) AS journal
    ON journal.purchase_id = book.purchase_id"""


def measure(rows: int, say: Callable[[str], None]) -> bool:
    """Whether it took at most half as long again as the bare join, within the memory it is given."""
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-reconcile-") as name:
        folder = Path(name)
        began = time.monotonic()
        _make(rows, folder)
        size = sum(file.stat().st_size for file in folder.iterdir()) >> 20
        say(f"made {rows} payments: store and statement, {size} MiB, {time.monotonic() - began:.0f} s")
        told = {what: [_run(what, folder) for _ in range(ROUNDS)] for what in ("bare", "full")}
    bare, full = (_best(told[what]) for what in ("bare", "full"))
    for what, best in (("bare join", bare), ("reconciliation", full)):
        seconds = f"{best['whole']:6.2f} s: {best['store']:.2f} s in the store, {best['joined']:.2f} s in the engine"
        seconds += f" ({best['processor']:.2f} s of a processor)"
        say(f"{what:15} {seconds}; at most {best['peak']} MiB")
    ratio, inner, busy = (full[name] / bare[name] for name in ("whole", "joined", "processor"))
    say(
        f"ratio           {ratio:6.2f} (target {RATIO}), in the engine alone {inner:.2f}, of its processor seconds"
        f" {busy:.2f}; {full['found']} stand out"
    )
    return ratio <= RATIO and full["peak"] <= MEMORY_MIB


def child(what: str, place: str) -> None:
    """One run in a process of its own; tells its seconds and its memory on stdout."""
    folder = Path(place)
    database = Database(folder / "gateway.db")
    statement = next(folder.glob("*All*.csv"))
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        told = (_full if what == "full" else _bare)(database, statement, Path(name))
    database.close()
    told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(json.dumps(told))


def _make(rows: int, folder: Path) -> None:
    """A few thousand orders that are in order, again and again under other numbers; and of every difference some."""
    database = Database(folder / "gateway.db")
    made_up = MadeUpDay(DAY, channels=("wechat",))
    plain = rows - _EACH * len(_STORIES)
    for _ in range(min(_BLOCK, plain)):
        made_up.add(IN_ORDER["settled"])
    with database.writing() as connection:
        made_up.fill(connection)
        _repeat(connection, made_up, plain)
    made_up.rows.clear()
    made_up.count = plain
    for story in _STORIES:
        for _ in range(_EACH):
            made_up.add(story)
    with database.writing() as connection:
        made_up.fill(connection)
    database.close()
    made_up.write_statements(folder)


def _repeat(connection: Connection, made_up: MadeUpDay, wanted: int) -> None:
    """The store copies the rows by itself; whatever holds an order's number holds the copy's."""
    block = made_up.count
    connection.exec_driver_sql("PRAGMA cache_size = -400000")  # KiB
    for table in [table for table in tables.metadata.sorted_tables if table in made_up.rows]:
        cells = ", ".join(_copied(column) for column in table.columns)
        connection.exec_driver_sql(
            f"WITH RECURSIVE copy(more) AS (SELECT {block} UNION ALL SELECT more + {block} FROM copy"  # noqa: S608 - our own
            f" WHERE more + {block} < {wanted}) INSERT INTO {table.name} SELECT {cells}"
            f" FROM copy CROSS JOIN {table.name} AS one WHERE {_NUMBER} + copy.more < {wanted}"
        )
    moved = made_up.movements["wechat"]
    for number in range(block, wanted):
        one = moved[number % block]
        payment_id = f"{one.payment_id[:4]}{number:010d}-P"
        moved.append(replace(one, payment_id=payment_id, trade_no=f"{number:028d}"))


def _copied(column: Column[Any]) -> str:
    if column.name == "seq":
        return "seq + copy.more"
    if column.name not in _NUMBERED:
        return f'"{column.name}"'
    return f"substr({column.name}, 1, 4) || printf('%010d', {_NUMBER} + copy.more) || substr({column.name}, 15)"


def _run(what: str, folder: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, what, str(folder)], capture_output=True, text=True, timeout=900, check=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _best(runs: list[dict[str, float]]) -> dict[str, float]:
    """Each time at its best: others use the machine too."""
    best = {name: min(one[name] for one in runs) for name in ("whole", "store", "joined", "processor")}
    return best | {"found": runs[0]["found"], "peak": max(one["peak"] for one in runs)}


def _full(database: Database, statement: Path, folder: Path) -> dict[str, float]:
    """Everything from the statement's first byte to the texts that people read."""
    began = time.monotonic()
    with engine.opened(folder) as opened:
        store, busy = _spool(database, folder), time.process_time()
        engine.load(opened, "wechat", run.read("wechat", statement, DAY, folder))
        sides.load(opened, folder)
        with database.reading() as connection:
            run.compare(opened, connection, DAY, ["wechat"], folder)
        found = result.collect(opened, DAY, {})
    whole = time.monotonic() - began
    return _told(whole, store, time.process_time() - busy, len(found.findings))


def _bare(database: Database, statement: Path, folder: Path) -> dict[str, float]:
    began = time.monotonic()
    with engine.opened(folder) as opened:
        store, busy = _spool(database, folder), time.process_time()
        found = _bare_join(opened, statement, folder)
    whole = time.monotonic() - began
    return _told(whole, store, time.process_time() - busy, found)


def _bare_join(opened: "DuckDBPyConnection", statement: Path, folder: Path) -> int:
    cells = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(27))
    opened.execute(
        "INSERT INTO line (channel, kind, order_id, refund_id, fen)"
        " SELECT 'wechat', CASE WHEN c9 = '`SUCCESS' THEN 'paid' ELSE 'refunded' END,"
        " substr(c6, 2), CASE WHEN c9 = '`SUCCESS' THEN '' ELSE substr(c15, 2) END,"
        " CAST(substr(c24, 2) AS DECIMAL(18, 2)) * 100 FROM"
        f" read_csv('{statement}', header=false, skip=1, auto_detect=false, delim=',', quote='', escape='',"
        f" null_padding=true, columns={{{cells}}}) WHERE c26 IS NOT NULL"
    )
    sides.load(opened, folder)
    joined = opened.execute(_BARE).fetchone()
    assert joined is not None  # a sum is one row
    return int(joined[0])


def _told(whole: float, store: float, processor: float, found: int) -> dict[str, float]:
    return {"whole": whole, "store": store, "joined": whole - store, "processor": processor, "found": found}


def _spool(database: Database, folder: Path) -> float:
    began = time.monotonic()
    with database.reading() as connection:
        sides.spool(connection, DAY, folder)
    return time.monotonic() - began
