"""The demo hospital is the same at every start, full of people, and nobody in it exists."""

import subprocess
import sys
from collections import Counter
from datetime import date

import pytest

from kiosk.core.id_numbers import check_character
from kiosk.core.money import total
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.gateway.hospital.records import CastMember, DemoHospital
from kiosk.gateway.hospital.rules import mask_name

TODAY = date(2026, 3, 2)
DIGEST = (
    "import hashlib, datetime; from kiosk.gateway.hospital.demo import demo_hospital;"
    "from dataclasses import astuple;"
    "print(hashlib.sha256(repr(astuple(demo_hospital(datetime.date(2026, 3, 2)))).encode()).hexdigest())"
)


@pytest.fixture(scope="module")
def hospital() -> DemoHospital:
    return demo_hospital(TODAY)


def test_two_starts_make_the_same_hospital() -> None:
    starts = {subprocess.run([sys.executable, "-c", DIGEST], check=True, capture_output=True).stdout for _ in range(2)}
    assert len(starts) == 1
    assert len(starts.pop()) > 60


def test_people_and_bills_do_not_depend_on_the_day_only_visits_do(hospital: DemoHospital) -> None:
    later = demo_hospital(date(2026, 11, 21))
    assert (later.patients, later.carriers, later.bills, later.items) == (
        hospital.patients,
        hospital.carriers,
        hospital.bills,
        hospital.items,
    )
    assert later.visits[0].day - hospital.visits[0].day == date(2026, 11, 21) - TODAY


def test_it_is_as_large_as_promised(hospital: DemoHospital) -> None:
    assert (len(hospital.campuses), len(hospital.departments), len(hospital.doctors)) == (3, 24, 120)
    assert len(hospital.patients) == 500
    states = Counter(bill.state for bill in hospital.bills)
    assert min(states["unpaid"], states["paid"], states["window"]) > 30
    kinds = Counter(patient.insutype for patient in hospital.patients)
    assert set(kinds) == {"310", "340", "390", ""}


def test_every_row_points_at_rows_that_exist(hospital: DemoHospital) -> None:
    patients = {row.patient_id for row in hospital.patients}
    visits = {row.visit_id for row in hospital.visits}
    bills = {row.bill_id for row in hospital.bills}
    doctors = {row.doctor_id: row.department_id for row in hospital.doctors}
    assert len(patients) == 500
    assert len(bills) == len(hospital.bills)
    assert len(visits) == len(hospital.visits)
    assert {row.patient_id for row in hospital.carriers} | {row.patient_id for row in hospital.visits} <= patients
    assert {row.guardian_id for row in hospital.patients} - {""} <= patients
    assert {row.visit_id for row in hospital.bills} == visits
    assert {row.bill_id for row in hospital.items} == bills
    assert all(doctors[row.doctor_id] == row.department_id for row in hospital.visits)


def test_every_bill_is_the_sum_of_its_lines(hospital: DemoHospital) -> None:
    for bill in hospital.bills:
        lines = [item for item in hospital.items if item.bill_id == bill.bill_id]
        assert bill.total == total(item.amount for item in lines) > 0
        assert all(item.amount == item.count * item.unit_price for item in lines)
        assert (bill.window is not None) == (bill.state == "window")


def test_identity_numbers_are_well_formed_and_nobodys(hospital: DemoHospital) -> None:
    numbers = [row.id_number for row in hospital.patients if row.id_number]
    assert len(set(numbers)) == len(numbers) > 450
    for row in hospital.patients:
        if row.id_number:
            assert row.id_number[17] == check_character(row.id_number[:17])
            assert row.id_number[6:14] == row.birth.strftime("%Y%m%d")
            assert int(row.id_number[16]) % 2 == (row.sex == "male")
            assert row.id_number.startswith("99")  # no province has this code


def test_the_check_character_is_that_of_the_standards_own_example() -> None:
    assert check_character("11010519491231002") == "X"  # GB 11643-1999, annex


def test_carriers_are_unique_and_fit_the_contract(hospital: DemoHospital) -> None:
    assert len({(row.carrier, row.number) for row in hospital.carriers}) == len(hospital.carriers)
    assert {row.state for row in hospital.carriers} == {"active", "blocked", "expired"}
    assert all(row.number.isalnum() and row.number.isascii() for row in hospital.carriers)
    assert {len(row.number) for row in hospital.carriers if row.carrier == "e_credential"} == {28}


def test_families_children_namesakes_and_rare_names_are_there(hospital: DemoHospital) -> None:
    with_card = {row.patient_id for row in hospital.carriers}
    children = [row for row in hospital.patients if row.guardian_id]
    assert len([child for child in children if child.patient_id not in with_card]) > 10
    namesakes = Counter((row.name, row.birth) for row in hospital.patients)
    assert max(namesakes.values()) == 2
    names = {row.name for row in hospital.patients}
    assert any("䶮" in name for name in names)
    assert any("𬭎" in name for name in names)
    assert any("·" in name for name in names)
    assert {2, 3, 4} <= {len(name) for name in names}


ROLES = [
    "employee",
    "retiree",
    "resident",
    "uninsured",
    "parent",
    "no-bills",
    "window-only",
    "blocked",
    "expired",
    "rare-name",
    "rare-name-2",
    "covered",
    "many",
    "aid",
    "namesake",
    "namesake-2",
    "long-name",
    "phone",
    "mixed",
]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_in_the_cast_carries_what_they_show(hospital: DemoHospital, role: str) -> None:
    member = hospital.member(role)
    carried = {(row.carrier, row.number): row for row in hospital.carriers}
    carrier = carried[member.carrier, member.number]
    assert carrier.patient_id == member.patient_id
    assert carrier.state == {"blocked": "blocked", "expired": "expired"}.get(role, "active")
    assert member.story.zh
    assert member.story.en


def test_the_cast_owes_what_their_stories_say(hospital: DemoHospital) -> None:
    assert owed(hospital, "employee") == ["unpaid"] * 3
    assert owed(hospital, "no-bills") == []
    assert owed(hospital, "window-only") == ["window"]
    assert owed(hospital, "mixed") == ["unpaid", "window"]
    assert len(owed(hospital, "many")) == 40
    assert owed(hospital, "parent") == []
    children = [row for row in hospital.patients if row.guardian_id == hospital.member("parent").patient_id]
    assert len(children) == 2
    assert patient_of(hospital, hospital.member("retiree")) == "李桂兰"


def owed(hospital: DemoHospital, role: str) -> list[str]:
    visits = {row.visit_id for row in hospital.visits if row.patient_id == hospital.member(role).patient_id}
    return [row.state for row in hospital.bills if row.visit_id in visits and row.state != "paid"]


def patient_of(hospital: DemoHospital, member: CastMember) -> str:
    return {row.patient_id: row.name for row in hospital.patients}[member.patient_id]


def test_printing_a_row_shows_nothing_about_a_person(hospital: DemoHospital) -> None:
    for row in hospital.patients:
        printed = repr(row)
        assert row.name not in printed
        assert row.phone not in printed
        assert not row.id_number or row.id_number not in printed
    assert all(row.number not in repr(row) for row in hospital.carriers)
    assert all(row.number not in repr(row) for row in hospital.cast)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张小三", "张*三"),
        ("张三", "张*"),
        ("欧阳小华", "欧**华"),
        ("周子䶮", "周*䶮"),
        ("陈𬭎", "陈*"),
        ("阿依古丽·买买提", "阿******提"),
        ("李", "李*"),
        ("", "*"),
    ],
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert mask_name(name) == masked
