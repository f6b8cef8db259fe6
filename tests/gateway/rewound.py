"""A gateway whose world can be put back to one moment, again and again: its database, the wallets, the insurer."""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from counter import Counter
from gateway_fixtures import Ground, Rewindable
from litestar.testing import TestClient
from sqlalchemy import select

from kiosk.core.clock import VirtualClock
from kiosk.gateway.api.sim import OUTSIDE
from kiosk.gateway.app import build
from kiosk.gateway.demo import open_demo
from kiosk.gateway.mood import Mood
from kiosk.gateway.store import tables

Books = dict[str, list[str]]  # every row of every table, by table; the tables of others carry their file's name


@dataclass
class Stage:
    """The counter, and everything that is written down anywhere."""

    counter: Counter
    database: Rewindable
    others: list[Path]  # files of SQLite: what the wallets and the insurer wrote down
    _kept: dict[Path, sqlite3.Connection] = field(default_factory=dict)

    def keep(self) -> None:
        """Remember this moment."""
        self.database.keep()
        for file in self.others:
            with closing(sqlite3.connect(file)) as now:
                self._kept[file] = sqlite3.connect(":memory:")
                now.backup(self._kept[file])

    def rewind(self, only: Collection[str] | None = None) -> None:
        """Back to the moment that was kept; or only these tables."""
        wanted = [name for name in only if "/" not in name] if only is not None else None
        self.database.rewind(wanted)
        for file, kept in self._kept.items():
            if only is None or any(name.startswith(f"{file.name}/") for name in only):
                with closing(sqlite3.connect(file)) as now:
                    kept.backup(now)

    def books(self, only: Collection[str] | None = None, reasons: bool = True) -> Books:
        """All that is written down, in no order; or only these tables; or without why something was not done."""
        with self.counter.cashier.database.reading() as connection:
            found: Books = {
                table.name: sorted(
                    str(tuple(row))
                    for row in connection.execute(
                        select(*(column for column in table.c if reasons or column.name != "reason"))
                    )
                )
                for table in tables.metadata.sorted_tables
                if only is None or table.name in only
            }
        for file in self.others:
            with closing(sqlite3.connect(file)) as now:
                names = [str(row[0]) for row in now.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
                for name in (name for name in names if only is None or f"{file.name}/{name}" in only):
                    found[f"{file.name}/{name}"] = sorted(str(row) for row in now.execute(f"SELECT * FROM {name}"))
        return found


@contextmanager
def stage_on(ground: Ground, folder: Path) -> Iterator[Stage]:
    """The demo hospital on its first day."""
    clock, mood = VirtualClock(), Mood()
    with ground.rewindable() as one:
        cashier = open_demo(one.where, clock, mood, folder)
        beside = one.where.parent if isinstance(one.where, Path) else folder
        others = sorted(file for file in beside.glob("*.db") if file != one.where)
        with TestClient(build(cashier, outside=OUTSIDE, mood=mood), raise_server_exceptions=False) as http:
            yield Stage(Counter(http, cashier, clock), one, others)
        cashier.database.close()
