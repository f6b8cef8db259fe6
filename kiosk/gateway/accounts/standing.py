"""Whether a patient may register and pay later, and why not, in words."""

from datetime import date

from sqlalchemy import Connection

from kiosk.contract import Agreement, AgreementRequest, Due, Standing
from kiosk.core.errors import Refused
from kiosk.gateway.accounts.pay_later_rules import left_of_limit, why_not_eligible, why_overdue
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.hospital.account_rules import PAY_LATER, TERMS
from kiosk.gateway.hospital.days import day_of
from kiosk.gateway.hospital.records import PatientRow
from kiosk.gateway.problems import known
from kiosk.gateway.store import accounts, agreements, patients
from kiosk.gateway.store.accounts import DueRow
from kiosk.gateway.store.writes import Answer, Asked, once


def standing(cashier: Cashier, patient_id: str) -> Standing:
    """Raises `Refused`: unknown-patient."""
    with cashier.database.reading() as connection:
        patient = known(patients.find(connection, patient_id), "unknown-patient")
        return _standing(connection, patient, day_of(cashier.clock))


def agree(cashier: Cashier, agreement_id: str, request: AgreementRequest) -> Answer:
    """Refused: unknown-patient, terms-changed, pay-later-refused."""
    asked = Asked("agreements", agreement_id, request, cashier.now())
    return once(cashier.database, asked, lambda connection: _agree(cashier, connection, asked, request))


def _standing(connection: Connection, patient: PatientRow, day: date) -> Standing:
    owed = accounts.dues(connection, patient.patient_id)
    overdue, lacks = why_overdue(owed, day), why_not_eligible(patient, day)
    return Standing(
        patient_id=patient.patient_id,
        may_register=overdue is None,
        why_not_register=overdue,
        may_pay_later=not lacks and overdue is None,
        why_not_pay_later=[*lacks, *([overdue] if overdue else [])],
        agreed=agreements.accepted(connection, patient.patient_id, TERMS.version),
        limit=PAY_LATER.limit,
        left=left_of_limit(owed),
        dues=[_due(due, day) for due in owed],
    )


def _due(due: DueRow, day: date) -> Due:
    return Due(
        due_id=due.account_id,
        made_on=due.made_on.isoformat(),
        due_on=due.due_on.isoformat(),
        amount=due.balance,
        overdue=due.due_on < day,
        locked=due.purchase_id is not None,
    )


def _agree(cashier: Cashier, connection: Connection, asked: Asked, request: AgreementRequest) -> Agreement:
    patient = known(patients.find(connection, request.patient_id), "unknown-patient")
    if request.version != TERMS.version:
        raise Refused("terms-changed")
    day = day_of(cashier.clock)
    if not _standing(connection, patient, day).may_pay_later:
        raise Refused("pay-later-refused")
    agreements.add(connection, asked.id, request, asked.at)
    return Agreement(agreement_id=asked.id, patient_id=request.patient_id, version=request.version, day=day.isoformat())
