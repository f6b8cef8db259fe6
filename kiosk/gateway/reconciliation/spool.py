"""Rows of the store on their way to the engine: written into files in batches, no side is ever in memory whole."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select

from kiosk.gateway.reconciliation.engine import read_csv

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH = 10_000
_KEYS = 500  # ids in one question: a database has a limit


def write(file: Path, connection: Connection, *wanted: Select[Any]) -> None:
    """Everything that is selected, one after the other."""
    with file.open("w", encoding="utf-8", newline="") as out:
        write_rows = csv.writer(out, lineterminator="\n").writerows
        for one in wanted:
            with connection.execution_options(yield_per=BATCH).execute(one) as found:
                for rows in found.partitions():
                    write_rows(rows)


def add(
    engine: "DuckDBPyConnection",
    connection: Connection,
    folder: Path,
    name: str,
    columns: dict[str, str],
    wanted: Iterable[Select[Any]],
) -> int:
    """Put what is selected into the engine's table too. How many rows more there are."""
    file = folder / f"{name}.more"
    write(file, connection, *wanted)
    if not file.stat().st_size:
        return 0
    added = engine.execute(f"INSERT INTO {name} SELECT * FROM {read_csv(file, **columns)}").fetchone()
    return int(added[0]) if added else 0


def parts(engine: "DuckDBPyConnection", named: str) -> Iterator[list[str]]:
    """The ids that this SQL names, as many at a time as one question may hold."""
    ids = [one for (one,) in engine.execute(named).fetchall() if one]
    for begin in range(0, len(ids), _KEYS):
        yield ids[begin : begin + _KEYS]
