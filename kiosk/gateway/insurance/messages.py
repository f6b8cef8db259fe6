"""The insurer's messages as bytes: pure encoding and decoding, nothing is sent here.

National interface for designated medical institutions: one JSON envelope around every message; amounts are yuan with
two decimals; `infcode` is 0 for yes and -1 for no. `opter_type` 2 is a self-service terminal.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from kiosk.core.money import Money
from kiosk.gateway.insurance import (
    FIXMEDINS_CODE,
    Booked,
    Case,
    Fee,
    InsuranceUnreachable,
    Objection,
    Refusal,
    Split,
    Totals,
)

Json = dict[str, Any]
SELF_SERVICE = "2"
LARGEST = 10**12  # fen; numeric(16,2) of the interface has room for more than anything costs
NEVER_HEARD = "原交易不存在"  # how the answer to a 2601 begins when the 2207 never arrived


@dataclass(frozen=True)
class Reply:
    """What came back; `output` is empty when there is none."""

    yes: bool
    err_msg: str
    output: Json


def encode(infno: str, msgid: str, body: Json, at: datetime) -> bytes:
    """The envelope around one message."""
    envelope = {
        "infno": infno,
        "msgid": msgid,
        "infver": "V1.0",
        "opter_type": SELF_SERVICE,
        "opter": "kiosk",
        "inf_time": f"{at:%Y-%m-%d %H:%M:%S}",
        "fixmedins_code": FIXMEDINS_CODE,
        "input": body,
    }
    return msgspec.json.encode(envelope)


def decode(answer: bytes) -> Reply:
    """Raises `InsuranceUnreachable` for anything that is not an answer: nobody knows then what happened."""
    try:
        said = msgspec.json.decode(answer)
        yes = {"0": True, "-1": False}[str(said["infcode"])]
        output = said.get("output") or {}
        return Reply(yes, str(said.get("err_msg") or ""), msgspec.convert(output, Json))
    except (msgspec.MsgspecError, KeyError, TypeError, AttributeError) as error:
        raise InsuranceUnreachable("not an answer of the interface") from error


def yuan_text(amount: Money) -> str:
    """`1234` as `12.34`: two decimals, no sign of its own for a negative zero."""
    return f"{Decimal(amount) / 100:.2f}"


def fen(text: object) -> Money:
    """`12.34` as `1234`. Raises `InsuranceUnreachable` for what is no amount, or finer than a fen."""
    try:
        amount = Decimal(str(text)) * 100
    except InvalidOperation as error:
        raise InsuranceUnreachable("not an amount") from error
    if not amount.is_finite() or abs(amount) > LARGEST or amount != int(amount):
        raise InsuranceUnreachable("an amount finer than a fen, or larger than any")
    return Money(int(amount))


def case_body(case: Case) -> Json:
    """2204 with 2206 or 2207: the fees one by one, and whose they are."""
    return {
        "psn_no": case.psn_no,
        "insutype": case.insutype,
        "mdtrt_id": case.mdtrt_id,
        "med_type": "11",  # general outpatient visit
        "psn_setlway": "01",  # by item
        "acct_used_flag": case.acct_used_flag,
        "medfee_sumamt": yuan_text(Money(sum(fee.det_item_fee_sumamt for fee in case.fees))),
        "setl_id": case.replaces,
        "feedetail": [_fee_body(fee) for fee in case.fees],
    }


def case_of(body: Json) -> Case:
    """The same, read by whoever receives it."""
    fees = tuple(_fee_of(one) for one in body["feedetail"])
    return Case(body["psn_no"], body["insutype"], body["mdtrt_id"], body["acct_used_flag"], fees, body["setl_id"])


def split_body(split: Split) -> Json:
    """`setlinfo` as far as this hospital reads it."""
    return {field.name: yuan_text(getattr(split, field.name)) for field in fields(split)}


def split_of(output: Json) -> Split:
    """Raises `InsuranceUnreachable` when an amount is missing or is none."""
    info = output.get("setlinfo")
    if not isinstance(info, dict):
        raise InsuranceUnreachable("no setlinfo")
    return Split(**{field.name: fen(info.get(field.name)) for field in fields(Split)})


def refusal_of(reply: Reply) -> Refusal:
    """A definite no, with what the audit found where it comes from there."""
    return Refusal(reply.err_msg, tuple(_objection_of(one) for one in listed(reply.output.get("result"))))


def objection_body(objection: Objection) -> Json:
    """One finding of the audit: names as in its own service (3101)."""
    sn = _sn(objection.bill_id, objection.line) if objection.line else ""
    return {
        "rule_id": objection.code,
        "vola_cont": objection.words,
        "rx_drord_no": objection.bill_id,
        "feedetl_sn": sn,
    }


def totals_of(output: Json) -> Totals:
    """3201. Raises `InsuranceUnreachable` when something is missing."""
    return Totals(count=fen(output.get("fixmedins_setl_cnt")) // 100, **_sums(output))


def booked_of(line: Json) -> Booked:
    """3202: one line. Raises `InsuranceUnreachable` when something is missing."""
    return Booked(
        msgid=text(line, "msgid"),
        setl_id=text(line, "setl_id"),
        mdtrt_id=text(line, "mdtrt_id"),
        psn_no=text(line, "psn_no"),
        state="voided" if line.get("refd_setl_flag") == "1" else "settled",
        **_sums(line),
    )


def listed(told: object) -> list[Json]:
    """The records of a list, as far as they are any."""
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def text(output: Json, name: str) -> str:
    """Raises `InsuranceUnreachable` when the insurer says yes and leaves its own number out."""
    value = output.get(name)
    if not isinstance(value, str) or not value:
        raise InsuranceUnreachable(f"no {name}")
    return value


def _sums(output: Json) -> dict[str, Money]:
    return {name: fen(output.get(name)) for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay")}


def _fee_body(fee: Fee) -> Json:
    return {
        "feedetl_sn": _sn(fee.bill_id, fee.line),
        "rx_drord_no": fee.bill_id,
        "medins_list_name": fee.name,
        "med_list_codg": fee.med_list_codg,
        "cnt": fee.cnt,
        "prd_days": fee.prd_days,
        "det_item_fee_sumamt": yuan_text(fee.det_item_fee_sumamt),
        "chrgitm_lv": {"A": "01", "B": "02", "C": "03"}[fee.insurance_class],
    }


def _fee_of(one: Json) -> Fee:
    return Fee(
        bill_id=one["rx_drord_no"],
        line=int(one["feedetl_sn"].rpartition("-")[2]),
        name=one["medins_list_name"],
        med_list_codg=one["med_list_codg"],
        cnt=int(one["cnt"]),
        prd_days=int(one["prd_days"]),
        det_item_fee_sumamt=fen(one["det_item_fee_sumamt"]),
        insurance_class={"01": "A", "02": "B", "03": "C"}[one["chrgitm_lv"]],  # type: ignore[arg-type]
    )


def _objection_of(one: Json) -> Objection:
    sn = str(one.get("feedetl_sn") or "")
    line = sn.rpartition("-")[2]
    return Objection(
        bill_id=str(one.get("rx_drord_no") or ""),
        line=int(line) if line.isdecimal() else 0,
        code=str(one.get("rule_id") or ""),
        words=str(one.get("vola_cont") or ""),
    )


def _sn(bill_id: str, line: int) -> str:
    return f"{bill_id}-{line}"
