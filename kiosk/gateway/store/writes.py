"""The same request gets the same answer, for ever: each write and what was answered, kept with its effect."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import msgspec
from sqlalchemy import Connection, bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from kiosk.contract import Record
from kiosk.core.errors import Refused
from kiosk.gateway.problems import problem
from kiosk.gateway.store import asking, tables
from kiosk.gateway.store.database import Database

DEFINITE = 409  # a refusal with this status is an answer like any other: it is kept


@dataclass(frozen=True)
class Asked:
    """A write as it came in. `route` names what is written; `body` is the record that came with it."""

    route: str
    id: str
    body: Record
    at: float

    @property
    def body_hash(self) -> str:
        """Two bodies are the same when they say the same, however they are spaced."""
        return hashlib.sha256(msgspec.json.encode(self.body)).hexdigest()


@dataclass(frozen=True)
class Answer:
    """What is sent back, to the byte."""

    status: int
    body: bytes


class Begun(Enum):
    """A write whose act goes on outside: begun by this very request, or by an earlier one that got no answer."""

    NOW = "now"
    BEFORE = "before"


def once(database: Database, asked: Asked, act: Callable[[Connection], Record]) -> Answer:
    """Do it in one transaction with keeping the answer; or give the answer of the first time.

    A `Refused` of `act` undoes what it did. A definite one is kept and becomes the answer; any other is raised.
    """
    begun = begin(database, asked, act)
    assert isinstance(begun, Answer)
    return begun


def begin(database: Database, asked: Asked, act: Callable[[Connection], Record | None]) -> Answer | Begun:
    """As `once`, for an act that goes on outside the database: when `act` gives nothing yet, `finish` must follow."""
    try:
        with database.writing() as connection:
            return _stored(connection, asked) or _first(connection, asked, act)
    except IntegrityError:
        # Another gateway on the same database was faster with this very id; any other breach comes up again below.
        with database.writing() as connection:
            return _stored(connection, asked) or _first(connection, asked, act)


def answered(database: Database, asked: Asked) -> Answer | None:
    """What was answered before. Refused: id-reused."""
    with database.reading() as connection:
        stored = _stored(connection, asked)
    return stored if isinstance(stored, Answer) else None


def end(database: Database, asked: Asked, act: Callable[[Connection], Record]) -> Answer:
    """After `begin`: do the last part in one transaction with keeping the answer, as `once` does the whole."""
    with database.writing() as connection:
        stored = _stored(connection, asked)
        answer = stored if isinstance(stored, Answer) else _act(connection, asked, act)
    assert answer is not None  # a last part has an answer
    return answer


def finish(database: Database, asked: Asked, answer: Record) -> Answer:
    """Keep what came of a write that went on outside. The first answer that is kept stays."""
    with database.writing() as connection:
        stored = _stored(connection, asked)
        return stored if isinstance(stored, Answer) else _keep(connection, asked, _done(answer))


def _stored(connection: Connection, asked: Asked) -> Answer | Begun | None:
    row = connection.execute(
        asking.rows(tables.write, "route", "id"), {"route": asked.route, "id": asked.id}
    ).one_or_none()
    if row is None:
        return None
    if row.body_hash != asked.body_hash:
        raise Refused("id-reused")
    return Begun.BEFORE if row.status is None else Answer(row.status, row.answer)


def _first(connection: Connection, asked: Asked, act: Callable[[Connection], Record | None]) -> Answer | Begun:
    begun = {"route": asked.route, "id": asked.id, "body_hash": asked.body_hash, "at": asked.at}
    connection.execute(insert(tables.write), begun)
    done = _act(connection, asked, act)
    return Begun.NOW if done is None else done


def _act(connection: Connection, asked: Asked, act: Callable[[Connection], Record | None]) -> Answer | None:
    """What came of it, kept; nothing when the act goes on outside."""
    try:
        with connection.begin_nested():
            answer = act(connection)
    except Refused as refused:
        said = problem(refused.code, refused.detail)
        if said.status != DEFINITE:
            raise
        return _keep(connection, asked, Answer(said.status, msgspec.json.encode(said)))
    return None if answer is None else _keep(connection, asked, _done(answer))


def _keep(connection: Connection, asked: Asked, answer: Answer) -> Answer:
    told = {"status": answer.status, "answer": answer.body}
    connection.execute(_TELL, {**told, "the_route": asked.route, "the_id": asked.id})
    return answer


def _done(answer: Record) -> Answer:
    return Answer(200, msgspec.json.encode(answer))


_TELL = update(tables.write).where(
    tables.write.c.route == bindparam("the_route"), tables.write.c.id == bindparam("the_id")
)
