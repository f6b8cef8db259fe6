"""The insurer as the gateway knows it: a party of its own, with its own books, that may say yes, no, or nothing.

Field names and message numbers (`infno`) are those of the national interface for designated medical institutions.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from kiosk.core.money import Money
from kiosk.gateway.hospital.records import InsuranceClass, InsuranceKind

AccountUse = Literal["0", "1"]
FIXMEDINS_CODE = "H99010000001"  # the institution's own number, 12 characters; this one is nobody's


class InsuranceUnreachable(Exception):
    """No answer from the insurer: what was asked may or may not have happened. Ask again under the same number."""


class NoInsurer(InsuranceUnreachable):
    """There is none to ask: this hospital has no line to one."""


@dataclass(frozen=True)
class Fee:
    """2204: one line of a bill. `prd_days` is how long a medicine lasts; 0 for everything else."""

    bill_id: str
    line: int
    name: str
    med_list_codg: str
    cnt: int
    prd_days: int
    det_item_fee_sumamt: Money
    insurance_class: InsuranceClass


@dataclass(frozen=True)
class Case:
    """What 2206 and 2207 are asked about: one person's fees, and whether the personal account is used.

    `replaces`: the number (`setl_id`) of a settlement that this one is to take the place of; 2206 then counts as if
    that were undone already.
    """

    psn_no: str
    insutype: InsuranceKind
    mdtrt_id: str
    acct_used_flag: AccountUse
    fees: tuple[Fee, ...]
    replaces: str = ""


@dataclass(frozen=True)
class Split:
    """`medfee_sumamt = fund_pay_sumamt + acct_pay + psn_cash_pay`, `fund_pay_sumamt = hifp_pay + maf_pay + hifmi_pay`.

    `balc` is the balance of the personal account before this purchase. All in fen, none below zero.
    """

    medfee_sumamt: Money
    fund_pay_sumamt: Money
    hifp_pay: Money  # pooled fund
    maf_pay: Money  # medical aid
    hifmi_pay: Money  # large-sum fund
    acct_pay: Money
    psn_cash_pay: Money
    balc: Money


@dataclass(frozen=True)
class Objection:
    """What the audit says against one line of a bill; `line` 0 is the whole bill. `words` are the insurer's own."""

    bill_id: str
    line: int
    code: str
    words: str


@dataclass(frozen=True)
class Refusal:
    """`infcode` -1: a definite no, in the insurer's words; with objections it comes from the audit."""

    words: str
    objections: tuple[Objection, ...] = ()


@dataclass(frozen=True)
class Settled:
    """2207 is booked at the insurer, under its own number."""

    setl_id: str
    split: Split


@dataclass(frozen=True)
class Totals:
    """3201: what the insurer has booked for this institution on one day and what still stands of it, in fen."""

    count: int
    medfee_sumamt: Money
    fund_pay_sumamt: Money
    acct_pay: Money
    psn_cash_pay: Money


@dataclass(frozen=True)
class Booked:
    """3202: one settlement in the insurer's book. `msgid` is the number under which the gateway asked for it."""

    msgid: str
    setl_id: str
    mdtrt_id: str
    psn_no: str
    state: Literal["settled", "voided"]
    medfee_sumamt: Money
    fund_pay_sumamt: Money
    acct_pay: Money
    psn_cash_pay: Money


class Insurance(Protocol):
    """What the gateway asks of the insurer. Message numbers are ours: a number that comes twice is done once, and
    answered the same. Every method may raise `InsuranceUnreachable`, and nothing else."""

    def register(self, psn_no: str, visit_id: str) -> str | Refusal:
        """1101 and 2201: the insurer's number of this visit (`mdtrt_id`), the same for the same visit."""

    def pre_settle(self, case: Case) -> Split | Refusal:
        """2204 and 2206: who pays what. Books nothing."""

    def settle(self, msgid: str, case: Case) -> Settled | Refusal:
        """2207: book it."""

    def void(self, msgid: str, setl_id: str, psn_no: str, mdtrt_id: str) -> Refusal | None:
        """2208: undo a settlement whose number is known. `None`: it does not stand any more."""

    def reverse(self, msgid: str, omsgid: str, psn_no: str) -> bool:
        """2601: undo the 2207 that was sent under `omsgid`, whose answer nobody has heard. False: the insurer has never
        heard of it. Nothing is left behind that would stop it from arriving now: who asks must see to that."""

    def totals(self, day: date) -> Totals:
        """3201: what stands in the insurer's book for a day."""

    def booked(self, day: date) -> tuple[Booked, ...]:
        """3202: the insurer's book of a day, line by line."""


def message_number(infno: str, about: str) -> str:
    """`msgid`, 30 characters: the institution's number and 18 digits that are the same for the same act for ever."""
    digits = int.from_bytes(hashlib.sha256(f"{infno}:{about}".encode()).digest())
    return f"{FIXMEDINS_CODE}{digits % 10**18:018d}"


class Line(Protocol):
    """Carries one message to the insurer and the answer back; the bytes are those of `messages.py`."""

    def send(self, message: bytes) -> bytes:
        """Raises `InsuranceUnreachable`: the message may have arrived all the same."""


class NotConnected:
    """The line of a hospital that has no insurer yet: nothing is ever answered."""

    def send(self, message: bytes) -> bytes:  # noqa: ARG002 - nobody reads it
        raise NoInsurer("no insurer is connected")
