"""A balance goes back to where it came from: to the newest top-ups first, each up to what is left of it.

What was put on at the window, what is too old for its channel, and what a channel refuses stays on the card until the
window pays it out. Saved first, asked second, the answer saved: a gateway that dies on the way goes on in its rounds.
"""

import logging
from dataclasses import replace

from sqlalchemy import Connection

from kiosk.contract import CloseOut, CloseOutRequest, PrepaidAccount, WayBack
from kiosk.core.errors import Refused
from kiosk.core.money import Money
from kiosk.gateway.accounts import kinds
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.channels import Channel, ChannelUnreachable, RefundAnswer
from kiosk.gateway.hospital.account_rules import REFUND_DAYS, TOP_UP
from kiosk.gateway.problems import known
from kiosk.gateway.store import accounts, close_outs, patients
from kiosk.gateway.store.accounts import Entry, TopUp
from kiosk.gateway.store.close_outs import CloseOutRow, PartRow
from kiosk.gateway.store.writes import Answer, Asked, Begun, begin, finish

DAY_S = 24 * 3600
log = logging.getLogger(__name__)


def prepaid_account(cashier: Cashier, patient_id: str) -> PrepaidAccount:
    """What is on the card, what may be put on it, and where it would go back to. Raises `Refused`: unknown-patient."""
    with cashier.database.reading() as connection:
        known(patients.find(connection, patient_id), "unknown-patient")
        balance = accounts.balance(connection, patient_id)
        frozen = close_outs.running(connection, patient_id)
        ways = _plan(cashier, connection, "planned", patient_id, balance)
        most = kinds.most(connection, patient_id)
    return PrepaidAccount(
        patient_id=patient_id,
        balance=balance,
        frozen=frozen,
        offers=[offer for offer in TOP_UP.offers if offer <= most],
        least=TOP_UP.least,
        most=most,
        ways_back=[_planned(way) for way in ways],
    )


def close_out(cashier: Cashier, close_out_id: str, request: CloseOutRequest) -> Answer:
    """Refused: unknown-patient, nothing-to-give-back, balance-changed, account-frozen.

    The answer that is kept may say `running`; ask `close_out_state` for the end.
    """
    asked = Asked("close-outs", close_out_id, request, cashier.now())
    with cashier.locks.of(_lock(close_out_id)):
        begun = begin(cashier.database, asked, lambda connection: _save(cashier, connection, asked, request))
        if isinstance(begun, Answer):
            return begun
        return finish(cashier.database, asked, _bring_on(cashier, close_out_id, first=begun is Begun.NOW))


def close_out_state(cashier: Cashier, close_out_id: str) -> CloseOut:
    """How it stands, after taking it a step further. Refused: unknown-close-out."""
    with cashier.locks.of(_lock(close_out_id)):
        return _bring_on(cashier, close_out_id, first=False)


def _planned(way: PartRow) -> WayBack:
    """A part that nobody has asked for yet."""
    return WayBack(channel=way.channel, amount=way.amount, state="planned")


def _lock(close_out_id: str) -> str:
    return f"close-outs/{close_out_id}"


def _save(cashier: Cashier, connection: Connection, asked: Asked, request: CloseOutRequest) -> None:
    patient_id = request.patient_id
    known(patients.find(connection, patient_id), "unknown-patient")
    if close_outs.running(connection, patient_id):
        raise Refused("account-frozen")
    balance = accounts.balance(connection, patient_id)
    if not balance:
        raise Refused("nothing-to-give-back")
    if balance != request.balance:
        raise Refused("balance-changed")
    ways = _plan(cashier, connection, asked.id, patient_id, balance)
    row = CloseOutRow(asked.id, patient_id, request.terminal_id, balance, "running", asked.at)
    close_outs.add(connection, row, ways)
    for way in ways:
        if way.state == "processing":
            taken = Entry("close_out", Money(-way.amount), way.part_id, way.payment_id, asked.at)
            accounts.add(connection, patient_id, taken)


def _plan(
    cashier: Cashier, connection: Connection, close_out_id: str, patient_id: str, balance: Money
) -> list[PartRow]:
    """Newest first: what was spent came from the oldest."""
    left, ways = balance, list[PartRow]()
    for top_up in accounts.top_ups(connection, patient_id):
        amount = Money(min(left, top_up.amount - close_outs.back_of(connection, top_up.payment_id)))
        if amount > 0 and _takes_back(cashier, top_up):
            ways.append(_part(close_out_id, len(ways), top_up, amount))
            left = Money(left - amount)
    if left:
        ways.append(PartRow(f"{close_out_id}-W", close_out_id, len(ways), "", "", left, "window"))
    return ways


def _takes_back(cashier: Cashier, top_up: TopUp) -> bool:
    age_s = cashier.now() - top_up.sent_at
    return top_up.channel in cashier.channels and age_s < REFUND_DAYS.get(top_up.channel, 0) * DAY_S


def _part(close_out_id: str, position: int, top_up: TopUp, amount: Money) -> PartRow:
    part_id = f"{close_out_id}-{position + 1}"
    return PartRow(part_id, close_out_id, position, top_up.payment_id, top_up.channel, amount, "processing")


def _bring_on(cashier: Cashier, close_out_id: str, first: bool) -> CloseOut:
    with cashier.database.reading() as connection:
        row = known(close_outs.find(connection, close_out_id), "unknown-close-out")
        ways = close_outs.parts(connection, close_out_id)
    for way in ways:
        if way.state == "processing":
            _ask(cashier, row, way, first)
    return _end(cashier, row)


def _ask(cashier: Cashier, row: CloseOutRow, way: PartRow, first: bool) -> None:
    """One part; a channel that does not answer is asked again in the next round."""
    channel = cashier.channels.get(way.channel) if way.channel else None
    if channel is None:
        return
    try:
        answer = _refund(channel, way) if first else _query(channel, way)
    except ChannelUnreachable:
        return
    if answer.state == "refunded":
        _keep(cashier, row, replace(way, state="refunded", ended_at=cashier.now()))
    elif answer.state == "refused":
        log.error("part %s of a close-out is refused by %s: to the window", way.part_id, way.channel)
        _keep(cashier, row, replace(way, state="window", reason=answer.reason))


def _refund(channel: Channel, way: PartRow) -> RefundAnswer:
    return channel.refund(way.part_id, way.payment_id, way.amount)


def _query(channel: Channel, way: PartRow) -> RefundAnswer:
    answer = channel.query_refund(way.part_id)
    return _refund(channel, way) if answer.state == "not_found" else answer


def _keep(cashier: Cashier, row: CloseOutRow, way: PartRow) -> None:
    with cashier.database.writing() as connection:
        close_outs.put_part(connection, way)
        if way.state == "window":  # it stays on the card until the window pays it out
            kept = Entry("kept", way.amount, way.part_id, way.payment_id, cashier.now())
            accounts.add(connection, row.patient_id, kept)


def _end(cashier: Cashier, row: CloseOutRow) -> CloseOut:
    with cashier.database.writing() as connection:
        ways = close_outs.parts(connection, row.close_out_id)
        over = all(way.state != "processing" for way in ways)
        if over and row.state == "running":
            close_outs.end(connection, row.close_out_id)
    return CloseOut(
        close_out_id=row.close_out_id,
        patient_id=row.patient_id,
        balance=row.balance,
        state="done" if over else "running",
        ways_back=[WayBack(channel=way.channel, amount=way.amount, state=way.state) for way in ways],
    )
