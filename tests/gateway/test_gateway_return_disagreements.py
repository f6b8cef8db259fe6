"""The insurer, the hospital and the patient disagree while something is given back: nothing is lost in between."""

import json

import pytest
from counter import Counter
from test_gateway_returns import EMPLOYEE, MINE, buy, give_back, quote

from kiosk.gateway.cashier.rounds import go_round
from kiosk.gateway.insurance import InsuranceUnreachable
from kiosk.gateway.store import settlements

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
    booked = counter.insurer.book.look("SELECT setl_id FROM settlement WHERE state = 'settled'")
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
