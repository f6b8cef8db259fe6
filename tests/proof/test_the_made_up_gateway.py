"""The simulator's gateway is believed only because it answers like the real one, whatever is asked in any order."""

from collections.abc import Callable
from random import Random

import pytest
from counter import BILL, DUE, PATIENT, Counter, Said
from msgspec import to_builtins

from kiosk.contract import (
    JournalBatch,
    JournalMove,
    OrderRequest,
    PreSettlementRequest,
    PurchaseRequest,
    QuoteRequest,
    RefundRequest,
    ReturnRequest,
    SettlementRequest,
)
from kiosk.core.errors import Refused
from kiosk.core.money import Money
from kiosk.proof.accounts import Accounts
from kiosk.proof.books import Books
from kiosk.proof.gateway import Gateway
from kiosk.proof.wallet import Wallet

QUESTIONS = 16
STEP_S = 11.0  # longer than any channel wants between two questions
PURCHASES = ("p-1", "p-2")  # of the same bill


class Pair:
    """The real gateway and the made-up one, with the same bill, the same clock, and the same patient."""

    def __init__(self, counter: Counter) -> None:
        self.real = counter
        self.wallet = Wallet(counter.clock, lambda: None, False, True, False, 0.0)
        accounts = Accounts(self.wallet, False, [])
        books = Books(counter.clock, self.wallet, {BILL: DUE}, 0, 0, accounts, frozenset(), lambda: False)
        self.made_up = Gateway(books)
        self.codes: dict[str, str] = {}
        self.shown: dict[str, str] = {}

    def lock(self, name: str) -> tuple[str, str]:
        request = PurchaseRequest(terminal_id="T01", patient_id=PATIENT, bill_ids=[BILL])
        return heard(self.real.lock(name)), said(lambda: self.made_up.open_purchase(name, request))

    def split(self, name: str) -> tuple[str, str]:
        request = PreSettlementRequest(purchase_id=name, acct_used_flag="1")
        return heard(self.real.split(name)), said(lambda: self.made_up.pre_settle(f"{name}-s", request))

    def show(self, name: str) -> tuple[str, str]:
        theirs = self.real.order(name)
        self.shown[name] = self.shown.get(name) or theirs.body.get("code", "")
        return heard(theirs), said(lambda: self.made_up.open_order(f"{name}-p", self._order(name)))

    def scan(self, name: str) -> tuple[str, str]:
        code = self.codes.setdefault(name, self.real.wallet().new_code())
        theirs = self.real.order(name, mode="payment_code", payment_code=code)
        return heard(theirs), said(lambda: self.made_up.open_order(f"{name}-p", self._order(name, code)))

    def pay(self, name: str) -> tuple[str, str]:
        charge = self.wallet.charges.get(f"{name}-p")
        paid = charge is not None and not charge.code and self.wallet.pay(f"{name}-p")
        return str(self.real.wallet().pay(self.shown.get(name, ""))), str(paid)

    def look(self, name: str) -> tuple[str, str]:
        return heard(self.real.get(f"/v1/orders/{name}-p")), said(lambda: self.made_up.order(f"{name}-p"))

    def close(self, name: str) -> tuple[str, str]:
        return heard(self.real.close(name)), said(lambda: self.made_up.close(name))

    def stands(self, name: str) -> tuple[str, str]:
        return heard(self.real.get(f"/v1/purchases/{name}")), said(lambda: self.made_up.purchase_state(name))

    def settle(self, name: str) -> tuple[str, str]:
        request = SettlementRequest(purchase_id=name, presettlement_id=f"{name}-s", payment_id=f"{name}-p")
        return heard(self.real.settle(name)), said(lambda: self.made_up.settle(f"{name}-t", request))

    def void(self, name: str) -> tuple[str, str]:
        return heard(self.real.void(f"{name}-t")), said(lambda: self.made_up.void(f"{name}-t"))

    def refund(self, name: str) -> tuple[str, str]:
        request = RefundRequest(payment_id=f"{name}-p", amount=Money(DUE))
        theirs = self.real.refund(f"{name}-p", name=f"{name}-r")
        return heard(theirs), said(lambda: self.made_up.refund(f"{name}-r", request))

    def give_back(self, name: str) -> tuple[str, str]:
        """What the patient pays for goes back; when that is refused, why."""
        wanted = QuoteRequest(purchase_id=name, bill_ids=[BILL])
        theirs = self.real.ask("POST", "/v1/return-quotes", to_builtins(wanted))
        if theirs.status != 200:
            return heard(theirs), said(lambda: self.made_up.quote(wanted))
        own, return_id = self.made_up.quote(wanted).own, theirs.body["return_id"]
        request = ReturnRequest(purchase_id=name, bill_ids=[BILL], own=own)
        heard_back = heard(self.real.put(f"/v1/returns/{return_id}", to_builtins(request)))
        return heard_back, said(lambda: self.made_up.give_back(return_id, request))

    def tell(self, first: int, last: int, reason: str) -> tuple[str, str]:
        """Moves of one journal; with another reason they are other moves."""
        moves = [_move(seq, reason) for seq in range(first, last + 1)]
        batch = JournalBatch(terminal_id="T01", journal_id="J-1", moves=moves)
        theirs = self.real.put(f"/v1/journal-batches/J-1-{first}-{last}", to_builtins(batch))
        return heard(theirs), said(lambda: self.made_up.books.office.tell_moves(batch))

    def told(self) -> tuple[int, int]:
        return self.real.get("/v1/journals/J-1").body["through"], self.made_up.books.office.moves_told("J-1")

    def books(self) -> tuple[list[int], list[int]]:
        """What each wallet took and gave back in all."""
        real = self.real.wallet().books().values()
        names = list(self.wallet.charges)
        return (
            [sum(book.charged for book in real), sum(book.refunded for book in real)],
            [sum(map(self.wallet.taken, names)), sum(map(self.wallet.given, names))],
        )

    def _order(self, name: str, code: str = "") -> OrderRequest:
        return OrderRequest(
            purchase_id=name,
            presettlement_id=f"{name}-s",
            channel="wechat",
            mode="payment_code" if code else "shown_code",
            amount=Money(DUE),
            payment_code=code or None,
        )


def _move(seq: int, reason: str) -> JournalMove:
    at = "2026-03-02T09:00:00+00:00"
    return JournalMove(
        seq=seq,
        purchase_id="p-1",
        at=at,
        before="",
        after="planned",
        reason=reason,
        total=Money(DUE),
        own=Money(0),
        channel="",
        kind="bills",
    )


def heard(answer: Said) -> str:
    """The state or the refusal in an answer of the real gateway."""
    return str(answer.body.get("state", "yes")) if answer.status == 200 else answer.refusal[1]


def said(ask: Callable[[], object]) -> str:
    """The same of the made-up one."""
    try:
        return str(getattr(ask(), "state", "yes"))
    except Refused as refused:
        return refused.code


# What a terminal may ask at any time, the usual way more often than not.
USUAL = ("lock", "split", "show", "pay", "look", "settle", "give_back")
ANY = ("lock", "split", "show", "scan", "pay", "look", "close", "stands", "settle", "void", "refund", "give_back")


@pytest.mark.grounds("sqlite")  # what the rules say does not depend on the store; the gateway's own tests are on both
@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_asked_both_gateways_answer_the_same(counter: Counter, seed: int) -> None:
    pair, chance, asked = Pair(counter), Random(seed), []
    usual = list(USUAL[: chance.randint(0, len(USUAL))])
    if chance.random() < 0.4:
        usual = ["scan" if verb == "show" else verb for verb in usual]
    for number in range(QUESTIONS):
        verb = usual[number] if number < len(usual) else chance.choice(ANY)
        name = PURCHASES[0] if number < len(usual) or chance.random() < 0.7 else PURCHASES[1]
        real, made_up = getattr(pair, verb)(name)
        asked.append(f"{verb} {name}: {real}")
        assert made_up == real, "; ".join(asked)
        counter.clock.advance(STEP_S)
    real_books, made_up_books = pair.books()
    assert made_up_books == real_books, asked


@pytest.mark.grounds("sqlite")
@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_told_of_a_journal_both_gateways_keep_the_same(counter: Counter, seed: int) -> None:
    pair, chance, asked = Pair(counter), Random(seed), []
    for _ in range(QUESTIONS):
        first = chance.randint(1, 2 + pair.told()[1])
        last, reason = first + chance.randint(0, 3), chance.choice(("", "", "", "other"))
        real, made_up = pair.tell(first, last, reason)
        asked.append(f"{first} to {last} {reason}: {real}")
        assert made_up == real, "; ".join(asked)
        assert pair.told()[0] == pair.told()[1], asked
