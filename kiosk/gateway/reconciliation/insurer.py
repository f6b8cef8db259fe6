"""The insurer as a side: what it has booked of a day against what the hospital settled with it, per settlement, in fen.

First its totals (3201); only where they are not ours, its book line by line (3202). What was voided or reversed stands
in neither. A settlement is looked for by the number of its message, whatever day either side has it on.
"""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, case, exists, func, literal, literal_column, or_, select

from kiosk.core.money import Money, total
from kiosk.gateway.insurance import Booked, Insurance, InsuranceUnreachable, NoInsurer, Totals
from kiosk.gateway.reconciliation.days import bounds
from kiosk.gateway.reconciliation.engine import read_csv
from kiosk.gateway.reconciliation.spool import add, parts, write
from kiosk.gateway.store import tables
from kiosk.gateway.store.database import Database

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHANNEL = "insurance"  # what it pays stands in the table as that of one more channel

CLAIM = {
    "settlement_id": "VARCHAR",
    "purchase_id": "VARCHAR",
    "terminal_id": "VARCHAR",
    "payment_id": "VARCHAR",  # of the own money, as far as there is an order that is not closed
    "msgid": "VARCHAR",
    "state": "VARCHAR",  # of the claim; nothing: a settlement that no claim was made for
    "settled": "BOOLEAN",  # it stands at the hospital
    "giving_back": "BOOLEAN",  # a return of it is under way
    "medfee": "BIGINT",
    "fund": "BIGINT",
    "account": "BIGINT",
    "own": "BIGINT",
}
BOOKED = {
    "msgid": "VARCHAR",
    "setl_id": "VARCHAR",
    "fund": "BIGINT",
    "account": "BIGINT",
    "own": "BIGINT",
}
_claim, _settlement, _told = tables.insurance_settlement, tables.settlement, tables.presettlement
_payment, _purchase, _return = tables.payment, tables.purchase, tables.patient_return

# The first that fits. What neither side has standing is in order, and no row of the result.
_FINDING = """CASE
    WHEN settlement_id IS NULL THEN 'insurer_unknown'
    WHEN there AND settled AND (there_fund, there_account, there_own) <> (fund, account, claim.own)
        THEN 'insurer_differs'
    WHEN there AND settled THEN 'matched'
    WHEN settled AND (giving_back OR claim.state = 'undoing') THEN 'void_outstanding'
    WHEN settled THEN 'insurer_not_booked'
    WHEN claim.state IN ('undoing', 'watched', 'undone') THEN 'void_outstanding'
    WHEN claim.own > 0 AND (payment_id IS NULL OR unpaid.order_id IS NOT NULL) THEN 'insurance_without_own'
    ELSE 'insurer_not_settled' END"""
_COMPARED = f"""INSERT INTO compared SELECT
    if(finding = 'matched', '', id), if(finding = 'matched', '', coalesce(purchase_id, '')),
    coalesce(terminal_id, ''), '{CHANNEL}', finding, 1, coalesce(there_fund + there_account, 0),
    if(settled, fund + account, 0), 0, 0, coalesce(said, '')
    FROM (SELECT *, coalesce(settlement_id, setl_id) AS id, {_FINDING} AS finding
        FROM claim FULL JOIN (SELECT msgid, setl_id, fund AS there_fund, account AS there_account, own AS there_own,
            true AS there FROM insurer) AS insurer USING (msgid)
        LEFT JOIN (SELECT order_id FROM compared WHERE finding = 'not_in_statement') AS unpaid
            ON payment_id = unpaid.order_id
        LEFT JOIN journal ON journal.purchase_id = claim.purchase_id
        WHERE settled OR there)"""

# One order is one task: what the insurer has without own money is not also an order that the channel does not know.
_ONE_TASK = f"""UPDATE compared SET finding = 'matched', order_id = '', purchase_id = ''
    WHERE finding = 'not_in_statement' AND (booked, returned, refunded) = (0, 0, 0) AND order_id IN (
        SELECT payment_id FROM claim JOIN compared AS found ON found.order_id = claim.settlement_id
        WHERE found.channel = '{CHANNEL}' AND found.finding = 'insurance_without_own')"""


def compare(engine: "DuckDBPyConnection", database: Database, insurance: Insurance, day: date, folder: Path) -> None:
    """Add the insurer's side to the table `compared`, which holds the others' already.

    Raises `InsuranceUnreachable`, and then nothing is added; a hospital that has no insurer and no settlement with one
    has nothing to compare.
    """
    ours = _ours(engine, database, day, folder)
    try:
        theirs = insurance.totals(day)
    except NoInsurer:
        if not ours.count:
            return
        raise
    if ours == theirs:
        engine.execute(
            "CREATE TABLE insurer AS SELECT msgid, '' AS setl_id, fund, account, own FROM claim WHERE settled"
        )
    else:
        _load(engine, folder, _lines(insurance, day))
        _look_up(engine, database, folder)
        _leave_neighbours(engine, insurance, day)
    engine.execute(_COMPARED)
    engine.execute(_ONE_TASK)
    paid = theirs.fund_pay_sumamt + theirs.acct_pay
    engine.execute(f"INSERT INTO line VALUES ('{CHANNEL}', 'paid', '', '', {paid}, {paid}, 0, '', '', true)")


def _ours(engine: "DuckDBPyConnection", database: Database, day: date, folder: Path) -> Totals:
    """What the hospital has settled with the insurer on that day, and stands."""
    begin, end = bounds(day).begin, bounds(day).end
    with database.reading() as connection:
        moved = and_(_claim.c.at >= begin, _claim.c.at < end)
        write(folder / "claim", connection, _claims(moved), _unclaimed(begin, end))
    engine.execute(f"CREATE TABLE claim AS SELECT * FROM {read_csv(folder / 'claim', **CLAIM)}")
    sums = ", ".join(f"coalesce(sum({name}), 0)::BIGINT" for name in ("medfee", "fund", "account", "own"))
    found = engine.execute(f"SELECT count(*), {sums} FROM claim WHERE settled").fetchone()
    assert found is not None  # a sum over nothing is a row too
    return Totals(found[0], *map(Money, found[1:]))


def _lines(insurance: Insurance, day: date) -> tuple[Booked, ...]:
    """What stands in the insurer's book; as much as its totals say, or it is not believed."""
    lines = _standing(insurance.booked(day))
    summed = Totals(
        len(lines),
        total(line.medfee_sumamt for line in lines),
        total(line.fund_pay_sumamt for line in lines),
        total(line.acct_pay for line in lines),
        total(line.psn_cash_pay for line in lines),
    )
    if summed != insurance.totals(day):  # asked again: something may have been voided meanwhile
        raise InsuranceUnreachable("the insurer's details do not add up to its totals")
    return lines


def _standing(lines: Iterable[Booked]) -> tuple[Booked, ...]:
    return tuple(line for line in lines if line.state == "settled")


def _load(engine: "DuckDBPyConnection", folder: Path, lines: Iterable[Booked]) -> None:
    file = folder / "insurer"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(
            (line.msgid, line.setl_id, line.fund_pay_sumamt, line.acct_pay, line.psn_cash_pay) for line in lines
        )
    engine.execute(f"CREATE TABLE insurer AS SELECT * FROM {read_csv(file, **BOOKED)}")


def _look_up(engine: "DuckDBPyConnection", database: Database, folder: Path) -> None:
    """What the insurer has of this day and the hospital has moved on another."""
    named = "SELECT msgid FROM insurer ANTI JOIN claim USING (msgid)"
    with database.reading() as connection:
        wanted = (_claims(_claim.c.msgid.in_(ids)) for ids in parts(engine, named))
        add(engine, connection, folder, "claim", CLAIM, wanted)


def _leave_neighbours(engine: "DuckDBPyConnection", insurance: Insurance, day: date) -> None:
    """What the insurer booked around midnight, or before its answer was lost, is of the day it has it on."""
    missing = "SELECT msgid FROM claim ANTI JOIN insurer USING (msgid) WHERE settled"
    if not engine.execute(missing).fetchall():
        return
    for other in (day - timedelta(days=1), day + timedelta(days=1)):
        there = [line.msgid for line in _standing(insurance.booked(other))]
        engine.execute(f"DELETE FROM claim WHERE list_contains(?, msgid) AND msgid IN ({missing})", [there])


def _claims(wanted: Any) -> Select[Any]:
    """Claims, with the settlement that they are for and the order that the own part is paid by."""
    live = and_(_payment.c.purchase_id == _claim.c.purchase_id, _payment.c.state != literal_column("'closed'"))
    return (
        _columns(_claim.c.settlement_id, _claim.c.purchase_id, _claim.c.msgid, _claim.c.state)
        .select_from(_claim)
        .join(_told, _told.c.presettlement_id == _claim.c.presettlement_id)
        .join(_purchase, _purchase.c.purchase_id == _claim.c.purchase_id)
        .outerjoin(_settlement, _settlement.c.settlement_id == _claim.c.settlement_id)
        .outerjoin(_payment, live)
        .where(wanted)
    )


def _unclaimed(begin: float, end: float) -> Select[Any]:
    """Settlements of the day that count on the insurance, and nobody asked it."""
    of_it = exists().where(_claim.c.settlement_id == _settlement.c.settlement_id)
    insured = or_(_told.c.fund_pay_sumamt > 0, _told.c.acct_pay > 0)
    return (
        _columns(_settlement.c.settlement_id, _settlement.c.purchase_id, _settlement.c.settlement_id, literal(""))
        .select_from(_settlement)
        .join(_told, _told.c.presettlement_id == _settlement.c.presettlement_id)
        .join(_purchase, _purchase.c.purchase_id == _settlement.c.purchase_id)
        .outerjoin(_payment, _payment.c.payment_id == _settlement.c.payment_id)
        .where(_settlement.c.state == "settled", _settlement.c.at >= begin, _settlement.c.at < end, insured, ~of_it)
    )


def _columns(settlement_id: Any, purchase_id: Any, msgid: Any, state: Any) -> Select[Any]:
    """As in `CLAIM`."""
    going_back = exists().where(_return.c.purchase_id == _purchase.c.purchase_id, _return.c.state == "saved")
    return select(
        settlement_id,
        purchase_id,
        _purchase.c.terminal_id,
        _payment.c.payment_id,
        msgid,
        state,
        case((func.coalesce(_settlement.c.state, "") == "settled", 1), else_=0),
        case((going_back, 1), else_=0),
        _told.c.medfee_sumamt,
        _told.c.fund_pay_sumamt,
        _told.c.acct_pay,
        _told.c.psn_cash_pay,
    )
