"""Who has accepted which version of the terms of paying later, when, and at which terminal."""

from sqlalchemy import Connection, insert, select

from kiosk.contract import AgreementRequest
from kiosk.gateway.store import tables

agreement = tables.agreement


def accepted(connection: Connection, patient_id: str, version: str) -> bool:
    """This patient has accepted this version."""
    found = connection.execute(
        select(agreement.c.agreement_id).where(agreement.c.patient_id == patient_id, agreement.c.version == version)
    )
    return found.first() is not None


def add(connection: Connection, agreement_id: str, said: AgreementRequest, at: float) -> None:
    """Write it down."""
    connection.execute(
        insert(agreement).values(
            agreement_id=agreement_id,
            patient_id=said.patient_id,
            terminal_id=said.terminal_id,
            version=said.version,
            at=at,
        )
    )
