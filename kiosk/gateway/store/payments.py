"""Pre-settlements, orders and refunds in the tables."""

from dataclasses import asdict

from sqlalchemy import Connection, Double, bindparam, insert, select, update

from kiosk.contract import PreSettlement
from kiosk.gateway.store import asking, tables
from kiosk.gateway.store.rows import PaymentRow, RefundRow

presettlement, payment, refund = tables.presettlement, tables.payment, tables.refund


def find_presettlement(connection: Connection, presettlement_id: str) -> PreSettlement | None:
    """The split as it was told."""
    row = connection.execute(
        asking.rows(presettlement, "presettlement_id"), {"presettlement_id": presettlement_id}
    ).one_or_none()
    return PreSettlement(**row._mapping) if row else None


def add_presettlement(connection: Connection, told: PreSettlement) -> None:
    """Keep the split as it was told."""
    columns = {name: getattr(told, name) for name in told.__struct_fields__}
    connection.execute(insert(presettlement), columns)


def find(connection: Connection, payment_id: str) -> PaymentRow | None:
    """The order with this id."""
    row = connection.execute(asking.rows(payment, "payment_id"), {"payment_id": payment_id}).one_or_none()
    return PaymentRow(**row._mapping) if row else None


def live(connection: Connection, purchase_id: str) -> PaymentRow | None:
    """The one order of a purchase that is not closed: under way, or paid."""
    row = connection.execute(_LIVE, {"purchase_id": purchase_id}).one_or_none()
    return PaymentRow(**row._mapping) if row else None


def under_way(connection: Connection) -> list[PaymentRow]:
    """Every order whose end the channel has not told yet, oldest first."""
    return [PaymentRow(**row._mapping) for row in connection.execute(_UNDER_WAY)]


def code_is_used(connection: Connection, payment_code: str) -> bool:
    """An order was made with this payment code before."""
    found = connection.execute(select(payment.c.payment_id).where(payment.c.payment_code == payment_code))
    return found.first() is not None


def add(connection: Connection, row: PaymentRow) -> None:
    """Write the order down, before the channel hears of it."""
    connection.execute(insert(payment), asdict(row))


def put(connection: Connection, row: PaymentRow) -> None:
    """The order as it stands now."""
    connection.execute(asking.change(payment, "payment_id"), {**asdict(row), "row": row.payment_id})


def forget_the_future(connection: Connection, now: float) -> None:
    """Nothing was sent or asked later than now."""
    for forget in _FORGET:
        connection.execute(forget, {"now": now})


def find_refund(connection: Connection, refund_id: str) -> RefundRow | None:
    """The refund with this id."""
    row = connection.execute(asking.rows(refund, "refund_id"), {"refund_id": refund_id}).one_or_none()
    return RefundRow(**row._mapping) if row else None


def refund_of(connection: Connection, payment_id: str) -> RefundRow | None:
    """The one refund of a payment."""
    row = connection.execute(asking.rows(refund, "payment_id"), {"payment_id": payment_id}).one_or_none()
    return RefundRow(**row._mapping) if row else None


def add_refund(connection: Connection, row: RefundRow) -> None:
    """Write the refund down, before the channel hears of it."""
    connection.execute(insert(refund), asdict(row))


def put_refund(connection: Connection, row: RefundRow) -> None:
    """The refund as it stands now."""
    connection.execute(asking.change(refund, "refund_id"), {**asdict(row), "row": row.refund_id})


# Asked at every round and every order.
_LIVE = select(payment).where(payment.c.purchase_id == bindparam("purchase_id"), payment.c.state != "closed")
_UNDER_WAY = select(payment).where(payment.c.state.not_in(("paid", "closed"))).order_by(payment.c.sent_at)
_NOW = bindparam("now", type_=Double)
_FORGET = [update(payment).where(at > _NOW).values({at: _NOW}) for at in (payment.c.sent_at, payment.c.asked_at)]
