"""Fills a new store with the demo hospital's rows."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from kiosk.core.words import Named
from kiosk.gateway.hospital.records import DemoHospital
from kiosk.gateway.store import tables


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


def _fill(connection: Connection, table: Table, rows: Iterable[Any]) -> None:
    columns = [_columns(row) for row in rows]
    if columns:
        connection.execute(insert(table), columns)


def _columns(row: Any) -> dict[str, object]:
    columns: dict[str, object] = {}
    for field in fields(row):
        fact = getattr(row, field.name)
        if isinstance(fact, Named) or "Named" in str(field.type):
            columns[f"{field.name}_zh"] = fact and fact.zh
            columns[f"{field.name}_en"] = fact and fact.en
        else:
            columns[field.name] = fact
    return columns
