"""Who may pay later, and how much: the hospital's rule, applied to one patient on one day."""

from datetime import date, timedelta

from kiosk.core.money import Money, total, yuan
from kiosk.core.words import Named
from kiosk.gateway.hospital.account_rules import PAY_LATER
from kiosk.gateway.hospital.days import age_on
from kiosk.gateway.hospital.records import PatientRow
from kiosk.gateway.store.accounts import DueRow

NOT_INSURED = Named("未参加医疗保险", "No medical insurance is known")
NO_REAL_NAME = Named("未登记本人有效证件", "No identity document of your own is known")


def why_not_eligible(patient: PatientRow, day: date) -> list[Named]:
    """What this person lacks for paying later, whatever they owe."""
    adult = Named(f"未满 {PAY_LATER.least_age} 周岁", f"Younger than {PAY_LATER.least_age} years")
    lacks = (
        (patient.insutype not in PAY_LATER.insutypes, NOT_INSURED),
        (not patient.id_number, NO_REAL_NAME),
        (age_on(day, patient.birth) < PAY_LATER.least_age, adult),
    )
    return [why for missing, why in lacks if missing]


def why_overdue(owed: list[DueRow], day: date) -> Named | None:
    """What is overdue, in words; `None` when nothing is."""
    late = [due for due in owed if due.due_on < day]
    if not late:
        return None
    amount, since = yuan(total(due.balance for due in late)), min(due.due_on for due in late)
    return Named(
        f"有 {len(late)} 笔费用共 {amount} 已逾期（最早应于 {since} 前付清）",
        f"Overdue: {len(late)} with {amount} in all, the first since {since}",
    )


def left_of_limit(owed: list[DueRow]) -> Money:
    """How much more may be owed."""
    return Money(max(0, PAY_LATER.limit - total(due.balance for due in owed)))


def due_on(day: date) -> date:
    """Until when what is paid later today has to be repaid."""
    return day + timedelta(days=PAY_LATER.days)
