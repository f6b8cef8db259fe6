"""What an auditor asks of the tables: what the hospital has booked, and which purchase a payment belongs to."""

from sqlalchemy import Connection, func, select

from kiosk.core.money import Money
from kiosk.gateway.store import tables


def own_money_settled(connection: Connection) -> dict[str, Money]:
    """By purchase: own money of the settlements that stand, in fen."""
    settlement, told = tables.settlement, tables.presettlement
    rows = connection.execute(
        select(settlement.c.purchase_id, told.c.psn_cash_pay)
        .join(told, told.c.presettlement_id == settlement.c.presettlement_id)
        .where(settlement.c.state == "settled")
    )
    return {row.purchase_id: Money(row.psn_cash_pay) for row in rows}


def purchase_of_payment(connection: Connection) -> dict[str, str]:
    """Which purchase an order was made for."""
    rows = connection.execute(select(tables.payment.c.payment_id, tables.payment.c.purchase_id))
    return {row.payment_id: row.purchase_id for row in rows}


def unpaid_by_patient(connection: Connection) -> dict[str, Money]:
    """What each patient could pay at a terminal, in fen."""
    bill, visit = tables.bill, tables.visit
    rows = connection.execute(
        select(visit.c.patient_id, func.sum(bill.c.total).label("unpaid"))
        .join(visit, visit.c.visit_id == bill.c.visit_id)
        .where(bill.c.state == "unpaid")
        .group_by(visit.c.patient_id)
    )
    return {row.patient_id: Money(row.unpaid) for row in rows}
