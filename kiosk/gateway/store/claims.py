"""What was asked of the insurer for a settlement, and what its audit found, in the tables."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Literal

from sqlalchemy import Connection, Double, bindparam, delete, insert, select, update

from kiosk.contract import Finding
from kiosk.core.words import Named
from kiosk.gateway.store import asking, tables

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
    row = connection.execute(asking.rows(claim, "settlement_id"), {"settlement_id": settlement_id}).one_or_none()
    return _row(dict(row._mapping)) if row else None


def of_purchase(connection: Connection, purchase_id: str) -> list[ClaimRow]:
    """Everything that was asked under a purchase."""
    found = connection.execute(asking.rows(claim, "purchase_id"), {"purchase_id": purchase_id})
    return sorted((_row(dict(row._mapping)) for row in found), key=lambda row: row.at)


def in_states(connection: Connection, *states: ClaimStands) -> list[ClaimRow]:
    """Every claim that stands so, oldest first."""
    return [_row(dict(row._mapping)) for row in connection.execute(asking.rows_in(claim, states, "at"))]


def paid_by_nobody(connection: Connection) -> list[ClaimRow]:
    """Undone at the insurer, while the settlement stands at the hospital."""
    return [_row(dict(row._mapping)) for row in connection.execute(_PAID_BY_NOBODY)]


def half_voided(connection: Connection) -> list[str]:
    """Settlements whose void was begun and has no answer yet, while the insurer has done its part, oldest first."""
    return list(connection.execute(_HALF_VOIDED).scalars())


def add(connection: Connection, row: ClaimRow) -> None:
    """Write it down, before the insurer hears of it."""
    connection.execute(insert(claim), _columns(row))


def put(connection: Connection, row: ClaimRow) -> None:
    """As it stands now."""
    connection.execute(asking.change(claim, "settlement_id"), {**_columns(row), "row": row.settlement_id})


def move(connection: Connection, row: ClaimRow, to: ClaimStands, now: float, reason: str = "") -> None:
    """It stands so from now on."""
    put(connection, replace(row, state=to, at=now, reason=reason or row.reason))


def forget_the_future(connection: Connection, now: float) -> None:
    """Nothing was moved later than now."""
    connection.execute(_FORGET, {"now": now})


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
    found = connection.execute(select(finding).where(finding.c.purchase_id == purchase_id).order_by(finding.c.position))
    return [
        Finding(
            bill_id=row.bill_id,
            line=row.line,
            item=Named(row.item_zh, row.item_en) if row.item_zh else None,
            code=row.code,
            reason=Named(row.reason_zh, row.reason_en),
        )
        for row in found
    ]


# Asked at every round.
_UNDONE = claim.c.state.in_(("watched", "undone"))
_MADE, _WRITE = tables.settlement, tables.write
_PAID_BY_NOBODY = (
    select(claim)
    .join(_MADE, _MADE.c.settlement_id == claim.c.settlement_id)
    .where(_MADE.c.state == "settled", _UNDONE)
    .order_by(claim.c.at)
)
_HALF_VOIDED = (
    select(claim.c.settlement_id)
    .join(_WRITE, (_WRITE.c.route == "voids") & (_WRITE.c.id == claim.c.settlement_id))
    .where(_WRITE.c.status.is_(None), _UNDONE)
    .order_by(claim.c.at)
)
_NOW = bindparam("now", type_=Double)
_FORGET = update(claim).where(claim.c.at > _NOW).values(at=_NOW)


def _columns(row: ClaimRow) -> dict[str, object]:
    return {**asdict(row), "bill_ids": " ".join(row.bill_ids)}


def _row(columns: dict[str, object]) -> ClaimRow:
    return ClaimRow(**{**columns, "bill_ids": tuple(str(columns["bill_ids"]).split())})  # type: ignore[arg-type]
