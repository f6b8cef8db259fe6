"""Settlements and calls for staff in the tables."""

from dataclasses import asdict

from sqlalchemy import Connection, func, insert, select

from kiosk.gateway.store import asking, tables
from kiosk.gateway.store.rows import SettlementRow

settlement = tables.settlement


def find(connection: Connection, settlement_id: str) -> SettlementRow | None:
    """The settlement with this id, or its tombstone."""
    row = connection.execute(asking.rows(settlement, "settlement_id"), {"settlement_id": settlement_id}).one_or_none()
    return SettlementRow(**row._mapping) if row else None


def standing(connection: Connection, purchase_id: str) -> SettlementRow | None:
    """The settlement of a purchase that stands."""
    stands = {"purchase_id": purchase_id, "state": "settled"}
    row = connection.execute(asking.rows(settlement, "purchase_id", "state"), stands).one_or_none()
    return SettlementRow(**row._mapping) if row else None


def ids_of(connection: Connection, purchase_id: str) -> list[str]:
    """Every settlement of a purchase, whatever became of it."""
    return list(connection.execute(asking.rows(settlement, "purchase_id"), {"purchase_id": purchase_id}).scalars())


def add(connection: Connection, row: SettlementRow) -> None:
    """Write it down."""
    connection.execute(insert(settlement), asdict(row))


def void(connection: Connection, settlement_id: str) -> None:
    """It does not stand any more."""
    connection.execute(asking.change(settlement, "settlement_id"), {"state": "voided", "row": settlement_id})


def renumber(connection: Connection, settlement_id: str, setl_id: str) -> None:
    """The insurer booked it again, under another number of its own."""
    connection.execute(asking.change(settlement, "settlement_id"), {"setl_id": setl_id, "row": settlement_id})


def count(connection: Connection) -> int:
    """How many there have been, whatever became of them."""
    return connection.execute(select(func.count()).select_from(settlement)).scalar_one()


def add_staff_call(connection: Connection, call_id: str, terminal_id: str, now: float) -> None:
    """Put the call on the staff's list."""
    connection.execute(insert(tables.staff_call).values(call_id=call_id, terminal_id=terminal_id, at=now))
