"""A gateway whose world can be put back to one moment, again and again: its database, the wallets, the insurer."""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from counter import Counter
from gateway_fixtures import Ground, counter_on
from rewindable import COLUMNS, Rewindable, compared, copy_database

Changes = dict[str, list[str]]  # by table, what is new in it and what is gone; tables of others carry their file's name


@dataclass
class Stage:
    """The counter, and everything that is written down anywhere."""

    counter: Counter
    database: Rewindable
    others: list[Path]  # files of SQLite: what the wallets and the insurer wrote down

    def keep(self) -> None:
        """Remember this moment."""
        self.database.keep()
        for file in self.others:
            copy_database(file, kept(file))

    def rewind(self, only: Collection[str] | None = None) -> None:
        """Back to the moment that was kept; or only these tables."""
        wanted = [name for name in only if "/" not in name] if only is not None else None
        self.database.rewind(wanted)
        for file in self.others:
            if only is None or any(name.startswith(f"{file.name}/") for name in only):
                copy_database(kept(file), file)

    def changes(self, only: Collection[str] | None = None, reasons: bool = True) -> Changes:
        """What was written down since the moment that was kept; or only in these tables; or without why something was
        not done."""
        found: Changes = {
            table: self.database.changes(table, [name for name in columns if reasons or name != '"reason"'])
            for table, columns in COLUMNS.items()
            if only is None or table in only
        }
        for file in self.others:
            names = [name for name in names_in(file) if only is None or f"{file.name}/{name}" in only]
            if names:
                with compared(file, kept(file)) as changes:
                    found |= {f"{file.name}/{name}": changes(name, ()) for name in names}
        return found


def kept(file: Path) -> Path:
    """Where the moment is kept."""
    return file.with_suffix(".kept")


def names_in(file: Path) -> list[str]:
    """The tables of a file of SQLite."""
    with closing(sqlite3.connect(file)) as line:
        return [str(row[0]) for row in line.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


@contextmanager
def stage_on(ground: Ground, folder: Path) -> Iterator[Stage]:
    """The demo hospital on its first day."""
    with ground.rewindable() as one, counter_on(one.where, folder) as counter:
        beside = one.where.parent if isinstance(one.where, Path) else folder
        yield Stage(counter, one, sorted(file for file in beside.glob("*.db") if file != one.where))
