"""A purchase and its bills in the tables: lock, free, pay, close."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Double, bindparam, exists, insert, or_, select, update

from kiosk.core.money import Money, total
from kiosk.core.words import Named
from kiosk.gateway.store import accounts, asking, tables
from kiosk.gateway.store.rows import PurchaseRow, PurchaseStands

purchase, bill, visit, payment = tables.purchase, tables.bill, tables.visit, tables.payment
claim = tables.insurance_settlement


@dataclass(frozen=True)
class BillStands:
    """A bill as far as paying it cares; `purchase_id` is whose lock it is under."""

    bill_id: str
    visit_id: str
    total: Money
    state: str
    purchase_id: str | None
    next_place: Named | None


def find(connection: Connection, purchase_id: str) -> PurchaseRow | None:
    """The purchase with this id."""
    row = connection.execute(asking.rows(purchase, "purchase_id"), {"purchase_id": purchase_id}).one_or_none()
    return PurchaseRow(**row._mapping) if row else None


def terminal_of(connection: Connection, purchase_id: str) -> str:
    """The terminal that it was bought at; empty for one that nobody knows."""
    row = find(connection, purchase_id)
    return row.terminal_id if row else ""


def add(connection: Connection, row: PurchaseRow, bill_ids: Iterable[str] = ()) -> None:
    """Write it down and lock its bills for it."""
    connection.execute(insert(purchase), asdict(row))
    for position, bill_id in enumerate(bill_ids):
        listed = {"purchase_id": row.purchase_id, "position": position, "bill_id": bill_id}
        connection.execute(insert(tables.purchase_bill), listed)
        connection.execute(asking.change(bill, "bill_id"), {"purchase_id": row.purchase_id, "row": bill_id})


def move(connection: Connection, purchase_id: str, to: PurchaseStands, now: float, reason: str = "") -> None:
    """It stands so from now on."""
    stands = {"state": to, "reason": reason, "touched_at": now}
    connection.execute(asking.change(purchase, "purchase_id"), {**stands, "row": purchase_id})


def touch(connection: Connection, purchase_id: str, now: float) -> None:
    """It has just been used: it is not abandoned."""
    connection.execute(asking.change(purchase, "purchase_id"), {"touched_at": now, "row": purchase_id})


def forget_the_future(connection: Connection, now: float) -> None:
    """Nothing was used later than now."""
    connection.execute(_FORGET, {"now": now})


def close(connection: Connection, purchase_id: str, now: float, reason: str = "") -> None:
    """Nothing was taken, and its bills are free again."""
    move(connection, purchase_id, "closed", now, reason)
    free_bills(connection, purchase_id)


def free_bills(connection: Connection, purchase_id: str) -> None:
    """Its bills are unpaid and nobody's, and so are its dues. A bill that was paid at the window meanwhile is no longer
    its own."""
    connection.execute(asking.change(bill, "purchase_id"), {"state": "unpaid", "purchase_id": None, "row": purchase_id})
    accounts.unlock(connection, purchase_id)


def pay_bills(connection: Connection, purchase_id: str) -> None:
    """Its bills are paid."""
    connection.execute(asking.change(bill, "purchase_id"), {"state": "paid", "row": purchase_id})


def pay_at_window(connection: Connection, bill_id: str) -> bool:
    """Somebody paid this bill at the window, whoever holds its lock. False when there is no such unpaid bill."""
    done = connection.execute(
        update(bill)
        .where(bill.c.bill_id == bill_id, bill.c.state != "paid")
        .values(state="paid", purchase_id=None)
        .returning(bill.c.bill_id)
    )
    return done.first() is not None


def bill_ids(connection: Connection, purchase_id: str) -> list[str]:
    """Every bill that was put under this purchase, in the order it was asked for."""
    return list(connection.execute(_BILL_IDS, {"purchase_id": purchase_id}).scalars())


def bills_of_patient(connection: Connection, patient_id: str, ids: Iterable[str]) -> dict[str, BillStands]:
    """Those of the bills that are this patient's."""
    found = connection.execute(
        select(bill)
        .join(visit, visit.c.visit_id == bill.c.visit_id)
        .where(visit.c.patient_id == patient_id, bill.c.bill_id.in_(list(ids)))
    )
    return {
        row.bill_id: BillStands(
            row.bill_id,
            row.visit_id,
            Money(row.total),
            row.state,
            row.purchase_id,
            Named(row.next_place_zh, row.next_place_en) if row.next_place_zh else None,
        )
        for row in found
    }


def topping_up(connection: Connection, patient_id: str) -> Money:
    """What may yet be put on this patient's card by purchases that have not come to their end."""
    found = connection.execute(
        select(purchase.c.total).where(
            purchase.c.patient_id == patient_id,
            purchase.c.kind == "top_up",
            purchase.c.state.in_(("open", "closing")),
        )
    )
    return total(map(Money, found.scalars()))


def abandoned(connection: Connection, before: float) -> list[str]:
    """Purchases last used before then, with no order under way or paid, and of which no insurer may have heard."""
    return list(connection.execute(_ABANDONED, {"before": before}).scalars())


def left_behind(connection: Connection, before: float) -> list[str]:
    """Purchases last used before then that hold money the channel took before then, that the insurer may have booked,
    or that were refused."""
    return list(connection.execute(_LEFT_BEHIND, {"before": before}).scalars())


def in_states(connection: Connection, *states: PurchaseStands) -> list[str]:
    """Every purchase that stands so, the one that was touched longest ago first."""
    return list(connection.execute(asking.rows_in(purchase, states, "touched_at")).scalars())


# Asked at every round and every purchase: put together once, which takes longer than to answer them.
_BEFORE, _NOW = bindparam("before", type_=Double), bindparam("now", type_=Double)
_FORGET = update(purchase).where(purchase.c.touched_at > _NOW).values(touched_at=_NOW)
_BILL_IDS = (
    select(tables.purchase_bill.c.bill_id)
    .where(tables.purchase_bill.c.purchase_id == bindparam("purchase_id"))
    .order_by(tables.purchase_bill.c.position)
)
_LIVE = exists().where(payment.c.purchase_id == purchase.c.purchase_id, payment.c.state != "closed")
_PAID = exists().where(
    payment.c.purchase_id == purchase.c.purchase_id, payment.c.state == "paid", payment.c.asked_at < _BEFORE
)
# The insurer was asked to settle it, and has not said that it does not stand.
_CLAIMED = exists().where(claim.c.purchase_id == purchase.c.purchase_id, claim.c.state.in_(("asked", "undoing")))
_ABANDONED = select(purchase.c.purchase_id).where(
    purchase.c.state == "open", purchase.c.touched_at < _BEFORE, ~_LIVE, ~_CLAIMED
)
_LEFT_BEHIND = select(purchase.c.purchase_id).where(
    purchase.c.touched_at < _BEFORE,
    or_(
        purchase.c.state.in_(("open", "closing", "refused", "voided")) & _PAID,
        purchase.c.state == "refused",
        purchase.c.state.in_(("open", "closing")) & _CLAIMED,
    ),
)
