"""The insurer, the hospital and the patient disagree while something is given back: nothing is lost in between."""

import json

import pytest
from counter import DUE, PATIENT, Counter
from test_gateway_returns import EMPLOYEE, MINE, buy, give_back, quote
from test_reconciliation_accounts import PUT_ON, paid_by_card

from kiosk.core.errors import Refused
from kiosk.gateway.cashier.claims import go_on
from kiosk.gateway.cashier.rounds import go_round
from kiosk.gateway.insurance import InsuranceUnreachable
from kiosk.gateway.store import claims, settlements

ON_FILES = pytest.mark.grounds("sqlite")


def silent_once(counter: Counter, monkeypatch: pytest.MonkeyPatch, infno: str, nth: int) -> None:
    """The insurer does not hear the nth message of this kind."""
    line, heard = type(counter.cashier.insurance.line), []  # type: ignore[attr-defined]
    send = line.send

    def lossy(self: object, message: bytes) -> bytes:
        heard.append(json.loads(message)["infno"])
        if heard[-1] == infno and heard.count(infno) == nth:
            raise InsuranceUnreachable("lost on the way")
        return send(self, message)  # type: ignore[no-any-return]

    monkeypatch.setattr(line, "send", lossy)


def insurer_and_hospital_agree(counter: Counter) -> None:
    with counter.cashier.database.reading() as connection:
        standing = settlements.standing(connection, "p-1")
    booked = counter.insurer.book.file.look("SELECT setl_id FROM settlement WHERE state = 'settled'")
    assert [row["setl_id"] for row in booked] == [standing.setl_id if standing else ""]


@ON_FILES
def test_a_rest_that_is_booked_otherwise_refuses_the_return_however_often_it_is_interrupted(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = buy(counter, MINE, EMPLOYEE, flag="0")
    told = quote(counter, MINE[2:]).body["own"]
    counter.insurer.faults.set("fen_short", "2207", times=1)
    silent_once(counter, monkeypatch, "2208", nth=2)
    assert give_back(counter, MINE[2], all_bills=MINE, own=told).body["state"] == "verifying"
    counter.clock.advance(30)
    go_round(counter.cashier)
    said = counter.get("/v1/returns/p-1-V4").body
    assert (said["state"], said["reason"]) == ("refused", "split-changed")
    assert [counter.bill_stands(bill, EMPLOYEE) for bill in MINE] == ["paid"] * 3
    assert (counter.ledger.charged, counter.ledger.refunded) == (own, 0)
    insurer_and_hospital_agree(counter)


@ON_FILES
def test_a_settlement_that_only_the_hospital_has_is_told_to_the_staff(counter: Counter) -> None:
    buy(counter, MINE, EMPLOYEE, flag="0")
    counter.insurer.faults.set("audit", "2207")  # the rest is refused, and so is what stood before
    assert give_back(counter, MINE[2], all_bills=MINE).body["state"] == "refused"
    counter.insurer.faults.clear()
    counter.clock.advance(1200)
    go_round(counter.cashier)
    counter.clock.advance(1200)
    go_round(counter.cashier)
    assert ("insurance-open", "p-1") in open_alarms(counter)


@ON_FILES
def test_a_void_that_nobody_comes_back_for_bars_a_return_and_what_waits_is_told_to_the_staff(counter: Counter) -> None:
    own = buy(counter, MINE, EMPLOYEE, flag="0")
    told = quote(counter, MINE[2:]).body["own"]
    counter.insurer.faults.set("down", "2208", times=1)
    assert counter.void().status == 503
    said = give_back(counter, MINE[2], all_bills=MINE, own=told)
    assert said.refusal == (409, "return-barred")
    for _ in range(2):
        counter.clock.advance(1200)
        go_round(counter.cashier)
    assert open_alarms(counter) == [("money-waiting", "p-1")]  # the rounds have undone it; the own money lies there
    assert give_back(counter, MINE[2], all_bills=MINE, own=told).refusal == (409, "return-barred")
    assert counter.void().status == 200
    assert counter.refund(amount=own).body["state"] == "refunded"
    go_round(counter.cashier)
    assert open_alarms(counter) == []


@ON_FILES
def test_a_round_that_comes_late_leaves_alone_what_was_settled_anew(counter: Counter) -> None:
    buy(counter, MINE, EMPLOYEE, flag="0")
    counter.insurer.faults.set("down", "2208", times=1)
    said = give_back(counter, MINE[2], all_bills=MINE).body
    assert said["state"] == "verifying"
    with counter.cashier.database.reading() as connection:
        (stale,) = claims.in_states(connection, "undoing")
    counter.insurer.faults.set("audit", "2207", times=1)
    assert counter.get("/v1/returns/p-1-V4").body["state"] == "refused"
    with pytest.raises(Refused, match="insurance-silent"):
        go_on(counter.cashier, stale)
    with counter.cashier.database.reading() as connection:
        now = claims.find(connection, stale.settlement_id)
    assert now is not None
    assert now.state == "settled"
    insurer_and_hospital_agree(counter)


@ON_FILES
def test_nothing_is_handed_out_for_a_bill_on_its_way_back(counter: Counter) -> None:
    buy(counter, MINE, EMPLOYEE, flag="0")
    counter.insurer.faults.set("down", "2208", times=1)
    assert give_back(counter, MINE[1], all_bills=MINE).body["state"] == "verifying"
    handed_out = {"use": "dispensed"}
    assert counter.ask("POST", f"/sim/bills/{MINE[1]}/uses", handed_out).body == {"done": False}
    assert counter.ask("POST", f"/sim/bills/{MINE[0]}/uses", handed_out).body == {"done": True}
    assert counter.get("/v1/returns/p-1-V2").body["state"] == "refunded"


@ON_FILES
def test_a_top_up_of_which_a_part_went_back_cannot_be_voided(counter: Counter) -> None:
    topped_up(counter, "t-1")
    paid_by_card(counter)
    assert counter.settle().body["state"] == "settled"
    body = {"terminal_id": "T01", "patient_id": PATIENT, "balance": PUT_ON - DUE}
    assert counter.put("/v1/close-outs/c-1", body).status == 200
    topped_up(counter, "t-2")
    assert counter.void("t-1-t").refusal == (409, "balance-spent")
    assert counter.get(f"/v1/patients/{PATIENT}/prepaid").body["balance"] == PUT_ON


def open_alarms(counter: Counter) -> list[tuple[str, str]]:
    return [(one["kind"], one["purchase_id"]) for one in counter.get("/v1/alarms").body["alarms"]]


def topped_up(counter: Counter, name: str) -> None:
    body = {"terminal_id": "T01", "patient_id": PATIENT, "bill_ids": [], "kind": "top_up", "amount": PUT_ON}
    assert counter.put(f"/v1/purchases/{name}", body).status == 200
    assert counter.split(name).status == 200
    assert counter.wallet().pay(counter.order(name, PUT_ON).body["code"])
    assert counter.settle(name).status == 200
