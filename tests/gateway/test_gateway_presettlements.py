"""The split is told only when it adds up."""

from dataclasses import replace

import pytest
from counter import DUE, EMPLOYEE, EMPLOYEE_BILLS, Counter

from kiosk.core.money import Money
from kiosk.gateway.cashier.presettlements import adds_up
from kiosk.gateway.insurance import Split


def test_who_is_not_insured_pays_everything(counter: Counter) -> None:
    counter.lock()
    told = counter.split().body
    assert (told["psn_no"], told["insutype"], told["psn_cash_pay"], told["medfee_sumamt"]) == ("", "", DUE, DUE)


def test_the_personal_account_can_be_left_alone(counter: Counter) -> None:
    counter.lock(bills=("B0001-1-1", "B0001-1-2", "B0001-2-1"), patient="P0001")
    used = counter.split(flag="1", name="s-1").body
    left = counter.split(flag="0", name="s-0").body
    assert used["acct_pay"] > 0 == left["acct_pay"]
    assert left["psn_cash_pay"] == used["psn_cash_pay"] + used["acct_pay"]
    assert used["fund_pay_sumamt"] + used["acct_pay"] + used["psn_cash_pay"] == used["medfee_sumamt"] == 301_80
    assert used["psn_no"]
    assert used["mdtrt_id"]


def test_a_purchase_nobody_knows_has_no_split(counter: Counter) -> None:
    assert counter.split().refusal == (404, "unknown-purchase")


RIGHT = Split(Money(100), Money(60), Money(40), Money(15), Money(5), Money(30), Money(10), Money(50))


def test_a_split_that_adds_up() -> None:
    assert adds_up(RIGHT, Money(100))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(RIGHT, psn_cash_pay=Money(11)),
        replace(RIGHT, medfee_sumamt=Money(101)),
        replace(RIGHT, hifp_pay=Money(41)),
        replace(RIGHT, fund_pay_sumamt=Money(100), hifp_pay=Money(80), acct_pay=Money(30), psn_cash_pay=Money(-30)),
        replace(RIGHT, balc=Money(29)),
        replace(RIGHT, medfee_sumamt=Money(101), psn_cash_pay=Money(11)),
    ],
)
def test_a_split_that_does_not(wrong: Split) -> None:
    assert not adds_up(wrong, Money(100))


def test_an_insurance_that_loses_a_fen_is_refused_and_logged(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    counter.insurer.faults.set("fen_short", "2206")
    counter.lock(bills=EMPLOYEE_BILLS, patient=EMPLOYEE)
    assert counter.split().refusal == (409, "split-wrong")
    assert "p-1 does not add up" in caplog.text
    assert counter.order().refusal == (404, "unknown-presettlement")


def test_a_patient_whom_the_insurer_does_not_know_any_more(counter: Counter) -> None:
    with counter.insurer.book.file.effect() as book:
        book.execute("DELETE FROM member")
    counter.lock(bills=EMPLOYEE_BILLS, patient=EMPLOYEE)
    assert counter.split().refusal == (409, "insurance-refused")
    assert counter.split(name="again").refusal == (409, "insurance-refused")


@pytest.mark.parametrize("infno", ["1101", "2201", "2206"])
def test_a_silent_insurer_decides_nothing(counter: Counter, infno: str) -> None:
    counter.lock(bills=EMPLOYEE_BILLS, patient=EMPLOYEE)
    fault = {"kind": "lost_answer", "infno": infno, "times": 1}
    assert counter.ask("POST", "/sim/insurer/faults", fault).body == {"done": True}
    assert counter.split().refusal == (503, "insurance-silent")
    assert counter.split().status == 200
