"""The simulator gives back, and refuses a return, like the real gateway: three bills, in any order."""

from random import Random

import pytest
from counter import EMPLOYEE, EMPLOYEE_BILLS, Counter
from msgspec import to_builtins
from test_gateway_returns import buy, listed
from test_the_made_up_gateway import heard, said

from kiosk.contract import (
    OrderRequest,
    PreSettlementRequest,
    PurchaseRequest,
    QuoteRequest,
    RefundRequest,
    ReturnRequest,
    SettlementRequest,
)
from kiosk.core.money import Money
from kiosk.proof.accounts import Accounts
from kiosk.proof.books import Books
from kiosk.proof.gateway import Gateway
from kiosk.proof.wallet import Wallet

QUESTIONS = 8
STEP_S = 11.0
REFUSED_ONE_IN = 4


class Pair:
    """The real gateway and the made-up one, after an insured patient has paid three bills."""

    def __init__(self, counter: Counter) -> None:
        self.real = counter
        self.own = Money(buy(counter, EMPLOYEE_BILLS, EMPLOYEE, flag="0"))
        paid = listed(counter, EMPLOYEE)[0]
        costs = {bill["bill_id"]: bill["amount"] for bill in paid["bills"]}  # type: ignore[attr-defined]
        self.wallet = Wallet(counter.clock, lambda: None, False, True, False, 0.0)
        self.fund = int(str(paid["fund"]))
        self.books = Books(
            counter.clock,
            self.wallet,
            costs,
            self.fund,
            0,
            Accounts(self.wallet, False, []),
            frozenset(),
            lambda: False,
        )
        self.made_up = Gateway(self.books)
        self._buy()

    def give_back(self, *bills: str) -> tuple[str, str]:
        """These bills; when that is refused before anything is saved, why."""
        wanted = QuoteRequest(purchase_id="p-1", bill_ids=list(bills))
        theirs = self.real.ask("POST", "/v1/return-quotes", to_builtins(wanted))
        if theirs.status != 200:
            return heard(theirs), said(lambda: self.made_up.quote(wanted))
        self.books.fund = (
            self.fund - theirs.body["fund"]
        )  # what it pays of the rest: the plans are only in the real one
        told = self.made_up.quote(wanted)
        assert to_builtins(told) == theirs.body
        request = ReturnRequest(purchase_id="p-1", bill_ids=list(bills), own=told.own)
        real = heard(self.real.put(f"/v1/returns/{told.return_id}", to_builtins(request)))
        if real == "refunded":
            self.fund = self.books.fund
        return real, said(lambda: self.made_up.give_back(told.return_id, request))

    def void(self) -> tuple[str, str]:
        return heard(self.real.void()), said(lambda: self.made_up.void("p-1-t"))

    def refund(self) -> tuple[str, str]:
        request = RefundRequest(payment_id="p-1-p", amount=self.own)
        theirs = self.real.refund(amount=self.own)
        return heard(theirs), said(lambda: self.made_up.refund("p-1-r", request))

    def insurer_refuses(self, refuses: bool) -> None:
        """The next settlement of what is left, if there is one."""
        self.real.insurer.faults.clear()
        if refuses:
            self.real.insurer.faults.set("audit", "2207", times=1)
        self.books.refuses = frozenset({"return"} if refuses else ())

    def stand_alike(self) -> tuple[list[object], list[object]]:
        """The list of what was paid, what the wallet took and gave back, and what is settled at the insurer."""
        theirs = [
            (one["state"], one["back"], one["bar"] is not None, _bills(one)) for one in listed(self.real, EMPLOYEE)
        ]
        ours = [to_builtins(one) for one in self.made_up.transactions()]
        ledger = self.real.ledger
        booked = self.real.insurer.book.file.look("SELECT COUNT(*) AS n FROM settlement WHERE state = 'settled'")
        return (
            [theirs if self._stands() else [], ledger.charged, ledger.refunded, booked[0]["n"]],
            [
                [(one["state"], one["back"], one["bar"] is not None, _bills(one)) for one in ours],
                self.wallet.taken("p-1-p"),
                self.wallet.given("p-1-p"),
                len(self.books.insured),
            ],
        )

    def _stands(self) -> bool:
        """The made-up gateway lists only what was settled and not undone."""
        return bool(self.books.standing("p-1") or self.books.given_back("p-1"))

    def _buy(self) -> None:
        bills = list(EMPLOYEE_BILLS)
        self.made_up.open_purchase("p-1", PurchaseRequest(terminal_id="T01", patient_id=EMPLOYEE, bill_ids=bills))
        self.made_up.pre_settle("p-1-s", PreSettlementRequest(purchase_id="p-1", acct_used_flag="0"))
        order = OrderRequest(
            purchase_id="p-1", presettlement_id="p-1-s", channel="wechat", mode="shown_code", amount=self.own
        )
        assert self.wallet.pay(self.made_up.open_order("p-1-p", order).code)
        request = SettlementRequest(purchase_id="p-1", presettlement_id="p-1-s", payment_id="p-1-p")
        assert self.made_up.settle("p-1-t", request).state == "settled"


def _bills(one: dict[str, object]) -> list[tuple[str, bool]]:
    """Each bill's state; of those that are left also whether something bars it."""
    bills: list[dict[str, object]] = one["bills"]  # type: ignore[assignment]
    return [(str(bill["state"]), bill["state"] == "paid" and bill["bar"] is not None) for bill in bills]


@pytest.mark.grounds("sqlite")
@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_given_back_of_three_bills_both_gateways_answer_the_same(counter: Counter, seed: int) -> None:
    pair, chance, asked = Pair(counter), Random(seed), list[str]()
    for _ in range(QUESTIONS):
        bills = tuple(chance.sample(EMPLOYEE_BILLS, chance.choice((1, 1, 1, 2, 3))))
        pair.insurer_refuses(chance.randrange(REFUSED_ONE_IN) == 0)
        undoes = chance.random() < 0.1
        real, made_up = getattr(pair, chance.choice(("void", "refund")))() if undoes else pair.give_back(*bills)
        asked.append(f"{'undo' if undoes else bills}: {real}")
        assert made_up == real, "; ".join(asked)
        theirs, ours = pair.stand_alike()
        assert ours == theirs, "; ".join(asked)
        counter.clock.advance(STEP_S)
