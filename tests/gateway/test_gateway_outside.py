"""The demo's outside world: phones, wallet companies, the window, the auditor."""

from counter import BILL, DUE, Counter


def test_the_cast_is_masked_and_knows_what_it_owes(counter: Counter) -> None:
    cast = {member["role"]: member for member in counter.get("/sim/cast").body}
    employee = cast["employee"]
    assert (employee["name"], employee["carrier"], employee["unpaid"]) == ("张*明", "patient_card", 301_80)
    assert cast["no-bills"]["unpaid"] == 0
    assert all("*" in member["name"] for member in cast.values())


def test_a_phone_shows_a_fresh_code_each_time(counter: Counter) -> None:
    codes = [counter.ask("POST", "/sim/wallets/alipay/codes", {"kind": "pays"}).body["code"] for _ in range(5)]
    assert len(set(codes)) == 5
    assert counter.ask("POST", "/sim/wallets/nobody/codes", {}).refusal == (404, "not-found")


def test_a_phone_pays_what_is_on_the_screen_once(counter: Counter) -> None:
    code = counter.asked().body["code"]
    pay = ("POST", "/sim/wallets/wechat/pay", {"code": code})
    assert [counter.ask(*pay).body["done"] for _ in range(2)] == [True, False]
    assert counter.order_stands() == "paid"


def test_a_password_is_entered_on_the_phone(counter: Counter) -> None:
    counter.lock()
    counter.split()
    code = counter.ask("POST", "/sim/wallets/wechat/codes", {"kind": "password"}).body["code"]
    assert counter.scan(code=code).body["state"] == "password"
    assert counter.ask("POST", "/sim/wallets/wechat/password", {"code": code}).body == {"done": True}
    assert counter.order_stands() == "paid"


def test_a_wallet_has_a_bad_day_until_it_is_over(counter: Counter) -> None:
    counter.ask("POST", "/sim/wallets/wechat/faults", {"kind": "down"})
    assert not counter.get("/v1/channels").body[0]["up"]
    counter.ask("DELETE", "/sim/wallets/wechat/faults")
    assert counter.get("/v1/channels").body[0]["up"]
    assert counter.ask("POST", "/sim/wallets/wechat/faults", {"kind": "sulk"}).refusal == (422, "invalid")


def test_a_bill_is_paid_at_the_window_once(counter: Counter) -> None:
    path = f"/sim/bills/{BILL}/pay-at-window"
    assert [counter.ask("POST", path).body["done"] for _ in range(2)] == [True, False]
    assert counter.bill_stands() == "paid"


def test_the_auditor_believes_the_wallets_and_not_the_orders(counter: Counter) -> None:
    counter.paid("p-1")
    counter.settle("p-1")
    counter.lock("p-2", bills=("B0004-1-2",))
    told = counter.split("p-2").body
    counter.order("p-2", amount=told["psn_cash_pay"])
    counter.wallet().precreate("a-stranger", DUE)  # type: ignore[arg-type]
    counter.wallet().pay(counter.wallet().query("a-stranger").qr)
    ledger = counter.get("/sim/ledger").body
    assert (ledger["charged"], ledger["settled"], ledger["refunded"]) == (2 * DUE, DUE, 0)
    assert [(line["purchase_id"], line["charged"], line["settled"]) for line in ledger["purchases"]] == [
        ("a-stranger", DUE, 0),
        ("p-1", DUE, DUE),
    ]


def test_the_outside_world_is_in_no_document(counter: Counter) -> None:
    paths = counter.get("/openapi.json").body["paths"]
    assert paths
    assert all(path.startswith("/v1/") for path in paths)
