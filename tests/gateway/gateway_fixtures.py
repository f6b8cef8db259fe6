"""A fresh demo hospital per test, copied from one that is seeded once: in a file of SQLite, and on PostgreSQL."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Protocol

import pytest
from counter import Counter
from litestar import Litestar
from litestar.testing import TestClient
from postgresql_server import Server, server
from rewindable import Rewindable, Schemas, compared, copy_database

from kiosk.core.clock import VirtualClock
from kiosk.gateway.api.sim import OUTSIDE
from kiosk.gateway.app import build
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.demo import open_demo
from kiosk.gateway.mood import Mood
from kiosk.gateway.store.database import Address

KINDS = ("sqlite", "postgresql")


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
            with compared(file, kept) as changes:
                yield Rewindable(file, keep, lambda _: copy_database(kept, file), changes)

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
            schemas = Schemas(line)
            schemas.keep()
            yield Rewindable(self.server.url(name), schemas.keep, schemas.rewind, schemas.changes)

    @cached_property
    def _seeded(self) -> str:
        self.server.run("CREATE DATABASE seeded TEMPLATE template0 ENCODING 'UTF8'")
        open_demo(self.server.url("seeded"), VirtualClock(), Mood(), self.folder).database.close()
        return "seeded"


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
def memory() -> Iterator[Path]:
    """A folder in memory. Programs die here, never the power: it tells the same stories as a disk, in half the time."""
    disk = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="kiosk-tests-", dir=disk if disk.is_dir() else None) as made:
        yield Path(made)


@pytest.fixture(scope="session")
def files(memory: Path) -> Files:
    return Files(memory)


@pytest.fixture(scope="session")
def databases(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with ExitStack() as at_the_end:
        yield Databases(postgresql, tmp_path_factory.mktemp("databases"), at_the_end)


@pytest.fixture(scope="module")
def ground(request: pytest.FixtureRequest) -> Ground:
    """Where a test finds its databases."""
    found: Ground = request.getfixturevalue("files" if request.param == "sqlite" else "databases")
    return found


@cache
def _front() -> tuple[Litestar, Cashier, Mood]:
    """One application for all tests of a process, because it takes longer to build than most tests to run; whoever
    opens the counter puts what is behind it into its place."""
    behind, mood = Cashier.__new__(Cashier), Mood()
    return build(behind, outside=OUTSIDE, mood=mood), behind, mood


@contextmanager
def counter_on(where: Address, folder: Path) -> Iterator[Counter]:
    """The demo hospital on the first day of a clock of its own. One at a time."""
    clock = VirtualClock()
    app, behind, mood = _front()
    assert not vars(behind), "somebody else is at the counter"
    vars(mood).update(vars(Mood()))
    vars(behind).update(vars(open_demo(where, clock, mood, folder)))
    try:
        with TestClient(app, raise_server_exceptions=False) as http:
            yield Counter(http, behind, clock)
    finally:
        behind.database.close()
        vars(behind).clear()


@pytest.fixture
def beside(memory: Path) -> Iterator[Path]:
    """Where the wallets and the insurer of one test write, when its database is not a file."""
    with tempfile.TemporaryDirectory(dir=memory) as made:
        yield Path(made)


@pytest.fixture
def counter(ground: Ground, beside: Path) -> Iterator[Counter]:
    with ground.seeded() as where, counter_on(where, beside) as made:
        yield made
