"""The simulator's card, dues and close-outs answer like the real ones, whatever is done with them in any order."""

from collections.abc import Callable
from random import Random

import pytest
from counter import EMPLOYEE, EMPLOYEE_BILLS, Counter
from msgspec import to_builtins
from test_the_made_up_gateway import heard, said

from kiosk.contract import (
    ChannelName,
    CloseOutRequest,
    OrderRequest,
    PreSettlementRequest,
    PurchaseKind,
    PurchaseRequest,
    RefundRequest,
    SettlementRequest,
)
from kiosk.core.money import Money
from kiosk.gateway.hospital.account_rules import TERMS
from kiosk.proof.accounts import Accounts
from kiosk.proof.books import Books
from kiosk.proof.gateway import Gateway
from kiosk.proof.wallet import Wallet

QUESTIONS = 40
STEP_S = 11.0
TOP_UP = 20_000

# What is bought under each name, and how it is paid.
BOUGHT: dict[str, tuple[PurchaseKind, ChannelName, tuple[str, ...]]] = {
    "later": ("bills", "pay_later", EMPLOYEE_BILLS[:1]),
    "first": ("top_up", "wechat", ()),
    "second": ("top_up", "wechat", ()),
    "card": ("bills", "prepaid", EMPLOYEE_BILLS[1:2]),
    "again": ("bills", "prepaid", EMPLOYEE_BILLS[1:2]),
    "same": ("bills", "prepaid", EMPLOYEE_BILLS[:1]),
    "repaid": ("dues", "wechat", ("later-p",)),
    "from card": ("dues", "prepaid", ("later-p",)),
    "wrongly": ("top_up", "prepaid", ()),
}
STEPS = ("lock", "split", "order", "settle")


class Pair:
    """The real gateway and the made-up one, the same patient with a card, and the same clock."""

    def __init__(self, counter: Counter, refund_s: float) -> None:
        self.real = counter
        self.wallet = Wallet(counter.clock, lambda: None, False, True, False, refund_s)
        if refund_s:
            counter.wallet().faults.set("slow_refund", "refund", seconds=refund_s)
        self.accounts = Accounts(self.wallet, False, [])
        bills = {bill: self._costs(bill) for bill in EMPLOYEE_BILLS}
        books = Books(counter.clock, self.wallet, bills, 0, 0, self.accounts, frozenset(), lambda: False)
        self.made_up = Gateway(books)
        self.codes: dict[str, str] = {}
        self.own: dict[str, Money] = {}
        agreed = {"terminal_id": "T01", "patient_id": EMPLOYEE, "version": TERMS.version}
        assert counter.put("/v1/agreements/a-1", agreed).status == 200

    def lock(self, name: str) -> tuple[str, str]:
        kind, _, bill_ids = BOUGHT[name]
        amount = Money(TOP_UP) if kind == "top_up" else None
        request = PurchaseRequest(
            terminal_id="T01", patient_id=EMPLOYEE, bill_ids=list(bill_ids), kind=kind, amount=amount
        )
        return self._both(f"/v1/purchases/{_id(name)}", request, lambda: self.made_up.open_purchase(_id(name), request))

    def split(self, name: str) -> tuple[str, str]:
        request = PreSettlementRequest(purchase_id=_id(name), acct_used_flag="0")
        theirs = self.real.put(f"/v1/presettlements/{_id(name)}-s", to_builtins(request))
        if theirs.status == 200:
            self.made_up.books.fund = theirs.body["fund_pay_sumamt"]
            self.own[name] = Money(theirs.body["psn_cash_pay"])
        return heard(theirs), said(lambda: self.made_up.pre_settle(f"{_id(name)}-s", request))

    def order(self, name: str) -> tuple[str, str]:
        channel = BOUGHT[name][1]
        code = self.codes.setdefault(name, self.real.wallet().new_code()) if channel == "wechat" else None
        request = OrderRequest(
            purchase_id=_id(name),
            presettlement_id=f"{_id(name)}-s",
            channel=channel,
            mode="payment_code" if code else "ledger",
            amount=self.own.get(name, Money(TOP_UP)),
            payment_code=code,
        )
        return self._both(
            f"/v1/orders/{_id(name)}-p", request, lambda: self.made_up.open_order(f"{_id(name)}-p", request)
        )

    def look(self, name: str) -> tuple[str, str]:
        theirs = self.real.get(f"/v1/orders/{_id(name)}-p")
        return heard(theirs), said(lambda: self.made_up.order(f"{_id(name)}-p"))

    def close(self, name: str) -> tuple[str, str]:
        return heard(self.real.close(_id(name))), said(lambda: self.made_up.close(_id(name)))

    def stands(self, name: str) -> tuple[str, str]:
        theirs = self.real.get(f"/v1/purchases/{_id(name)}")
        return heard(theirs), said(lambda: self.made_up.purchase_state(_id(name)))

    def settle(self, name: str) -> tuple[str, str]:
        request = SettlementRequest(
            purchase_id=_id(name), presettlement_id=f"{_id(name)}-s", payment_id=f"{_id(name)}-p"
        )
        return self._both(
            f"/v1/settlements/{_id(name)}-t", request, lambda: self.made_up.settle(f"{_id(name)}-t", request)
        )

    def void(self, name: str) -> tuple[str, str]:
        return heard(self.real.void(f"{_id(name)}-t")), said(lambda: self.made_up.void(f"{_id(name)}-t"))

    def refund(self, name: str) -> tuple[str, str]:
        request = RefundRequest(payment_id=f"{_id(name)}-p", amount=self.own.get(name, Money(TOP_UP)))
        return self._both(f"/v1/refunds/{_id(name)}-r", request, lambda: self.made_up.refund(f"{_id(name)}-r", request))

    def close_out(self, name: str) -> tuple[str, str]:
        request = CloseOutRequest(terminal_id="T01", patient_id=EMPLOYEE, balance=Money(self.accounts.balance()))
        theirs = self.real.put(f"/v1/close-outs/{_id(name)}", to_builtins(request))
        if theirs.status == 200:
            theirs = self.real.get(f"/v1/close-outs/{_id(name)}")
        return heard(theirs), said(lambda: self.made_up.close_out(_id(name), request))

    def stand_alike(self) -> tuple[list[object], list[object]]:
        """Card, dues, and what the wallet took and gave back."""
        card, owed = self.real.get(f"/v1/patients/{EMPLOYEE}/prepaid").body, self.made_up.standing()
        theirs = self.real.get(f"/v1/patients/{EMPLOYEE}/standing").body
        real, names = self.real.wallet().books().values(), list(self.wallet.charges)
        taken, given = sum(map(self.wallet.taken, names)), sum(map(self._arrived, names))
        return (
            [card["balance"], card["frozen"], [(way["amount"], way["channel"] != "") for way in card["ways_back"]]]
            + [[(due["due_id"], due["amount"], due["locked"]) for due in theirs["dues"]], theirs["left"]]
            + [sum(book.charged for book in real), sum(book.refunded for book in real)],
            [
                self.accounts.balance(),
                self.accounts.frozen(),
                [(part.fen, part.payment_id != "") for part in self.accounts.plan("planned")],
            ]
            + [[(due.due_id, due.amount, due.locked) for due in owed.dues], owed.left, taken, given],
        )

    def _arrived(self, payment_id: str) -> int:
        return self.wallet.given(payment_id) if self.wallet.arrived(payment_id) else 0

    def _costs(self, bill_id: str) -> int:
        visits = self.real.get(f"/v1/patients/{EMPLOYEE}/visits").body
        return next(int(bill["total"]) for visit in visits for bill in visit["bills"] if bill["bill_id"] == bill_id)

    def _both(self, path: str, request: object, made_up: Callable[[], object]) -> tuple[str, str]:
        return heard(self.real.put(path, to_builtins(request))), said(made_up)


def _id(name: str) -> str:
    return name.replace(" ", "-")


def _all_of(name: str) -> list[tuple[str, str]]:
    return [(verb, name) for verb in STEPS]


PUT_OFF, TAKEN_BACK = _all_of("later")[:3], [("refund", "later")]
ON_CARD = [*PUT_OFF, *_all_of("repaid"), *TAKEN_BACK]  # money that no top-up brought
SCRIPTS = (
    [*PUT_OFF, *_all_of("repaid")[:3], *TAKEN_BACK, ("settle", "repaid")],
    [*_all_of("first"), ("close_out", "first"), *ON_CARD, ("close_out", "card"), *_all_of("second")],
    [*ON_CARD, *_all_of("first"), *_all_of("same")[:2], ("close_out", "first"), ("order", "same"), ("look", "same")],
    [*PUT_OFF, *_all_of("repaid")[:2], ("lock", "from card"), *_all_of("first"), *_all_of("card")],
)


@pytest.mark.grounds("sqlite")
@pytest.mark.parametrize("seed", range(10))
def test_whatever_is_done_with_card_and_dues_both_gateways_answer_the_same(counter: Counter, seed: int) -> None:
    chance, asked = Random(seed), list[str]()
    pair = Pair(counter, 100.0 if seed % 3 == 2 else 0.0)  # how long a refund takes
    names = chance.sample(list(BOUGHT), len(BOUGHT))
    told = SCRIPTS[seed] if seed < len(SCRIPTS) else []
    usual = [*told, *(step for name in names for step in _all_of(name))]
    for number in range(QUESTIONS):
        verb, name = usual[number % len(usual)]
        if number >= len(told) and chance.random() < 0.3:
            verb = chance.choice(("look", "close", "stands", "void", "refund", "close_out", *STEPS))
        if number >= len(told) and chance.random() < 0.15:
            name = chance.choice(names)
        real, made_up = getattr(pair, verb)(name)
        asked.append(f"{verb} {name}: {real}")
        assert made_up == real, "; ".join(asked)
        counter.clock.advance(STEP_S)
        if number < len(told) or number % 5 == 4:
            theirs, ours = pair.stand_alike()
            assert ours == theirs, "; ".join(asked)
