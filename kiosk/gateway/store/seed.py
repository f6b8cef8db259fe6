"""Fills a new store with the demo hospital's rows."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, time
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from kiosk.contract import AgreementRequest
from kiosk.core.clock import CHINA
from kiosk.gateway.hospital.account_rules import TERMS
from kiosk.gateway.hospital.records import DemoHospital, HeldRow
from kiosk.gateway.store import accounts, agreements, tables
from kiosk.gateway.store.accounts import Entry

NOON = time(12)


def is_empty(connection: Connection) -> bool:
    """Nothing was ever put in."""
    return connection.execute(select(tables.campus.c.campus_id).limit(1)).first() is None


def seed(connection: Connection, hospital: DemoHospital) -> None:
    """Everything of the hospital, parents before children. The store must be empty."""
    _fill(connection, tables.campus, hospital.campuses)
    _fill(connection, tables.department, hospital.departments)
    _fill(connection, tables.doctor, hospital.doctors)
    _fill(connection, tables.patient, hospital.patients)
    _fill(connection, tables.carrier, hospital.carriers)
    _fill(connection, tables.visit, hospital.visits)
    _fill(connection, tables.bill, hospital.bills)
    _fill(connection, tables.item, hospital.items)
    for row in hospital.held:
        _hold(connection, row)


def _hold(connection: Connection, row: HeldRow) -> None:
    at = datetime.combine(row.made_on, NOON, CHINA).timestamp()
    if row.due_on is None:
        account_id = accounts.open_prepaid(connection, row.patient_id, row.made_on)
        accounts.add(connection, account_id, Entry("cash", row.amount, f"{account_id}-cash", "", at))
        return
    accounts.open_due(connection, row.account_id, row.patient_id, row.made_on, row.due_on)
    accounts.add(connection, row.account_id, Entry("made", row.amount, row.account_id, "", at))
    said = AgreementRequest(terminal_id="window", patient_id=row.patient_id, version=TERMS.version)
    agreements.add(connection, f"A-{row.account_id}", said, at)


def _fill(connection: Connection, table: Table, rows: Iterable[Any]) -> None:
    columns = [_columns(row) for row in rows]
    if columns:
        connection.execute(insert(table), columns)


def _columns(row: Any) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name, in_two_languages in _fields(row.__class__):
        fact = getattr(row, name)
        if in_two_languages:
            columns[f"{name}_zh"] = fact and fact.zh
            columns[f"{name}_en"] = fact and fact.en
        else:
            columns[name] = fact
    return columns


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, bool], ...]:
    """What a record of this kind holds, and whether it is said in two languages: looked up once for thousands."""
    return tuple((field.name, "Named" in str(field.type)) for field in fields(kind))
