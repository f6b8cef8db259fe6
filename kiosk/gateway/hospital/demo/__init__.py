"""The demo hospital: invented people in an invented place, the same at every start."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from kiosk.gateway.hospital.account_rules import PAY_LATER
from kiosk.gateway.hospital.demo.bills import Account, charged, random_visits
from kiosk.gateway.hospital.demo.cast import PARTS, Part
from kiosk.gateway.hospital.demo.people import carriers, families, wallet
from kiosk.gateway.hospital.demo.places import CAMPUSES, DEPARTMENTS, doctors
from kiosk.gateway.hospital.records import CarrierRow, CastMember, DemoHospital, Doctor, HeldRow, PatientRow

SEED = "anhe"
PATIENTS = 500


@lru_cache(maxsize=4)
def demo_hospital(today: date) -> DemoHospital:
    """The whole hospital as it stands on this day. Only the days of visits depend on `today`."""
    rng = Random(SEED)  # noqa: S311 - invented people, not secrets
    staff = doctors(rng)
    strangers = tuple(families(rng, len(PARTS) + 1, PATIENTS))
    accounts = [charged(part.patient.patient_id, part.visits, _by_id(staff), today) for part in PARTS]
    accounts += [_account(rng, one.patient, staff, today) for one in strangers]
    people = tuple(part.person for part in PARTS) + strangers
    return DemoHospital(
        campuses=CAMPUSES,
        departments=DEPARTMENTS,
        doctors=staff,
        patients=tuple(one.patient for one in people),
        members=tuple(one.member for one in people if one.member),
        carriers=_cast_carriers() + tuple(row for one in strangers for row in wallet(rng, one.patient)),
        visits=tuple(row for account in accounts for row in account.visits),
        bills=tuple(row for account in accounts for row in account.bills),
        items=tuple(row for account in accounts for row in account.items),
        held=tuple(row for part in PARTS for row in _held(part, today)),
        cast=tuple(_member(part) for part in PARTS if part.shows),
    )


def _account(rng: Random, patient: PatientRow, staff: tuple[Doctor, ...], today: date) -> Account:
    visits = tuple(random_visits(rng, patient, _by_id(staff)))
    return charged(patient.patient_id, visits, _by_id(staff), today)


def _by_id(staff: tuple[Doctor, ...]) -> dict[str, Doctor]:
    return {doctor.doctor_id: doctor for doctor in staff}


def _cast_carriers() -> tuple[CarrierRow, ...]:
    return tuple(row for part in PARTS if part.shows for row in _part_carriers(part))


def _part_carriers(part: Part) -> list[CarrierRow]:
    owned = carriers(part.patient)
    return [replace(row, state=part.card) if name == part.shows else row for name, row in owned.items()]


def _held(part: Part, today: date) -> Iterator[HeldRow]:
    patient_id = part.patient.patient_id
    if part.on_card:
        yield HeldRow(patient_id, patient_id, part.on_card, today - timedelta(days=30))
    for number, (amount, days_ago) in enumerate(part.owes, 1):
        made_on = today - timedelta(days=days_ago)
        due_on = made_on + timedelta(days=PAY_LATER.days)
        yield HeldRow(f"D{patient_id[1:]}-{number}", patient_id, amount, made_on, due_on)


def _member(part: Part) -> CastMember:
    if part.shows is None:
        raise ValueError(f"{part.role} has nothing to show")
    shown = carriers(part.patient)[part.shows]
    return CastMember(part.role, part.patient.patient_id, shown.carrier, shown.number, part.story)
