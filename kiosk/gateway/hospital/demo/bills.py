"""What the demo's patients owe: visits, the bills of each visit, and the lines of each bill."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from kiosk.core.money import Money, total
from kiosk.core.words import Named
from kiosk.gateway.hospital.demo.catalogue import ORDERS, WINDOWS, Order
from kiosk.gateway.hospital.demo.places import CHILD_DEPARTMENTS, DEPARTMENTS
from kiosk.gateway.hospital.records import BillRow, BillState, Doctor, ItemRow, PatientRow, VisitRow

CHILD = date(2012, 1, 1)  # who was born later goes to the children's campus


@dataclass(frozen=True)
class Ordered:
    """One bill to be: an order, the goods in it (place on the price list, count), and how it stands."""

    order: Order
    goods: tuple[tuple[int, int], ...]
    state: BillState = "unpaid"
    window: Named | None = None


@dataclass(frozen=True)
class Seen:
    """One visit to be: whom the patient saw, when, and what was ordered."""

    doctor_id: str
    days_ago: int
    ordered: tuple[Ordered, ...]


@dataclass(frozen=True)
class Account:
    """Everything one patient has been charged."""

    visits: tuple[VisitRow, ...]
    bills: tuple[BillRow, ...]
    items: tuple[ItemRow, ...]


def charged(patient_id: str, visits: tuple[Seen, ...], doctors: dict[str, Doctor], today: date) -> Account:
    """The rows for these visits; ids follow from the patient's, so nobody else's bills can move them."""
    rows = [_visit(patient_id, number, seen, doctors, today) for number, seen in enumerate(visits, 1)]
    bills = [bill for _, made in rows for bill in made]
    return Account(
        visits=tuple(visit for visit, _ in rows),
        bills=tuple(bill for bill, _ in bills),
        items=tuple(item for _, items in bills for item in items),
    )


def random_visits(rng: Random, patient: PatientRow, doctors: dict[str, Doctor]) -> Iterator[Seen]:
    """None for a third of the patients, else up to three visits within two months."""
    child = patient.birth >= CHILD
    fitting = [row.department_id for row in DEPARTMENTS if (row.department_id in CHILD_DEPARTMENTS) == child]
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
        department = rng.choice(fitting)
        doctor = rng.choice([row for row in doctors.values() if row.department_id == department])
        ordered = tuple(_random_bill(rng) for _ in range(rng.choice((1, 1, 2, 3))))
        yield Seen(doctor.doctor_id, rng.randrange(60), ordered)


def _random_bill(rng: Random) -> Ordered:
    order = rng.choice(ORDERS)
    picked = sorted(rng.sample(range(len(order.goods)), rng.randint(1, min(6, len(order.goods)))))
    goods = tuple((place, rng.randint(1, order.goods[place].most)) for place in picked)
    states: tuple[BillState, ...] = ("unpaid", "paid", "window")
    state = rng.choices(states, weights=(66, 26, 8))[0]
    return Ordered(order, goods, state, rng.choice(WINDOWS) if state == "window" else None)


def _visit(
    patient_id: str, number: int, seen: Seen, doctors: dict[str, Doctor], today: date
) -> tuple[VisitRow, list[tuple[BillRow, tuple[ItemRow, ...]]]]:
    tail = f"{patient_id[1:]}-{number}"
    doctor = doctors[seen.doctor_id]
    day = today - timedelta(days=seen.days_ago)
    visit = VisitRow(f"V{tail}", patient_id, doctor.department_id, doctor.doctor_id, day)
    return visit, [_bill(f"B{tail}-{place}", visit.visit_id, ordered) for place, ordered in enumerate(seen.ordered, 1)]


def _bill(bill_id: str, visit_id: str, ordered: Ordered) -> tuple[BillRow, tuple[ItemRow, ...]]:
    items = tuple(_item(bill_id, line, ordered.order, *picked) for line, picked in enumerate(ordered.goods, 1))
    amount = total(item.amount for item in items)
    order = ordered.order
    return BillRow(bill_id, visit_id, order.title, amount, ordered.state, ordered.window, order.next_place), items


def _item(bill_id: str, line: int, order: Order, place: int, count: int) -> ItemRow:
    good = order.goods[place]
    amount = Money(good.price * count)
    priced = ItemRow(bill_id, line, good.name, count, good.unit, good.price, amount, good.insurance_class)
    return replace(priced, med_list_codg=good.med_list_codg, prd_days=good.days * count)
