"""Who a carrier belongs to, and what a patient owes, read from the tables."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select

from kiosk.contract import Bill, Item, Visit
from kiosk.core.money import Money
from kiosk.core.words import Named
from kiosk.gateway.hospital.records import CarrierRow, ItemRow, PatientRow
from kiosk.gateway.store import asking, tables

patient, carrier, visit, bill, item = tables.patient, tables.carrier, tables.visit, tables.bill, tables.item
campus, department, doctor = tables.campus, tables.department, tables.doctor


def find_carrier(connection: Connection, kind: str, number: str) -> CarrierRow | None:
    """The carrier with this number."""
    row = connection.execute(select(carrier).where(carrier.c.carrier == kind, carrier.c.number == number)).one_or_none()
    return CarrierRow(**row._mapping) if row else None


def find(connection: Connection, patient_id: str) -> PatientRow | None:
    """One patient."""
    row = connection.execute(asking.rows(patient, "patient_id"), {"patient_id": patient_id}).one_or_none()
    return _patient(row) if row else None


def records_of(connection: Connection, holder: PatientRow) -> list[PatientRow]:
    """Every record that this person may choose: their own, first, then those under their guard."""
    same = [patient.c.patient_id == holder.patient_id, patient.c.guardian_id == holder.patient_id]
    if holder.id_number:
        same.append(patient.c.id_number == holder.id_number)
    rows = [_patient(row) for row in connection.execute(select(patient).where(or_(*same)))]
    return sorted(rows, key=lambda row: (row.patient_id != holder.patient_id, bool(row.guardian_id), row.patient_id))


def unpaid_visits(connection: Connection, patient_id: str) -> list[Visit]:
    """Visits with bills that are not paid, newest first; what stands at the window or is locked is among them."""
    open_bills = connection.execute(_OPEN_BILLS, {"patient_id": patient_id}).all()
    items = items_of(connection, [row.bill_id for row in open_bills])
    bills: defaultdict[str, list[Bill]] = defaultdict(list)
    for row in open_bills:
        bills[row.visit_id].append(_bill(row, items[row.bill_id]))
    return [_visit(row, bills[row.visit_id]) for row in _visits(connection, bills)]


def items_of(connection: Connection, bill_ids: Iterable[str]) -> dict[str, list[Item]]:
    """The lines of these bills."""
    rows = connection.execute(_ITEMS, {"bill_ids": list(bill_ids)})
    lines: defaultdict[str, list[Item]] = defaultdict(list)
    for row in rows:
        lines[row.bill_id].append(_item(row))
    return lines


def lines_of(connection: Connection, bill_ids: Iterable[str]) -> dict[str, list[ItemRow]]:
    """The lines of these bills with all that is known of them: the insurer has to be told."""
    rows = connection.execute(_ITEMS, {"bill_ids": list(bill_ids)})
    lines: defaultdict[str, list[ItemRow]] = defaultdict(list)
    for row in rows:
        columns = dict(row._mapping)
        name = Named(columns.pop("name_zh"), columns.pop("name_en"))
        lines[row.bill_id].append(ItemRow(name=name, **columns))
    return lines


def _visits(connection: Connection, visit_ids: Iterable[str]) -> Iterable[Row[Any]]:
    return connection.execute(_VISITS, {"visit_ids": list(visit_ids)})


def _visit(row: Row[Any], bills: list[Bill]) -> Visit:
    day: date = row.day
    return Visit(
        visit_id=row.visit_id,
        day=day.isoformat(),
        campus=Named(row.campus_zh, row.campus_en),
        department=Named(row.department_zh, row.department_en),
        doctor=row.doctor,
        bills=bills,
    )


def _bill(row: Row[Any], items: list[Item]) -> Bill:
    return Bill(
        bill_id=row.bill_id,
        title=Named(row.title_zh, row.title_en),
        total=Money(row.total),
        items=items,
        state="locked" if row.state == "unpaid" and row.purchase_id else row.state,
        window=Named(row.window_zh, row.window_en) if row.window_zh else None,
    )


def _item(row: Row[Any]) -> Item:
    return Item(
        name=Named(row.name_zh, row.name_en),
        quantity=f"{row.count} {row.unit}",
        amount=Money(row.amount),
        insurance_class=row.insurance_class,
    )


def _patient(row: Row[Any]) -> PatientRow:
    return PatientRow(**row._mapping)


# Asked for every card that is read.
_OPEN_BILLS = (
    select(bill)
    .join(visit, visit.c.visit_id == bill.c.visit_id)
    .where(visit.c.patient_id == bindparam("patient_id"), bill.c.state != "paid")
    .order_by(bill.c.bill_id)
)
_ITEMS = (
    select(item).where(item.c.bill_id.in_(bindparam("bill_ids", expanding=True))).order_by(item.c.bill_id, item.c.line)
)
_VISITS = (
    select(
        visit.c.visit_id,
        visit.c.day,
        campus.c.name_zh.label("campus_zh"),
        campus.c.name_en.label("campus_en"),
        department.c.name_zh.label("department_zh"),
        department.c.name_en.label("department_en"),
        doctor.c.name.label("doctor"),
    )
    .join(department, department.c.department_id == visit.c.department_id)
    .join(campus, campus.c.campus_id == department.c.campus_id)
    .join(doctor, doctor.c.doctor_id == visit.c.doctor_id)
    .where(visit.c.visit_id.in_(bindparam("visit_ids", expanding=True)))
    .order_by(visit.c.day.desc(), visit.c.visit_id.desc())
)
