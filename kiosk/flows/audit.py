"""The insurance refuses some of the bills: the patient sees which and why, and what can be paid all the same."""

from dataclasses import dataclass
from typing import Literal

from kiosk.contract import Bill, Finding, Findings
from kiosk.core.desk import Desk
from kiosk.core.money import NOTHING
from kiosk.core.screens import AuditRefused, ObjectionRow
from kiosk.core.words import Named, Phrase, phrase
from kiosk.flows.bills import PickedBills, without

Choice = Literal["others", "self", "back"]


def ask(desk: Desk, picked: PickedBills, told: Findings) -> Choice:
    """What the patient wants now. `self` only where the hospital offers it, at the price it has named."""
    others = without(picked, [one.bill_id for one in told.findings])
    screen = AuditRefused(
        tuple(_row(picked, one) for one in told.findings),
        told.window,
        others.total if others.bill_ids else NOTHING,
        told.self_pay if told.self_pay == picked.total else NOTHING,
    )
    answer = desk.ask(screen)
    if answer is not None and answer.choice == "others" and screen.others:
        return "others"
    if answer is not None and answer.choice == "self" and screen.self_pay:
        return "self"
    return "back"


@dataclass(frozen=True)
class Against:
    """Why the insurance refused after the patient had paid, in words, and where somebody can help."""

    words: tuple[Phrase, ...]
    window: Named


def against(picked: PickedBills, told: Findings) -> Against | None:
    """Nothing when nothing was found."""
    rows = [_row(picked, one) for one in told.findings]
    said = [phrase("The insurance does not pay for {bill}: {reason}", bill=row.bill, reason=row.reason) for row in rows]
    return Against(tuple(said), told.window) if said else None


def _row(picked: PickedBills, one: Finding) -> ObjectionRow:
    bill = find(picked, one.bill_id)
    if bill is None:  # the insurer names a bill that nobody wanted to pay
        return ObjectionRow(one.reason, NOTHING, one.item, one.reason, one.code)
    return ObjectionRow(bill.title, bill.total, one.item, one.reason, one.code)


def find(picked: PickedBills, bill_id: str) -> Bill | None:
    """The bill that is meant, among those that were to be paid."""
    return next((bill for visit in picked.visits for bill in visit.bills if bill.bill_id == bill_id), None)
