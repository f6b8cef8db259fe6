"""Prepaid cards and dues in the tables: entries are added and never changed, and each tells the balance after it."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, insert, select, update

from kiosk.contract import ChannelName
from kiosk.core.errors import Refused
from kiosk.core.money import NOTHING, Money
from kiosk.gateway.store import asking, tables

account, entry, payment = tables.account, tables.account_entry, tables.payment

EntryKind = Literal["top_up", "cash", "spent", "given_back", "undone", "close_out", "kept", "made", "repaid"]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """One movement on an account. `amount` below zero takes from it; `payment_id` is the money it is about."""

    kind: EntryKind
    amount: Money
    reference: str
    payment_id: str
    at: float


@dataclass(frozen=True)
class DueRow:
    """What a patient pays later. `balance` is still owed; `purchase_id` is repaying it, or has."""

    account_id: str
    patient_id: str
    made_on: date
    due_on: date
    purchase_id: str | None
    balance: Money


@dataclass(frozen=True)
class TopUp:
    """A top-up that stands: the payment at its channel, what was put on the card, and when the money was asked for."""

    payment_id: str
    channel: ChannelName
    amount: Money
    sent_at: float


def open_prepaid(connection: Connection, patient_id: str, on: date) -> str:
    """The patient's prepaid account, made when there is none. Returns its id."""
    known = connection.execute(select(account.c.account_id).where(account.c.account_id == patient_id)).first()
    if known is None:
        connection.execute(
            insert(account).values(account_id=patient_id, patient_id=patient_id, kind="prepaid", made_on=on)
        )
    return patient_id


def open_due(connection: Connection, payment_id: str, patient_id: str, made_on: date, due_on: date) -> None:
    """An account for what is paid later instead of with this payment."""
    connection.execute(
        insert(account).values(account_id=payment_id, patient_id=patient_id, kind="due", made_on=made_on, due_on=due_on)
    )


def add(connection: Connection, account_id: str, made: Entry) -> Money:
    """Add an entry; the balance after it. Raises `Refused`: balance, when it would fall below nothing; ledger-differs,
    when the entries no longer add up to the balance that the last one tells: a human must see to it."""
    seq, before = _last(connection, account_id)
    if before != _added_up(connection, account_id):
        log.error("the entries of account %s do not add up to its balance: a human must see to it", account_id)
        raise Refused("ledger-differs")
    after = Money(before + made.amount)
    if after < 0:
        raise Refused("balance")
    connection.execute(
        insert(entry).values(
            account_id=account_id,
            seq=seq + 1,
            kind=made.kind,
            amount=made.amount,
            balance=after,
            reference=made.reference,
            payment_id=made.payment_id,
            at=made.at,
        )
    )
    return after


def balance(connection: Connection, account_id: str) -> Money:
    """What the last entry tells; nothing where there is no entry."""
    return _last(connection, account_id)[1]


def is_in(connection: Connection, kind: EntryKind, reference: str) -> bool:
    """Something was moved for this reference, on whatever account."""
    found = connection.execute(select(entry.c.seq).where(entry.c.kind == kind, entry.c.reference == reference))
    return found.first() is not None


def moved_by(connection: Connection, settlement_id: str) -> list[tuple[str, Money]]:
    """What a settlement put on a card, or took from dues, by account; below zero: taken."""
    rows = connection.execute(
        select(entry.c.account_id, entry.c.amount).where(
            entry.c.reference == settlement_id, entry.c.kind.in_(("top_up", "repaid"))
        )
    )
    return [(row.account_id, Money(row.amount)) for row in rows]


def are_dues(connection: Connection, patient_id: str, account_ids: Iterable[str]) -> bool:
    """All of them are this patient's dues, repaid or not."""
    wanted = list(account_ids)
    rows = connection.execute(
        select(account.c.account_id).where(
            account.c.account_id.in_(wanted), account.c.patient_id == patient_id, account.c.kind == "due"
        )
    )
    return len(list(rows)) == len(wanted)


def given_back(connection: Connection, payment_id: str) -> Money:
    """What has gone back of a payment that was made from the card, or is paid later."""
    rows = connection.execute(
        select(func.abs(entry.c.amount)).where(entry.c.payment_id == payment_id, entry.c.kind == "given_back")
    )
    return Money(sum(rows.scalars()))


def top_ups(connection: Connection, account_id: str) -> list[TopUp]:
    """Every top-up that stands, the newest first."""
    undone = entry.alias()
    rows = connection.execute(
        select(entry.c.payment_id, payment.c.channel, entry.c.amount, payment.c.sent_at)
        .select_from(entry)
        .join(payment, payment.c.payment_id == entry.c.payment_id)
        .outerjoin(
            undone,
            (undone.c.account_id == entry.c.account_id)
            & (undone.c.kind == "undone")
            & (undone.c.reference == entry.c.reference),
        )
        .where(entry.c.account_id == account_id, entry.c.kind == "top_up", undone.c.seq.is_(None))
        .order_by(entry.c.seq.desc())
    )
    return [TopUp(row.payment_id, row.channel, Money(row.amount), row.sent_at) for row in rows]


def dues(connection: Connection, patient_id: str) -> list[DueRow]:
    """What this patient still owes, the oldest first."""
    rows = connection.execute(_dues().where(account.c.patient_id == patient_id).order_by(account.c.due_on))
    return [due for due in map(_due, rows) if due.balance]


def dues_of(connection: Connection, purchase_id: str) -> list[DueRow]:
    """The dues that this purchase repays, or has repaid."""
    rows = connection.execute(_dues().where(account.c.purchase_id == purchase_id).order_by(account.c.account_id))
    return [_due(row) for row in rows]


def lock(connection: Connection, due_ids: Iterable[str], purchase_id: str) -> None:
    """Nobody else can repay these dues until the purchase ends."""
    connection.execute(update(account).where(account.c.account_id.in_(list(due_ids))).values(purchase_id=purchase_id))


def unlock(connection: Connection, purchase_id: str) -> None:
    """The dues of a purchase that came to nothing are anybody's to repay."""
    connection.execute(asking.change(account, "purchase_id"), {"purchase_id": None, "row": purchase_id})


def drifted(connection: Connection) -> list[str]:
    """Accounts whose entries do not add up, entry by entry, to the balances that they tell."""
    rows = connection.execute(select(entry).order_by(entry.c.account_id, entry.c.seq))
    found, sums = [], dict[str, tuple[int, int]]()
    for row in rows:
        seq, before = sums.get(row.account_id, (0, 0))
        if (row.seq, row.balance) != (seq + 1, before + row.amount):
            found.append(row.account_id)
        sums[row.account_id] = row.seq, row.balance
    return list(dict.fromkeys(found))


def differing(connection: Connection) -> list[tuple[str, str, Money]]:
    """Accounts on which nothing can be moved any more: which, of what kind, and how far the sum of the entries is from
    the balance that the last one tells."""
    sums = (
        select(entry.c.account_id, func.max(entry.c.seq).label("seq"), func.sum(entry.c.amount).label("sum"))
        .group_by(entry.c.account_id)
        .subquery()
    )
    rows = connection.execute(
        select(entry.c.account_id, account.c.kind, sums.c.sum - entry.c.balance)
        .join(sums, (sums.c.account_id == entry.c.account_id) & (sums.c.seq == entry.c.seq))
        .join(account, account.c.account_id == entry.c.account_id)
        .where(entry.c.balance != sums.c.sum)
        .order_by(entry.c.account_id)
    )
    return [(account_id, kind, Money(off)) for account_id, kind, off in rows]


def _last(connection: Connection, account_id: str) -> tuple[int, Money]:
    """Number and balance of the last entry; nothing where there is none."""
    rows = connection.execute(
        select(entry.c.seq, entry.c.balance)
        .where(entry.c.account_id == account_id)
        .order_by(entry.c.seq.desc())
        .limit(1)
    )
    last = rows.first()
    return (last.seq, Money(last.balance)) if last else (0, NOTHING)


def _added_up(connection: Connection, account_id: str) -> int:
    total = select(func.coalesce(func.sum(entry.c.amount), 0)).where(entry.c.account_id == account_id)
    return int(connection.execute(total).scalar_one())


def _dues() -> Any:
    each = entry.alias()
    newest = select(func.max(each.c.seq)).where(each.c.account_id == account.c.account_id).scalar_subquery()
    return (
        select(account, entry.c.balance)
        .select_from(account)
        .join(entry, (entry.c.account_id == account.c.account_id) & (entry.c.seq == newest))
        .where(account.c.kind == "due")
    )


def _due(row: Row[Any]) -> DueRow:
    return DueRow(row.account_id, row.patient_id, row.made_on, row.due_on, row.purchase_id, Money(row.balance))
