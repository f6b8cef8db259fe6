"""What a patient paid in the last days, in memory: gives back once, whatever is asked twice or never answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from msgspec import structs

from kiosk.contract import (
    Bar,
    PaidBill,
    Quote,
    QuoteRequest,
    Reprint,
    ReprintRequest,
    Return,
    ReturnRequest,
    Transaction,
)
from kiosk.contract.returns import ReturnState, return_id
from kiosk.core.errors import Refused
from kiosk.core.money import NOTHING, Money, total
from kiosk.core.words import Named

T = TypeVar("T")

DISPENSED = Bar(code="dispensed", words=Named("药品已发出，请到 6 号窗口", "Medicine handed out: window 6"))
LAB = PaidBill(bill_id="B1", title=Named("检验", "Lab tests"), amount=Money(3000), state="paid")
SCAN = PaidBill(bill_id="B2", title=Named("检查", "Examination"), amount=Money(4550), state="paid")


def paid(purchase_id: str = "K01-OLD", *bills: PaidBill, at: str = "2026-03-01T10:15:00+08:00") -> Transaction:
    """A purchase of somebody without insurance, paid with WeChat."""
    wanted = list(bills or (LAB, SCAN))
    own = total(bill.amount for bill in wanted)
    return Transaction(
        purchase_id=purchase_id,
        at=at,
        kind="bills",
        total=own,
        insured=False,
        fund=NOTHING,
        account=NOTHING,
        own=own,
        channel="wechat",
        state="paid",
        back=NOTHING,
        bills=wanted,
    )


@dataclass
class PaidBefore:
    """Implements `Returns`. `before` and `after` hold faults by the name of the act, as in `outside.py`."""

    paid: list[Transaction] = field(default_factory=lambda: [paid()])
    answer: ReturnState = "refunded"
    given_back: dict[str, ReturnRequest] = field(default_factory=dict)
    reprints: dict[str, int] = field(default_factory=dict)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    after: dict[str, Callable[[], None]] = field(default_factory=dict)

    def transactions(self, patient_id: str) -> list[Transaction]:  # noqa: ARG002 - there is one patient
        return self._act("transactions", lambda: self.paid)

    def quote(self, request: QuoteRequest) -> Quote:
        return self._act("quote", lambda: self._quote(request.purchase_id, request.bill_ids))

    def give_back(self, return_id: str, request: ReturnRequest) -> Return:
        return self._act("give_back", lambda: self._give_back(return_id, request))

    def reprint(self, reprint_id: str, request: ReprintRequest) -> Reprint:
        def count() -> Reprint:
            number = self.reprints.setdefault(reprint_id, len(self.reprints) + 2)
            return Reprint(reprint_id=reprint_id, purchase_id=request.purchase_id, number=number)

        return self._act("reprint", count)

    @property
    def back(self) -> int:
        """Everything that went back, in fen."""
        return sum(request.own for request in self.given_back.values())

    def _quote(self, purchase_id: str, bill_ids: list[str]) -> Quote:
        found = next(one for one in self.paid if one.purchase_id == purchase_id)
        if any(bill.bill_id in bill_ids and bill.bar for bill in found.bills):
            raise Refused("return-barred")
        own = total(bill.amount for bill in found.bills if bill.bill_id in bill_ids)
        named = return_id(purchase_id, [bill.bill_id for bill in found.bills], bill_ids)
        return Quote(return_id=named, total=own, fund=NOTHING, account=NOTHING, own=own, channel=found.channel)

    def _give_back(self, return_id: str, request: ReturnRequest) -> Return:
        quote = self._quote(request.purchase_id, request.bill_ids)
        if self.answer != "refused":
            assert self.given_back.setdefault(return_id, request) == request, "asked otherwise under the same id"
        told = structs.asdict(quote)
        return Return(**told, purchase_id=request.purchase_id, state=self.answer, reason="insurance-refused")

    def _act(self, name: str, effect: Callable[[], T]) -> T:
        self.before.get(name, _nothing)()
        done = effect()
        self.after.get(name, _nothing)()
        return done


def _nothing() -> None:
    return
