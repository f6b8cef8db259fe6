"""Which ways to pay are offered to one patient: the companies' for everybody, their own card and credit for them."""

from sqlalchemy import Connection

from kiosk.contract import ChannelState
from kiosk.gateway.accounts.own_ledger import RULES
from kiosk.gateway.accounts.pay_later_rules import due_on, left_of_limit, why_not_eligible, why_overdue
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.cashier.orders import channel_states
from kiosk.gateway.hospital.account_rules import TERMS
from kiosk.gateway.hospital.days import day_of
from kiosk.gateway.hospital.records import PatientRow
from kiosk.gateway.problems import known
from kiosk.gateway.store import accounts, agreements, close_outs, patients


def channels_of(cashier: Cashier, patient_id: str) -> list[ChannelState]:
    """Raises `Refused`: unknown-patient."""
    with cashier.database.reading() as connection:
        patient = known(patients.find(connection, patient_id), "unknown-patient")
        own = [_prepaid(connection, patient), _pay_later(cashier, connection, patient)]
    return [*channel_states(cashier), *(state for state in own if state is not None)]


def _prepaid(connection: Connection, patient: PatientRow) -> ChannelState | None:
    """For who has money on the card."""
    balance = accounts.balance(connection, patient.patient_id)
    frozen = close_outs.running(connection, patient.patient_id)
    if not balance and not frozen:
        return None
    reason = "account-frozen" if frozen else ""
    return ChannelState(channel="prepaid", up=not frozen, modes=list(RULES.modes), balance=balance, reason=reason)


def _pay_later(cashier: Cashier, connection: Connection, patient: PatientRow) -> ChannelState | None:
    """For who has accepted the terms and may."""
    day = day_of(cashier.clock)
    if why_not_eligible(patient, day) or not agreements.accepted(connection, patient.patient_id, TERMS.version):
        return None
    owed = accounts.dues(connection, patient.patient_id)
    overdue = why_overdue(owed, day) is not None
    return ChannelState(
        channel="pay_later",
        up=not overdue,
        modes=list(RULES.modes),
        balance=left_of_limit(owed),
        reason="overdue" if overdue else "",
        due_on=due_on(day).isoformat(),
    )
