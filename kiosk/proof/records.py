"""The contract's records, filled in for one invented patient with two bills, a card, and dues."""

from collections.abc import Callable

from kiosk import contract
from kiosk.core.money import Money
from kiosk.core.words import Named
from kiosk.proof.accounts import LIMIT_FEN, Accounts, Part

HOSPITAL = contract.Hospital(
    name=Named("示范医院", "Demo Hospital"),
    payee=Named("示范医院", "Demo Hospital"),
    window=Named("3号窗口", "window 3"),
    services=["pay"],
    account_by_default=True,
)
PATIENT = contract.Patient(patient_id="PAT-1", name="李*", sex="female", age=71)
DAY = "2026-03-16"
_TEST = Named("检验", "Lab test")


def bill_of(bill_id: str, fen: int, locked: bool) -> contract.Bill:
    item = contract.Item(name=_TEST, quantity="1", amount=Money(fen), insurance_class="A")
    state = "locked" if locked else "unpaid"
    return contract.Bill(bill_id=bill_id, title=_TEST, total=Money(fen), items=[item], state=state)  # type: ignore[arg-type]


def visit_of(bills: list[contract.Bill]) -> contract.Visit:
    department = Named("内科", "Medicine")
    return contract.Visit(
        visit_id="V1", day="2026-03-01", campus=department, department=department, doctor="王*", bills=bills
    )


def findings_of(purchase_id: str, bill_ids: list[str], due: Money) -> contract.Findings:
    """The audit's objection to each of these bills, and what all of it costs without any insurance."""
    found = [contract.Finding(bill_id=bill, line=1, item=_TEST, code="dose", reason=_TEST) for bill in bill_ids]
    return contract.Findings(purchase_id=purchase_id, findings=found, window=HOSPITAL.window, self_pay=due)


def opened(purchase_id: str, request: contract.PurchaseRequest, due: Money) -> contract.Purchase:
    return contract.Purchase(
        purchase_id=purchase_id, patient_id=request.patient_id, bill_ids=request.bill_ids, total=due
    )


def split_of(
    presettlement_id: str, request: contract.PreSettlementRequest, due: Money, fund: int, account: int
) -> contract.PreSettlement:
    """2206: the fund pays first, then the personal account, the rest is own money. Uninsured without either."""
    from_fund = Money(min(fund, due))
    from_account = Money(min(account, due - from_fund) if request.acct_used_flag == "1" else 0)
    insured = bool(fund or account)
    return contract.PreSettlement(
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


def own_ways(accounts: Accounts) -> list[contract.ChannelState]:
    """The hospital's own ledgers, as they are offered to the patient."""
    up, balance, left = not accounts.frozen(), Money(accounts.balance()), Money(accounts.left())
    reason = "" if up else "account-frozen"
    return [
        contract.ChannelState(channel="prepaid", up=up, modes=["ledger"], balance=balance, reason=reason),
        contract.ChannelState(channel="pay_later", up=True, modes=["ledger"], balance=left, due_on=DAY),
    ]


def prepaid_of(accounts: Accounts) -> contract.PrepaidAccount:
    return contract.PrepaidAccount(
        patient_id=PATIENT.patient_id,
        balance=Money(accounts.balance()),
        frozen=accounts.frozen(),
        offers=[Money(5_000), Money(10_000)],
        least=Money(1_000),
        most=Money(500_000),
        ways_back=_ways(accounts.plan("planned")),
    )


def close_out_of(accounts: Accounts, close_out_id: str, request: contract.CloseOutRequest) -> contract.CloseOut:
    parts = accounts.close_outs[close_out_id]
    return contract.CloseOut(
        close_out_id=close_out_id,
        patient_id=request.patient_id,
        balance=request.balance,
        state="running" if any(part.state == "processing" for part in parts) else "done",
        ways_back=_ways(parts),
    )


def standing_of(accounts: Accounts, locked: Callable[[str], bool]) -> contract.Standing:
    owed = {due_id: Money(accounts.owed(due_id)) for due_id in accounts.dues if accounts.owed(due_id)}
    return contract.Standing(
        patient_id=PATIENT.patient_id,
        may_register=True,
        why_not_register=None,
        may_pay_later=True,
        why_not_pay_later=[],
        agreed=True,
        limit=Money(LIMIT_FEN),
        left=Money(accounts.left()),
        dues=[
            contract.Due(due_id=due_id, made_on=DAY, due_on=DAY, amount=fen, overdue=False, locked=locked(due_id))
            for due_id, fen in owed.items()
        ],
    )


def _ways(parts: list[Part]) -> list[contract.WayBack]:
    return [
        contract.WayBack(channel="wechat" if part.payment_id else "", amount=Money(part.fen), state=part.state)  # type: ignore[arg-type]
        for part in parts
    ]
