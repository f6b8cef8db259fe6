"""What reconciliations found, in the tables: once per order and date, however often a day is compared."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Literal

from sqlalchemy import Connection, and_, delete, insert, select, update

from kiosk.core.money import Money
from kiosk.gateway.store import tables

reconciliation, item, payment = tables.reconciliation, tables.reconciliation_item, tables.payment
_BATCH = 500
ItemStands = Literal["open", "done"]


@dataclass(frozen=True)
class ItemRow:
    """An order that stands out on a date. Amounts in fen, moments in seconds since 1970."""

    date: str
    order_id: str
    purchase_id: str
    terminal_id: str
    channel: str
    finding: str
    charged: Money
    booked: Money
    returned: Money
    refunded: Money
    said: str
    answer: str
    state: ItemStands
    found_at: float
    changed_at: float


@dataclass(frozen=True)
class RunRow:
    """A day that was compared; `table` is the result per terminal and channel, as JSON."""

    date: str
    ran_at: float
    missing: str
    table: bytes


def find(connection: Connection, date: str) -> RunRow | None:
    """The last run of that day."""
    row = connection.execute(select(reconciliation).where(reconciliation.c.date == date)).one_or_none()
    return RunRow(**row._mapping) if row else None


def items(connection: Connection, date: str) -> list[ItemRow]:
    """What stood out on that day, the open ones first."""
    wanted = select(item).where(item.c.date == date).order_by(item.c.state.desc(), item.c.finding, item.c.order_id)
    return [ItemRow(**row._mapping) for row in connection.execute(wanted)]


def has_movements(connection: Connection, begin: float, end: float) -> bool:
    """Anybody was asked for money between these moments, the insurer too, or got some back."""
    given, part = tables.patient_return.c, tables.close_out_part.c
    moments = (payment.c.sent_at, tables.refund.c.asked_at, given.at, given.ended_at, tables.close_out.c.at)
    return any(
        connection.execute(select(moment).where(moment >= begin, moment < end).limit(1)).first() is not None
        for moment in (*moments, part.ended_at, tables.insurance_settlement.c.at)
    )


def oldest_missing(connection: Connection, until: str) -> tuple[str, str] | None:
    """The first date, no later than this one, that was compared without a channel's statement; and which."""
    wanted = select(reconciliation.c.date, reconciliation.c.missing).where(
        reconciliation.c.missing != "", reconciliation.c.date <= until
    )
    row = connection.execute(wanted.order_by(reconciliation.c.date).limit(1)).first()
    return (row.date, row.missing.partition(":")[0]) if row else None


def channels_used(connection: Connection, begin: float, end: float) -> set[str]:
    """Through which anybody was asked for money between these moments."""
    wanted = select(payment.c.channel).where(payment.c.sent_at >= begin, payment.c.sent_at < end).distinct()
    return set(connection.execute(wanted).scalars())


def keep(connection: Connection, run: RunRow, found: Iterable[ItemRow], channels: Collection[str]) -> list[ItemRow]:
    """Keep a run, which compared these channels, in place of the one before. An order that stood out before keeps the
    moment it was found at; one of these channels that does not any more is done. Returns those that are done now and
    were not."""
    before = {row.order_id: row for row in items(connection, run.date)}
    connection.execute(delete(reconciliation).where(reconciliation.c.date == run.date))
    connection.execute(insert(reconciliation).values(**asdict(run)))
    now = {row.order_id: row for row in found}
    _put(connection, (_since(row, before.get(row.order_id)) for row in now.values()))
    gone = (row for order_id, row in before.items() if order_id not in now)
    ended = [row for row in gone if row.state == "open" and row.channel in channels]
    _put(connection, (_done(row, run.ran_at) for row in ended))
    return ended


def hand_over(connection: Connection, date: str, channels: Collection[str], now: float) -> None:
    """What waited for the day after has been looked at there, where it was of these channels."""
    waited = and_(item.c.date == date, item.c.finding == "waiting", item.c.state == "open")
    connection.execute(update(item).where(waited, item.c.channel.in_(channels)).values(state="done", changed_at=now))


def end_elsewhere(connection: Connection, row: ItemRow, now: float) -> None:
    """What has come to its end for this order is done on every date that it was found on."""
    same = and_(item.c.order_id == row.order_id, item.c.finding == row.finding, item.c.date != row.date)
    connection.execute(update(item).where(same, item.c.state == "open").values(state="done", changed_at=now))


def is_task_elsewhere(connection: Connection, row: ItemRow) -> bool:
    """A human has to see to this order because of another date."""
    task = and_(item.c.answer == "task", item.c.state == "open")
    wanted = select(item.c.date).where(item.c.order_id == row.order_id, item.c.date != row.date, task).limit(1)
    return connection.execute(wanted).first() is not None


def _since(row: ItemRow, before: ItemRow | None) -> ItemRow:
    return ItemRow(**{**asdict(row), "found_at": before.found_at}) if before else row


def _done(row: ItemRow, now: float) -> ItemRow:
    return ItemRow(**{**asdict(row), "state": "done", "changed_at": now})


def _put(connection: Connection, rows: Iterable[ItemRow]) -> None:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        date, ids = batch[0].date, [row.order_id for row in batch]
        connection.execute(delete(item).where(item.c.date == date, item.c.order_id.in_(ids)))
        connection.execute(insert(item), [asdict(row) for row in batch])
