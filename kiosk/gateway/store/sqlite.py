"""One SQLite file: small enough to be copied, and held by one gateway at a time."""

import fcntl
import os
import sqlite3
from functools import partial
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from kiosk.gateway.store.opened import Opened, StoreTrouble


def open_file(file: Path, busy_s: float) -> Opened:
    """The file, made when it is not there. A statement waits `busy_s` for another program that holds it. Raises
    `StoreTrouble`."""
    if file.is_dir():
        raise StoreTrouble(f"{file} is a folder; name the file of a database in it")
    claim = _claim(file)
    engine = _engine(file, busy_s)

    def let_go() -> None:
        engine.dispose()
        claim.close()

    return Opened(str(file), engine, engine.execution_options(kiosk_writes=True), partial(_words, file), let_go)


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


def _engine(file: Path, busy_s: float) -> Engine:
    # hide_parameters: an error text must never carry a patient's name or number.
    engine = create_engine(
        f"sqlite:///{file}",
        hide_parameters=True,
        pool_size=10,
        max_overflow=40,
        connect_args={"timeout": busy_s, "check_same_thread": False},
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


def _words(file: Path, error: BaseException) -> str:
    said = str(error)
    if "not a database" in said or "malformed" in said:
        return f"{file} is not a database; use another file, or restore a backup"
    if "locked" in said:
        return f"{file} is locked by another process; end that one, or wait until it is done"
    if "readonly" in said or "unable to open" in said:
        writable = "may not be written" if os.path.exists(file) else "cannot be made"
        return f"{file} {writable}; check the rights of the file and its folder"
    return f"{file} cannot be used: {said}"
