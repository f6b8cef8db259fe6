"""Whatever needs a human is on the staff's list: once, for as long as it stands, and again when it comes again."""

from typing import Any

import pytest
from counter import DUE, Counter, Said
from test_gateway_accounts import balance, close_out, top_up
from test_gateway_journals import moves, tell

from kiosk.gateway.cashier.left_behind import LEFT_BEHIND_S
from kiosk.gateway.cashier.rounds import go_round
from kiosk.gateway.channels import Channel, RefundAnswer
from kiosk.gateway.store import alarms
from kiosk.gateway.store.alarms import AGAIN_S, Cause

TEN_MINUTES = 600
HOUR = 3600


def listed(counter: Counter, state: str = "open") -> list[dict[str, Any]]:
    said = counter.get(f"/v1/alarms?state={state}")
    assert said.status == 200
    return list(said.body["alarms"])


def kinds(counter: Counter) -> list[str]:
    return [alarm["kind"] for alarm in listed(counter)]


def report(counter: Counter, name: str = "r-1", **more: object) -> Said:
    body = {"terminal_id": "K01", "kind": "purchase-stuck", "purchase_id": "K01-1", "state": "unsure", **more}
    return counter.put(f"/v1/alarm-reports/{name}", body)


def see_to(counter: Counter, alarm_id: str, who: str = "wang", note: str = "") -> Said:
    return counter.put(f"/v1/alarms/{alarm_id}/resolution", {"who": who, "note": note})


def passes(counter: Counter, seconds: float) -> None:
    counter.clock.advance(seconds)
    go_round(counter.cashier)


def test_a_stuck_purchase_alarms_once_however_often_it_is_said(counter: Counter) -> None:
    first = report(counter, "r-1", channel="wechat", amount=4620).body["alarm_id"]
    assert report(counter, "r-1", channel="wechat", amount=4620).body["alarm_id"] == first
    counter.clock.advance(60)
    assert report(counter, "r-2", state="settling", amount=4620).body["alarm_id"] == first
    (alarm,) = listed(counter)
    assert (alarm["state"], alarm["amount"], alarm["times"]) == ("settling", 4620, 1)
    assert alarm["since"] == "2026-03-02T01:00:00+00:00"
    assert counter.get(f"/v1/alarms/{first}").body == alarm


def test_a_report_that_comes_after_the_purchase_has_ended_raises_nothing(counter: Counter) -> None:
    tell(counter, moves(1, 5))
    report(counter)
    assert listed(counter) == []


def test_a_journal_that_is_behind_is_heard_though_the_purchase_had_ended(counter: Counter) -> None:
    tell(counter, moves(1, 5))
    report(counter, reason="journal-behind")
    assert [(alarm["purchase_id"], alarm["reason"]) for alarm in listed(counter)] == [("K01-1", "journal-behind")]


def test_a_terminal_takes_back_what_it_said_of_itself(counter: Counter) -> None:
    report(counter, "r-1", kind="journal-unusable", purchase_id="", state="")
    assert kinds(counter) == ["journal-unusable"]
    report(counter, "r-2", kind="journal-unusable", purchase_id="", state="", ended=True)
    assert listed(counter) == []
    report(counter, "r-3", kind="journal-unusable", purchase_id="", state="")
    assert [alarm["times"] for alarm in listed(counter)] == [2]


def test_a_report_that_makes_no_sense(counter: Counter) -> None:
    assert report(counter, kind="printer-sad").refusal == (422, "invalid")
    assert report(counter, purchase_id="Zhang San").refusal == (422, "invalid")
    assert listed(counter) == []


def test_a_human_sees_to_it_and_it_comes_again_while_its_cause_stands(counter: Counter) -> None:
    alarm_id = report(counter).body["alarm_id"]
    seen = see_to(counter, alarm_id, note="called the wallet")
    assert (seen.body["resolved_by"], seen.body["note"]) == ("wang", "called the wallet")
    assert listed(counter) == []
    assert see_to(counter, alarm_id, note="called the wallet").raw == seen.raw  # its answer was lost
    assert see_to(counter, alarm_id, "liu").refusal == (409, "alarm-resolved")  # somebody was faster
    assert see_to(counter, alarm_id, note="and the bank").refusal == (409, "alarm-resolved")
    counter.clock.advance(AGAIN_S - 1)
    report(counter, "r-2")
    assert listed(counter) == []
    counter.clock.advance(1)
    report(counter, "r-3")
    (again,) = listed(counter)
    assert (again["times"], again["note"]) == (2, "called the wallet")
    assert see_to(counter, alarm_id, "liu").status == 200


@pytest.mark.parametrize("note", ["patient 450103198001011234 phone 13812345678", "6222021", "卡号１２３４５６７"])
def test_a_note_with_somebodys_number_in_it_is_refused_and_kept_nowhere(counter: Counter, note: str) -> None:
    alarm_id = report(counter).body["alarm_id"]
    said = see_to(counter, alarm_id, note=note)
    assert said.refusal == (422, "note-personal")
    assert note not in said.raw.decode()
    assert [alarm["note"] for alarm in listed(counter)] == [""]
    assert see_to(counter, alarm_id, note="called extension 112233, 46.20 given back on 2026-03-02").status == 200


def test_nobody_sees_to_what_went_away_by_itself(counter: Counter) -> None:
    alarm_id = report(counter).body["alarm_id"]
    report(counter, "r-2", ended=True)
    assert see_to(counter, alarm_id).refusal == (409, "alarm-resolved")
    assert see_to(counter, "A-nothing").refusal == (404, "unknown-alarm")
    assert counter.get("/v1/alarms/A-nothing").refusal == (404, "unknown-alarm")


def test_seeing_to_it_moves_no_money(counter: Counter) -> None:
    counter.paid()
    passes(counter, TEN_MINUTES + 60)
    before = counter.ledger
    (alarm,) = listed(counter)
    see_to(counter, alarm["alarm_id"])
    assert counter.ledger == before
    assert counter.stands() == "paid"


def test_a_long_list_comes_in_pages(counter: Counter) -> None:
    with counter.cashier.database.writing() as connection:
        for number in range(230):
            alarms.raise_(connection, Cause("purchase-stuck", purchase_id=f"K01-{number}"), float(number // 7))
    found, after, pages = [], "", 0
    while not pages or after:
        page = counter.get(f"/v1/alarms?after={after}").body
        found += [alarm["alarm_id"] for alarm in page["alarms"]]
        after, pages = page["next"], pages + 1
    assert (pages, len(found), len(set(found))) == (3, 230, 230)


@pytest.mark.parametrize("asked", ["state=sad", "after=%20", "state=open&state=all", "page=2"])
def test_an_address_that_asks_for_something_else(counter: Counter, asked: str) -> None:
    assert counter.get(f"/v1/alarms?{asked}").refusal == (422, "invalid")


def test_a_patient_who_asks_for_help_is_on_the_list_each_time(counter: Counter) -> None:
    counter.put("/v1/staff-calls/c-1", {"terminal_id": "K01"})
    counter.put("/v1/staff-calls/c-1", {"terminal_id": "K01"})
    (call,) = listed(counter)
    assert (call["kind"], call["terminal_id"], call["times"]) == ("help", "K01", 1)
    see_to(counter, call["alarm_id"])
    counter.put("/v1/staff-calls/c-2", {"terminal_id": "K01"})
    assert [alarm["times"] for alarm in listed(counter)] == [2]


def test_a_channel_that_does_not_say_how_it_ended(counter: Counter) -> None:
    counter.asked()
    counter.wallet().faults.set("error_500")
    counter.close()
    passes(counter, TEN_MINUTES - 60)
    assert listed(counter) == []
    passes(counter, 120)
    (alarm,) = listed(counter)
    assert (alarm["kind"], alarm["purchase_id"], alarm["amount"]) == ("channel-silent", "p-1", DUE)
    assert (alarm["channel"], alarm["terminal_id"]) == ("wechat", "T01")
    counter.wallet().faults.clear()
    passes(counter, 60)
    assert listed(counter) == []
    assert listed(counter, "resolved")[0]["resolved_by"] == "itself"


def test_money_that_no_terminal_settles(counter: Counter) -> None:
    counter.paid()
    passes(counter, TEN_MINUTES - 60)
    assert listed(counter) == []
    passes(counter, 120)
    assert kinds(counter) == ["money-waiting"]
    counter.settle()
    passes(counter, 30)
    assert listed(counter) == []


def test_what_was_given_back_by_the_gateway_itself_is_told(counter: Counter) -> None:
    counter.paid()
    passes(counter, LEFT_BEHIND_S + 60)
    go_round(counter.cashier)
    assert counter.stands() == "refunded"
    (alarm,) = listed(counter)
    assert (alarm["kind"], alarm["purchase_id"], alarm["amount"]) == ("left-behind", "p-1", DUE)


def test_a_refund_that_does_not_arrive(counter: Counter) -> None:
    counter.paid()
    counter.void()
    counter.wallet().faults.set("slow_refund", seconds=3 * HOUR)
    counter.refund()
    passes(counter, HOUR - 60)
    assert listed(counter) == []
    passes(counter, 120)
    assert kinds(counter) == ["refund-open"]
    passes(counter, 2 * HOUR)
    passes(counter, 30)
    assert listed(counter) == []


def test_a_close_out_that_does_not_end_is_told_with_its_terminal_until_it_has(counter: Counter) -> None:
    top_up(counter, "t-1", 100_00)
    counter.wallet().faults.set("slow_refund", "refund", seconds=3 * HOUR)
    assert close_out(counter, 100_00).body["state"] == "running"
    passes(counter, HOUR - 60)
    assert listed(counter) == []
    passes(counter, 120)
    told = [(one["kind"], one["terminal_id"], one["channel"], one["amount"]) for one in listed(counter)]
    assert told == [("close-out-open", "T01", "wechat", 100_00)]
    passes(counter, 3 * HOUR)
    passes(counter, 30)
    assert (listed(counter), balance(counter)) == ([], 0)


def test_a_refund_that_the_channel_refuses(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = counter.cashier.channels["wechat"]
    counter.paid()
    counter.void()
    with monkeypatch.context() as refusing:
        refusing.setattr(type(channel), "refund", _no)
        refusing.setattr(type(channel), "query_refund", _no)
        counter.refund()
        passes(counter, 60)
        assert kinds(counter) == ["refund-refused"]
        assert [one["terminal_id"] for one in listed(counter)] == ["T01"]
        assert counter.ledger.refunded == 0
    passes(counter, 60)
    assert counter.stands() == "refunded"
    assert listed(counter) == []


def test_an_insurer_that_does_not_say_whether_it_is_undone(counter: Counter) -> None:
    counter.paid_insured()
    counter.settle()
    counter.insurer.faults.set("lost_request", "2208")
    assert counter.void().refusal == (503, "insurance-silent")
    passes(counter, TEN_MINUTES - 60)
    assert "insurance-open" not in kinds(counter)
    passes(counter, 120)
    (alarm,) = [alarm for alarm in listed(counter) if alarm["kind"] == "insurance-open"]
    assert (alarm["purchase_id"], alarm["state"]) == ("p-1", "undoing")
    counter.insurer.faults.clear()
    passes(counter, 60)
    assert "insurance-open" not in kinds(counter)


def _no(channel: Channel, *asked: object) -> RefundAnswer:
    return RefundAnswer("refused")
