"""What was asked of the insurer for a settlement, and what its audit found, in the tables."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from kiosk.contract import Finding
from kiosk.core.words import Named
from kiosk.gateway.store import tables

claim, finding = tables.insurance_settlement, tables.audit_finding

ClaimStands = Literal[
    "asked",  # saved; the insurer may have heard of it
    "settled",  # the insurer has booked it
    "undoing",  # refused or given up: it must not stand, and the insurer has not said yet that it does not
    "watched",  # the insurer has never heard of it, and a late message may still bring it
    "undone",  # it does not stand and never will
]


@dataclass(frozen=True)
class ClaimRow:
    """`msgid` is the number of the 2207. `setl_id` is the insurer's own, once it was heard. `at`: last moved."""

    settlement_id: str
    purchase_id: str
    presettlement_id: str
    bill_ids: tuple[str, ...]
    msgid: str
    psn_no: str
    mdtrt_id: str
    state: ClaimStands
    setl_id: str
    reason: str
    at: float


def find(connection: Connection, settlement_id: str) -> ClaimRow | None:
    """What was asked for this settlement; nothing for one that the insurance has no part in."""
    row = connection.execute(select(claim).where(claim.c.settlement_id == settlement_id)).one_or_none()
    return _row(dict(row._mapping)) if row else None


def of_purchase(connection: Connection, purchase_id: str) -> list[ClaimRow]:
    """Everything that was asked under a purchase."""
    rows = connection.execute(select(claim).where(claim.c.purchase_id == purchase_id).order_by(claim.c.at))
    return [_row(dict(row._mapping)) for row in rows]


def in_states(connection: Connection, *states: ClaimStands) -> list[ClaimRow]:
    """Every claim that stands so, oldest first."""
    rows = connection.execute(select(claim).where(claim.c.state.in_(states)).order_by(claim.c.at))
    return [_row(dict(row._mapping)) for row in rows]


def paid_by_nobody(connection: Connection) -> list[ClaimRow]:
    """Undone at the insurer, while the settlement stands at the hospital."""
    made = tables.settlement
    joined = select(claim).join(made, made.c.settlement_id == claim.c.settlement_id)
    gone = joined.where(made.c.state == "settled", claim.c.state.in_(("watched", "undone")))
    return [_row(dict(row._mapping)) for row in connection.execute(gone.order_by(claim.c.at))]


def half_voided(connection: Connection) -> list[str]:
    """Settlements whose void was begun and has no answer yet, while the insurer has done its part, oldest first."""
    write = tables.write
    rows = connection.execute(
        select(claim.c.settlement_id)
        .join(write, (write.c.route == "voids") & (write.c.id == claim.c.settlement_id))
        .where(write.c.status.is_(None), claim.c.state.in_(("watched", "undone")))
        .order_by(claim.c.at)
    )
    return list(rows.scalars())


def add(connection: Connection, row: ClaimRow) -> None:
    """Write it down, before the insurer hears of it."""
    connection.execute(insert(claim).values(**_columns(row)))


def put(connection: Connection, row: ClaimRow) -> None:
    """As it stands now."""
    connection.execute(update(claim).where(claim.c.settlement_id == row.settlement_id).values(**_columns(row)))


def move(connection: Connection, row: ClaimRow, to: ClaimStands, now: float, reason: str = "") -> None:
    """It stands so from now on."""
    put(connection, replace(row, state=to, at=now, reason=reason or row.reason))


def forget_the_future(connection: Connection, now: float) -> None:
    """Nothing was moved later than now."""
    connection.execute(update(claim).where(claim.c.at > now).values(at=now))


def put_findings(connection: Connection, purchase_id: str, found: Iterable[Finding]) -> None:
    """What the audit says against the purchase now; what it said before is forgotten."""
    connection.execute(delete(finding).where(finding.c.purchase_id == purchase_id))
    for position, one in enumerate(found):
        connection.execute(
            insert(finding).values(
                purchase_id=purchase_id,
                position=position,
                bill_id=one.bill_id,
                line=one.line,
                item_zh=one.item and one.item.zh,
                item_en=one.item and one.item.en,
                code=one.code,
                reason_zh=one.reason.zh,
                reason_en=one.reason.en,
            )
        )


def findings(connection: Connection, purchase_id: str) -> list[Finding]:
    """What the audit said last."""
    rows = connection.execute(select(finding).where(finding.c.purchase_id == purchase_id).order_by(finding.c.position))
    return [
        Finding(
            bill_id=row.bill_id,
            line=row.line,
            item=Named(row.item_zh, row.item_en) if row.item_zh else None,
            code=row.code,
            reason=Named(row.reason_zh, row.reason_en),
        )
        for row in rows
    ]


def _columns(row: ClaimRow) -> dict[str, object]:
    return {**asdict(row), "bill_ids": " ".join(row.bill_ids)}


def _row(columns: dict[str, object]) -> ClaimRow:
    return ClaimRow(**{**columns, "bill_ids": tuple(str(columns["bill_ids"]).split())})  # type: ignore[arg-type]
