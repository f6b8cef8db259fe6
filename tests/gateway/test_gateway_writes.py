"""One mechanism keeps every answer with its effect: both are there, or neither."""

from collections.abc import Callable, Iterator

import msgspec
import pytest
from gateway_fixtures import Ground
from sqlalchemy import Connection, func, insert, select

from kiosk.contract import Called, Record, StaffCall
from kiosk.core.errors import Refused
from kiosk.gateway.store import tables
from kiosk.gateway.store.database import Database
from kiosk.gateway.store.writes import Answer, Asked, Begun, begin, finish, once


@pytest.fixture
def database(ground: Ground) -> Iterator[Database]:
    with ground.seeded() as where:
        opened = Database(where)
        yield opened
        opened.close()


def asked(terminal: str = "T01") -> Asked:
    return Asked("staff-calls", "c-1", StaffCall(terminal_id=terminal), 1.0)


def listed(refusal: str = "") -> Callable[[Connection], Record]:
    """An act with an effect, which then may be refused."""

    def act(connection: Connection) -> Record:
        connection.execute(insert(tables.staff_call).values(call_id="c-1", terminal_id="T01", at=1.0))
        if refusal:
            raise Refused(refusal)
        return Called(call_id="c-1")

    return act


def calls(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.staff_call)).scalar_one()


def test_the_effect_and_its_answer_are_kept_together(database: Database) -> None:
    first = once(database, asked(), listed())
    assert first == Answer(200, b'{"call_id":"c-1"}')
    assert once(database, asked(), listed()) == first
    assert calls(database) == 1


def test_a_definite_refusal_undoes_the_effect_and_is_kept(database: Database) -> None:
    refused = once(database, asked(), listed("bill-paid"))
    assert (refused.status, msgspec.json.decode(refused.body)["code"]) == (409, "bill-paid")
    assert calls(database) == 0
    assert once(database, asked(), listed()) == refused
    assert calls(database) == 0


def test_what_is_not_definite_is_not_kept(database: Database) -> None:
    for code in ("unknown-purchase", "channel-silent"):
        with pytest.raises(Refused, match=code):
            once(database, asked(), listed(code))
    assert calls(database) == 0
    assert once(database, asked(), listed()).status == 200


def test_another_body_is_refused_and_not_kept(database: Database) -> None:
    first = once(database, asked(), listed())
    with pytest.raises(Refused, match="id-reused"):
        once(database, asked("T02"), listed())
    assert once(database, asked(), listed()) == first


def test_a_write_that_goes_on_outside_is_begun_once_and_finished_once(database: Database) -> None:
    def save(connection: Connection) -> None:
        listed()(connection)

    assert begin(database, asked(), save) is Begun.NOW
    assert begin(database, asked(), save) is Begun.BEFORE
    assert calls(database) == 1
    first = finish(database, asked(), Called(call_id="first"))
    assert finish(database, asked(), Called(call_id="second")) == first
    assert begin(database, asked(), save) == first
