"""A patient gives back what they paid: once, to where it came from, and the books balance at every end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from counter import Counter, Said

from kiosk.contract.returns import return_id
from kiosk.gateway.cashier.rounds import go_round

ONE, OTHER = "B0004-1-1", "B0004-1-2"  # of a patient without insurance
EMPLOYEE = "P0001"
MINE = ("B0001-1-1", "B0001-1-2", "B0001-2-1")


def buy(
    counter: Counter, bills: tuple[str, ...] = (ONE, OTHER), patient: str = "P0004", flag: str = "1", name: str = "p-1"
) -> int:
    """Pay these bills at a terminal; own money in fen."""
    assert counter.lock(name, bills, patient).status == 200
    own = int(counter.split(name, flag).body["psn_cash_pay"])
    if own:
        shown = counter.order(name, own)
        assert counter.wallet().pay(shown.body["code"]), shown.raw
        counter.order_stands(f"{name}-p")
    settled = counter.settle(name, payment=None if own else "")
    assert settled.body["state"] == "settled", settled.raw
    return own


def listed(counter: Counter, patient: str = "P0004") -> list[dict[str, object]]:
    said = counter.get(f"/v1/patients/{patient}/transactions")
    assert said.status == 200, said.raw
    return list(said.body)


def quote(counter: Counter, bills: tuple[str, ...], purchase: str = "p-1") -> Said:
    return counter.ask("POST", "/v1/return-quotes", {"purchase_id": purchase, "bill_ids": list(bills)})


def give_back(counter: Counter, *bills: str, all_bills: tuple[str, ...] = (ONE, OTHER), own: int | None = None) -> Said:
    told = quote(counter, bills)
    amount = own if own is not None else told.body.get("own", 0)
    body = {"purchase_id": "p-1", "bill_ids": list(bills), "own": amount}
    return counter.put(f"/v1/returns/{return_id('p-1', all_bills, bills)}", body)


def balanced(counter: Counter, back: int, paid: int) -> None:
    ledger = counter.ledger
    assert (ledger.charged, ledger.settled, ledger.refunded) == (paid, paid - back, back)


def test_a_purchase_goes_back_whole(counter: Counter) -> None:
    own = buy(counter)
    said = give_back(counter, ONE, OTHER)
    assert said.body == {
        "return_id": "p-1-V3",
        "purchase_id": "p-1",
        "total": own,
        "fund": 0,
        "account": 0,
        "own": own,
        "channel": "wechat",
        "state": "refunded",
        "reason": "",
    }
    assert counter.stands() == "refunded"
    assert (counter.bill_stands(ONE), counter.bill_stands(OTHER)) == ("unpaid", "unpaid")
    balanced(counter, own, own)


def test_one_bill_of_two_goes_back_and_the_other_stays_paid(counter: Counter) -> None:
    own = buy(counter)
    back = give_back(counter, ONE).body
    assert (back["return_id"], back["state"]) == ("p-1-V1", "refunded")
    assert 0 < back["own"] < own
    assert (counter.bill_stands(ONE), counter.bill_stands(OTHER)) == ("unpaid", "paid")
    assert counter.stands() == "settled"
    balanced(counter, back["own"], own)
    rest = give_back(counter, OTHER).body
    assert back["own"] + rest["own"] == own
    assert counter.stands() == "refunded"
    balanced(counter, own, own)


def test_what_is_left_is_split_anew_and_every_share_adds_up(counter: Counter) -> None:
    own = buy(counter, MINE, EMPLOYEE)
    before = next(one for one in listed(counter, EMPLOYEE))
    told = quote(counter, MINE[:1]).body
    assert told["total"] == told["fund"] + told["account"] + told["own"]
    back = give_back(counter, MINE[0], all_bills=MINE).body
    assert {name: back[name] for name in ("total", "fund", "account", "own")} == {
        name: told[name] for name in ("total", "fund", "account", "own")
    }
    balanced(counter, back["own"], own)
    after = listed(counter, EMPLOYEE)[0]
    assert (after["state"], after["back"]) == ("partly_refunded", back["own"])
    assert (after["fund"], after["own"]) == (before["fund"], before["own"])


def test_the_personal_account_gets_its_money_back(counter: Counter) -> None:
    before = counter.account()
    buy(counter, MINE, EMPLOYEE)
    spent = before - counter.account()
    assert spent > 0
    part = give_back(counter, MINE[2], all_bills=MINE).body
    assert counter.account() == before - spent + part["account"]
    give_back(counter, *MINE[:2], all_bills=MINE)
    assert counter.account() == before


def test_when_the_insurance_paid_everything_no_channel_is_asked(counter: Counter) -> None:
    bills = ("B0014-1-1", "B0014-1-2")
    assert buy(counter, bills, "P0014") == 0
    back = give_back(counter, *bills, all_bills=bills).body
    assert (back["own"], back["channel"], back["state"]) == (0, "", "refunded")
    assert counter.bill_stands(bills[0], "P0014") == "unpaid"
    assert counter.ledger.charged == 0


def test_the_same_return_twice_is_one_and_answers_the_same(counter: Counter) -> None:
    own = buy(counter)
    first, body = give_back(counter, ONE, OTHER), {"purchase_id": "p-1", "bill_ids": [ONE, OTHER], "own": own}
    assert counter.put("/v1/returns/p-1-V3", body).raw == first.raw
    assert quote(counter, (ONE,)).refusal == (409, "bill-returned")
    balanced(counter, own, own)


def test_the_money_may_take_its_time(counter: Counter) -> None:
    own = buy(counter)
    counter.wallet().faults.set("slow_refund", seconds=60)
    assert give_back(counter, ONE, OTHER).body["state"] == "processing"
    assert [one["state"] for one in listed(counter)] == ["refunding"]
    assert counter.stands() == "refunding"
    counter.clock.advance(61)
    assert counter.get("/v1/returns/p-1-V3").body["state"] == "refunded"
    assert [one["state"] for one in listed(counter)] == ["refunded"]
    balanced(counter, own, own)


@pytest.mark.parametrize("fault", ["error_500", "lost_answer"])
@pytest.mark.parametrize("verb", ["refund", "query_refund"])
def test_the_gateway_finishes_by_itself_what_the_channel_did_not_answer(
    counter: Counter, fault: str, verb: str
) -> None:
    own = buy(counter)
    counter.wallet().faults.set(fault, verb, times=1)  # type: ignore[arg-type]
    give_back(counter, ONE)
    go_round(counter.cashier)
    assert counter.get("/v1/returns/p-1-V1").body["state"] == "refunded"
    back = counter.ledger.refunded
    assert 0 < back < own
    balanced(counter, back, own)


def test_a_bill_that_came_back_can_be_paid_again(counter: Counter) -> None:
    own = buy(counter)
    back = give_back(counter, ONE).body["own"]
    again = buy(counter, (ONE,), name="p-2")
    assert again == back
    assert (counter.stands("p-1"), counter.stands("p-2")) == ("settled", "settled")
    assert [one["state"] for one in listed(counter)] == ["paid", "partly_refunded"]
    balanced(counter, back, own + again)


def test_what_was_done_with_a_bill_bars_it_and_the_whole_but_not_the_other(counter: Counter) -> None:
    buy(counter)
    assert counter.ask("POST", f"/sim/bills/{ONE}/uses", {"use": "dispensed"}).body == {"done": True}
    (told,) = listed(counter)
    bars = [bill["bar"] and bill["bar"]["code"] for bill in told["bills"]]  # type: ignore[attr-defined]
    assert bars == ["dispensed", None]
    assert told["bar"]["code"] == "dispensed"  # type: ignore[index]
    assert quote(counter, (ONE,)).refusal == quote(counter, (ONE, OTHER)).refusal == (409, "return-barred")
    assert give_back(counter, ONE, own=100).refusal == (409, "return-barred")
    assert give_back(counter, OTHER).body["state"] == "refunded"


def test_a_refusal_of_this_moment_is_not_kept_for_ever(counter: Counter) -> None:
    buy(counter)
    assert give_back(counter, ONE, own=1).refusal == (409, "amount-differs")
    assert give_back(counter, ONE).body["state"] == "refunded"


def test_after_three_days_it_is_the_windows_and_after_seven_it_is_not_listed(counter: Counter) -> None:
    buy(counter)
    counter.clock.advance(2 * 86400)
    assert listed(counter)[0]["bar"] is None
    counter.clock.advance(86400)
    assert listed(counter)[0]["bar"]["code"] == "too-old"  # type: ignore[index]
    assert quote(counter, (ONE,)).refusal == (409, "return-barred")
    counter.clock.advance(5 * 86400)
    assert listed(counter) == []


def test_what_can_not_be_given_back(counter: Counter) -> None:
    assert quote(counter, (ONE,)).refusal == (404, "unknown-purchase")
    assert counter.get("/v1/returns/p-1-V1").refusal == (404, "unknown-return")
    counter.paid()
    assert quote(counter, (ONE,)).refusal == (409, "return-barred")
    counter.settle()
    for bills in ((), ("nothing",), (ONE, ONE)):
        assert quote(counter, bills).refusal == (404, "unknown-bill")
    body = {"purchase_id": "p-1", "bill_ids": [ONE], "own": quote(counter, (ONE,)).body["own"]}
    assert counter.put("/v1/returns/p-1-V2", body).refusal == (409, "return-differs")
    assert counter.get("/v1/patients/nobody/transactions").refusal == (404, "unknown-patient")


def test_a_plain_refund_of_what_was_given_back_is_refused(counter: Counter) -> None:
    own = buy(counter)
    give_back(counter, ONE, OTHER)
    assert counter.refund("p-1-p", own).refusal == (409, "refund-differs")
    balanced(counter, own, own)


def test_a_late_void_of_what_was_given_back_in_part_is_refused_and_changes_nothing(counter: Counter) -> None:
    own = buy(counter)
    back = give_back(counter, ONE).body["own"]
    assert counter.void().refusal == (409, "given-back")
    assert (counter.stands(), counter.bill_stands(OTHER)) == ("settled", "paid")
    balanced(counter, back, own)


def test_a_void_in_the_middle_leaves_the_return_alone_and_what_takes_too_long_is_the_staffs(counter: Counter) -> None:
    own = buy(counter, MINE, EMPLOYEE)
    counter.insurer.faults.set("lost_request", "2208")
    back = give_back(counter, MINE[0], all_bills=MINE)
    assert back.body["state"] == "verifying"
    assert listed(counter, EMPLOYEE)[0]["bar"]["code"] == "under-way"  # type: ignore[index]
    assert counter.void().refusal == (409, "given-back")
    counter.clock.advance(3601)
    go_round(counter.cashier)
    alarms = counter.get("/v1/alarms").body["alarms"]
    assert ("refund-open", "p-1") in [(one["kind"], one["purchase_id"]) for one in alarms]
    counter.insurer.faults.clear()
    go_round(counter.cashier)
    assert counter.get(f"/v1/returns/{back.body['return_id']}").body["state"] == "refunded"
    balanced(counter, back.body["own"], own)


def test_a_return_that_the_insurance_refuses_changes_nothing(counter: Counter) -> None:
    own = buy(counter, MINE, EMPLOYEE)
    counter.ask("POST", "/sim/mood", {"refuse_settlement": True})
    said = give_back(counter, MINE[0], all_bills=MINE)
    assert (said.body["state"], said.body["reason"]) == ("refused", "insurance-refused")
    assert counter.stands() == "settled"
    assert listed(counter, EMPLOYEE)[0]["bar"]["code"] == "elsewhere"  # type: ignore[index]
    balanced(counter, 0, own)


@pytest.mark.parametrize("wishes", [((ONE,), (ONE,)), ((ONE, OTHER), (ONE,)), ((ONE,), (OTHER,))])
def test_two_terminals_at_once_give_every_fen_back_once(
    counter: Counter, wishes: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    own = buy(counter)
    told = {wish: quote(counter, wish).body["own"] for wish in wishes}

    def ask(wish: tuple[str, ...]) -> Callable[[], Said]:
        body = {"purchase_id": "p-1", "bill_ids": list(wish), "own": told[wish]}
        return lambda: counter.put(f"/v1/returns/{return_id('p-1', (ONE, OTHER), wish)}", body)

    with ThreadPoolExecutor(2) as terminals:
        said = [each.result() for each in [terminals.submit(ask(wish)) for wish in wishes]]
    assert any(each.status == 200 for each in said)
    if wishes[0] == wishes[1]:
        assert said[0].raw == said[1].raw
    back = sum(each.body["own"] for each in {each.raw: each for each in said}.values() if each.status == 200)
    balanced(counter, back, own)


def test_what_ended_without_money_is_not_listed_and_what_is_unsure_is(counter: Counter) -> None:
    counter.asked()
    counter.close()
    counter.clock.advance(10)
    counter.stands()
    assert listed(counter) == []
    counter.paid("p-2")
    assert [(one["purchase_id"], one["state"]) for one in listed(counter)] == [("p-2", "verifying")]
    counter.refund("p-2-p", name="p-2-r")
    assert [(one["purchase_id"], one["state"], one["back"]) for one in listed(counter)] == [("p-2", "refunded", 46_20)]


def test_a_slip_printed_again_is_counted(counter: Counter) -> None:
    buy(counter)
    body = {"terminal_id": "K07", "purchase_id": "p-1"}
    first = counter.put("/v1/reprints/K07-AAA", body)
    assert first.body == {"reprint_id": "K07-AAA", "purchase_id": "p-1", "number": 2}
    assert counter.put("/v1/reprints/K07-AAA", body).raw == first.raw
    assert counter.put("/v1/reprints/K07-BBB", body).body["number"] == 3
    assert listed(counter)[0]["printed"] == 2
    assert counter.put("/v1/reprints/K07-CCC", {**body, "purchase_id": "nothing"}).refusal == (404, "unknown-purchase")


def test_ids_say_which_bills_and_fifty_of_them_fit() -> None:
    bills = [f"B{n:03}" for n in range(50)]
    named = return_id("K" * 32 + "-ABCDEFGHJK", bills, bills)
    assert named.endswith("-V3FFFFFFFFFFFF")
    assert len(named + "-R") <= 64
    assert len({return_id("p-1", bills, pair) for pair in zip(bills, bills[1:], strict=False)}) == 49
