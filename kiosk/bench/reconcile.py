"""A million payments a side: the whole reconciliation beside the bare join of the same rows in the same engine."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kiosk.gateway.reconciliation import engine, result, run, sides
from kiosk.gateway.reconciliation.made_up import DIFFERENCES, IN_ORDER, MadeUpDay
from kiosk.gateway.store.database import Database

DAY = date(2026, 3, 2)
RATIO = 1.5
MEMORY_MIB = 1536  # the engine is given a gigabyte, Python has the rest
ROUNDS = 3
_CHUNK = 50_000
_EACH = 100  # of every difference
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
        say(f"{what:15} {seconds}; at most {best['peak']} MiB")
    ratio, inner = full["whole"] / bare["whole"], full["joined"] / bare["joined"]
    say(f"ratio           {ratio:6.2f} (target {RATIO}), in the engine alone {inner:.2f}; {full['found']} stand out")
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
    database = Database(folder / "gateway.db")
    whole = MadeUpDay(DAY, channels=("wechat",))
    wanted = [IN_ORDER["settled"]] * (rows - _EACH * len(DIFFERENCES))
    wanted += [story for story in DIFFERENCES.values() for _ in range(_EACH)]
    for begin in range(0, rows, _CHUNK):
        whole.rows.clear()
        for story in wanted[begin : begin + _CHUNK]:
            whole.add(story)
        with database.writing() as connection:
            whole.fill(connection)
    database.close()
    whole.write_statements(folder)


def _run(what: str, folder: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, what, str(folder)], capture_output=True, text=True, timeout=900, check=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _best(runs: list[dict[str, float]]) -> dict[str, float]:
    return min(runs, key=lambda one: one["whole"]) | {"peak": max(one["peak"] for one in runs)}


def _full(database: Database, statement: Path, folder: Path) -> dict[str, float]:
    """Everything from the statement's first byte to the texts that people read."""
    began = time.monotonic()
    with engine.opened(folder) as opened:
        store = _spool(database, folder)
        engine.load(opened, "wechat", run.read("wechat", statement, DAY, folder))
        sides.load(opened, folder)
        with database.reading() as connection:
            run.compare(opened, connection, DAY, ["wechat"], folder)
        found = result.collect(opened, DAY, {})
    whole = time.monotonic() - began
    return {"whole": whole, "store": store, "joined": whole - store, "found": len(found.findings)}


def _bare(database: Database, statement: Path, folder: Path) -> dict[str, float]:
    began = time.monotonic()
    with engine.opened(folder) as opened:
        store = _spool(database, folder)
        cells = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(27))
        opened.execute(
            "INSERT INTO line (kind, order_id, fen) SELECT CASE WHEN c9 = '`SUCCESS' THEN 'paid' ELSE 'refunded' END,"
            " substr(c6, 2), CAST(substr(c24, 2) AS DECIMAL(18, 2)) * 100 FROM"
            f" read_csv('{statement}', header=false, skip=1, auto_detect=false, delim=',', quote='', escape='',"
            f" null_padding=true, columns={{{cells}}}) WHERE c26 IS NOT NULL"
        )
        sides.load(opened, folder)
        joined = opened.execute(_BARE).fetchone()
    whole = time.monotonic() - began
    assert joined is not None  # a sum is one row
    return {"whole": whole, "store": store, "joined": whole - store, "found": joined[0]}


def _spool(database: Database, folder: Path) -> float:
    began = time.monotonic()
    with database.reading() as connection:
        sides.spool(connection, DAY, folder)
    return time.monotonic() - began
