"""What the insurer is asked for a settlement: saved first, asked second, the answer saved; undone until it is clear.

No transaction is open while the insurer is asked. Its silence decides nothing: not that it is settled, not that it is
refused, not that it is undone.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import Connection

from kiosk.contract import Finding, PreSettlement
from kiosk.core.errors import Refused
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.hospital import audit_rules
from kiosk.gateway.hospital.records import InsuranceKind, ItemRow
from kiosk.gateway.insurance import Case, Fee, InsuranceUnreachable, Refusal, Settled, message_number
from kiosk.gateway.insurance.words import loggable
from kiosk.gateway.store import claims, patients, payments
from kiosk.gateway.store.claims import ClaimRow

log = logging.getLogger(__name__)

LATE_S = 600.0  # no message is on its way to the insurer for longer: what has not arrived by then never will

Answer = Settled | Refusal | None  # None: it is not asked any more, because it was undone meanwhile


def save(connection: Connection, settlement_id: str, told: PreSettlement, bill_ids: Sequence[str], now: float) -> None:
    """Write down that these bills are to be settled as `told`, in the transaction that decides it."""
    row = ClaimRow(
        settlement_id=settlement_id,
        purchase_id=told.purchase_id,
        presettlement_id=told.presettlement_id,
        bill_ids=tuple(bill_ids),
        msgid=message_number("2207", settlement_id),
        psn_no=told.psn_no,
        mdtrt_id=told.mdtrt_id,
        state="asked",
        setl_id="",
        reason="",
        at=now,
    )
    claims.add(connection, row)


def anew(connection: Connection, settlement_id: str, now: float) -> None:
    """What was undone is to be settled again as it was, under a number of its own."""
    row = claims.find(connection, settlement_id)
    if row is not None and row.state == "undone":
        number = message_number("2207", row.msgid)
        claims.put(connection, replace(row, state="asked", msgid=number, setl_id="", reason="", at=now))


def ask(cashier: Cashier, settlement_id: str) -> Answer:
    """2207, as often as it takes. Then `keep` what came of it. Raises `Refused("insurance-silent")`: nobody knows."""
    with cashier.database.reading() as connection:
        row = claims.find(connection, settlement_id)
        if row is None or row.state != "asked":
            return None
        case = _case(connection, row)
    try:
        return cashier.insurance.settle(row.msgid, case)
    except InsuranceUnreachable as error:
        log.warning("settlement %s: the insurer does not answer: %s", settlement_id, error)
        raise Refused("insurance-silent") from error


def keep(connection: Connection, settlement_id: str, heard: Answer, now: float) -> tuple[str, str]:
    """What came of `ask`, in the transaction that commits at the hospital: `setl_id`, or why not, as a code.

    What the insurer has settled otherwise than the patient agreed, or after it was undone here, is undone at once it
    can be: `undo`, or the rounds.
    """
    row = claims.find(connection, settlement_id)
    assert row is not None  # it was saved before anybody was asked
    if isinstance(heard, Refusal):
        return "", _refused(connection, row, heard, now)
    if heard is None or row.state != "asked":
        if heard is not None:
            _must_go(connection, row, heard, "purchase-voided", now)
        return "", "purchase-voided"
    told = payments.find_presettlement(connection, row.presettlement_id)
    if told is None or not _as_agreed(told, heard):
        log.error("settlement %s is not what 2206 told: %s", settlement_id, heard.split)
        _must_go(connection, row, heard, "split-changed", now)
        return "", "split-changed"
    claims.put(connection, replace(row, state="settled", setl_id=heard.setl_id, at=now))
    return heard.setl_id, ""


def give_up(connection: Connection, settlement_id: str, now: float) -> bool:
    """It must not stand. Write that down; true when `undo` has to follow before anything else is undone."""
    row = claims.find(connection, settlement_id)
    if row is None or row.state in ("watched", "undone"):
        return False
    if row.state != "undoing":
        claims.move(connection, row, "undoing", now)
    return True


def undo(cashier: Cashier, settlement_id: str) -> None:
    """2208, or 2601 when no answer to the 2207 was ever heard, until the insurer says that it does not stand.

    Only for what was given up. Raises `Refused("insurance-silent")`: it may stand still, ask again.
    """
    with cashier.database.reading() as connection:
        row = claims.find(connection, settlement_id)
    if row is not None and row.state == "undoing":
        _take_back(cashier, row)


def go_on(cashier: Cashier, row: ClaimRow) -> None:
    """For the rounds: what is `undoing`, and what is `watched` because a late message may still bring it."""
    _take_back(cashier, row)


def fees(connection: Connection, bill_ids: Sequence[str]) -> tuple[Fee, ...]:
    """2204: every line of these bills."""
    lines = patients.lines_of(connection, bill_ids)
    return tuple(_fee(line) for bill_id in bill_ids for line in lines[bill_id])


def findings(connection: Connection, refusal: Refusal) -> list[Finding]:
    """The audit's objections in the words of this hospital."""
    lines = patients.lines_of(connection, [one.bill_id for one in refusal.objections])
    names = {(bill_id, line.line): line.name for bill_id, of in lines.items() for line in of}
    return [
        Finding(
            bill_id=one.bill_id,
            line=one.line,
            item=names.get((one.bill_id, one.line)),
            code=one.code,
            reason=audit_rules.reason(one.code, one.words),
        )
        for one in refusal.objections
    ]


def case_of(told: PreSettlement, lines: tuple[Fee, ...], replaces: str = "") -> Case:
    """The same person's case as was told before, over these fees."""
    insutype = cast(InsuranceKind, told.insutype)
    return Case(told.psn_no, insutype, told.mdtrt_id, told.acct_used_flag, lines, replaces)


def _case(connection: Connection, row: ClaimRow) -> Case:
    told = payments.find_presettlement(connection, row.presettlement_id)
    assert told is not None  # it is saved before the claim, and never taken away
    return case_of(told, fees(connection, row.bill_ids))


def _fee(line: ItemRow) -> Fee:
    return Fee(
        bill_id=line.bill_id,
        line=line.line,
        name=line.name.zh,
        med_list_codg=line.med_list_codg,
        cnt=line.count,
        prd_days=line.prd_days,
        det_item_fee_sumamt=line.amount,
        insurance_class=line.insurance_class,
    )


def _must_go(connection: Connection, row: ClaimRow, heard: Settled, reason: str, now: float) -> None:
    """It is booked there and must not stand. Why is kept: whoever goes on after a power cut has to say no as well."""
    claims.put(connection, replace(row, state="undoing", setl_id=heard.setl_id, reason=reason, at=now))


def _refused(connection: Connection, row: ClaimRow, heard: Refusal, now: float) -> str:
    reason = "insurance-audit" if heard.objections else "insurance-refused"
    said = loggable(heard.words)
    log.warning("2207 of settlement %s is refused by the insurer, %s: %s", row.settlement_id, reason, said)
    claims.put_findings(connection, row.purchase_id, findings(connection, heard))
    if row.state == "asked":
        # A platform may refuse a number only because it came twice, and have booked it the first time: 2601 makes sure.
        claims.move(connection, row, "undoing", now, reason)
    return reason


def _as_agreed(told: PreSettlement, heard: Settled) -> bool:
    split = heard.split
    return (
        split.medfee_sumamt,
        split.hifp_pay,
        split.maf_pay,
        split.hifmi_pay,
        split.acct_pay,
        split.psn_cash_pay,
    ) == (
        *(told.medfee_sumamt, told.hifp_pay, told.maf_pay, told.hifmi_pay),
        *(told.acct_pay, told.psn_cash_pay),
    )


def _take_back(cashier: Cashier, row: ClaimRow) -> None:
    try:
        gone = _void(cashier, row) if row.setl_id else _reverse(cashier, row)
    except InsuranceUnreachable as error:
        log.warning("settlement %s: the insurer does not answer the undoing: %s", row.settlement_id, error)
        raise Refused("insurance-silent") from error
    with cashier.database.writing() as connection:
        now = claims.find(connection, row.settlement_id)
        # Settled anew, or another gateway was faster: what was heard is not of the claim as it stands now.
        if now is not None and (now.msgid, now.state) == (row.msgid, row.state):
            _undone(connection, now, gone, cashier.now())
        elif now is None or now.state not in ("watched", "undone"):
            raise Refused("insurance-silent", "it changed while the insurer was asked")


def _void(cashier: Cashier, row: ClaimRow) -> bool:
    number = message_number("2208", row.msgid)
    refusal = cashier.insurance.void(number, row.setl_id, row.psn_no, row.mdtrt_id)
    if refusal is not None:
        said = loggable(refusal.words)
        log.error("2208 of settlement %s is refused, a human must see to it: %s", row.settlement_id, said)
        raise Refused("insurance-silent")
    return True


def _reverse(cashier: Cashier, row: ClaimRow) -> bool:
    return cashier.insurance.reverse(message_number("2601", row.msgid), row.msgid, row.psn_no)


def _undone(connection: Connection, row: ClaimRow, gone: bool, now: float) -> None:
    if gone or (row.state == "watched" and now - row.at > LATE_S):
        claims.move(connection, row, "undone", now)
    elif row.state == "undoing":
        claims.move(connection, row, "watched", now)
