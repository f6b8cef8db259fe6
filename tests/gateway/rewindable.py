"""A database that is put back while it is open, and tells what was written since: a file of SQLite, or PostgreSQL."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from kiosk.gateway.store import tables
from kiosk.gateway.store.database import Address

COLUMNS = {table.name: [f'"{column.name}"' for column in table.columns] for table in tables.metadata.sorted_tables}


@dataclass(frozen=True)
class Rewindable:
    """`rewind` puts it back to how it was when `keep` was called last, or to how it was seeded; all of it, or some
    tables only. `changes`: the rows of a table that are new since then (+) and those that are gone (-); of all its
    columns, or of some."""

    where: Address
    keep: Callable[[], object]
    rewind: Callable[[Collection[str] | None], object]
    changes: Callable[[str, Sequence[str]], list[str]]


def copy_database(file: Path, to: Path) -> None:
    """Also while somebody has them open."""
    with closing(sqlite3.connect(file)) as this, closing(sqlite3.connect(to)) as that:
        this.backup(that)


# Row by row: some tables know no difference between two that say the same.
OTHERWISE = """
SELECT '{sign}', {here} FROM {this}.{table} here WHERE NOT EXISTS
(SELECT 1 FROM {that}.{table} there WHERE there.rowid = here.rowid AND ({there}) IS ({here}))
"""


@contextmanager
def compared(file: Path, kept: Path) -> Iterator[Callable[[str, Sequence[str]], list[str]]]:
    """Asks for the `changes` of a file of SQLite since it was copied to `kept`."""
    with closing(sqlite3.connect(file)) as line:
        line.execute("ATTACH ? AS kept", (str(kept),))

        def changes(table: str, columns: Sequence[str]) -> list[str]:
            every = [f'"{name}"' for (name,) in line.execute("SELECT name FROM pragma_table_info(?)", (table,))]
            here, there = (", ".join(f"{row}.{name}" for name in columns or every) for row in ("here", "there"))
            found: list[str] = []
            for sign, this, that in (("+", "main", "kept"), ("-", "kept", "main")):
                sql = OTHERWISE.format(sign=sign, this=this, that=that, table=table, here=here, there=there)
                found += map(str, line.execute(sql))
            return sorted(found)

        yield changes


# Only rows that are not as they were are touched, whatever points to them.
REWIND = """
DELETE FROM public.{table} now WHERE NOT EXISTS (SELECT FROM kept.{table} was WHERE was = now);
INSERT INTO public.{table} SELECT * FROM kept.{table} EXCEPT SELECT * FROM public.{table};
"""
# The server compares: to fetch a thousand bills takes longer than two requests.
CHANGES = """
SELECT '+', new.* FROM (SELECT {columns} FROM public.{table} EXCEPT ALL SELECT {columns} FROM kept.{table}) new
UNION ALL
SELECT '-', old.* FROM (SELECT {columns} FROM kept.{table} EXCEPT ALL SELECT {columns} FROM public.{table}) old
"""
# Whoever writes a row marks it with a number that is higher than all before; whoever deletes one, it is not counted.
MARK = "SELECT '{table}', count(*), max(xmin::text::bigint) FROM public.{table}"


@dataclass
class Schemas:
    """A database of PostgreSQL, and beside its tables the same ones as they were."""

    line: psycopg.Connection
    names: list[str] = field(default_factory=list)
    _marks: dict[str, tuple[object, ...]] = field(default_factory=dict)  # of tables that are as they were

    def keep(self) -> None:
        found = self.line.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        self.names = [str(table) for (table,) in found]
        copies = [f"CREATE TABLE kept.{table} AS TABLE public.{table};" for table in self.names]
        self.line.execute("".join(["DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept;", *copies]).encode())
        self._marks = self._now()

    def rewind(self, only: Collection[str] | None) -> None:
        """Of everything, what nobody has written to is not looked at: that is most of it."""
        now = self._now() if only is None else {}
        moved = [name for name in self.names if now[name] != self._marks.get(name)] if only is None else only
        back = "".join(REWIND.format(table=table) for table in moved)
        self.line.execute(f"SET session_replication_role = replica; {back}".encode())
        for name in moved:
            self._marks.pop(name, None)
        if only is None:
            self._marks = self._now()

    def changes(self, table: str, columns: Sequence[str]) -> list[str]:
        sql = CHANGES.format(table=table, columns=", ".join(columns or ["*"]))
        return sorted(map(str, self.line.execute(sql.encode())))

    def _now(self) -> dict[str, tuple[object, ...]]:
        found = self.line.execute(" UNION ALL ".join(MARK.format(table=table) for table in self.names).encode())
        return {name: tuple(marks) for name, *marks in found}
