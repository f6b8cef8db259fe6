"""A patient gives back what they paid: saved first, then the insurance is undone, then the money goes back.

The return's id says which bills of which purchase it is of, so nothing can give the same money back twice. What a
gateway leaves unfinished is taken up by the rounds, or by whoever asks how it stands.
"""

import logging
from dataclasses import replace

from sqlalchemy import Connection

from kiosk.contract import Quote, QuoteRequest, Return, ReturnRequest
from kiosk.contract.returns import ReturnState
from kiosk.core.errors import Refused
from kiosk.gateway.cashier import Cashier, purchase_lock
from kiosk.gateway.cashier import claims as claiming
from kiosk.gateway.cashier.return_cases import Offer, check, look, offer
from kiosk.gateway.cashier.return_claims import exchange
from kiosk.gateway.cashier.settlements import new_setl_id
from kiosk.gateway.channels import Channel, ChannelUnreachable, RefundAnswer
from kiosk.gateway.problems import known
from kiosk.gateway.store import alarms, claims, payments, purchases, returns, settlements
from kiosk.gateway.store.alarms import Cause
from kiosk.gateway.store.returns import ReturnRow, ReturnStands
from kiosk.gateway.store.rows import PurchaseRow, SettlementRow
from kiosk.gateway.store.writes import Answer, Asked, begin, finish

log = logging.getLogger(__name__)

TOLD: dict[ReturnStands, ReturnState] = {
    "saved": "verifying",  # the insurance may still say no: then nothing goes back
    "undone": "processing",
    "refunded": "refunded",
    "refused": "refused",
}


def quote(cashier: Cashier, request: QuoteRequest) -> Quote:
    """What would go back; changes nothing. Refused as `return_cases.offer`."""
    return offer(cashier, request).quote


def give_back(cashier: Cashier, return_id: str, request: ReturnRequest) -> Answer:
    """Refused: return-differs, amount-differs, and as `return_cases.offer`; a refusal is of this moment and not kept.

    The answer that is kept may say `verifying` or `processing`; ask `return_state` for the end.
    """
    asked = Asked("returns", return_id, request, cashier.now())
    with cashier.locks.of(f"returns/{return_id}"), cashier.locks.of(purchase_lock(request.purchase_id)):
        with cashier.database.reading() as connection:
            saved = returns.find(connection, return_id) is not None
        offered = None if saved else _agreed(cashier, asked, request)
        begun = begin(cashier.database, asked, lambda connection: _save(cashier, connection, asked, request, offered))
        if isinstance(begun, Answer):
            return begun
        return finish(cashier.database, asked, as_return(_bring_on(cashier, return_id)))


def return_state(cashier: Cashier, return_id: str) -> Return:
    """How it stands, after taking it a step further. Refused: unknown-return."""
    with cashier.database.reading() as connection:
        row = _find(connection, return_id)
    with cashier.locks.of(purchase_lock(row.purchase_id)):
        return as_return(_bring_on(cashier, return_id))


def as_return(row: ReturnRow) -> Return:
    """The return as terminals see it."""
    state: ReturnState = TOLD[row.state]
    return Return(
        return_id=row.return_id,
        purchase_id=row.purchase_id,
        total=row.total,
        fund=row.fund,
        account=row.account,
        own=row.own,
        channel=row.channel,
        state=state,
        reason=row.reason,
    )


def _agreed(cashier: Cashier, asked: Asked, request: ReturnRequest) -> Offer:
    """What it comes to, when that is what the patient was told."""
    wanted = QuoteRequest(purchase_id=request.purchase_id, bill_ids=request.bill_ids)
    offered = offer(cashier, wanted)
    if offered.quote.return_id != asked.id:
        raise Refused("return-differs")
    if offered.quote.own != request.own:
        raise Refused("amount-differs")
    return offered


def _save(
    cashier: Cashier, connection: Connection, asked: Asked, request: ReturnRequest, offered: Offer | None
) -> None:
    assert offered is not None  # it is saved by whoever has just been told what it comes to
    case, told = look(connection, offered.case.purchase), offered.quote
    check(cashier, case, request.bill_ids)
    standing = case.settlement
    if standing is None or standing != offered.case.settlement or case.given_back != offered.case.given_back:
        raise Refused("return-barred", "under-way")  # it was changed between the telling and the saving
    claim = claims.find(connection, standing.settlement_id)
    if claim is not None and claim.state != "settled":
        raise Refused("return-barred", "under-way")  # it is being voided, or the insurer has nothing of it
    row = ReturnRow(
        return_id=asked.id,
        purchase_id=request.purchase_id,
        payment_id=standing.payment_id,
        settlement_id=standing.settlement_id,
        presettlement_id=offered.rest.presettlement_id if offered.rest else "",
        channel=told.channel,
        total=told.total,
        fund=told.fund,
        account=told.account,
        own=told.own,
        state="saved",
        reason="",
        at=asked.at,
    )
    if offered.rest is not None:
        payments.add_presettlement(connection, offered.rest)
    returns.add(connection, row, request.bill_ids)
    claiming.give_up(connection, standing.settlement_id, asked.at)


def _bring_on(cashier: Cashier, return_id: str) -> ReturnRow:
    """As far as it goes now. Hold the purchase's lock."""
    with cashier.database.reading() as connection:
        row = _find(connection, return_id)
    if row.state == "saved":
        row = _undo(cashier, row)
    return _pay_back(cashier, row) if row.state == "undone" else row


def _undo(cashier: Cashier, row: ReturnRow) -> ReturnRow:
    """2208 of what stands and 2207 of what is left at the insurer, then both at the hospital, in one."""
    with cashier.database.reading() as connection:
        reason = _why_not(connection, row)
        insured = claims.find(connection, row.settlement_id) is not None
        kept = [bill.bill_id for bill in look(connection, _purchase(connection, row)).left]
    setl_id = ""
    try:
        if insured and not reason:
            setl_id, reason = exchange(cashier, row, kept)
    except Refused as silent:
        log.warning("return %s waits: %s", row.return_id, silent.code)
        return row
    with cashier.database.writing() as connection:
        row = _find(connection, row.return_id)
        if row.state != "saved":
            return row  # another gateway was faster
        if reason:
            log.error("return %s is refused by the insurance: %s", row.return_id, reason)
            return _move(connection, replace(row, state="refused", reason=reason))
        _book(cashier, connection, row, setl_id)
        return _move(connection, replace(row, state="undone" if row.own else "refunded"))


def _why_not(connection: Connection, row: ReturnRow) -> str:
    standing = settlements.standing(connection, row.purchase_id)
    return "" if standing is not None and standing.settlement_id == row.settlement_id else "not-settled"


def _book(cashier: Cashier, connection: Connection, row: ReturnRow, setl_id: str) -> None:
    settlements.void(connection, row.settlement_id)
    given = [
        bill_id for bill_id, by in returns.bills_given_back(connection, row.purchase_id).items() if by == row.return_id
    ]
    returns.free_bills(connection, row.purchase_id, given)
    now = cashier.now()
    if row.presettlement_id:
        if not setl_id and claims.find(connection, row.settlement_id) is not None:
            raise Refused("insurance-silent", "what is left was insured, and the insurer has given no number for it")
        settlements.add(connection, _rest(row, setl_id or new_setl_id(cashier, connection), now))
    else:
        purchases.move(connection, row.purchase_id, "refunding" if row.own else "refunded", now)


def _rest(row: ReturnRow, setl_id: str, now: float) -> SettlementRow:
    return SettlementRow(
        settlement_id=row.rest_id,
        purchase_id=row.purchase_id,
        presettlement_id=row.presettlement_id,
        payment_id=row.payment_id,
        state="settled",
        setl_id=setl_id,
        reason="",
        at=now,
    )


def _pay_back(cashier: Cashier, row: ReturnRow) -> ReturnRow:
    """Own money, through the channel it came from. Query before you repeat: it may have been asked for before."""
    assert row.channel  # own money came through one
    channel = cashier.channel(row.channel)
    try:
        answer = _ask(channel, row)
    except ChannelUnreachable:
        return row
    if answer.state == "refused":
        log.error("return %s is refused by %s: a human must see to it", row.return_id, row.channel)
        with cashier.database.writing() as connection:
            alarms.raise_(connection, _refused(connection, row), cashier.now())
    if answer.state != "refunded":
        return row
    with cashier.database.writing() as connection:
        if not row.presettlement_id:
            purchases.move(connection, row.purchase_id, "refunded", cashier.now())
        alarms.clear(connection, _refused(connection, row), cashier.now())
        return _move(connection, replace(row, state="refunded", ended_at=cashier.now()))


def _refused(connection: Connection, row: ReturnRow) -> Cause:
    bought_at = purchases.terminal_of(connection, row.purchase_id)
    return Cause("refund-refused", row.purchase_id, row.payment_id, bought_at, channel=row.channel, amount=row.own)


def _ask(channel: Channel, row: ReturnRow) -> RefundAnswer:
    answer = channel.query_refund(row.refund_id)
    if answer.state != "not_found":
        return answer
    return channel.refund(row.refund_id, row.payment_id, row.own)


def _move(connection: Connection, row: ReturnRow) -> ReturnRow:
    returns.move(connection, row.return_id, row.state, row.reason, row.ended_at)
    return row


def _purchase(connection: Connection, row: ReturnRow) -> PurchaseRow:
    purchase = purchases.find(connection, row.purchase_id)
    assert purchase is not None  # a foreign key
    return purchase


def _find(connection: Connection, return_id: str) -> ReturnRow:
    return known(returns.find(connection, return_id), "unknown-return")
