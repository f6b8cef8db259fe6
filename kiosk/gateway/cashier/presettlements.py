"""2206: ask the insurance who pays what, and believe it only when it adds up."""

import logging

from sqlalchemy import Connection

from kiosk.contract import PreSettlement, PreSettlementRequest
from kiosk.core.errors import Refused
from kiosk.core.money import Money
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.hospital.insurance import Insured, Split
from kiosk.gateway.hospital.records import PatientRow
from kiosk.gateway.store import patients, payments, purchases
from kiosk.gateway.store.rows import PurchaseRow
from kiosk.gateway.store.writes import Answer, Asked, once

log = logging.getLogger(__name__)


def pre_settle(cashier: Cashier, presettlement_id: str, request: PreSettlementRequest) -> Answer:
    """Refused: purchase-closed, insurance-refused, split-wrong, unknown-purchase."""
    asked = Asked("presettlements", presettlement_id, request, cashier.now())
    return once(cashier.database, asked, lambda connection: _tell(cashier, connection, asked, request))


def open_purchase_row(connection: Connection, purchase_id: str) -> PurchaseRow:
    """The purchase, as long as something new may begin under it. Refused: unknown-purchase, purchase-closed."""
    row = purchases.find(connection, purchase_id)
    if row is None:
        raise Refused("unknown-purchase")
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


def _tell(cashier: Cashier, connection: Connection, asked: Asked, request: PreSettlementRequest) -> PreSettlement:
    purchase = open_purchase_row(connection, request.purchase_id)
    patient = patients.find(connection, purchase.patient_id)
    assert patient is not None  # a purchase that is not a tombstone has a patient
    split = _split(cashier, connection, purchase, patient, request)
    if not adds_up(split, purchase.total):
        log.error("split of purchase %s does not add up: %s, due %s", purchase.purchase_id, split, purchase.total)
        raise Refused("split-wrong", purchase.purchase_id)
    told = _told(asked.id, request, patient, split, _mdtrt_id(connection, purchase) if patient.psn_no else "")
    payments.add_presettlement(connection, told)
    purchases.touch(connection, purchase.purchase_id, asked.at)
    return told


def _split(
    cashier: Cashier,
    connection: Connection,
    purchase: PurchaseRow,
    patient: PatientRow,
    request: PreSettlementRequest,
) -> Split:
    lines = patients.items_of(connection, purchases.bill_ids(connection, purchase.purchase_id))
    items = [item for bill in lines.values() for item in bill]
    insured = Insured(patient.insutype, patient.retired, patient.aid)
    return cashier.insurance.split(items, insured, patient.account, request.acct_used_flag)


def _mdtrt_id(connection: Connection, purchase: PurchaseRow) -> str:
    """2201: the insurance's number of the visit, here of the first bill's."""
    first = purchases.bill_ids(connection, purchase.purchase_id)[0]
    return "M" + purchases.bills_of_patient(connection, purchase.patient_id, [first])[first].visit_id


def _told(
    presettlement_id: str, request: PreSettlementRequest, patient: PatientRow, split: Split, mdtrt_id: str
) -> PreSettlement:
    return PreSettlement(
        presettlement_id=presettlement_id,
        purchase_id=request.purchase_id,
        psn_no=patient.psn_no,
        insutype=patient.insutype,
        mdtrt_id=mdtrt_id,
        acct_used_flag=request.acct_used_flag,
        medfee_sumamt=split.medfee_sumamt,
        fund_pay_sumamt=split.fund_pay_sumamt,
        hifp_pay=split.hifp_pay,
        maf_pay=split.maf_pay,
        hifmi_pay=split.hifmi_pay,
        acct_pay=split.acct_pay,
        psn_cash_pay=split.psn_cash_pay,
        balc=split.balc,
    )
