"""What the hospital knows about its places, its people and what they owe: one record per row of the store."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kiosk.contract import Carrier
from kiosk.core.money import Money
from kiosk.core.words import Named

Sex = Literal["male", "female"]
InsuranceKind = Literal["", "310", "340", "390"]  # national code list `insutype`; empty is uninsured
InsuranceClass = Literal["A", "B", "C"]  # 甲 乙 丙
CarrierState = Literal["active", "blocked", "expired"]
BillState = Literal["unpaid", "paid", "window"]


@dataclass(frozen=True)
class Campus:
    """One site of the hospital."""

    campus_id: str
    name: Named


@dataclass(frozen=True)
class Department:
    """A clinic on one campus."""

    department_id: str
    campus_id: str
    name: Named


@dataclass(frozen=True)
class Doctor:
    """Who sees patients; the name is public, as on the board in the lobby."""

    doctor_id: str
    department_id: str
    name: str
    title: Named


@dataclass(frozen=True)
class PatientRow:
    """One patient, unmasked: only the store and the rules may see this record.

    `psn_no` and `insutype` are empty when uninsured.
    `guardian_id` is the patient under whose carriers this child is found, else empty.
    """

    patient_id: str
    name: str = field(repr=False)
    sex: Sex
    birth: date = field(repr=False)
    id_number: str = field(repr=False)  # GB 11643, 18 characters; empty when the child has none yet
    phone: str = field(repr=False)
    insutype: InsuranceKind = ""
    psn_no: str = field(default="", repr=False)
    guardian_id: str = ""


@dataclass(frozen=True)
class MemberRow:
    """A patient as the insurer knows them: this is in the insurer's book, the hospital has none of it."""

    psn_no: str = field(repr=False)
    insutype: InsuranceKind
    gend: Sex
    retired: bool
    aid: bool  # receives medical aid
    balc: Money = field(repr=False)  # of the personal account


@dataclass(frozen=True)
class CarrierRow:
    """Something that says who you are. One carrier and number belongs to one patient."""

    carrier: Carrier
    number: str = field(repr=False)
    patient_id: str
    state: CarrierState = "active"


@dataclass(frozen=True)
class VisitRow:
    """One time a patient saw a doctor."""

    visit_id: str
    patient_id: str
    department_id: str
    doctor_id: str
    day: date


@dataclass(frozen=True)
class BillRow:
    """What one order of a doctor costs; `total` is the sum of its items.

    `window` names the window where alone a bill in state `window` can be paid. `next_place` is where to go once paid.
    """

    bill_id: str
    visit_id: str
    title: Named
    total: Money
    state: BillState = "unpaid"
    window: Named | None = None
    next_place: Named | None = None


@dataclass(frozen=True)
class ItemRow:
    """One line of a bill; `amount = count * unit_price`."""

    bill_id: str
    line: int
    name: Named
    count: int
    unit: str  # 盒, 次, ...
    unit_price: Money
    amount: Money
    insurance_class: InsuranceClass
    med_list_codg: str = ""  # the item in the national catalogue
    prd_days: int = 0  # for how many days a medicine lasts

    @property
    def quantity(self) -> str:
        """As on the bill: `2 盒`."""
        return f"{self.count} {self.unit}"


@dataclass(frozen=True)
class HeldRow:
    """What a patient has at the hospital itself: cash on the prepaid card, or, with `due_on`, an amount to be repaid by
    that day under terms that they have accepted."""

    account_id: str
    patient_id: str
    amount: Money
    made_on: date
    due_on: date | None = None


@dataclass(frozen=True)
class CastMember:
    """An invented patient whom dock, tour and tests call by role, with the carrier they put on the reader."""

    role: str
    patient_id: str
    carrier: Carrier
    number: str = field(repr=False)
    story: Named


@dataclass(frozen=True)
class DemoHospital:
    """Everything a new store is filled with."""

    campuses: tuple[Campus, ...]
    departments: tuple[Department, ...]
    doctors: tuple[Doctor, ...]
    patients: tuple[PatientRow, ...]
    members: tuple[MemberRow, ...]
    carriers: tuple[CarrierRow, ...]
    visits: tuple[VisitRow, ...]
    bills: tuple[BillRow, ...]
    items: tuple[ItemRow, ...]
    held: tuple[HeldRow, ...]
    cast: tuple[CastMember, ...]

    def member(self, role: str) -> CastMember:
        """Raises `KeyError` for a role that is not in the cast."""
        return {member.role: member for member in self.cast}[role]
