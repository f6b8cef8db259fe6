"""What needs a human, in the tables: the same thing alarms once, and comes again while its cause stands."""

import hashlib
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, bindparam, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from kiosk.core.money import NOTHING, Money
from kiosk.gateway.store.journal_tables import alarm

AGAIN_S = 3600.0  # a human has seen to it, and its cause still stands: so much later it comes again
ITSELF = "itself"  # who resolved it when its cause went away


@dataclass(frozen=True)
class Cause:
    """What an alarm says. The same `kind` about the same thing is the same alarm; `amount` in fen."""

    kind: str
    purchase_id: str = ""
    payment_id: str = ""
    terminal_id: str = ""
    state: str = ""
    reason: str = ""
    channel: str = ""
    amount: Money = NOTHING

    @property
    def alarm_id(self) -> str:
        order = f"{self.purchase_id}/{self.payment_id}"  # a purchase may have been paid twice
        about = self.terminal_id if order == "/" else order
        return "A-" + hashlib.sha256(f"{self.kind}/{about}".encode()).hexdigest()[:20]


@dataclass(frozen=True)
class AlarmRow:
    """One alarm; moments are seconds since 1970, `resolved_at` nothing while it is open; `resolved_by` and `note` are
    those of the last time."""

    alarm_id: str
    kind: str
    terminal_id: str
    purchase_id: str
    payment_id: str
    state: str
    reason: str
    channel: str
    amount: Money
    since: float
    times: int
    resolved_at: float | None
    resolved_by: str
    note: str


def raise_(connection: Connection, cause: Cause, now: float, again_s: float = AGAIN_S) -> str:
    """Something needs a human; returns the alarm's id. Saying it again changes nothing but what is known of it.

    One that went away comes again at once; one that a human has seen to, after `again_s`.
    """
    known = find(connection, cause.alarm_id)
    if known is None:
        _add(connection, cause, now)
        return cause.alarm_id
    facts: dict[str, object] = asdict(cause)
    if known.resolved_at is not None:
        if known.resolved_by != ITSELF and now - known.resolved_at < again_s:
            return cause.alarm_id
        facts |= {"since": now, "times": known.times + 1, "resolved_at": None}
    connection.execute(update(alarm).where(alarm.c.alarm_id == cause.alarm_id).values(**facts))
    return cause.alarm_id


def resolve(connection: Connection, alarm_id: str, by: str, note: str, now: float) -> None:
    """It needs no human any more, or one has seen to it. One that is resolved already stays as it is."""
    connection.execute(
        update(alarm)
        .where(alarm.c.alarm_id == alarm_id, alarm.c.resolved_at.is_(None))
        .values(resolved_at=now, resolved_by=by, note=note)
    )


def clear(connection: Connection, cause: Cause, now: float) -> None:
    """Its cause has gone away by itself."""
    resolve(connection, cause.alarm_id, ITSELF, "", now)


def only(connection: Connection, kind: str, causes: list[Cause], now: float) -> None:
    """These stand now, all of this kind: they alarm, and every other of the kind has gone away by itself."""
    standing = {raise_(connection, cause, now) for cause in causes}
    for alarm_id in set(connection.execute(_OPEN, {"kind": kind}).scalars()) - standing:
        resolve(connection, alarm_id, ITSELF, "", now)


def find(connection: Connection, alarm_id: str) -> AlarmRow | None:
    """The alarm with this id."""
    row = connection.execute(select(alarm).where(alarm.c.alarm_id == alarm_id)).one_or_none()
    return AlarmRow(**row._mapping) if row else None


def listed(connection: Connection, state: str, after: str, limit: int) -> list[AlarmRow]:
    """Oldest first, those that come after the alarm `after`. `state`: `open`, `resolved`, or empty for all."""
    wanted = select(alarm).order_by(alarm.c.since, alarm.c.alarm_id).limit(limit)
    if state:
        is_open = alarm.c.resolved_at.is_(None)
        wanted = wanted.where(is_open if state == "open" else ~is_open)
    last = find(connection, after) if after else None
    if last is not None:
        wanted = wanted.where(tuple_(alarm.c.since, alarm.c.alarm_id) > tuple_(last.since, last.alarm_id))
    return [AlarmRow(**row._mapping) for row in connection.execute(wanted)]


def _add(connection: Connection, cause: Cause, now: float) -> None:
    try:
        with connection.begin_nested():
            connection.execute(insert(alarm).values(alarm_id=cause.alarm_id, since=now, times=1, **asdict(cause)))
    except IntegrityError:
        return  # another gateway on the same database has just said it


# Asked at every round, of every kind.
_OPEN = select(alarm.c.alarm_id).where(alarm.c.kind == bindparam("kind"), alarm.c.resolved_at.is_(None))
