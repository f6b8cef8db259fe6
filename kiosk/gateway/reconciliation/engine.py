"""The engine that joins a million rows a side: opened for one run, with a limit to its memory, spilling to its folder.

It is imported when a day is reconciled and by nothing else: a gateway that only takes money never loads it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.gateway.reconciliation.statements import ANYTHING, LONGEST_LINE, Cell, Sheet, StatementWrong, from_the_end

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1GiB"
THREADS = 2

_COLUMNS = ("kind", "order_id", "refund_id", "fen", "net_fen", "fee", "number", "original")
_KIND = "CREATE TYPE kind AS ENUM ('paid', 'refunded')"
_LINE = """CREATE TABLE line (
    channel VARCHAR, kind kind, order_id VARCHAR, refund_id VARCHAR, fen BIGINT, net_fen BIGINT, fee BIGINT,
    number VARCHAR, original VARCHAR, fits BOOLEAN
)"""
# A refund that does not name its order takes it from the payment it names, where that is of the same day.
_NAME_ORDERS = """UPDATE line SET order_id = paid.order_id FROM line AS paid
    WHERE line.order_id = '' AND line.original <> '' AND paid.number = line.original AND paid.channel = line.channel"""


@contextmanager
def opened(folder: Path) -> "Iterator[DuckDBPyConnection]":
    """An engine of its own, whose books are gone when it is left. `folder`: where it may spill."""
    import duckdb

    engine = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "threads": THREADS,
            "temp_directory": str(folder / "spill"),
            "autoinstall_known_extensions": "false",
            "preserve_insertion_order": "false",
            # In 2.0.0 this optimizer took `charged > 0` for never true after a sum with a FILTER and an outer join.
            "disabled_optimizers": "statistics_propagation",
        }
    )
    try:
        engine.execute("SET enable_progress_bar = false")  # it would write between the lines of our table
        engine.execute(_KIND)
        engine.execute(_LINE)
        yield engine
    finally:
        engine.close()


def load(engine: "DuckDBPyConnection", channel: str, sheet: Sheet) -> None:
    """Put the lines of a statement into the table `line`. Raises `StatementWrong`, and then nothing of it may be
    used."""
    import duckdb

    fits = " AND ".join((*_checks(sheet), "fen >= 0", "net_fen IS NOT NULL", "fee IS NOT NULL", "order_id IS NOT NULL"))
    try:
        cells = ", ".join(f"{getattr(sheet, name)} AS {name}" for name in _COLUMNS)
        engine.execute(
            f"INSERT INTO line SELECT '{channel}', {', '.join(_COLUMNS)}, ({fits}) IS TRUE"
            f" FROM (SELECT *, {cells} FROM {_rows(sheet)})"
        )
        if sheet.widths:
            engine.execute(_NAME_ORDERS)
    except (duckdb.Error, UnicodeDecodeError) as error:  # its own message may end in the middle of a character
        raise sheet.explain() or _unreadable(sheet) from error
    _check_totals(engine, channel, sheet)


def forget(engine: "DuckDBPyConnection", channel: str) -> None:
    """Nothing of this channel's statement is used."""
    engine.execute("DELETE FROM line WHERE channel = ?", [channel])


def read_csv(file: Path, **columns: str) -> str:
    """SQL that reads one of our own files: no header, commas, quotes where they are needed; nothing stands for
    nothing."""
    told = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return f"read_csv({literal(str(file))}, header=false, auto_detect=false, delim=',', quote='\"', columns={{{told}}})"


def literal(text: str) -> str:
    """Text within SQL."""
    return "'" + text.replace("'", "''") + "'"


def _rows(sheet: Sheet) -> str:
    # A delimiter that stands in no line: a line of fixed widths is one cell.
    delimiter = "\x1f" if sheet.widths else sheet.delimiter
    count = 1 if sheet.widths else len(sheet.cells)
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(count))
    return (
        f"read_csv({literal(str(sheet.rows))}, header=false, auto_detect=false, delim={literal(delimiter)}, quote='',"
        f" escape='', max_line_size={LONGEST_LINE}, columns={{{columns}}})"
    )


def _checks(sheet: Sheet) -> Iterator[str]:
    """How many cells there are, the reader checks; what stands in those that are not read is nobody's business."""
    if sheet.widths:
        yield f"length(c0) = {sum(sheet.widths) + len(sheet.widths) - 1}"
    for place, cell in enumerate(sheet.cells):
        column, pattern = sheet.column(place), sheet.pattern(cell)
        if cell.pattern == ANYTHING:
            yield f"{column} IS NOT NULL"
        elif pattern:
            told = f"coalesce({column}, '')" if re.fullmatch(pattern, "") else column  # an empty cell is read as none
            fits = f"regexp_full_match({told}, {literal(pattern)})"
            usual = _usual(sheet, cell)
            yield f"CASE WHEN {column} = {usual} THEN true ELSE {fits} END" if usual else fits


def _usual(sheet: Sheet, cell: Cell) -> str:
    """SQL for what mostly stands in this cell; empty when nothing does."""
    if cell.same_as:
        return sheet.column([one.name for one in sheet.cells].index(cell.same_as))
    return "" if cell.usual is None else literal(sheet.prefix + cell.usual)


def _check_totals(engine: "DuckDBPyConnection", channel: str, sheet: Sheet) -> None:
    sums = ", ".join(f"coalesce({total.sql}, 0)" for total in sheet.totals)
    found = engine.execute(
        f"SELECT coalesce(bool_and(fits), true){', ' + sums if sums else ''} FROM line WHERE channel = '{channel}'"
    ).fetchone()
    assert found is not None  # a sum over nothing is a row too
    if not found[0]:
        raise sheet.explain() or _unreadable(sheet)
    for total, summed in zip(sheet.totals, found[1:], strict=True):
        if total.said != summed:
            line = from_the_end(sheet.text, total.line)
            raise StatementWrong(sheet.name, line, f"{total.name} {summed}, as the rows add up to, not {total.said}")


def _unreadable(sheet: Sheet) -> StatementWrong:
    return StatementWrong(sheet.name, 0, f"rows of {len(sheet.cells)} columns, a payment above nothing")
