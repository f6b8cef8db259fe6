"""What was paid from the prepaid card goes back on the card; what was to be paid later is not owed any more."""

from counter import DUE, PATIENT, Counter

from kiosk.contract.returns import return_id

BILL = "B0004-1-1"
INSURED = "P0001"


def top_up(counter: Counter) -> None:
    """A hundred yuan on the card, by WeChat."""
    body = {"terminal_id": "T01", "patient_id": PATIENT, "bill_ids": [], "kind": "top_up", "amount": 100_00}
    assert counter.put("/v1/purchases/t-1", body).status == 200
    counter.split("t-1")
    assert counter.wallet().pay(counter.order("t-1", 100_00).body["code"])
    assert counter.settle("t-1").body["state"] == "settled"


def pay(counter: Counter, bill: str, patient: str, channel: str) -> int:
    """One bill by one of the hospital's own ledgers; own money in fen."""
    assert counter.lock("p-1", (bill,), patient).status == 200
    own = int(counter.split("p-1", "0").body["psn_cash_pay"])
    assert counter.order("p-1", own, channel=channel, mode="ledger").body["state"] == "paid"
    assert counter.settle().body["state"] == "settled"
    return own


def balance(counter: Counter) -> int:
    return int(counter.get(f"/v1/patients/{PATIENT}/prepaid").body["balance"])


def dues(counter: Counter) -> list[int]:
    return [due["amount"] for due in counter.get(f"/v1/patients/{INSURED}/standing").body["dues"]]


def adds_up(counter: Counter) -> None:
    ledger = counter.ledger
    assert ledger.charged == ledger.settled + ledger.refunded


def give_back(counter: Counter, purchase: str, bill: str) -> dict[str, object]:
    wish = {"purchase_id": purchase, "bill_ids": [bill]}
    own = counter.ask("POST", "/v1/return-quotes", wish).body["own"]
    said = counter.put(f"/v1/returns/{return_id(purchase, [bill], [bill])}", {**wish, "own": own})
    assert said.status == 200, said.raw
    return dict(said.body)


def test_what_was_paid_from_the_card_goes_back_on_the_card(counter: Counter) -> None:
    top_up(counter)
    assert pay(counter, BILL, PATIENT, "prepaid") == DUE
    before = balance(counter)
    back = give_back(counter, "p-1", BILL)
    assert (back["state"], back["channel"], back["own"]) == ("refunded", "prepaid", DUE)
    assert balance(counter) == before + DUE
    adds_up(counter)


def test_what_was_to_be_paid_later_is_not_owed_any_more(counter: Counter) -> None:
    agreed = {"terminal_id": "T01", "patient_id": INSURED, "version": "2026-1"}
    assert counter.put("/v1/agreements/a-1", agreed).status == 200
    bill = "B0001-1-1"
    own = pay(counter, bill, INSURED, "pay_later")
    assert dues(counter) == [own]
    back = give_back(counter, "p-1", bill)
    assert (back["state"], back["channel"], back["own"]) == ("refunded", "pay_later", own)
    assert dues(counter) == []
    adds_up(counter)


def test_a_top_up_is_listed_and_goes_back_only_at_the_window(counter: Counter) -> None:
    top_up(counter)
    (told,) = counter.get(f"/v1/patients/{PATIENT}/transactions").body
    assert (told["kind"], told["state"], told["bills"], told["bar"]["code"]) == ("top_up", "paid", [], "top-up")
    said = counter.ask("POST", "/v1/return-quotes", {"purchase_id": "t-1", "bill_ids": []})
    assert said.refusal == (404, "unknown-bill")
