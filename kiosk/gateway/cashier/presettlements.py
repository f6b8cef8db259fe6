"""2206: ask the insurance who pays what, and believe it only when it adds up."""

import logging
from dataclasses import asdict

from sqlalchemy import Connection

from kiosk.contract import Finding, Findings, PreSettlement, PreSettlementRequest
from kiosk.core.errors import Refused
from kiosk.core.money import NOTHING, Money
from kiosk.gateway.accounts import kinds
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.cashier import claims as claiming
from kiosk.gateway.hospital import audit_rules
from kiosk.gateway.insurance import Case, InsuranceUnreachable, Refusal, Split
from kiosk.gateway.insurance.words import loggable
from kiosk.gateway.problems import known
from kiosk.gateway.store import claims, patients, payments, purchases
from kiosk.gateway.store.rows import PurchaseRow
from kiosk.gateway.store.writes import Answer, Asked, answered, once

log = logging.getLogger(__name__)


def pre_settle(cashier: Cashier, presettlement_id: str, request: PreSettlementRequest) -> Answer:
    """Refused: purchase-closed, insurance-refused, insurance-audit, self-pay-refused, split-wrong, unknown-purchase;
    insurance-silent: the insurer says nothing now."""
    asked = Asked("presettlements", presettlement_id, request, cashier.now())
    with cashier.locks.of(f"presettlements/{presettlement_id}"):
        before = answered(cashier.database, asked)
        if before is not None:
            return before
        case = _case(cashier, request)
        heard = ask_insurer(cashier, case) if case else None
        if heard is not None:
            _remember_findings(cashier, request.purchase_id, heard)
        return once(cashier.database, asked, lambda connection: _tell(connection, asked, request, case, heard))


def ask_insurer(cashier: Cashier, case: Case) -> Split | Refusal:
    """2206. No transaction may be open. Refused: insurance-silent."""
    try:
        return cashier.insurance.pre_settle(case)
    except InsuranceUnreachable as error:
        log.warning("the insurer does not answer 2206: %s", error)
        raise Refused("insurance-silent") from error


def findings(cashier: Cashier, purchase_id: str) -> Findings:
    """What the audit said last against a purchase. Refused: unknown-purchase."""
    with cashier.database.reading() as connection:
        purchase = known(purchases.find(connection, purchase_id), "unknown-purchase")
        found = claims.findings(connection, purchase_id)
    return Findings(
        purchase_id=purchase_id,
        findings=found,
        window=audit_rules.INSURANCE_WINDOW,
        self_pay=purchase.total if _may_pay_alone(purchase, found) else NOTHING,
    )


def open_purchase_row(connection: Connection, purchase_id: str) -> PurchaseRow:
    """The purchase, as long as something new may begin under it. Refused: unknown-purchase, purchase-closed."""
    row = known(purchases.find(connection, purchase_id), "unknown-purchase")
    if row.state != "open":
        raise Refused("purchase-closed")
    return row


def adds_up(split: Split, due: Money) -> bool:
    """The split is of exactly what is due, whole, and nobody pays less than nothing."""
    shares = (split.fund_pay_sumamt, split.acct_pay, split.psn_cash_pay)
    funds = (split.hifp_pay, split.maf_pay, split.hifmi_pay)
    return (
        split.medfee_sumamt == sum(shares) == due
        and split.fund_pay_sumamt == sum(funds)
        and min(*shares, *funds, split.balc) >= 0
        and split.acct_pay <= split.balc
    )


def _case(cashier: Cashier, request: PreSettlementRequest) -> Case | None:
    """What the insurer is asked; nothing when it has no part in this. Refused: insurance-refused, insurance-silent."""
    with cashier.database.reading() as connection:
        purchase = purchases.find(connection, request.purchase_id)
        if purchase is None or purchase.state != "open" or purchase.kind != "bills" or request.self_pay:
            return None
        patient = patients.find(connection, purchase.patient_id)
        assert patient is not None  # a purchase that is not a tombstone has a patient
        if not patient.psn_no:
            return None
        bill_ids = purchases.bill_ids(connection, purchase.purchase_id)
        first = purchases.bills_of_patient(connection, purchase.patient_id, bill_ids[:1])[bill_ids[0]]
        fees = claiming.fees(connection, bill_ids)
    mdtrt_id = _register(cashier, patient.psn_no, first.visit_id)
    return Case(patient.psn_no, patient.insutype, mdtrt_id, request.acct_used_flag, fees)


def _register(cashier: Cashier, psn_no: str, visit_id: str) -> str:
    """2201: the insurer's number of the visit, here of the first bill's."""
    try:
        mdtrt_id = cashier.insurance.register(psn_no, visit_id)
    except InsuranceUnreachable as error:
        log.warning("the insurer does not answer 2201: %s", error)
        raise Refused("insurance-silent") from error
    if isinstance(mdtrt_id, Refusal):
        log.warning("2201 is refused by the insurer, insurance-refused: %s", loggable(mdtrt_id.words))
        raise Refused("insurance-refused")
    return mdtrt_id


def _remember_findings(cashier: Cashier, purchase_id: str, heard: Split | Refusal) -> None:
    with cashier.database.writing() as connection:
        found = claiming.findings(connection, heard) if isinstance(heard, Refusal) else []
        claims.put_findings(connection, purchase_id, found)


def _tell(
    connection: Connection,
    asked: Asked,
    request: PreSettlementRequest,
    case: Case | None,
    heard: Split | Refusal | None,
) -> PreSettlement:
    purchase = open_purchase_row(connection, request.purchase_id)
    if request.self_pay and not _may_pay_alone(purchase, claims.findings(connection, purchase.purchase_id)):
        raise Refused("self-pay-refused")
    if isinstance(heard, Refusal):
        code = "insurance-audit" if heard.objections else "insurance-refused"
        said = loggable(heard.words)
        log.warning("2206 of purchase %s is refused by the insurer, %s: %s", purchase.purchase_id, code, said)
        raise Refused(code)
    if case is None or heard is None:
        told = kinds.all_own(asked.id, request, purchase)
    else:
        _check(heard, purchase)
        told = as_told(asked.id, request.purchase_id, case, heard)
    payments.add_presettlement(connection, told)
    purchases.touch(connection, purchase.purchase_id, asked.at)
    return told


def _check(split: Split, purchase: PurchaseRow) -> None:
    if not adds_up(split, purchase.total):
        log.error("split of purchase %s does not add up: %s, due %s", purchase.purchase_id, split, purchase.total)
        raise Refused("split-wrong", purchase.purchase_id)


def _may_pay_alone(purchase: PurchaseRow, found: list[Finding]) -> bool:
    """Without the insurance: only after its audit objected, and only where the hospital's rule allows it for all."""
    return purchase.state == "open" and bool(found) and all(one.code in audit_rules.SELF_PAY for one in found)


def as_told(presettlement_id: str, purchase_id: str, case: Case, split: Split) -> PreSettlement:
    """The split as it is kept, and as terminals see it."""
    return PreSettlement(
        presettlement_id=presettlement_id,
        purchase_id=purchase_id,
        psn_no=case.psn_no,
        insutype=case.insutype,
        mdtrt_id=case.mdtrt_id,
        acct_used_flag=case.acct_used_flag,
        **asdict(split),
    )
