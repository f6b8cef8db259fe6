"""The database: made by itself, kept as it was, and refused in clear words when it cannot be used."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from gateway_fixtures import Ground
from sqlalchemy import Connection, Engine, create_engine, func, insert, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

from kiosk.core.clock import VirtualClock
from kiosk.gateway.demo import open_demo
from kiosk.gateway.mood import Mood
from kiosk.gateway.store import database, tables
from kiosk.gateway.store.database import Address, Database, StoreTrouble


@pytest.fixture
def where(ground: Ground) -> Iterator[Address]:
    with ground.empty() as empty:
        yield empty


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "gateway.db"


def trouble(where: Address) -> str:
    with pytest.raises(StoreTrouble) as told:
        Database(where)
    return str(told.value)


def engine(where: Address) -> Engine:
    """Another program's way into it."""
    url = f"sqlite:///{where}" if isinstance(where, Path) else where.replace(":", "+psycopg:", 1)
    return create_engine(url, poolclass=NullPool)


def sql(where: Address, *statements: str) -> None:
    with engine(where).begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_an_empty_database_gets_every_table_by_migration(where: Address) -> None:
    opened = Database(where)
    with opened.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
    opened.close()


def test_a_commit_is_on_the_disk_and_keys_are_watched(file: Path) -> None:
    opened = Database(file)
    with opened.reading() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 2, 1]
    with pytest.raises(IntegrityError), opened.writing() as connection:
        connection.execute(insert(tables.department).values(department_id="D1", campus_id="nowhere"))
    opened.close()


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(tables.staff_call)).scalar_one()


def test_an_error_leaves_nothing_of_a_write(where: Address) -> None:
    opened = Database(where)

    def write_and_fail() -> None:
        with opened.writing() as connection:
            connection.execute(insert(tables.staff_call).values(call_id="c", terminal_id="t", at=1.0))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with opened.reading() as connection:
        assert count(connection) == 0
    opened.close()


def test_what_a_write_has_read_nobody_changes_before_it_writes(file: Path) -> None:
    opened = Database(file)
    other = sqlite3.connect(file, isolation_level=None, timeout=0)
    with opened.writing() as connection:
        assert count(connection) == 0
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO staff_call VALUES ('c', 't', 1.0)")
    other.execute("INSERT INTO staff_call VALUES ('c', 't', 1.0)")
    with opened.reading() as connection:
        assert count(connection) == 1
    other.close()
    opened.close()


def test_opening_again_keeps_what_is_there(where: Address) -> None:
    first = Database(where)
    with first.writing() as connection:
        connection.execute(insert(tables.staff_call).values(call_id="c", terminal_id="t", at=1.0))
    first.close()
    again = Database(where)
    with again.reading() as connection:
        assert count(connection) == 1
    again.close()


def test_the_demo_is_the_same_at_every_start_and_seeded_once(tmp_path: Path) -> None:
    every = tables.metadata.sorted_tables

    def rows(file: Path) -> list[list[tuple[object, ...]]]:
        cashier = open_demo(file, VirtualClock(), Mood())
        with cashier.database.reading() as connection:
            found = [
                [tuple(row) for row in connection.execute(select(table))] for table in tables.metadata.sorted_tables
            ]
        cashier.database.close()
        return found

    first = rows(tmp_path / "one.db")
    assert rows(tmp_path / "two.db") == first
    assert rows(tmp_path / "one.db") == first
    assert len(first[every.index(tables.patient)]) == 500


def test_two_gateways_do_not_share_a_database(where: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Database(where)
    with monkeypatch.context() as impatient:
        impatient.setattr(database, "BUSY_S", 0.2)
        assert "in use by another gateway" in trouble(where)
    first.close()
    Database(where).close()


def test_a_file_that_another_program_has_locked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_S", 0.1)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert "is locked by another process" in trouble(file)
    other.close()
    Database(file).close()


@pytest.mark.parametrize("tables", ["9999", "0003"])  # a newer version's; one from before the first steps were made one
def test_a_database_of_another_version(where: Address, tables: str) -> None:
    Database(where).close()
    with engine(where).connect() as connection:
        newest = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    sql(where, f"UPDATE alembic_version SET version_num = '{tables}'")
    assert f"made by another version of kiosk: its tables are {tables}, and this program begins at" in trouble(where)
    sql(where, f"UPDATE alembic_version SET version_num = '{newest}'")
    Database(where).close()


def test_a_database_of_another_program_is_left_alone(where: Address) -> None:
    sql(where, "CREATE TABLE theirs (a integer)")
    assert "another program" in trouble(where)
    with engine(where).connect() as connection:
        assert inspect(connection).get_table_names() == ["theirs"]


def test_a_file_that_is_no_database(file: Path) -> None:
    file.write_bytes(b"a letter to the hospital " * 100)
    assert "is not a database" in trouble(file)
    assert file.read_bytes().startswith(b"a letter")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot write in the folder" in trouble(tmp_path / "nowhere" / "gateway.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "cannot write in the folder" in trouble(tmp_path / "gateway.db")
    tmp_path.chmod(0o700)
