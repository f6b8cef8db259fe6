"""The demo begins with people who have paid before: there is something to give back on the first day."""

from pathlib import Path

import pytest
from counter import Counter

from kiosk.contract.returns import return_id
from kiosk.gateway.demo_past import PAST, live_through

OWES_NOTHING = "P0008"


@pytest.mark.grounds("sqlite")  # what lies beside a database is the same for both
def test_who_owes_nothing_has_paid_before_and_can_give_back_what_was_not_done(counter: Counter) -> None:
    beside = counter.cashier.database.where
    assert isinstance(beside, Path)
    live_through(counter.cashier, beside)
    live_through(counter.cashier, beside)  # once
    newest, older = counter.get(f"/v1/patients/{OWES_NOTHING}/transactions").body
    assert [bill["bar"] and bill["bar"]["code"] for bill in newest["bills"]] == ["dispensed", None]
    assert older["bar"]["code"] == "too-old"
    assert counter.get(f"/v1/patients/{OWES_NOTHING}/visits").body == []
    bills, wish = PAST[0].bill_ids, [PAST[0].bill_ids[1]]
    body = {"purchase_id": newest["purchase_id"], "bill_ids": wish}
    own = counter.ask("POST", "/v1/return-quotes", body).body["own"]
    said = counter.put(f"/v1/returns/{return_id(newest['purchase_id'], bills, wish)}", {**body, "own": own})
    assert said.body["state"] == "refunded"
    ledger = counter.ledger
    assert ledger.refunded == own
    assert ledger.charged == ledger.settled + ledger.refunded
