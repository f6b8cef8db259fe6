"""What is sold beside bills: money on the prepaid card, and dues that are repaid. The patient pays all of it."""

from sqlalchemy import Connection

from kiosk.contract import LEDGERS, ChannelName, PreSettlement, PreSettlementRequest, Purchase, PurchaseRequest
from kiosk.core.errors import Refused
from kiosk.core.money import NOTHING, Money, total
from kiosk.gateway.hospital.account_rules import TOP_UP
from kiosk.gateway.hospital.days import day_at
from kiosk.gateway.store import accounts, close_outs, purchases
from kiosk.gateway.store.accounts import DueRow, Entry
from kiosk.gateway.store.rows import PurchaseRow, SettlementRow
from kiosk.gateway.store.writes import Asked


def open_other(connection: Connection, asked: Asked, request: PurchaseRequest) -> Purchase:
    """Refused: account-frozen, amount-not-allowed; unknown-due, due-repaid, due-locked; kind-differs."""
    if (request.amount is None) == (request.kind == "top_up") or bool(request.bill_ids) == (request.kind == "top_up"):
        raise Refused("kind-differs")
    if request.amount is not None:
        _check_amount(connection, request.patient_id, request.amount)
        due = request.amount
    else:
        due = total(each.balance for each in _free_dues(connection, request))
    row = PurchaseRow(asked.id, request.terminal_id, request.patient_id, due, "open", "", asked.at, request.kind)
    purchases.add(connection, row)
    accounts.lock(connection, request.bill_ids, asked.id)
    return Purchase(purchase_id=asked.id, patient_id=request.patient_id, bill_ids=request.bill_ids, total=due)


def all_own(presettlement_id: str, request: PreSettlementRequest, purchase: PurchaseRow) -> PreSettlement:
    """No insurance pays any of it."""
    return PreSettlement(
        presettlement_id=presettlement_id,
        purchase_id=purchase.purchase_id,
        psn_no="",
        insutype="",
        mdtrt_id="",
        acct_used_flag=request.acct_used_flag,
        medfee_sumamt=purchase.total,
        fund_pay_sumamt=NOTHING,
        hifp_pay=NOTHING,
        maf_pay=NOTHING,
        hifmi_pay=NOTHING,
        acct_pay=NOTHING,
        psn_cash_pay=purchase.total,
        balc=NOTHING,
    )


def check_channel(purchase: PurchaseRow, channel: ChannelName) -> None:
    """A card is not filled from itself, and a due is not repaid by another. Refused: channel-not-allowed."""
    if (purchase.kind == "top_up" and channel in LEDGERS) or (purchase.kind == "dues" and channel == "pay_later"):
        raise Refused("channel-not-allowed")


def why_not(connection: Connection, purchase: PurchaseRow) -> str:
    """Why it cannot be booked, as a code; empty when it can."""
    owed = total(due.balance for due in accounts.dues_of(connection, purchase.purchase_id))
    return "due-changed" if purchase.kind == "dues" and owed != purchase.total else ""


def book(connection: Connection, purchase: PurchaseRow, made: SettlementRow) -> None:
    """The money is on the card; the dues are repaid."""
    if purchase.kind == "top_up":
        put_on = Entry("top_up", purchase.total, made.settlement_id, made.payment_id, made.at)
        accounts.add(connection, accounts.open_prepaid(connection, purchase.patient_id, day_at(made.at)), put_on)
    for due in accounts.dues_of(connection, purchase.purchase_id) if purchase.kind == "dues" else ():
        repaid = Entry("repaid", Money(-due.balance), made.settlement_id, made.payment_id, made.at)
        accounts.add(connection, due.account_id, repaid)


def undo(connection: Connection, made: SettlementRow, now: float) -> None:
    """As if it had not been booked. Refused: balance-spent, when the money is not on the card any more, or a part of
    it has gone back where the card was closed out."""
    if close_outs.back_of(connection, made.payment_id):
        raise Refused("balance-spent")
    for account_id, amount in accounts.moved_by(connection, made.settlement_id):
        back = Entry("undone", Money(-amount), made.settlement_id, made.payment_id, now)
        try:
            accounts.add(connection, account_id, back)
        except Refused as refused:
            raise Refused("balance-spent" if refused.code == "balance" else refused.code) from refused


def most(connection: Connection, patient_id: str) -> Money:
    """The most that may be put on the card now. What is being put on it counts: it may all arrive.

    Nobody asks again once the channel was asked for money: what was taken is booked, whatever is on the card by then.
    """
    there = accounts.balance(connection, patient_id) + purchases.topping_up(connection, patient_id)
    return Money(max(0, min(TOP_UP.most, TOP_UP.most_balance - there)))


def _check_amount(connection: Connection, patient_id: str, amount: Money) -> None:
    if close_outs.running(connection, patient_id):
        raise Refused("account-frozen")
    if not TOP_UP.least <= amount <= most(connection, patient_id):
        raise Refused("amount-not-allowed")


def _free_dues(connection: Connection, request: PurchaseRequest) -> list[DueRow]:
    wanted = set(request.bill_ids)
    owed = [due for due in accounts.dues(connection, request.patient_id) if due.account_id in wanted]
    missing = wanted - {due.account_id for due in owed}
    if missing:
        repaid = accounts.are_dues(connection, request.patient_id, missing)
        raise Refused("due-repaid" if repaid else "unknown-due")
    if any(due.purchase_id for due in owed):
        raise Refused("due-locked")
    return owed
