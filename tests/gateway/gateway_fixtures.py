"""A fresh demo hospital per test, copied from one that is seeded once: in a file of SQLite, and on PostgreSQL."""

import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

import pytest
from counter import Counter
from litestar.testing import TestClient
from postgresql_server import Server, server

from kiosk.core.clock import VirtualClock
from kiosk.gateway.api.sim import OUTSIDE
from kiosk.gateway.app import build
from kiosk.gateway.demo import open_demo
from kiosk.gateway.mood import Mood
from kiosk.gateway.store.database import Address

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Rewindable:
    """A database that can be put back while it is open: `rewind` to how it was when `keep` was called last, or to how
    it was seeded; all of it, or some tables only."""

    where: Address
    keep: Callable[[], object]
    rewind: Callable[[Collection[str] | None], object]


class Ground(Protocol):
    """Where databases of one kind come from."""

    def empty(self) -> AbstractContextManager[Address]:
        """One with nothing in it, not even tables."""

    def seeded(self) -> AbstractContextManager[Address]:
        """One with the demo hospital on the first day of the virtual clock."""

    def rewindable(self) -> AbstractContextManager[Rewindable]:
        """One that is seeded again and again; that is faster than to make another."""


@dataclass
class Files:
    """Files of SQLite, each in a folder of its own."""

    folder: Path
    made: int = 0

    @contextmanager
    def empty(self) -> Iterator[Path]:
        self.made += 1
        folder = self.folder / str(self.made)
        folder.mkdir()
        yield folder / "gateway.db"
        shutil.rmtree(folder)

    @contextmanager
    def seeded(self) -> Iterator[Path]:
        with self.empty() as file:
            shutil.copy(self._seeded, file)
            yield file

    @contextmanager
    def rewindable(self) -> Iterator[Rewindable]:
        with self.seeded() as file:
            kept = file.with_name("kept.sqlite")

            def keep() -> None:
                copy_database(file, kept)

            keep()
            yield Rewindable(file, keep, lambda _: copy_database(kept, file))

    @cached_property
    def _seeded(self) -> Path:
        file = self.folder / "gateway.db"
        open_demo(file, VirtualClock(), Mood()).database.close()
        return file


@dataclass
class Databases:
    """Databases of one PostgreSQL server. One that a test has done with is put back for the next: that is faster."""

    server: Server
    folder: Path
    at_the_end: ExitStack
    free: list[Rewindable] = field(default_factory=list)

    @contextmanager
    def empty(self) -> Iterator[str]:
        with self.server.database() as name:
            yield self.server.url(name)

    @contextmanager
    def seeded(self) -> Iterator[str]:
        one = self.free.pop() if self.free else self.at_the_end.enter_context(self.rewindable())
        one.rewind(None)
        yield str(one.where)
        self.free.append(one)

    @contextmanager
    def rewindable(self) -> Iterator[Rewindable]:
        with self.server.database(self._seeded) as name, self.server.connection(name) as line:
            found = line.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            names = [str(table) for (table,) in found]

            def keep() -> None:
                copies = [f"CREATE TABLE kept.{table} AS TABLE public.{table};" for table in names]
                line.execute("".join(["DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept;", *copies]).encode())

            def rewind(only: Collection[str] | None) -> None:
                back = "".join(REWIND.format(table=table) for table in (names if only is None else only))
                line.execute(f"SET session_replication_role = replica; {back}".encode())

            keep()
            yield Rewindable(self.server.url(name), keep, rewind)

    @cached_property
    def _seeded(self) -> str:
        self.server.run("CREATE DATABASE seeded TEMPLATE template0 ENCODING 'UTF8'")
        open_demo(self.server.url("seeded"), VirtualClock(), Mood(), self.folder).database.close()
        return "seeded"


# Only rows that are not as they were are touched, whatever points to them.
REWIND = """
DELETE FROM public.{table} now WHERE NOT EXISTS (SELECT FROM kept.{table} was WHERE was = now);
INSERT INTO public.{table} SELECT * FROM kept.{table} EXCEPT SELECT * FROM public.{table};
"""


def copy_database(file: Path, to: Path) -> None:
    """Also while somebody has them open."""
    with closing(sqlite3.connect(file)) as this, closing(sqlite3.connect(to)) as that:
        this.backup(that)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """One server for all tests of this process, started when the first one wants it."""
    with server() as started:
        yield started


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "grounds(*kinds): the kinds of database it is told on, when not on all")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever is built on a database is told on both, unless a mark beside it says that one is enough, and why."""
    if "ground" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("grounds")
        metafunc.parametrize("ground", mark.args if mark else KINDS, indirect=True, scope="module")


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="session")
def databases(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with ExitStack() as at_the_end:
        yield Databases(postgresql, tmp_path_factory.mktemp("databases"), at_the_end)


@pytest.fixture(scope="module")
def ground(request: pytest.FixtureRequest) -> Ground:
    """Where a test finds its databases."""
    found: Ground = request.getfixturevalue("files" if request.param == "sqlite" else "databases")
    return found


@pytest.fixture
def counter(ground: Ground, tmp_path: Path) -> Iterator[Counter]:
    clock, mood = VirtualClock(), Mood()
    with ground.seeded() as where:
        cashier = open_demo(where, clock, mood, tmp_path)
        with TestClient(build(cashier, outside=OUTSIDE, mood=mood), raise_server_exceptions=False) as http:
            yield Counter(http, cashier, clock)
        cashier.database.close()
