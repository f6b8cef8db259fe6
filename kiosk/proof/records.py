"""The contract's records, filled in for one invented patient with two bills."""

from kiosk.contract import (
    Bill,
    Hospital,
    Item,
    Patient,
    PreSettlement,
    PreSettlementRequest,
    Purchase,
    PurchaseRequest,
    Visit,
)
from kiosk.core.money import Money
from kiosk.core.words import Named

HOSPITAL = Hospital(
    name=Named("示范医院", "Demo Hospital"),
    payee=Named("示范医院", "Demo Hospital"),
    window=Named("3号窗口", "window 3"),
    services=["pay"],
    account_by_default=True,
)
PATIENT = Patient(patient_id="PAT-1", name="李*", sex="female", age=71)
_TEST = Named("检验", "Lab test")


def bill_of(bill_id: str, fen: int, locked: bool) -> Bill:
    item = Item(name=_TEST, quantity="1", amount=Money(fen), insurance_class="A")
    state = "locked" if locked else "unpaid"
    return Bill(bill_id=bill_id, title=_TEST, total=Money(fen), items=[item], state=state)  # type: ignore[arg-type]


def visit_of(bills: list[Bill]) -> Visit:
    department = Named("内科", "Medicine")
    return Visit(visit_id="V1", day="2026-03-01", campus=department, department=department, doctor="王*", bills=bills)


def opened(purchase_id: str, request: PurchaseRequest, due: Money) -> Purchase:
    return Purchase(purchase_id=purchase_id, patient_id=request.patient_id, bill_ids=request.bill_ids, total=due)


def split_of(
    presettlement_id: str, request: PreSettlementRequest, due: Money, fund: int, account: int
) -> PreSettlement:
    """2206: the fund pays first, then the personal account, the rest is own money. Uninsured without either."""
    from_fund = Money(min(fund, due))
    from_account = Money(min(account, due - from_fund) if request.acct_used_flag == "1" else 0)
    insured = bool(fund or account)
    return PreSettlement(
        presettlement_id=presettlement_id,
        purchase_id=request.purchase_id,
        psn_no="1" if insured else "",
        insutype="310" if insured else "",
        mdtrt_id="M1",
        acct_used_flag=request.acct_used_flag,
        medfee_sumamt=due,
        fund_pay_sumamt=from_fund,
        hifp_pay=from_fund,
        maf_pay=Money(0),
        hifmi_pay=Money(0),
        acct_pay=from_account,
        psn_cash_pay=Money(due - from_fund - from_account),
        balc=Money(account),
    )
