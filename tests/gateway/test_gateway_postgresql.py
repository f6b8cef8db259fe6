"""PostgreSQL goes away, comes back, is claimed by another, or was set up wrongly: nothing is lost, all is told."""

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import BILL, DUE, PATIENT, Counter
from gateway_fixtures import Databases, counter_on
from postgresql_server import Server, server
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from kiosk.gateway.store import audit, database, tables
from kiosk.gateway.store.database import Address, Database, StoreTrouble, address

pytestmark = pytest.mark.grounds("postgresql")
SECRET = "open-sesame"
# Whoever is connected is cut off, and gone when this returns.
CUT = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'kiosk gateway'"


@pytest.fixture
def where(ground: Databases) -> Iterator[str]:
    with ground.empty() as empty:
        yield empty


def name_of(where: str) -> str:
    return where.partition("?")[0].rpartition("/")[2]


def trouble(where: Address) -> str:
    with pytest.raises(StoreTrouble) as told:
        Database(where)
    assert SECRET not in "".join(traceback.format_exception(told.value))
    return str(told.value)


def calls(opened: Database) -> int:
    with opened.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.staff_call)).scalar_one()


def call(opened: Database, call_id: str) -> None:
    with opened.writing() as connection:
        connection.execute(insert(tables.staff_call).values(call_id=call_id, terminal_id="T01", at=1.0))


# What was set up wrongly is told at the start, and no secret with it.


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("postgresql://kiosk@/nowhere?host={host}", "is not there; make it: CREATE DATABASE"),
        ("postgresql://stranger@/postgres?host={host}", "knows no such user"),
        ("postgresql://kiosk@/postgres?host={host}/nowhere", "No such file or directory"),
        ("postgresql://kiosk@127.0.0.1:1/postgres", "Connection refused"),
        ("postgresql://[::1/postgres", "is not an address of PostgreSQL"),
        ("postgresql://kiosk@/postgres?host={host}&sesame=open-sesame", "is not an address of PostgreSQL"),
    ],
)
def test_a_server_that_is_not_there_or_an_address_that_is_wrong(postgresql: Server, wrong: str, words: str) -> None:
    assert words in trouble(wrong.format(host=postgresql.folder))


def test_a_password_stands_in_a_file_and_nowhere_else(postgresql: Server, where: str, tmp_path: Path) -> None:
    name = name_of(where)
    postgresql.run(f"CREATE ROLE guarded LOGIN PASSWORD '{SECRET}'", f"ALTER DATABASE {name} OWNER TO guarded")
    guarded = postgresql.url(name, "guarded")
    file = tmp_path / "passfile"
    assert "wants a password" in trouble(guarded)
    file.write_text("*:*:*:*:wrong\n")
    file.chmod(0o600)
    assert "does not take this password" in trouble(f"{guarded}&passfile={file}")
    file.write_text(f"*:*:*:*:{SECRET}\n")
    Database(f"{guarded}&passfile={file}").close()
    assert "can be read by everybody" in trouble(guarded.replace("guarded@", f"guarded:{SECRET}@"))
    assert "can be read by everybody" in trouble(f"{guarded}&password={SECRET}")


def test_a_user_who_may_make_no_tables(postgresql: Server, where: str) -> None:
    postgresql.run("CREATE ROLE guest LOGIN")
    assert "no right to make tables" in trouble(postgresql.url(name_of(where), "guest"))


def test_a_user_who_is_not_let_in(postgresql: Server, where: str) -> None:
    postgresql.run("CREATE ROLE outsider LOGIN", f"REVOKE CONNECT ON DATABASE {name_of(where)} FROM PUBLIC")
    assert "lets this user not in" in trouble(postgresql.url(name_of(where), "outsider"))
    assert "see pg_hba.conf" in trouble(postgresql.url(name_of(where), "banned"))


def test_a_database_that_may_only_be_read(postgresql: Server, where: str) -> None:
    postgresql.run(f"ALTER DATABASE {name_of(where)} SET default_transaction_read_only = on")
    assert "may only be read" in trouble(where)


def test_a_database_that_has_no_chinese(postgresql: Server) -> None:
    postgresql.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc")
    assert "must have the encoding UTF8" in trouble(postgresql.url("latin"))
    postgresql.run("DROP DATABASE latin WITH (FORCE)")


def test_another_kind_of_database() -> None:
    with pytest.raises(StoreTrouble, match="mysql:// is no database we know"):
        address("mysql://kiosk@host/kiosk")
    assert address("postgres://kiosk@host/kiosk") == "postgresql://kiosk@host/kiosk"
    assert address("folder/gateway.db") == Path("folder/gateway.db")


def test_what_is_answered_is_on_the_disk_whatever_the_server_does_by_habit(
    postgresql: Server, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    postgresql.run(f"ALTER DATABASE {name_of(where)} SET synchronous_commit = off")
    opened = Database(where)
    with opened.writing() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"
    opened.close()
    assert "runs with fsync = off" in caplog.text  # the tests' server does; a hospital's must not


# The server goes away.


def test_a_connection_that_was_cut_is_replaced_before_it_is_used(postgresql: Server, where: str) -> None:
    opened = Database(where)
    call(opened, "c-1")
    assert calls(opened) == 1
    postgresql.run(CUT)
    call(opened, "c-2")
    assert calls(opened) == 2
    opened.close()


def test_a_connection_that_is_cut_within_a_write_leaves_nothing_of_it(postgresql: Server, where: str) -> None:
    opened = Database(where)

    def write_and_lose_the_line() -> None:
        with opened.writing() as connection:
            connection.execute(insert(tables.staff_call).values(call_id="c-1", terminal_id="T01", at=1.0))
            postgresql.run(CUT)

    with pytest.raises(OperationalError):
        write_and_lose_the_line()
    assert calls(opened) == 0
    call(opened, "c-1")
    assert calls(opened) == 1
    opened.close()


def test_who_lost_the_claim_writes_nothing_until_it_has_it_again(
    postgresql: Server, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as impatient:
        impatient.setattr(database, "BUSY_S", 0.2)
        first = Database(where)
    call(first, "c-1")
    postgresql.run(CUT)  # the network is away for a moment, and a second gateway is started
    second = Database(where)
    with pytest.raises(DBAPIError, match="lock timeout"):
        call(first, "c-2")
    call(second, "c-3")
    assert calls(first) == 2
    second.close()
    postgresql.run(CUT)
    call(first, "c-2")
    assert calls(first) == 3
    first.close()


def test_a_write_under_way_when_another_takes_the_claim_never_lands(postgresql: Server, where: str) -> None:
    first = Database(where)

    def write_while_another_takes_over() -> None:
        with first.writing() as connection:
            connection.execute(insert(tables.staff_call).values(call_id="late", terminal_id="T01", at=1.0))
            postgresql.run(CUT)
            second = Database(where)
            call(second, "c-1")
            second.close()

    with pytest.raises(OperationalError):
        write_while_another_takes_over()
    assert calls(first) == 1
    first.close()


def test_a_server_that_is_started_again_is_found_again_and_every_answer_is_still_there(tmp_path: Path) -> None:
    with server() as own:
        own.run("CREATE DATABASE gateway TEMPLATE template0 ENCODING 'UTF8'")
        with counter_on(own.url("gateway"), tmp_path) as counter:
            counter.paid()
            own.stop()
            for said in (counter.settle(), counter.get("/v1/purchases/p-1"), counter.get("/v1/health")):
                assert said.refusal == (503, "store-unavailable")  # unknown, and never a refusal
            own.start()
            settled = counter.settle()
            assert settled.body["state"] == "settled"
            own.stop()
            own.start()
            assert counter.settle() == settled
            assert counter.ledger.charged == counter.ledger.settled == DUE


# What is different on PostgreSQL, and must not be.


def test_no_error_carries_what_stands_in_a_row(ground: Databases, caplog: pytest.LogCaptureFixture) -> None:
    number = "110101199003078515"
    row = {"carrier": "id_card", "number": number, "patient_id": PATIENT, "state": ""}
    with ground.seeded() as where:
        opened = Database(where)
        with pytest.raises(IntegrityError) as told, opened.writing() as connection:
            connection.execute(insert(tables.carrier), [row, row])
        opened.close()
    logging.getLogger(__name__).error("as the gateway logs it", exc_info=told.value)
    assert "duplicate key" in caplog.text
    assert number not in caplog.text


def test_a_sum_of_fen_is_a_number_of_fen(counter: Counter) -> None:
    with counter.cashier.database.reading() as connection:
        owed = audit.unpaid_by_patient(connection)
    assert owed[PATIENT] >= DUE
    assert {type(amount) for amount in owed.values()} == {int}


def test_a_reader_cannot_write(where: str) -> None:
    opened = Database(where)
    with pytest.raises(DBAPIError, match="read-only"), opened.reading() as connection:
        connection.execute(insert(tables.staff_call).values(call_id="c", terminal_id="t", at=1.0))
    opened.close()


def test_a_text_that_postgresql_cannot_keep_is_refused_at_the_door(counter: Counter) -> None:
    body = {"terminal_id": "T01", "patient_id": PATIENT, "bill_ids": [f"{BILL}\0"]}
    assert counter.put("/v1/purchases/p-1", body).refusal == (422, "invalid")
