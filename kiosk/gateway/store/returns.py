"""What patients give back, in the tables: which bills of which purchase, how far it is, and what bars a bill."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from kiosk.contract import ChannelName
from kiosk.core.money import Money
from kiosk.core.words import Named
from kiosk.gateway.store import asking, tables

patient_return, return_bill, bill_use = tables.patient_return, tables.return_bill, tables.bill_use

Use = Literal["dispensed", "done", "invoiced"]
ReturnStands = Literal["saved", "undone", "refunded", "refused"]


@dataclass(frozen=True)
class ReturnRow:
    """`total = fund + account + own` goes back. `saved`: nobody outside has heard of it; `undone`: the insurance has
    taken its settlement back and settled what is left, and the channel owes the patient `own`."""

    return_id: str
    purchase_id: str
    payment_id: str
    settlement_id: str
    presettlement_id: str
    channel: ChannelName | Literal[""]
    total: Money
    fund: Money
    account: Money
    own: Money
    state: ReturnStands
    reason: str
    at: float
    ended_at: float | None = None  # when the money was back

    @property
    def rest_id(self) -> str:
        """The settlement of what is left."""
        return f"{self.return_id}-T"

    @property
    def refund_id(self) -> str:
        """The channel's refund: whoever asks for it, and however often, asks for the same one."""
        return f"{self.return_id}-R"

    @property
    def ended(self) -> bool:
        return self.state in ("refunded", "refused")


@dataclass(frozen=True)
class BoughtBill:
    """A bill as it was bought; `purchase_id` is whose it is now."""

    bill_id: str
    title: Named
    total: Money
    purchase_id: str | None


def find(connection: Connection, return_id: str) -> ReturnRow | None:
    """The return with this id."""
    row = connection.execute(asking.rows(patient_return, "return_id"), {"return_id": return_id}).one_or_none()
    return ReturnRow(**row._mapping) if row else None


def of_purchase(connection: Connection, purchase_id: str) -> list[ReturnRow]:
    """Everything that was given back of a purchase, or was to be, the oldest first."""
    found = select(patient_return).where(patient_return.c.purchase_id == purchase_id)
    rows = connection.execute(found.order_by(patient_return.c.at, patient_return.c.return_id))
    return [ReturnRow(**row._mapping) for row in rows]


def is_given_back(connection: Connection, purchase_id: str) -> bool:
    """Something of this purchase went back, or is on its way."""
    return any(row.state != "refused" for row in of_purchase(connection, purchase_id))


def add(connection: Connection, row: ReturnRow, bill_ids: Iterable[str]) -> None:
    """Write it down, before anybody outside hears of it."""
    connection.execute(insert(patient_return).values(**asdict(row)))
    for bill_id in bill_ids:
        connection.execute(
            insert(return_bill).values(purchase_id=row.purchase_id, bill_id=bill_id, return_id=row.return_id)
        )


def move(
    connection: Connection, return_id: str, to: ReturnStands, reason: str = "", ended_at: float | None = None
) -> None:
    """It stands so from now on; the bills of a refused one stay paid."""
    connection.execute(
        update(patient_return)
        .where(patient_return.c.return_id == return_id)
        .values(state=to, reason=reason, ended_at=ended_at)
    )
    if to == "refused":
        connection.execute(delete(return_bill).where(return_bill.c.return_id == return_id))


def bills_given_back(connection: Connection, purchase_id: str) -> dict[str, str]:
    """By bill: the return it goes back with."""
    rows = connection.execute(select(return_bill).where(return_bill.c.purchase_id == purchase_id))
    return {row.bill_id: row.return_id for row in rows}


def unfinished(connection: Connection) -> list[str]:
    """Returns that have not come to their end, the oldest first."""
    return list(connection.execute(_UNFINISHED).scalars())


# Asked at every round.
_UNFINISHED = (
    select(patient_return.c.return_id)
    .where(patient_return.c.state.in_(("saved", "undone")))
    .order_by(patient_return.c.at, patient_return.c.return_id)
)


def bought(connection: Connection, purchase_id: str) -> list[BoughtBill]:
    """The bills of a purchase, in the order they were asked for."""
    listed, bill = tables.purchase_bill, tables.bill
    rows = connection.execute(
        select(bill.c.bill_id, bill.c.title_zh, bill.c.title_en, bill.c.total, bill.c.purchase_id)
        .join(listed, listed.c.bill_id == bill.c.bill_id)
        .where(listed.c.purchase_id == purchase_id)
        .order_by(listed.c.position)
    )
    return [
        BoughtBill(row.bill_id, Named(row.title_zh, row.title_en), Money(row.total), row.purchase_id) for row in rows
    ]


def uses(connection: Connection, bill_ids: Iterable[str]) -> dict[str, list[Use]]:
    """By bill: what was done with it since it was paid."""
    rows = connection.execute(
        select(bill_use).where(bill_use.c.bill_id.in_(list(bill_ids))).order_by(bill_use.c.bill_id, bill_use.c.use)
    )
    found: defaultdict[str, list[Use]] = defaultdict(list)
    for row in rows:
        found[row.bill_id].append(row.use)
    return found


def add_use(connection: Connection, bill_id: str, use: Use, now: float) -> bool:
    """The pharmacy, the laboratory or the invoice office has done its part. False for a bill that is not paid,
    or that is on its way back."""
    bill = tables.bill
    paid = select(bill.c.purchase_id).where(bill.c.bill_id == bill_id, bill.c.state == "paid")
    bought = connection.execute(paid).one_or_none()
    if bought is None or (bought.purchase_id and bill_id in bills_given_back(connection, bought.purchase_id)):
        return False
    if use not in uses(connection, [bill_id]).get(bill_id, []):
        connection.execute(insert(bill_use).values(bill_id=bill_id, use=use, at=now))
    return True


def free_bills(connection: Connection, purchase_id: str, bill_ids: Iterable[str]) -> None:
    """These bills of a purchase are unpaid and nobody's again."""
    bill = tables.bill
    connection.execute(
        update(bill)
        .where(bill.c.purchase_id == purchase_id, bill.c.bill_id.in_(list(bill_ids)))
        .values(state="unpaid", purchase_id=None)
    )
