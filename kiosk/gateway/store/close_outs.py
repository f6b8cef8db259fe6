"""Close-outs of prepaid cards in the tables, and the parts in which a balance goes back."""

from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from kiosk.contract import ChannelName
from kiosk.core.money import Money, total
from kiosk.gateway.store import asking, tables

close_out, part = tables.close_out, tables.close_out_part


@dataclass(frozen=True)
class CloseOutRow:
    """One balance that is given back."""

    close_out_id: str
    patient_id: str
    terminal_id: str
    balance: Money
    state: Literal["running", "done"]
    at: float


@dataclass(frozen=True)
class PartRow:
    """What goes back to one top-up, or, with no `payment_id`, to the window. `part_id` is the refund's number."""

    part_id: str
    close_out_id: str
    position: int
    payment_id: str
    channel: ChannelName | Literal[""]
    amount: Money
    state: Literal["processing", "refunded", "window"]
    reason: str = ""
    ended_at: float | None = None  # when it was refunded


def find(connection: Connection, close_out_id: str) -> CloseOutRow | None:
    """The close-out with this id."""
    row = connection.execute(select(close_out).where(close_out.c.close_out_id == close_out_id)).one_or_none()
    return CloseOutRow(**row._mapping) if row else None


def running(connection: Connection, patient_id: str) -> bool:
    """The card of this patient is being closed out: it is frozen."""
    found = connection.execute(
        select(close_out.c.close_out_id).where(close_out.c.patient_id == patient_id, close_out.c.state == "running")
    )
    return found.first() is not None


def all_running(connection: Connection) -> list[str]:
    """Every close-out that has not come to its end, the oldest first."""
    return list(connection.execute(asking.rows_in(close_out, ("running",), "at")).scalars())


def parts(connection: Connection, close_out_id: str) -> list[PartRow]:
    """In which a balance goes back, in their order."""
    rows = connection.execute(select(part).where(part.c.close_out_id == close_out_id).order_by(part.c.position))
    return [PartRow(**row._mapping) for row in rows]


def back_of(connection: Connection, payment_id: str) -> Money:
    """What has gone back of a top-up, or is on its way."""
    return total(row.amount for row in parts_of(connection, payment_id))


def parts_of(connection: Connection, payment_id: str) -> list[PartRow]:
    """The parts that have gone back of a top-up, or are on their way."""
    rows = connection.execute(
        select(part).where(part.c.payment_id == payment_id, part.c.state.in_(("processing", "refunded")))
    )
    return [PartRow(**row._mapping) for row in rows]


def add(connection: Connection, row: CloseOutRow, ways: list[PartRow]) -> None:
    """Write it down with its parts, before any channel hears of them."""
    connection.execute(insert(close_out).values(**asdict(row)))
    for way in ways:
        connection.execute(insert(part).values(**asdict(way)))


def put_part(connection: Connection, row: PartRow) -> None:
    """The part as it stands now."""
    connection.execute(update(part).where(part.c.part_id == row.part_id).values(**asdict(row)))


def end(connection: Connection, close_out_id: str) -> None:
    """Nothing of it is under way any more."""
    connection.execute(update(close_out).where(close_out.c.close_out_id == close_out_id).values(state="done"))
