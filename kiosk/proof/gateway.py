"""The gateway as a terminal sees it, with the hospital's and the insurance's own books behind it.

Its rules are those of the real one, told in a few lines: the tests hold both beside each other.
"""

from dataclasses import dataclass

from kiosk import contract
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.money import NOTHING, Money
from kiosk.proof import giving_back, returns, settling
from kiosk.proof.books import Books
from kiosk.proof.orders import Asked, Sale, as_order
from kiosk.proof.records import (
    bill_of,
    close_out_of,
    findings_of,
    opened,
    own_ways,
    prepaid_of,
    split_of,
    standing_of,
    visit_of,
)
from kiosk.proof.stories import AUDITED

NOT_WITH: dict[contract.PurchaseKind, tuple[str, ...]] = {
    "bills": (),
    "top_up": contract.LEDGERS,
    "dues": ("pay_later",),
}


@dataclass
class Gateway:
    """Implements `Purchases` and `Payments`, and what of `Records` a payment needs, without faults of the wire."""

    books: Books

    # Reads.

    def channels(self) -> list[contract.ChannelState]:
        return [
            contract.ChannelState(channel="wechat", up=True, modes=["shown_code", "payment_code"]),
            *own_ways(self.books.accounts),
        ]

    def prepaid(self) -> contract.PrepaidAccount:
        return prepaid_of(self.books.accounts)

    def standing(self) -> contract.Standing:
        return standing_of(self.books.accounts, lambda due: self.books.locked_by(due) != "")

    def unpaid(self) -> list[contract.Visit]:
        paid = self.books.paid_bills()
        bills = [
            bill_of(bill, fen, self.books.locked_by(bill) != "")
            for bill, fen in self.books.bills.items()
            if bill not in paid
        ]
        return [visit_of(bills)] if bills else []

    def purchase_state(self, purchase_id: str) -> contract.PurchaseState:
        self.bring_on(purchase_id)
        sale = self.books.sales.get(purchase_id)
        if sale is None:
            return contract.PurchaseState(purchase_id=purchase_id, state="unknown")
        return contract.PurchaseState(purchase_id=purchase_id, state=self.books.stands(sale), reason=sale.reason)  # type: ignore[arg-type]

    def order(self, payment_id: str) -> contract.Order:
        if payment_id not in self.books.orders:
            raise Refused("unknown-order")
        return as_order(payment_id, self.books.pursue(payment_id), self.books.clock.monotonic())

    def findings(self, purchase_id: str) -> contract.Findings:
        sale = self.books.sales[purchase_id]
        return findings_of(purchase_id, [bill for bill in sale.bill_ids if bill == AUDITED], sale.total)

    def transactions(self) -> list[contract.Transaction]:
        return returns.listed(self.books)

    def quote(self, request: contract.QuoteRequest) -> contract.Quote:
        return returns.quote(self.books, request)

    # Writes: the same id with the same body gets the same answer, for ever.

    def open_purchase(self, purchase_id: str, request: contract.PurchaseRequest) -> contract.Purchase:
        return self.books.kept.once("open", purchase_id, request, lambda: self._open(purchase_id, request))

    def pre_settle(self, presettlement_id: str, request: contract.PreSettlementRequest) -> contract.PreSettlement:
        return self.books.kept.once("split", presettlement_id, request, lambda: self._split(presettlement_id, request))

    def close(self, purchase_id: str) -> None:
        if ("close", purchase_id) not in self.books.kept:
            self.books.kept["close", purchase_id] = (
                contract.PurchaseState(purchase_id=purchase_id, state="closed"),
                None,
            )
            self._mark(purchase_id)
        self.bring_on(purchase_id)

    def open_order(self, payment_id: str, request: contract.OrderRequest) -> contract.Order:
        return self.books.kept.once("order", payment_id, request, lambda: self._place(payment_id, request))

    def settle(self, settlement_id: str, request: contract.SettlementRequest) -> contract.Settlement:
        return self.books.kept.once(
            "settle", settlement_id, request, lambda: settling.settle(self.books, settlement_id, request)
        )

    def void(self, settlement_id: str) -> None:
        settling.void(self.books, settlement_id)

    def refund(self, refund_id: str, request: contract.RefundRequest) -> contract.Refund:
        return giving_back.refund(self.books, refund_id, request)

    def close_out(self, close_out_id: str, request: contract.CloseOutRequest) -> contract.CloseOut:
        """Begun, and as far as it is by now."""
        self.books.kept.once("close-out", close_out_id, request, lambda: self._close_out(close_out_id, request))
        self.books.accounts.go_on(close_out_id)
        return close_out_of(self.books.accounts, close_out_id, request)

    def give_back(self, return_id: str, request: contract.ReturnRequest) -> contract.Return:
        return returns.give_back(self.books, return_id, request)

    def bring_on(self, purchase_id: str) -> None:
        """Ask the channel about an order or a refund that is under way."""
        sale = self.books.sales.get(purchase_id)
        if sale is not None and self.books.live(sale) is not None:
            self.books.pursue(sale.payment_id)
        if sale is not None:
            giving_back.go_on(self.books, sale)

    def _open(self, purchase_id: str, request: contract.PurchaseRequest) -> contract.Purchase:
        if purchase_id in self.books.sales:
            raise Refused("purchase-closed")
        if request.kind == "top_up" and self.books.accounts.frozen():
            raise Refused("account-frozen")
        if "open" in self.books.refuses:
            raise Refused("bill-paid")
        each = (
            self.books.accounts.still_owed(request.bill_ids) if request.kind == "dues" else self._still_unpaid(request)
        )
        if any(self.books.locked_by(bill) for bill in request.bill_ids):
            raise Refused("due-locked" if request.kind == "dues" else "bill-locked")
        due = Money(sum(each) + (request.amount or 0))
        self.books.sales[purchase_id] = Sale(
            list(request.bill_ids), due, touched_at=self.books.clock.monotonic(), kind=request.kind
        )
        return opened(purchase_id, request, due)

    def _still_unpaid(self, request: contract.PurchaseRequest) -> list[int]:
        if set(request.bill_ids) & set(self.books.paid_bills()):
            raise Refused("bill-paid")
        return [self.books.bills[bill] for bill in request.bill_ids]

    def _close_out(self, close_out_id: str, request: contract.CloseOutRequest) -> None:
        balance = self.books.accounts.balance()
        if self.books.accounts.frozen() or balance != request.balance or not balance:
            frozen, changed = self.books.accounts.frozen(), "balance-changed" if balance else "nothing-to-give-back"
            raise Refused("account-frozen" if frozen else changed)
        self.books.accounts.close_out(close_out_id)

    def _split(self, presettlement_id: str, request: contract.PreSettlementRequest) -> contract.PreSettlement:
        self.books.still_open(request.purchase_id)
        if "pre_settle" in self.books.refuses:
            raise Refused("insurance-refused")
        sale = self.books.sales[request.purchase_id]
        if "audit" in self.books.refuses and AUDITED in sale.bill_ids and not request.self_pay:
            raise Refused("insurance-audit")
        insurance = (self.books.fund, self.books.account) if sale.kind == "bills" and not request.self_pay else (0, 0)
        split = split_of(presettlement_id, request, sale.total, *insurance)
        self.books.splits[presettlement_id] = split
        return split

    def _mark(self, purchase_id: str) -> None:
        sale = self.books.sales.setdefault(purchase_id, Sale([], NOTHING, "closed", "closed-before-opened"))
        if sale.state == "open" and self.books.live(sale) is None:
            sale.state, sale.reason = "closed", "cancelled"
        elif sale.state == "open":
            sale.state = "closing"

    def _place(self, payment_id: str, request: contract.OrderRequest) -> contract.Order:
        if payment_id not in self.books.orders:
            sale = self._check_order(request)
            self.books.orders[payment_id] = Asked(request, self.books.clock.monotonic())
            sale.payment_id, sale.touched_at = payment_id, self.books.clock.monotonic()
        order = self.books.pursue(payment_id)
        if request.mode == "shown_code" and order.silent:
            raise BackendUnreachable("channel-silent")
        return as_order(payment_id, order, self.books.clock.monotonic())

    def _check_order(self, request: contract.OrderRequest) -> Sale:
        sale = self.books.still_open(request.purchase_id)
        split = self.books.splits.get(request.presettlement_id)
        if split is None or split.purchase_id != request.purchase_id:
            raise Refused("unknown-presettlement")
        if request.amount != split.psn_cash_pay:
            raise Refused("amount-differs")
        if request.channel in NOT_WITH[sale.kind]:
            raise Refused("channel-not-allowed")
        if "order" in self.books.refuses:
            raise Refused("channel-down")
        if self.books.live(sale) is not None:
            raise Refused("order-under-way")
        return sale
