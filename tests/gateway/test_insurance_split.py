"""The split always adds up, whoever is insured and whatever they bought."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.money import Money, total
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.gateway.hospital.records import DemoHospital, InsuranceClass, InsuranceKind
from kiosk.gateway.insurance import Split
from kiosk.gateway.insurance.simulated.plans import Insured, split


@dataclass(frozen=True)
class Line:
    """One line of a bill, as far as the insurance cares."""

    det_item_fee_sumamt: Money
    insurance_class: InsuranceClass


EMPLOYEE = Insured("310")
lines = st.lists(st.builds(Line, st.integers(0, 9_999_999).map(Money), st.sampled_from(["A", "B", "C"])), max_size=30)
people = st.builds(Insured, st.sampled_from(["", "310", "340", "390"]), st.booleans(), st.booleans())
balances = st.integers(0, 100_000_000).map(Money)


@given(lines, people, balances, st.sampled_from(["0", "1"]))
def test_any_purchase_adds_up(bought: list[Line], who: Insured, balance: Money, flag: str) -> None:
    parts = split(bought, who, balance, "1" if flag == "1" else "0")
    assert parts.medfee_sumamt == total(line.det_item_fee_sumamt for line in bought)
    assert parts.medfee_sumamt == parts.fund_pay_sumamt + parts.acct_pay + parts.psn_cash_pay
    assert parts.fund_pay_sumamt == parts.hifp_pay + parts.maf_pay + parts.hifmi_pay
    for amount in (parts.hifp_pay, parts.maf_pay, parts.hifmi_pay, parts.acct_pay, parts.psn_cash_pay):
        assert amount >= 0
        assert isinstance(amount, int)
    assert parts.acct_pay <= parts.balc <= balance
    own_money_only = total(line.det_item_fee_sumamt for line in bought if line.insurance_class == "C")
    assert parts.fund_pay_sumamt <= parts.medfee_sumamt - own_money_only


@given(lines, people, balances)
def test_the_account_changes_only_what_it_pays(bought: list[Line], who: Insured, balance: Money) -> None:
    off, on = split(bought, who, balance, "0"), split(bought, who, balance, "1")
    assert off.acct_pay == 0
    assert replace(on, acct_pay=off.acct_pay, psn_cash_pay=off.psn_cash_pay) == off


@given(lines, balances)
def test_the_uninsured_pay_everything_themselves(bought: list[Line], balance: Money) -> None:
    parts = split(bought, Insured(""), balance, "1")
    assert parts.psn_cash_pay == parts.medfee_sumamt
    assert parts.balc == 0


@given(lines, st.builds(Insured, st.sampled_from(["310", "390"]), st.booleans()), balances)
def test_medical_aid_never_makes_it_dearer(bought: list[Line], who: Insured, balance: Money) -> None:
    assert (
        split(bought, replace(who, aid=True), balance, "1").psn_cash_pay
        <= split(bought, who, balance, "1").psn_cash_pay
    )


CASES: list[tuple[InsuranceKind, bool, list[Line], tuple[int, int, int, int]]] = [
    # kind, retired, items, (hifp, hifmi, account, own); balance is 100 yuan
    ("310", False, [Line(Money(150_00), "A")], (75_00, 0, 75_00, 0)),
    ("310", False, [Line(Money(250_00), "B")], (131_25, 0, 100_00, 18_75)),
    ("310", True, [Line(Money(130_00), "A")], (85_00, 0, 45_00, 0)),
    ("310", False, [Line(Money(40_00), "A")], (0, 0, 40_00, 0)),  # below the deductible
    ("310", False, [Line(Money(4_050_00), "A")], (2_250_00, 600_00, 100_00, 1_100_00)),  # above the limit
    ("390", False, [Line(Money(120_00), "A")], (55_00, 0, 65_00, 0)),
    ("340", True, [Line(Money(999_99), "B")], (999_99, 0, 0, 0)),
    ("310", False, [Line(Money(100_00), "C")], (0, 0, 100_00, 0)),
    ("310", False, [Line(Money(50_02), "A")], (2, 0, 50_00, 0)),  # 1.5 fen are rounded up to 2
    ("310", False, [Line(Money(50_03), "A")], (2, 0, 50_01, 0)),  # 2.25 fen are rounded down to 2
]


@pytest.mark.parametrize(("kind", "retired", "items", "expected"), CASES)
def test_the_rules_of_each_kind(
    kind: InsuranceKind, retired: bool, items: list[Line], expected: tuple[int, int, int, int]
) -> None:
    parts = split(items, Insured(kind, retired), Money(100_00), "1")
    assert (parts.hifp_pay, parts.hifmi_pay, parts.acct_pay, parts.psn_cash_pay) == expected


def test_the_cast_is_split_as_their_stories_say() -> None:
    hospital = demo_hospital(date(2026, 3, 2))
    assert cast_split(hospital, "covered").psn_cash_pay == 0
    assert cast_split(hospital, "uninsured").fund_pay_sumamt == 0
    employee = cast_split(hospital, "employee")
    assert min(employee.fund_pay_sumamt, employee.acct_pay, employee.psn_cash_pay) > 0
    aid, large, both, none = (cast_split(hospital, role) for role in ("aid", "large-sum", "aid-large", "employee"))
    assert (aid.maf_pay > 0, aid.hifmi_pay > 0) == (True, False)
    assert (large.maf_pay > 0, large.hifmi_pay > 0) == (False, True)
    assert (both.maf_pay > 0, both.hifmi_pay > 0) == (True, True)
    assert (none.maf_pay, none.hifmi_pay) == (0, 0)
    assert cast_split(hospital, "retiree").psn_cash_pay == 0  # her account is large enough


def cast_split(hospital: DemoHospital, role: str) -> Split:
    member = hospital.member(role)
    psn_no = {row.patient_id: row.psn_no for row in hospital.patients}[member.patient_id]
    known = {row.psn_no: row for row in hospital.members}.get(psn_no)
    visits = {row.visit_id for row in hospital.visits if row.patient_id == member.patient_id}
    bills = {row.bill_id for row in hospital.bills if row.visit_id in visits and row.state == "unpaid"}
    items = [Line(row.amount, row.insurance_class) for row in hospital.items if row.bill_id in bills]
    if known is None:
        return split(items, Insured(), Money(0), "1")
    return split(items, Insured(known.insutype, known.retired, known.aid), known.balc, "1")
