"""What an auditor asks of the tables: what the hospital has booked, and which purchase a payment belongs to."""

from sqlalchemy import Connection, func, select

from kiosk.contract import LEDGERS
from kiosk.core.money import Money
from kiosk.gateway.store import tables


def own_money_settled(connection: Connection) -> dict[str, Money]:
    """By purchase: own money of the settlements that stand, in fen, but for what went back when a card was closed out.

    What was paid from a card, or is paid later, is not among it: no company took any money for it.
    """
    settlement, told, payment = tables.settlement, tables.presettlement, tables.payment
    rows = connection.execute(
        select(settlement.c.purchase_id, settlement.c.payment_id, told.c.psn_cash_pay)
        .join(told, told.c.presettlement_id == settlement.c.presettlement_id)
        .outerjoin(payment, payment.c.payment_id == settlement.c.payment_id)
        .where(settlement.c.state == "settled", func.coalesce(payment.c.channel, "").not_in(LEDGERS))
    )
    back = _closed_out(connection)
    return {row.purchase_id: Money(row.psn_cash_pay - back.get(row.payment_id, 0)) for row in rows}


def _closed_out(connection: Connection) -> dict[str, int]:
    """By payment: what of a top-up is back at its channel, in fen."""
    part = tables.close_out_part
    rows = connection.execute(
        select(part.c.payment_id, func.sum(part.c.amount).label("back"))
        .where(part.c.state == "refunded")
        .group_by(part.c.payment_id)
    )
    return {row.payment_id: int(row.back) for row in rows}


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
