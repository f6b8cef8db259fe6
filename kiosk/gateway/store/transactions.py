"""What a patient paid in the last days, in the tables; and how often a slip was printed again."""

from sqlalchemy import Connection, func, insert, select

from kiosk.contract import Reprint
from kiosk.gateway.store import tables
from kiosk.gateway.store.rows import PaymentRow, PurchaseRow

purchase, settlement, reprint = tables.purchase, tables.settlement, tables.reprint


def purchases_since(connection: Connection, patient_id: str, since: float) -> list[PurchaseRow]:
    """Every purchase of a patient that something has happened to since then."""
    rows = connection.execute(
        select(purchase).where(purchase.c.patient_id == patient_id, purchase.c.touched_at >= since)
    )
    return [PurchaseRow(**row._mapping) for row in rows]


def payments_of(connection: Connection, purchase_id: str) -> list[PaymentRow]:
    """Every order of a purchase, whatever became of it, the newest first."""
    payment = tables.payment
    rows = connection.execute(
        select(payment).where(payment.c.purchase_id == purchase_id).order_by(payment.c.sent_at.desc())
    )
    return [PaymentRow(**row._mapping) for row in rows]


def settled_at(connection: Connection, purchase_id: str) -> float | None:
    """When a purchase was first booked, whatever was given back since."""
    first = select(func.min(settlement.c.at)).where(
        settlement.c.purchase_id == purchase_id, settlement.c.state.in_(("settled", "voided"))
    )
    at: float | None = connection.execute(first).scalar_one()
    return at


def first_presettlement(connection: Connection, purchase_id: str) -> str | None:
    """The split that was agreed to when the purchase was first booked."""
    first = (
        select(settlement.c.presettlement_id)
        .where(settlement.c.purchase_id == purchase_id, settlement.c.state.in_(("settled", "voided")))
        .order_by(settlement.c.at)
    )
    return connection.execute(first.limit(1)).scalar_one_or_none()


def reprints(connection: Connection, purchase_id: str) -> int:
    """How often its slip was printed again."""
    counted = select(func.count()).select_from(reprint).where(reprint.c.purchase_id == purchase_id)
    return connection.execute(counted).scalar_one()


def add_reprint(connection: Connection, made: Reprint, terminal_id: str, now: float) -> None:
    """Write it down, before the paper moves."""
    connection.execute(
        insert(reprint).values(
            reprint_id=made.reprint_id,
            purchase_id=made.purchase_id,
            terminal_id=terminal_id,
            number=made.number,
            at=now,
        )
    )
