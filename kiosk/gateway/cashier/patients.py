"""Who stands here, and what do they owe?"""

from datetime import date

from kiosk.contract import Identification, Patient, Visit
from kiosk.core.errors import Refused
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.cashier.purchases import close_abandoned
from kiosk.gateway.hospital.days import age_on, day_of
from kiosk.gateway.hospital.records import PatientRow
from kiosk.gateway.hospital.rules import mask_name
from kiosk.gateway.problems import known
from kiosk.gateway.store import patients

NO_ENTRY = {"blocked": "card-blocked", "expired": "card-expired"}


def identify(cashier: Cashier, shown: Identification) -> list[Patient]:
    """Every record under this carrier, masked. Raises `Refused`: unknown-card, card-blocked, card-expired."""
    with cashier.database.reading() as connection:
        # The last character of an identity number may be an x in either case.
        found = patients.find_carrier(connection, shown.carrier, shown.number.upper()) or patients.find_carrier(
            connection, shown.carrier, shown.number
        )
        carrier = known(found, "unknown-card")
        if carrier.state in NO_ENTRY:
            raise Refused(NO_ENTRY[carrier.state])
        holder = patients.find(connection, carrier.patient_id)
        assert holder is not None  # a carrier's patient is a foreign key
        return [_masked(row, holder, day_of(cashier.clock)) for row in patients.records_of(connection, holder)]


def visits(cashier: Cashier, patient_id: str) -> list[Visit]:
    """Visits with unpaid bills, newest first. Raises `Refused`: unknown-patient."""
    close_abandoned(cashier)
    with cashier.database.reading() as connection:
        known(patients.find(connection, patient_id), "unknown-patient")
        return patients.unpaid_visits(connection, patient_id)


def _masked(row: PatientRow, holder: PatientRow, on: date) -> Patient:
    return Patient(
        patient_id=row.patient_id,
        name=mask_name(row.name),
        sex=row.sex,
        age=age_on(on, row.birth),
        guardian=row.guardian_id == holder.patient_id,
    )
