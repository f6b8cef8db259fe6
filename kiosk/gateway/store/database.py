"""Opens the database, brings its tables up to date, and says in clear words when it cannot."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from kiosk.core.errors import Refused
from kiosk.gateway.store.opened import Opened
from kiosk.gateway.store.opened import StoreTrouble as StoreTrouble

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_S = 5.0  # how long a statement waits for another program that holds the database

Address = Path | str  # a file of SQLite, or postgresql://...


def address(word: str) -> Address:
    """What somebody wrote to name a database. Raises `StoreTrouble` for a kind that we do not know."""
    kind, is_address, rest = word.partition("://")
    if not is_address:
        return Path(word)
    if kind not in ("postgresql", "postgres"):
        raise StoreTrouble(f"{kind}:// is no database we know; name a file, or postgresql://USER@HOST:PORT/DATABASE")
    return f"postgresql://{rest}"


class Database:
    """One database, held by one gateway at a time. Every commit is on the disk when it returns."""

    def __init__(self, where: Address) -> None:
        """Raises `StoreTrouble`."""
        self.where = where
        self._opened = _open(where)
        self._turn = threading.Lock()
        try:
            with _said_clearly(self._opened):
                _migrate(self._opened)
        except StoreTrouble:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that changes nothing and sees one moment."""
        with self._opened.reads.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that commits when left, and leaves nothing when an error leaves it.

        Never hold one open while a channel is being asked: nobody else could write. Raises `Refused("busy")`.
        """
        # The database lets one write at a time; who waits for it there sleeps and looks again, who waits here is woken.
        if not self._turn.acquire(timeout=BUSY_S):
            raise Refused("busy")
        try:
            with self._opened.writes.connect() as connection, connection.begin():
                yield connection
        finally:
            self._turn.release()

    def close(self) -> None:
        """Let go of it."""
        self._opened.let_go()


def _open(where: Address) -> Opened:
    # Each kind is imported by who uses it: a demo on a file needs no PostgreSQL on its machine.
    if isinstance(where, Path):
        from kiosk.gateway.store.sqlite import open_file

        return open_file(where, BUSY_S)
    from kiosk.gateway.store.postgresql import open_address

    return open_address(where, BUSY_S)


def _migrate(opened: Opened) -> None:
    script = _script()
    with opened.writes.connect() as connection, connection.begin():
        at = MigrationContext.configure(connection).get_current_revision()
        if at == script.get_current_head():
            return
        if at is None and inspect(connection).get_table_names():
            raise StoreTrouble(f"{opened.called} is the database of another program; use another one")
        if at is not None and at not in {revision.revision for revision in script.walk_revisions()}:
            raise StoreTrouble(
                f"{opened.called} was made by another version of kiosk: its tables are {at}, and this program begins at"
                f" {script.get_base()} and ends at {script.get_current_head()}; use the version that made it"
            )
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


@cache
def _script() -> ScriptDirectory:
    """The migrations, read once: a database that is up to date is opened without reading them again."""
    return ScriptDirectory.from_config(_config())


@contextmanager
def _said_clearly(opened: Opened) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StoreTrouble(opened.words(error.orig or error)) from error
