"""Opens the database, brings its tables up to date, and says in clear words when it cannot."""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from kiosk.core.errors import Refused

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_S = 5.0  # how long a statement waits for another program that holds the file


class StoreTrouble(Exception):
    """The database cannot be used; the text tells the integrator what it is and what to do."""


class Database:
    """One SQLite file, held by one gateway at a time. Every commit is on the disk when it returns."""

    def __init__(self, file: Path) -> None:
        """Raises `StoreTrouble`."""
        self.file = file
        self._claim = _claim(file)
        self._engine = _engine(file)
        self._turn = threading.Lock()
        try:
            with _said_clearly(file):
                _migrate(self._engine, file)
        except StoreTrouble:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that changes nothing and sees one moment."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that commits when left, and leaves nothing when an error leaves it.

        Never hold one open while a channel is being asked: nobody else could write. Raises `Refused("busy")`.
        """
        # SQLite lets one write at a time; who waits for it there sleeps and looks again, who waits here is woken.
        if not self._turn.acquire(timeout=BUSY_S):
            raise Refused("busy")
        try:
            with self._engine.connect().execution_options(kiosk_writes=True) as connection, connection.begin():
                yield connection
        finally:
            self._turn.release()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
        self._claim.close()


def _claim(file: Path) -> IO[str]:
    """Hold `FILE.lock` for as long as this process lives: two gateways on one file would not see each other's locks."""
    try:
        claim = file.with_name(file.name + ".lock").open("w", encoding="utf-8")
    except OSError as error:
        raise StoreTrouble(f"cannot write in the folder {file.parent}: {error.strerror}") from error
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        claim.close()
        raise StoreTrouble(f"{file} is in use by another gateway; end that one, or use another file") from error
    return claim


def _engine(file: Path) -> Engine:
    # hide_parameters: an error text must never carry a patient's name or number.
    engine = create_engine(
        f"sqlite:///{file}",
        hide_parameters=True,
        pool_size=10,
        max_overflow=40,
        connect_args={"timeout": BUSY_S, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below: the driver would say it too late
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    # A write that begins as a read and is upgraded later fails at once when another wrote in between.
    writes = connection.get_execution_options().get("kiosk_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine, file: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with engine.connect().execution_options(kiosk_writes=True) as connection, connection.begin():
        at = MigrationContext.configure(connection).get_current_revision()
        if at is None and inspect(connection).get_table_names():
            raise StoreTrouble(f"{file} is the database of another program; use another file")
        if at is not None and at not in {revision.revision for revision in script.walk_revisions()}:
            raise StoreTrouble(
                f"{file} was made by a newer version of kiosk (its tables are {at}); update this program"
            )
        if at != script.get_current_head():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


@contextmanager
def _said_clearly(file: Path) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise StoreTrouble(_words(file, str(error.orig))) from error


def _words(file: Path, said: str) -> str:
    if "not a database" in said or "malformed" in said:
        return f"{file} is not a database; use another file, or restore a backup"
    if "locked" in said:
        return f"{file} is locked by another process; end that one, or wait until it is done"
    if "readonly" in said or "unable to open" in said:
        writable = "may not be written" if os.path.exists(file) else "cannot be made"
        return f"{file} {writable}; check the rights of the file and its folder"
    return f"{file} cannot be used: {said}"
