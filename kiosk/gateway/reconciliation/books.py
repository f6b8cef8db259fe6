"""Takes a day through: compare, answer what the gateway can, keep the rest and tell the staff. Twice is as once."""

import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from kiosk.contract import LEDGERS, Reconciliation, ReconciliationItem, ReconciliationLine, ReconciliationRan
from kiosk.core.money import Money
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.channels import KeepsStatements
from kiosk.gateway.problems import known
from kiosk.gateway.reconciliation.answers import answer
from kiosk.gateway.reconciliation.days import MARGIN_S, bounds
from kiosk.gateway.reconciliation.findings import Finding
from kiosk.gateway.reconciliation.insurer import CHANNEL as INSURER
from kiosk.gateway.reconciliation.result import Line, Result
from kiosk.gateway.reconciliation.run import reconcile
from kiosk.gateway.store import accounts, alarms, reconciliations
from kiosk.gateway.store.alarms import Cause
from kiosk.gateway.store.reconciliations import ItemRow, RunRow

log = logging.getLogger(__name__)

TURN = "reconciliations"  # the lock: one run at a time, or one that saw the books earlier is kept over a later one
LARGEST_ALARM = Money(99_999_999_99)


class _Table(msgspec.Struct):
    lines: list[ReconciliationLine]
    whole: ReconciliationLine


def balance(
    cashier: Cashier, day: date, files: Mapping[str, Path | None], missing: Mapping[str, str] | None = None
) -> Reconciliation:
    """The day's result, kept. Hold `TURN`. Raises `DoesNotAddUp`, and `SQLAlchemyError` when the store fails."""
    tell_of_accounts(cashier)
    left_out = {**_not_given(cashier, day, files), **(missing or {})}
    result = reconcile(cashier.database, day, files, left_out, cashier.insurance)
    compared = {*files, *LEDGERS, INSURER, ""} - {*result.missing}  # "": settlements that name no order
    ended = bounds(day).end
    rows = [_row(cashier, day, finding, answer(cashier, finding, ended)) for finding in result.findings]
    with cashier.database.writing() as connection:
        gone = reconciliations.keep(connection, _run(cashier, result), rows, compared)
        reconciliations.hand_over(connection, (day - timedelta(days=1)).isoformat(), compared, cashier.now())
        _tell(connection, rows, gone, cashier.now())
    kept = find(cashier, day)
    log.info("reconciled %s: %s orders, %s stand out", day, kept.whole.orders, kept.whole.standing_out)
    return kept


def tell_of_accounts(cashier: Cashier) -> None:
    """Alarm for every prepaid card and every due that does not add up: nobody can pay from it until a human has seen to
    it. The alarm goes away by itself when it does again."""
    with cashier.database.writing() as connection:
        causes = [
            Cause(
                "ledger-differs",
                payment_id=account_id,
                reason=account_id,
                channel={"due": "pay_later"}.get(kind, kind),
                amount=min(Money(abs(off)), LARGEST_ALARM),
            )
            for account_id, kind, off in accounts.differing(connection)
        ]
        alarms.only(connection, "ledger-differs", causes, cashier.now())


def _not_given(cashier: Cashier, day: date, files: Mapping[str, Path | None]) -> dict[str, str]:
    """Channels of this hospital that nobody brings a statement of."""
    with cashier.database.reading() as connection:
        used = reconciliations.channels_used(connection, bounds(day).begin - MARGIN_S, bounds(day).end)
    keep = {name for name, channel in cashier.channels.items() if isinstance(channel, KeepsStatements)}
    return dict.fromkeys(sorted((used | keep) - {*files, *LEDGERS}), "no statement given")


def _tell(connection: Connection, rows: list[ItemRow], gone: list[ItemRow], now: float) -> None:
    """Alarm for what is a human's; and no more for what is not, on this date and on every other."""
    for row in rows:
        if row.answer == "task":
            alarms.raise_(connection, _cause(row), now)
        elif row.answer == "ended":
            reconciliations.end_elsewhere(connection, row, now)
    for row in gone + [row for row in rows if row.state == "done"]:
        if not reconciliations.is_task_elsewhere(connection, row):
            alarms.clear(connection, _cause(row), now)


def find(cashier: Cashier, day: date) -> Reconciliation:
    """What is kept of a day. Refused: unknown-reconciliation."""
    with cashier.database.reading() as connection:
        run = known(reconciliations.find(connection, day.isoformat()), "unknown-reconciliation")
        rows = reconciliations.items(connection, day.isoformat())
    table = msgspec.json.decode(run.table, type=_Table)
    return Reconciliation(
        date=run.date,
        ran_at=datetime.fromtimestamp(run.ran_at, UTC).isoformat(timespec="seconds"),
        missing=run.missing.splitlines(),
        lines=table.lines,
        whole=table.whole,
        items=[_item(row) for row in rows if row.finding != "early"],
    )


def ran(kept: Reconciliation) -> ReconciliationRan:
    """The short answer to who asked for the run."""
    return ReconciliationRan(
        date=kept.date,
        orders=kept.whole.orders,
        standing_out=kept.whole.standing_out,
        open=sum(item.state == "open" for item in kept.items),
        difference=kept.whole.difference,
        missing=kept.missing,
    )


def _run(cashier: Cashier, result: Result) -> RunRow:
    table = _Table([_line(line) for line in result.lines], _line(result.whole))
    missing = "\n".join(f"{channel}: {why}" for channel, why in sorted(result.missing.items()))
    return RunRow(result.day.isoformat(), cashier.now(), missing[:200], msgspec.json.encode(table))


def _line(line: Line) -> ReconciliationLine:
    return ReconciliationLine(**asdict(line), difference=line.difference)


def _row(cashier: Cashier, day: date, found: Finding, answered: str) -> ItemRow:
    done = answered == "ended" or found.finding == "early"
    return ItemRow(
        date=day.isoformat(),
        **asdict(found),
        answer=answered,
        state="done" if done else "open",
        found_at=cashier.now(),
        changed_at=cashier.now(),
    )


def _item(row: ItemRow) -> ReconciliationItem:
    names = ReconciliationItem.__struct_fields__
    return ReconciliationItem(**{name: getattr(row, name) for name in names})


def _cause(row: ItemRow) -> Cause:
    amount = max(row.charged, row.booked, row.returned, row.refunded)
    return Cause(
        kind="reconciliation",
        purchase_id=row.purchase_id,
        payment_id=row.order_id,
        terminal_id=row.terminal_id,
        state=row.said,
        reason=row.finding,
        channel=row.channel,
        amount=min(amount, LARGEST_ALARM),
    )
