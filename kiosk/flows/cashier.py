"""The cashier moves a purchase forward, one saved step at a time: the same for a live visit and after a crash.

Save first, act second, save the result. Only who holds the money says how it ended.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from kiosk.contract import Order, OrderRequest, PreSettlement, RefundRequest, SettlementRequest
from kiosk.core.errors import Refused
from kiosk.core.money import Money
from kiosk.core.purchase import JOURNAL_BEHIND, Purchase, State
from kiosk.services import Payments, Purchases

T = TypeVar("T")

# The money was taken, whatever the gateway has done since while we were away: settling tells, and leads to the end.
TAKEN = ("paid", "settled", "refused", "voided", "refunding", "refunded")


class Do(Protocol):
    """Runs an outside act and returns what it returns: directly, or beside a conversation."""

    def __call__(self, act: Callable[[], T], /) -> T: ...


class Book(Protocol):
    """The journal, as the cashier needs it: every call is on the disk when it returns."""

    def plan(self, purchase: Purchase) -> Purchase: ...

    def begin_payment(
        self, purchase: Purchase, to: State, presettlement_id: str, channel: str, own: Money
    ) -> Purchase: ...

    def move(self, purchase: Purchase, to: State, reason: str = "") -> Purchase: ...

    def check(self) -> None: ...

    def purchase(self, purchase_id: str) -> Purchase: ...

    def unfinished(self) -> list[Purchase]: ...


class Cashier:
    """Holds no state of its own: what it knows is in the purchase, and that is in the journal."""

    def __init__(self, book: Book, purchases: Purchases, payments: Payments) -> None:
        self._book = book
        self._purchases = purchases
        self._payments = payments

    def check(self) -> None:
        """Raises `JournalUnusable` when nothing can be written down."""
        self._book.check()

    def plan(self, purchase: Purchase) -> Purchase:
        """Write it down, before the hospital hears of it. Refused: `bill-locked`."""
        return self._book.plan(purchase)

    def begin(self, purchase: Purchase, split: PreSettlement, channel: str) -> Purchase:
        """The patient has agreed. Saved before the channel hears of it; no own money due: on to settling."""
        if bool(split.psn_cash_pay) != bool(channel):
            raise ValueError("own money needs a channel, and only own money does")
        to: State = "asking" if split.psn_cash_pay else "settling"
        return self._book.begin_payment(purchase, to, split.presettlement_id, channel, split.psn_cash_pay)

    def ask(self, purchase: Purchase, request: OrderRequest, do: Do) -> Order:
        """Tell the channel. Whatever is raised, the channel may have heard: the purchase stays `asking`."""
        return do(lambda: self._payments.open_order(purchase.payment_id, request))

    def look(self, purchase: Purchase, do: Do) -> Order:
        """How the order stands."""
        return do(lambda: self._payments.order(purchase.payment_id))

    def hear(self, purchase: Purchase, order: Order) -> Purchase:
        """Save what the channel said while the patient is still here."""
        if order.state == "paid":
            return self._book.move(purchase, "paid")
        if order.state == "closed":
            return self._book.move(purchase, "closing", order.reason)
        return purchase

    def give_up(self, purchase: Purchase, reason: str = "") -> Purchase:
        """The money is not wanted any more. The channel may have it all the same: `drive` finds out."""
        return self._book.move(purchase, "closing", reason)

    def saved(self, purchase: Purchase) -> Purchase:
        """What the journal holds: further than `purchase` when an act failed on the way."""
        return self._book.purchase(purchase.purchase_id)

    def unfinished(self) -> list[Purchase]:
        """Every purchase that has not come to an end, oldest first."""
        return self._book.unfinished()

    def drive(self, purchase: Purchase, do: Do) -> Purchase:
        """Take it to its end, or as far as it goes now: returns it final, or where only time helps.

        Nobody is at the terminal for it any more, or they are done choosing: what is planned or asked is given up.
        Raises `BackendUnreachable` and `Refused`; what was saved by then is in the journal.
        """
        before = None
        while purchase != before and not purchase.final:
            before = purchase
            purchase = self._step(purchase, do)
        return purchase

    def _step(self, purchase: Purchase, do: Do) -> Purchase:
        match purchase.state:
            case "planned" | "asking":
                return self.give_up(purchase)
            case "closing" | "unsure":
                return self._close(purchase, do)
            case "paid":
                return self._book.move(purchase, "settling")
            case "settling":
                return self._settle(purchase, do)
            case "voiding":
                return self._void(purchase, do)
            case "refunding":
                return self._refund(purchase, do)
            case _:
                return purchase

    def _close(self, purchase: Purchase, do: Do) -> Purchase:
        do(lambda: self._purchases.close(purchase.purchase_id))
        ended = do(lambda: self._purchases.purchase_state(purchase.purchase_id))
        # What came first is why; that we then closed it ourselves is not. That money came and went is always said.
        why = ended.reason if ended.reason == "reversed" else purchase.reason or ended.reason
        if ended.state == "closed":
            return self._book.move(purchase, "closed", why)
        if ended.state in TAKEN and purchase.presettlement_id:
            return self._book.move(purchase, "paid", why)
        if ended.state in TAKEN:
            return self._follow(purchase, ended.state, do)
        return purchase if purchase.state == "unsure" else self._book.move(purchase, "unsure", why)

    def _follow(self, purchase: Purchase, state: str, do: Do) -> Purchase:
        """This book is an older copy: it does not know what to settle or give back. The hospital brings it to its end,
        after twelve hours at the latest, and this book goes there as well."""
        if state == "settled":
            return self._book.move(purchase, "paid", JOURNAL_BEHIND)
        if state == "refunded" or (state == "voided" and not self._is_held(purchase, do)):
            return self._book.move(purchase, "closed", JOURNAL_BEHIND)
        return purchase if purchase.state == "unsure" else self._book.move(purchase, "unsure", JOURNAL_BEHIND)

    def _is_held(self, purchase: Purchase, do: Do) -> bool:
        """Whether a channel may have own money of it."""
        try:
            return self.look(purchase, do).state != "closed"
        except Refused as refused:
            if refused.code != "unknown-order":
                raise
            return False

    def _settle(self, purchase: Purchase, do: Do) -> Purchase:
        if not purchase.presettlement_id:
            return self._as_booked(purchase, do)
        request = SettlementRequest(
            purchase_id=purchase.purchase_id,
            presettlement_id=purchase.presettlement_id,
            payment_id=purchase.payment_id if purchase.own else "",
        )
        try:
            settlement = do(lambda: self._payments.settle(purchase.settlement_id, request))
        except Refused as refused:
            return self._book.move(purchase, "voiding", refused.code)
        if settlement.state == "settled":
            return self._book.move(purchase, "settled")
        return self._book.move(purchase, "voiding", settlement.reason)

    def _void(self, purchase: Purchase, do: Do) -> Purchase:
        # Void before refund: a settlement that was under way must not land after the money went back.
        try:
            do(lambda: self._payments.void(purchase.settlement_id))
        except Refused as refused:
            return self._as_it_stands(purchase, refused, do)
        return self._book.move(purchase, "refunding" if purchase.own else "closed")

    def _as_booked(self, purchase: Purchase, do: Do) -> Purchase:
        """Of an older copy, and the hospital has said that it is settled; a patient may have given it back since."""
        ended = do(lambda: self._purchases.purchase_state(purchase.purchase_id))
        if ended.state == "settled":
            return self._book.move(purchase, "settled")
        return self._book.move(purchase, "voiding") if ended.state == "refunded" else purchase

    def _as_it_stands(self, purchase: Purchase, refused: Refused, do: Do) -> Purchase:
        """It cannot be undone. Where it is settled, or went back under another number, that is its end."""
        ended = do(lambda: self._purchases.purchase_state(purchase.purchase_id))
        if ended.state == "settled":
            return self._book.move(purchase, "settled", refused.code)
        if ended.state != "refunded":
            raise refused
        return self._book.move(purchase, "refunding" if purchase.own else "closed", refused.code)

    def _refund(self, purchase: Purchase, do: Do) -> Purchase:
        request = RefundRequest(payment_id=purchase.payment_id, amount=purchase.own)
        try:
            refund = do(lambda: self._payments.refund(purchase.refund_id, request))
        except Refused:
            ended = do(lambda: self._purchases.purchase_state(purchase.purchase_id))
            if ended.state != "refunded":
                raise
            return self._book.move(purchase, "refunded")  # under another number: the patient gave it back
        return self._book.move(purchase, "refunded") if refund.state == "refunded" else purchase
