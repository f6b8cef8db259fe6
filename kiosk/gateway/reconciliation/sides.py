"""What the hospital booked and what the terminals wrote down, read from the store in batches for the engine."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, and_, case, func, literal, literal_column, or_, select

from kiosk.contract import LEDGERS
from kiosk.gateway.reconciliation.days import MARGIN_S, bounds
from kiosk.gateway.reconciliation.engine import read_csv
from kiosk.gateway.reconciliation.spool import add, parts, write
from kiosk.gateway.store import tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_payment, _purchase, _settlement, _told = tables.payment, tables.purchase, tables.settlement, tables.presettlement
_move, _item = tables.journal_move, tables.reconciliation_item

BOOK = {
    "order_id": "VARCHAR",
    "purchase_id": "VARCHAR",
    "terminal_id": "VARCHAR",
    "channel": "VARCHAR",
    "fen": "BIGINT",
    "state": "VARCHAR",
    "sent_at": "DOUBLE",
    "heard_at": "DOUBLE",
    "stands": "VARCHAR",  # the purchase's state
    "settled": "BIGINT",  # own money of the settlement that stands on this order
    "insured": "BIGINT",  # what the insurance pays of it
}
REFUND = {
    "refund_id": "VARCHAR",
    "order_id": "VARCHAR",
    "fen": "BIGINT",
    "state": "VARCHAR",  # refunded, or on its way
    "asked_at": "DOUBLE",
    "told_at": "DOUBLE",  # when the channel was first heard to say that it is back; no later than this
    "undone": "BOOLEAN",  # whether the settlement does not count it any more
}
LEDGER = {"channel": "VARCHAR", "kind": "VARCHAR", "order_id": "VARCHAR", "refund_id": "VARCHAR", "fen": "BIGINT"}
MOVE = {"purchase_id": "VARCHAR", "seq": "BIGINT", "moved_at": "DOUBLE", "said": "VARCHAR", "own": "BIGINT"}
CARRIED = {"order_id": "VARCHAR", "finding": "VARCHAR"}


def spool(connection: Connection, day: date, folder: Path) -> None:
    """Write every side of the hospital's as a file into `folder`."""
    before, after = bounds(day).begin - MARGIN_S, bounds(day).end + MARGIN_S
    write(folder / "book", connection, _orders(_within(before, after)), _strays(bounds(day).begin, bounds(day).end))
    write(folder / "refund", connection, *_refunds(before, after))
    write(folder / "ledger", connection, _ledger(day))
    write(folder / "move", connection, _moves(before))
    write(folder / "terminal", connection, select(_move.c.terminal_id).distinct())
    write(folder / "carried", connection, _carried(day))


def load(engine: "DuckDBPyConnection", folder: Path) -> None:
    """Make the tables of the engine from the files."""
    for name, columns in (("book", BOOK), ("refund", REFUND), ("move", MOVE), ("carried", CARRIED)):
        engine.execute(f"CREATE TABLE {name} AS SELECT * FROM {read_csv(folder / name, **columns)}")
    engine.execute(
        "INSERT INTO line SELECT channel, kind, order_id, coalesce(refund_id, ''), fen, fen, 0, '', '', true"
        f" FROM {read_csv(folder / 'ledger', **LEDGER)}"
    )
    engine.execute(f"CREATE TABLE terminal AS SELECT * FROM {read_csv(folder / 'terminal', terminal_id='VARCHAR')}")


def look_up_refunds(engine: "DuckDBPyConnection", connection: Connection, folder: Path) -> None:
    """Refunds that the statement names and the files do not have may be older: the store is asked for them by their
    number, and for the orders they belong to."""
    named = "SELECT DISTINCT refund_id FROM line ANTI JOIN refund USING (refund_id) WHERE kind = 'refunded'"
    wanted = (one for ids in parts(engine, named) for one in _refunds_of(ids))
    add(engine, connection, folder, "refund", REFUND, wanted)
    belong = "SELECT DISTINCT order_id FROM refund ANTI JOIN book USING (order_id)"
    add(engine, connection, folder, "book", BOOK, _orders_of(engine, belong))


def look_up_orders(engine: "DuckDBPyConnection", connection: Connection, folder: Path) -> bool:
    """The same for orders that turned out to be unknown. Whether the store knew one."""
    unknown = "SELECT order_id FROM compared WHERE finding = 'unknown_order'"
    return add(engine, connection, folder, "book", BOOK, _orders_of(engine, unknown)) > 0


def _orders_of(engine: "DuckDBPyConnection", named: str) -> Iterator[Select[Any]]:
    return (_orders(_payment.c.payment_id.in_(ids)) for ids in parts(engine, named))


def _orders(wanted: Any) -> Select[Any]:
    stands_on_it = _settlement.c.payment_id == _payment.c.payment_id
    return (
        select(
            _payment.c.payment_id,
            _payment.c.purchase_id,
            _purchase.c.terminal_id,
            _payment.c.channel,
            _payment.c.amount,
            _payment.c.state,
            _payment.c.sent_at,
            _payment.c.asked_at,
            _purchase.c.state,
            func.coalesce(_told.c.psn_cash_pay, 0),
            func.coalesce(_told.c.medfee_sumamt - _told.c.psn_cash_pay, 0),
        )
        .join(_purchase, _purchase.c.purchase_id == _payment.c.purchase_id)
        .outerjoin(
            _settlement,
            and_(
                _settlement.c.purchase_id == _payment.c.purchase_id,
                _settlement.c.state == literal_column("'settled'"),
                stands_on_it,
            ),
        )
        .outerjoin(_told, _told.c.presettlement_id == _settlement.c.presettlement_id)
        .where(wanted)
    )


def _within(before: float, after: float) -> Any:
    return and_(_payment.c.sent_at < after, _payment.c.asked_at >= before)


def _strays(begin: float, end: float) -> Select[Any]:
    """Settlements of the day that stand with own money and name no order: they stand under their purchase's number."""
    return (
        select(
            _settlement.c.purchase_id,
            _settlement.c.purchase_id.label("purchase"),
            _purchase.c.terminal_id,
            literal(""),
            literal(0),
            literal("none"),
            _settlement.c.at,
            _settlement.c.at.label("heard_at"),
            _purchase.c.state,
            _told.c.psn_cash_pay,
            _told.c.medfee_sumamt - _told.c.psn_cash_pay,
        )
        .join(_purchase, _purchase.c.purchase_id == _settlement.c.purchase_id)
        .join(_told, _told.c.presettlement_id == _settlement.c.presettlement_id)
        .where(
            _settlement.c.state == "settled",
            _settlement.c.payment_id == "",
            _told.c.psn_cash_pay > 0,
            _settlement.c.at >= begin,
            _settlement.c.at < end,
        )
    )


def _refunds(before: float, after: float) -> Iterator[Select[Any]]:
    """Given back before a settlement, by the patient's wish, and when a card was closed.

    Of the orders of the day also what was asked for since: the settlement that stands now does not count it any more.
    """
    of_the_day = select(_payment.c.payment_id).where(_within(before, after))
    for rows, asked, told in (_refund_rows(), _return_rows(), _close_out_rows()):
        yield rows.where(
            or_(told >= before, rows.selected_columns["state"] != "refunded"),
            or_(asked < after, rows.selected_columns["payment_id"].in_(of_the_day)),
        )


def _refunds_of(ids: list[str]) -> Iterator[Select[Any]]:
    for rows, _, _ in (_refund_rows(), _return_rows(), _close_out_rows()):
        yield rows.where(rows.selected_columns["refund_id"].in_(ids))


Rows = tuple[Select[Any], Any, Any]  # the rows, when they were asked for, when they were told to be done


def _refund_rows() -> Rows:
    refund = tables.refund.c
    # A purchase is last touched when its refund is heard to be done.
    told = case((_purchase.c.touched_at > refund.asked_at, _purchase.c.touched_at), else_=refund.asked_at)
    rows = (
        select(refund.refund_id, refund.payment_id, refund.amount, refund.state, refund.asked_at, told, literal(1))
        .join(_payment, _payment.c.payment_id == refund.payment_id)
        .join(_purchase, _purchase.c.purchase_id == _payment.c.purchase_id)
    )
    return rows, refund.asked_at, told


def _return_rows() -> Rows:
    given = tables.patient_return.c
    refund_id = (given.return_id + "-R").label("refund_id")
    told = func.coalesce(given.ended_at, given.at)
    rows = select(refund_id, given.payment_id, given.own, given.state, given.at, told, literal(1))
    return rows.where(given.own > 0, given.state.in_(("undone", "refunded"))), given.at, told


def _close_out_rows() -> Rows:
    part, whole = tables.close_out_part.c, tables.close_out.c
    refund_id = part.part_id.label("refund_id")
    told = func.coalesce(part.ended_at, whole.at)
    rows = select(refund_id, part.payment_id, part.amount, part.state, whole.at, told, literal(0)).join(
        tables.close_out, whole.close_out_id == part.close_out_id
    )
    return rows.where(part.payment_id != "", part.state.in_(("processing", "refunded"))), whole.at, told


def _ledger(day: date) -> Select[Any]:
    """What the hospital's own books took and gave back instead of a channel: an entry each, or two where a part of what
    is given back was repaid already."""
    entry, today = tables.account_entry.c, bounds(day)
    taken = entry.kind.in_(("spent", "made"))
    return (
        select(
            _payment.c.channel,
            case((taken, "paid"), else_="refunded"),
            entry.payment_id,
            case((taken, ""), else_=entry.reference),
            func.abs(entry.amount),
        )
        .join(tables.account_entry, entry.payment_id == _payment.c.payment_id)
        .where(
            _payment.c.channel.in_(LEDGERS),
            or_(taken, entry.kind == "given_back"),
            entry.at >= today.begin,
            entry.at < today.end,
        )
    )


def _moves(before: float) -> Select[Any]:
    return select(_move.c.purchase_id, _move.c.seq, _move.c.at, _move.c.after, _move.c.own).where(_move.c.at >= before)


def _carried(day: date) -> Select[Any]:
    """What the day before left to this one."""
    before = (day - timedelta(days=1)).isoformat()
    return select(_item.c.order_id, _item.c.finding).where(
        _item.c.date == before, _item.c.finding.in_(("waiting", "early"))
    )
