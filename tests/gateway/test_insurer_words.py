"""The insurer's free words in the log: short, one line, and no number of a person in them."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest
from counter import EMPLOYEE, EMPLOYEE_BILLS, Counter
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract import PreSettlementRequest, SettlementRequest
from kiosk.core.errors import Refused
from kiosk.gateway.cashier import presettlements, settlements, voids
from kiosk.gateway.insurance import Line
from kiosk.gateway.insurance.national import NationalInsurance
from kiosk.gateway.insurance.words import LONGEST, loggable

ID_NUMBER, PHONE = "45010319800101123X", "13812345678"
GOSSIP = f"参保人{ID_NUMBER}\n电话{PHONE}\x1b[2J待遇已暂停" + "，请到经办机构办理" * 30


@dataclass
class Gossip:
    """A line to the insurer that refuses one message, in words that no log may keep."""

    line: Line
    infno: str

    def send(self, message: bytes) -> bytes:
        if json.loads(message)["infno"] == self.infno:
            return json.dumps({"infcode": "-1", "err_msg": GOSSIP}).encode()
        return self.line.send(message)


@pytest.mark.parametrize("infno", ["2201", "2206", "2207", "2208", "2601"])
@pytest.mark.grounds("sqlite")
def test_a_refusal_is_logged_by_its_message_and_nobody_is_in_it(
    counter: Counter, caplog: pytest.LogCaptureFixture, infno: str
) -> None:
    refuse(counter, infno)
    lines = [record.getMessage() for record in caplog.records if "参保人" in record.getMessage()]
    assert lines
    assert all(infno in line and len(line) < 250 and line.isprintable() for line in lines)
    assert not any(secret in caplog.text for secret in (ID_NUMBER, PHONE, ID_NUMBER[:8], PHONE[-6:]))


def refuse(counter: Counter, infno: str) -> None:
    """What brings the gateway to send this message, and to hear no."""
    real = counter.cashier.insurance
    assert isinstance(real, NationalInsurance)
    cashier = replace(counter.cashier, insurance=NationalInsurance(Gossip(real.line, infno), counter.clock))
    with suppress(Refused):
        if infno in ("2201", "2206"):
            counter.lock(bills=EMPLOYEE_BILLS, patient=EMPLOYEE)
            presettlements.pre_settle(cashier, "p-1-s", PreSettlementRequest(purchase_id="p-1", acct_used_flag="1"))
            return
        counter.paid_insured()
        if infno == "2207":
            asked = SettlementRequest(purchase_id="p-1", presettlement_id="p-1-s", payment_id="p-1-p")
            settlements.settle(cashier, "p-1-t", asked)
            return
        if infno == "2601":
            counter.insurer.faults.set("lost_request", "2207")
        counter.settle()
        voids.void(cashier, "p-1-t")


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("余额不足", "余额不足"),
        ("医保编码12345不存在", "医保编码12345不存在"),  # five digits are nobody
        (f"证件{ID_NUMBER}已注销", "证件***已注销"),
        ("电话138-1234-5678", "电话***"),
        ("卡号6222 0000 1234 5678", "卡号***"),
        ("证件４５０１０３１９８００１０１１２３４无效", "证件***无效"),
        ("one\r\ntwo\x1b[31m\u202ethree", "one  two [31m three"),
        ("", ""),
    ],
)
def test_what_is_left_of_the_words(said: str, logged: str) -> None:
    assert loggable(said) == logged


@given(st.text(st.sampled_from("019Xx \n医-"), max_size=300))
def test_no_long_number_no_second_line_and_never_long(said: str) -> None:
    left = loggable(said)
    assert len(left) <= LONGEST
    assert left.isprintable()
    assert not re.search(r"[0-9Xx]{6}", left)
