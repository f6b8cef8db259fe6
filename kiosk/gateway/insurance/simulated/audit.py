"""The insurer's audit of claims: what it does not pay for, whoever asks, with its reason in its own words."""

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta

from kiosk.gateway.insurance import Case, Fee, Objection

MOST_DAYS = 30  # of one medicine at a time
# The insurer's own catalogue: what is for one sex only.
ONE_SEX = {"XG04CBF012": "male", "XG03DAH011": "female"}
SEXES = {"male": "男性", "female": "女性"}


def objections(db: sqlite3.Connection, case: Case, gend: str, today: date) -> tuple[Objection, ...]:
    """Everything against these fees, in their order; at most one objection to a fee."""
    lasting = set(_lasting(db, case, today))
    found = []
    for fee in case.fees:
        objection = _against(fee, gend, lasting)
        if objection is not None:
            found.append(objection)
        if fee.prd_days and fee.med_list_codg:
            lasting.add(fee.med_list_codg)
    return tuple(found)


def whole_bills(case: Case) -> tuple[Objection, ...]:
    """Something against every bill, for an audit that is told to object."""
    bills = dict.fromkeys(fee.bill_id for fee in case.fees)
    return tuple(Objection(bill_id, 0, "MA0001", "该费用需人工审核") for bill_id in bills)


def _against(fee: Fee, gend: str, lasting: set[str]) -> Objection | None:
    if fee.prd_days > MOST_DAYS:
        words = f"超出限定天数：开具{fee.prd_days}天用量，限{MOST_DAYS}天"
        return Objection(fee.bill_id, fee.line, "RX0012", words)
    only = ONE_SEX.get(fee.med_list_codg, gend)
    if only != gend:
        return Objection(fee.bill_id, fee.line, "RX0021", f"限{SEXES[only]}使用的药品")
    if fee.prd_days and fee.med_list_codg in lasting:
        return Objection(fee.bill_id, fee.line, "RX0033", "重复开药：同一药品尚未用完")
    return None


def _lasting(db: sqlite3.Connection, case: Case, today: date) -> Iterator[str]:
    """Medicines that were settled for this person, by other prescriptions, and are not used up yet."""
    rows = db.execute(
        "SELECT rx_drord_no, med_list_codg, prd_days, day FROM fee JOIN settlement USING (msgid)"
        " WHERE psn_no = ? AND state = 'settled' AND prd_days > 0 AND med_list_codg <> ''",
        (case.psn_no,),
    )
    own = {fee.bill_id for fee in case.fees}
    for row in rows:
        if row["rx_drord_no"] not in own and date.fromisoformat(row["day"]) + timedelta(days=row["prd_days"]) > today:
            yield row["med_list_codg"]
