"""Who stands here, what they owe, and what can be offered."""

from counter import Counter


def test_the_gateway_is_there(counter: Counter) -> None:
    assert counter.get("/v1/health").body == {"state": "up"}


def test_a_terminal_learns_about_its_hospital(counter: Counter) -> None:
    assert counter.get("/v1/hospital").body["services"] == ["pay", "top_up", "pay_later", "transactions"]


def test_a_channel_that_is_down_is_not_offered(counter: Counter) -> None:
    counter.wallet("alipay").faults.set("down")
    offered = {channel["channel"]: channel["up"] for channel in counter.get("/v1/channels").body}
    assert offered == {"wechat": True, "alipay": False, "unionpay": True}


def identify(counter: Counter, carrier: str, number: str) -> list[tuple[str, str, bool]]:
    said = counter.ask("POST", "/v1/identifications", {"carrier": carrier, "number": number})
    assert said.status == 200, said.raw
    return [(one["patient_id"], one["name"], one["guardian"]) for one in said.body]


def test_a_card_finds_its_patient_masked(counter: Counter) -> None:
    assert identify(counter, "patient_card", "7000000001") == [("P0001", "张*明", False)]


def test_children_are_found_under_their_mothers_card(counter: Counter) -> None:
    assert identify(counter, "patient_card", "7000000005") == [
        ("P0005", "刘*", False),
        ("P0006", "赵*轩", True),
        ("P0007", "赵*桐", True),
    ]


def test_namesakes_are_not_mixed_up(counter: Counter) -> None:
    assert [one[0] for one in identify(counter, "patient_card", "7000000017")] == ["P0017"]


def test_the_last_x_of_an_identity_number_may_be_small(counter: Counter) -> None:
    from kiosk.gateway.hospital.days import day_of
    from kiosk.gateway.hospital.demo import demo_hospital

    row = next(
        row
        for row in demo_hospital(day_of(counter.cashier.clock)).carriers
        if row.number.endswith("X") and row.state == "active"
    )
    assert identify(counter, row.carrier, row.number.lower()) == identify(counter, row.carrier, row.number)


def test_cards_that_do_not_open_the_door(counter: Counter) -> None:
    def refusal(carrier: str, number: str) -> tuple[int, str]:
        return counter.ask("POST", "/v1/identifications", {"carrier": carrier, "number": number}).refusal

    assert refusal("patient_card", "999") == (404, "unknown-card")
    assert refusal("patient_card", "7000000010") == (409, "card-blocked")
    assert refusal("social_security_card", "Z00067661") == (409, "card-expired")


def test_unpaid_bills_come_newest_visit_first_and_paid_ones_not_at_all(counter: Counter) -> None:
    visits = counter.get("/v1/patients/P0001/visits").body
    assert [visit["day"] for visit in visits] == ["2026-03-01", "2026-02-21"]
    assert [[bill["bill_id"] for bill in visit["bills"]] for visit in visits] == [
        ["B0001-1-1", "B0001-1-2"],
        ["B0001-2-1"],
    ]
    bills = [bill for visit in visits for bill in visit["bills"]]
    assert all(bill["total"] == sum(item["amount"] for item in bill["items"]) for bill in bills)


def test_a_bill_for_the_window_says_which(counter: Counter) -> None:
    (visit,) = counter.get("/v1/patients/P0009/visits").body
    assert [(bill["state"], bool(bill["window"]["zh"])) for bill in visit["bills"]] == [("window", True)]


def test_who_owes_nothing_has_no_visits_and_a_stranger_is_unknown(counter: Counter) -> None:
    assert counter.get("/v1/patients/P0008/visits").body == []
    assert counter.get("/v1/patients/nobody/visits").refusal == (404, "unknown-patient")


def test_a_call_for_staff_is_listed_once(counter: Counter) -> None:
    first = counter.put("/v1/staff-calls/c-1", {"terminal_id": "T01"})
    assert first.body == {"call_id": "c-1"}
    assert counter.put("/v1/staff-calls/c-1", {"terminal_id": "T01"}).raw == first.raw
