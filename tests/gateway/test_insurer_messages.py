"""The insurer's messages: official names, yuan with two decimals, and nothing believed that is no answer."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import VirtualClock
from kiosk.core.money import Money
from kiosk.gateway.insurance import (
    Case,
    Fee,
    InsuranceUnreachable,
    Refusal,
    Settled,
    Split,
    message_number,
)
from kiosk.gateway.insurance.messages import case_body, case_of, encode, fen, yuan_text
from kiosk.gateway.insurance.national import NationalInsurance

FEE = Fee("B0001-1-2", 1, "阿莫西林胶囊", "XJ01CA", 2, 12, Money(25_20), "A")
CASE = Case("990100000000000000000001", "310", "M1", "1", (FEE,))
SETLINFO = {
    "setl_id": "990112345678901234",
    "medfee_sumamt": "25.20",
    "fund_pay_sumamt": "10.00",
    "hifp_pay": "7.00",
    "maf_pay": "1.00",
    "hifmi_pay": "2.00",
    "acct_pay": "5.00",
    "psn_cash_pay": "10.20",
    "balc": "68.30",
}
SPLIT = Split(
    *(Money(25_20), Money(10_00), Money(7_00), Money(1_00), Money(2_00), Money(5_00), Money(10_20), Money(68_30))
)


class Says:
    """A line that has one answer to everything, and remembers what it was asked."""

    def __init__(self, answer: object) -> None:
        self.answer = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.asked: list[dict[str, Any]] = []

    def send(self, message: bytes) -> bytes:
        self.asked.append(json.loads(message))
        return self.answer


def asked_over(line: Says) -> NationalInsurance:
    return NationalInsurance(line, VirtualClock())


def test_the_envelope_says_self_service_and_carries_our_number() -> None:
    number = message_number("2207", "K01-1-T")
    told = json.loads(encode("2207", number, {"x": 1}, datetime(2026, 3, 2, 9, 30, tzinfo=UTC)))
    assert (told["infno"], told["msgid"], told["opter_type"]) == ("2207", number, "2")
    assert (told["inf_time"], told["input"]) == ("2026-03-02 09:30:00", {"x": 1})


def test_a_message_number_is_thirty_characters_and_the_same_for_the_same_act() -> None:
    number = message_number("2207", "K01-1-T")
    assert len(number) == 30
    assert number == message_number("2207", "K01-1-T")
    assert len({number, message_number("2208", "K01-1-T"), message_number("2207", "K01-2-T")}) == 3


def test_fees_are_told_under_their_official_names() -> None:
    body = case_body(CASE)
    assert (body["medfee_sumamt"], body["acct_used_flag"], body["insutype"]) == ("25.20", "1", "310")
    assert body["feedetail"] == [
        {
            "feedetl_sn": "B0001-1-2-1",
            "rx_drord_no": "B0001-1-2",
            "medins_list_name": "阿莫西林胶囊",
            "med_list_codg": "XJ01CA",
            "cnt": 2,
            "prd_days": 12,
            "det_item_fee_sumamt": "25.20",
            "chrgitm_lv": "01",
        }
    ]
    assert case_of(body) == CASE


@given(st.integers(0, 99_999_999_99).map(Money))
def test_an_amount_survives_the_way_there_and_back(amount: Money) -> None:
    assert fen(yuan_text(amount)) == amount
    assert fen(json.loads(yuan_text(amount)) if amount < 10**9 else yuan_text(amount)) == amount  # as a number too


@pytest.mark.parametrize("wrong", ["", None, "12.345", "abc", "1e400", "NaN", "Infinity", [], {}])
def test_what_is_no_amount_in_fen_is_no_answer(wrong: object) -> None:
    with pytest.raises(InsuranceUnreachable):
        fen(wrong)


def test_a_settlement_is_read_with_the_insurers_own_number() -> None:
    said = asked_over(Says({"infcode": "0", "err_msg": "", "output": {"setlinfo": SETLINFO}})).settle("m", CASE)
    assert said == Settled("990112345678901234", SPLIT)


def test_infcode_may_be_a_number_and_no_is_a_refusal_in_the_insurers_words() -> None:
    assert asked_over(Says({"infcode": -1, "err_msg": "余额不足"})).settle("m", CASE) == Refusal("余额不足")
    assert asked_over(Says({"infcode": 0, "output": {"setlinfo": SETLINFO}})).pre_settle(CASE) == SPLIT


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>502</html>",
        b"[]",
        b'{"infcode": "7"}',
        b"null",
        {"infcode": "0"},
        {"infcode": "0", "output": {"setlinfo": {**SETLINFO, "acct_pay": "5.001"}}},
        {"infcode": "0", "output": {"setlinfo": {**SETLINFO, "setl_id": ""}}},
        {"infcode": "0", "output": {"setlinfo": "yes"}},
        {"infcode": "0", "output": []},
        {"infcode": "0", "output": [1]},
    ],
)
def test_what_cannot_be_read_is_neither_yes_nor_no(answer: object) -> None:
    with pytest.raises(InsuranceUnreachable):
        asked_over(Says(answer)).settle("m", CASE)


@pytest.mark.parametrize("reason", ["已清算，不能冲正", ""])
def test_a_reversal_refused_for_any_other_reason_leaves_it_standing(reason: str) -> None:
    with pytest.raises(InsuranceUnreachable):
        asked_over(Says({"infcode": "-1", "err_msg": reason})).reverse("m", "o", "p")
    assert not asked_over(Says({"infcode": "-1", "err_msg": "原交易不存在"})).reverse("m", "o", "p")


def test_a_reversal_names_the_message_it_undoes() -> None:
    line = Says({"infcode": "0"})
    assert asked_over(line).reverse("new", "old", "p-1")
    assert line.asked[0]["input"] == {"psn_no": "p-1", "omsgid": "old", "oinfno": "2207"}
    assert line.asked[0]["msgid"] == "new"
