"""Which of the unpaid bills to pay now: all of them, unless the patient says otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.contract import Bill, Visit
from kiosk.core.desk import Desk
from kiosk.core.money import Money, total
from kiosk.core.screens import BillDetail, BillRow, ItemRow, PickBills, VisitRows
from kiosk.core.words import Phrase, phrase


@dataclass(frozen=True)
class PickedBills:
    """What the patient wants to pay. `visits` hold just those bills."""

    visits: list[Visit]
    bill_ids: tuple[str, ...]
    total: Money


def pick_bills(desk: Desk, visits: list[Visit], before: PickedBills | None = None) -> PickedBills | None:
    """Ask until the patient goes on with at least one bill, or back (`None`). `before` keeps an earlier choice."""
    payable = {bill.bill_id for visit in visits for bill in visit.bills if bill.state == "unpaid"}
    ticked = (payable & set(before.bill_ids) if before else set()) or set(payable)
    while True:
        answer = desk.ask(_screen(visits, ticked, payable))
        match answer and answer.choice:
            case "toggle" if answer and answer.value in payable:
                ticked ^= {answer.value}
            case "all":
                ticked = set() if ticked == payable else set(payable)
            case "detail" if answer:
                _show_detail(desk, visits, answer.value)
            case "next" if ticked:
                return _picked(visits, ticked)
            case "back" | None:
                return None


def without(picked: PickedBills, bill_ids: Iterable[str]) -> PickedBills:
    """The others of these bills; none of them may be left."""
    return _picked(picked.visits, set(picked.bill_ids) - set(bill_ids))


def _picked(visits: list[Visit], ticked: set[str]) -> PickedBills:
    kept = [(visit, [bill for bill in visit.bills if bill.bill_id in ticked]) for visit in visits]
    chosen = [_with(visit, bills) for visit, bills in kept if bills]
    bills = [bill for visit in chosen for bill in visit.bills]
    return PickedBills(chosen, tuple(bill.bill_id for bill in bills), total(bill.total for bill in bills))


def _with(visit: Visit, bills: list[Bill]) -> Visit:
    return Visit(
        visit_id=visit.visit_id,
        day=visit.day,
        campus=visit.campus,
        department=visit.department,
        doctor=visit.doctor,
        bills=bills,
    )


def _screen(visits: list[Visit], ticked: set[str], payable: set[str]) -> PickBills:
    amount = total(bill.total for visit in visits for bill in visit.bills if bill.bill_id in ticked)
    reason = None
    if not payable and any(bill.state == "locked" for visit in visits for bill in visit.bills):
        reason = phrase("These bills are being paid at another place")
    elif not payable:
        reason = phrase("These bills can be paid only at the window")
    elif not ticked:
        reason = phrase("Choose at least one bill")
    return PickBills(tuple(_rows(visit, ticked) for visit in visits), amount, len(ticked), len(payable), reason)


def _rows(visit: Visit, ticked: set[str]) -> VisitRows:
    rows = tuple(_row(bill, bill.bill_id in ticked) for bill in visit.bills)
    return VisitRows(visit.visit_id, visit.department, visit.doctor, visit.campus, visit.day, rows)


def _row(bill: Bill, ticked: bool) -> BillRow:
    return BillRow(
        bill.bill_id, bill.title, bill.total, len(bill.items), ticked, bill.state == "unpaid", _why_not(bill)
    )


def _why_not(bill: Bill) -> Phrase | None:
    if bill.state == "locked":
        return phrase("Being paid at another place")
    if bill.state == "window" and bill.window is not None:
        return phrase("Only at {window}", window=bill.window)
    return None


def _show_detail(desk: Desk, visits: list[Visit], bill_id: str) -> None:
    for visit in visits:
        for bill in visit.bills:
            if bill.bill_id == bill_id:
                items = tuple(ItemRow(i.name, i.quantity, i.amount, i.insurance_class) for i in bill.items)
                desk.ask(BillDetail(bill.title, visit.department, visit.day, items, bill.total))
