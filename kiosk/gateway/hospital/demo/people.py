"""Who comes to the demo hospital: invented families, their insurance and what they carry in their wallets."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from random import Random

from kiosk.contract import Carrier
from kiosk.core.id_numbers import check_character
from kiosk.core.money import NOTHING, Money
from kiosk.gateway.hospital.demo.names import full_name, given_name, surname_of
from kiosk.gateway.hospital.records import CarrierRow, CarrierState, InsuranceKind, MemberRow, PatientRow, Sex

NOWHERE = "990100"  # no region of the country has this code, so the numbers are nobody's
LAST_BIRTH = date(2025, 12, 31)  # fixed, so that numbers and cards do not depend on the day the demo starts


@dataclass(frozen=True)
class Person:
    """Somebody as the hospital knows them, and as the insurer does."""

    patient: PatientRow
    member: MemberRow | None = None


def person(
    number: int, name: str, sex: Sex, birth: date, insutype: InsuranceKind, *, papers: bool = True
) -> PatientRow:
    """One patient with the numbers that belong to them; `papers` false is a small child without an id number."""
    return PatientRow(
        patient_id=f"P{number:04d}",
        name=name,
        sex=sex,
        birth=birth,
        id_number=_id_number(NOWHERE, birth, number % 500, sex) if papers else "",
        phone=f"129{number * 7919 % 10**8:08d}",  # no telephone company has numbers that begin with 129
        insutype=insutype,
        psn_no=f"990100{number:018d}" if insutype else "",
    )


def insured(patient: PatientRow, balc: Money = NOTHING, aid: bool = False) -> Person:
    """The same person as the insurer knows them; `balc` is what is on the personal account."""
    kind = patient.insutype
    if not kind:
        return Person(patient)
    retired = kind == "340" or (kind == "310" and _age(patient.birth) >= 60)
    return Person(patient, MemberRow(patient.psn_no, kind, patient.sex, retired, aid, balc))


def carriers(patient: PatientRow) -> dict[Carrier, CarrierRow]:
    """Everything this patient could carry, all of it valid."""
    number = int(patient.patient_id[1:])
    digits = Random(patient.patient_id).randrange(10**26)  # noqa: S311 - invented numbers, not secrets
    numbers: dict[Carrier, str] = {"patient_card": f"70{number:08d}"}
    if patient.id_number:
        numbers["id_card"] = patient.id_number
    numbers["health_code"] = sha256(patient.patient_id.encode()).hexdigest().upper()
    if patient.insutype:
        numbers["social_security_card"] = f"Z{number * 6151 % 10**8:08d}"
        numbers["e_credential"] = f"99{digits:026d}"
    return {carrier: CarrierRow(carrier, number, patient.patient_id) for carrier, number in numbers.items()}


def families(rng: Random, first: int, last: int) -> Iterator[Person]:
    """People numbered `first` to `last`; a child comes after its guardian."""
    number = first
    while number <= last:
        for one in _family(rng, number):
            if number <= last:
                yield one
            number += 1


def wallet(rng: Random, patient: PatientRow) -> Iterator[CarrierRow]:
    """What a patient really carries: not everybody has every card, and some cards are blocked or too old."""
    if patient.guardian_id and rng.random() < 0.6:
        return  # this child is found under the guardian's
    for carrier in carriers(patient).values():
        if carrier.carrier == "id_card":
            yield carrier
        elif rng.random() < 0.85:
            yield replace(carrier, state=_card_state(rng))


def _family(rng: Random, number: int) -> Iterator[Person]:
    mother_birth = date(1938, 1, 1) + timedelta(days=rng.randrange(64 * 365))
    insutype = _insurance(rng)
    father = _adult(rng, number, "male", mother_birth - timedelta(days=rng.randrange(1500)), insutype)
    yield father
    mother = _adult(rng, number + 1, "female", mother_birth, insutype)
    yield mother
    following = number + 2
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        birth = mother_birth + timedelta(days=rng.randrange(22 * 365, 38 * 365))
        if birth <= LAST_BIRTH:
            yield _child(rng, following, surname_of(father.patient.name), birth, mother.patient)
            following += 1


def _adult(rng: Random, number: int, sex: Sex, birth: date, insutype: InsuranceKind) -> Person:
    row = person(number, full_name(rng, sex), sex, birth, insutype)
    balc = Money(rng.randrange(0, 4_000_00)) if insutype == "310" else NOTHING
    return insured(row, balc, insutype == "390" and rng.random() < 0.1)


def _child(rng: Random, number: int, family: str, birth: date, mother: PatientRow) -> Person:
    sex: Sex = rng.choice(("male", "female"))
    insutype: InsuranceKind = "390" if rng.random() < 0.85 else ""
    grown = _age(birth) >= 14
    row = person(number, family + given_name(rng, sex), sex, birth, insutype, papers=grown or rng.random() < 0.7)
    return insured(replace(row, guardian_id="" if grown else mother.patient_id))


def _insurance(rng: Random) -> InsuranceKind:
    kinds: tuple[InsuranceKind, ...] = ("310", "390", "")
    return rng.choices(kinds, weights=(60, 32, 8))[0]


def _card_state(rng: Random) -> CarrierState:
    states: tuple[CarrierState, ...] = ("active", "blocked", "expired")
    return rng.choices(states, weights=(95, 3, 2))[0]


def _age(birth: date) -> int:
    return (LAST_BIRTH - birth).days // 365


def _id_number(region: str, birth: date, order: int, sex: Sex) -> str:
    """The number on a citizen's identity card (GB 11643-1999), 18 characters. `region` has six digits; `order`, 0 to
    499, counts people of one region and birthday.

    The last digit of the sequence is odd for men and even for women.
    """
    sequence = order * 2 + (1 if sex == "male" else 0)
    digits = f"{region}{birth:%Y%m%d}{sequence:03d}"
    return digits + check_character(digits)
