"""The gateway as a terminal sees it, with the hospital's and the insurance's own books behind it.

Its rules are those of the real one, told in a few lines: the tests hold both beside each other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kiosk.contract import (
    LEDGERS,
    ChannelState,
    CloseOut,
    CloseOutRequest,
    Findings,
    Order,
    OrderRequest,
    PrepaidAccount,
    PreSettlement,
    PreSettlementRequest,
    PurchaseKind,
    PurchaseRequest,
    PurchaseState,
    Refund,
    RefundRequest,
    Settlement,
    SettlementRequest,
    Standing,
    Visit,
)
from kiosk.contract import Purchase as Opened
from kiosk.core.clock import Clock
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.money import NOTHING, Money
from kiosk.proof.accounts import Accounts, OwnLedger
from kiosk.proof.kept import Kept
from kiosk.proof.office import Office
from kiosk.proof.orders import ENDED, LIVE, Asked, Sale, as_order, ask_channel
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
from kiosk.proof.stories import AUDITED, Place
from kiosk.proof.wallet import Silent, Wallet

NOT_WITH: dict[PurchaseKind, tuple[str, ...]] = {"bills": (), "top_up": LEDGERS, "dues": ("pay_later",)}


@dataclass
class Gateway:
    """Implements `Purchases` and `Payments`, and what of `Records` a payment needs, without faults of the wire."""

    clock: Clock
    wallet: Wallet
    bills: dict[str, int]
    fund: int
    account: int
    accounts: Accounts
    refuses: frozenset[Place]
    stumbles: Callable[[], bool]  # does the gateway stop between insurance and hospital, this time?
    sales: dict[str, Sale] = field(default_factory=dict)
    splits: dict[str, PreSettlement] = field(default_factory=dict)
    orders: dict[str, Asked] = field(default_factory=dict)
    at_window: set[str] = field(default_factory=set)
    insured: set[str] = field(default_factory=set)  # settlements that stand at the insurance
    booked: dict[str, str] = field(default_factory=dict)  # settlements that stand at the hospital: whose purchase
    refused: set[str] = field(default_factory=set)  # settlements that got a definite no
    voided: set[str] = field(default_factory=set)
    undone: list[str] = field(default_factory=list)  # booked settlements that a terminal voided
    given_up: set[str] = field(default_factory=set)  # purchases that no terminal came back for
    kept: Kept = field(default_factory=Kept)
    office: Office = field(default_factory=Office)

    # Reads.

    def channels(self) -> list[ChannelState]:
        return [ChannelState(channel="wechat", up=True, modes=["shown_code", "payment_code"]), *own_ways(self.accounts)]

    def prepaid(self) -> PrepaidAccount:
        return prepaid_of(self.accounts)

    def standing(self) -> Standing:
        return standing_of(self.accounts, lambda due: self.locked_by(due) != "")

    def unpaid(self) -> list[Visit]:
        paid = self.paid_bills()
        bills = [bill_of(bill, fen, self.locked_by(bill) != "") for bill, fen in self.bills.items() if bill not in paid]
        return [visit_of(bills)] if bills else []

    def paid_bills(self) -> list[str]:
        """Each as often as it is paid: at the window, or by a settlement that stands."""
        return [*self.at_window, *(bill for owner in self.booked.values() for bill in self.sales[owner].bill_ids)]

    def locked_by(self, bill: str) -> str:
        """The purchase that holds this bill; empty when it is anybody's to pay."""
        holding = (*LIVE, "refused")
        return next((name for name, sale in self.sales.items() if sale.state in holding and bill in sale.bill_ids), "")

    def is_insured(self, settlement_id: str) -> bool:
        asked, _ = self.kept["settle", settlement_id]
        return isinstance(asked, SettlementRequest) and bool(self.splits[asked.presettlement_id].insutype)

    def purchase_state(self, purchase_id: str) -> PurchaseState:
        self.bring_on(purchase_id)
        sale = self.sales.get(purchase_id)
        if sale is None:
            return PurchaseState(purchase_id=purchase_id, state="unknown")
        return PurchaseState(purchase_id=purchase_id, state=self._stands(sale), reason=sale.reason)  # type: ignore[arg-type]

    def order(self, payment_id: str) -> Order:
        if payment_id not in self.orders:
            raise Refused("unknown-order")
        return as_order(payment_id, self._pursue(payment_id), self.clock.monotonic())

    def findings(self, purchase_id: str) -> Findings:
        sale = self.sales[purchase_id]
        return findings_of(purchase_id, [bill for bill in sale.bill_ids if bill == AUDITED], sale.total)

    # Writes: the same id with the same body gets the same answer, for ever.

    def open_purchase(self, purchase_id: str, request: PurchaseRequest) -> Opened:
        return self.kept.once("open", purchase_id, request, lambda: self._open(purchase_id, request))

    def pre_settle(self, presettlement_id: str, request: PreSettlementRequest) -> PreSettlement:
        return self.kept.once("split", presettlement_id, request, lambda: self._split(presettlement_id, request))

    def close(self, purchase_id: str) -> None:
        if ("close", purchase_id) not in self.kept:
            self.kept["close", purchase_id] = (PurchaseState(purchase_id=purchase_id, state="closed"), None)
            self._mark(purchase_id)
        self.bring_on(purchase_id)

    def open_order(self, payment_id: str, request: OrderRequest) -> Order:
        return self.kept.once("order", payment_id, request, lambda: self._place(payment_id, request))

    def settle(self, settlement_id: str, request: SettlementRequest) -> Settlement:
        return self.kept.once("settle", settlement_id, request, lambda: self._settle(settlement_id, request))

    def void(self, settlement_id: str) -> None:
        if settlement_id in self.voided:
            return
        if settlement_id in self.booked and "answer" in self.refuses:
            raise Refused("given-back")
        if settlement_id in self.booked:
            self.accounts.undo(settlement_id)
        self.voided.add(settlement_id)
        self.insured.discard(settlement_id)
        owner = self.booked.pop(settlement_id, "")
        asked = self.kept.get(("settle", settlement_id))
        if owner and owner not in self.given_up:
            self.undone.append(settlement_id)
        if asked and isinstance(asked[0], SettlementRequest):
            sale = self.sales[asked[0].purchase_id]
            if sale.state == ("settled" if owner else "refused"):
                sale.state = "voided"

    def close_out(self, close_out_id: str, request: CloseOutRequest) -> CloseOut:
        """Begun, and as far as it is by now."""
        self.kept.once("close-out", close_out_id, request, lambda: self._close_out(close_out_id, request))
        self.accounts.go_on(close_out_id)
        return close_out_of(self.accounts, close_out_id, request)

    def refund(self, refund_id: str, request: RefundRequest) -> Refund:
        key = ("refund", refund_id)
        if key not in self.kept:
            self._check_refund(request)
            self.sales[self.orders[request.payment_id].request.purchase_id].state = "refunding"
            self.kept[key] = (request, None)
        elif self.kept[key][0] != request:
            raise Refused("id-reused")
        arrived = self._give_back(refund_id, request)
        state = "refunded" if arrived else "processing"
        return Refund(refund_id=refund_id, payment_id=request.payment_id, amount=request.amount, state=state)  # type: ignore[arg-type]

    def bring_on(self, purchase_id: str) -> None:
        """Ask the channel about an order or a refund that is under way."""
        sale = self.sales.get(purchase_id)
        if sale is not None and self.live(sale) is not None:
            self._pursue(sale.payment_id)
        for refund_id, request in self._refunds():
            if sale is not None and sale.state == "refunding" and request.payment_id == sale.payment_id:
                self._give_back(refund_id, request)

    def _open(self, purchase_id: str, request: PurchaseRequest) -> Opened:
        if purchase_id in self.sales:
            raise Refused("purchase-closed")
        if request.kind == "top_up" and self.accounts.frozen():
            raise Refused("account-frozen")
        if "open" in self.refuses:
            raise Refused("bill-paid")
        each = self.accounts.still_owed(request.bill_ids) if request.kind == "dues" else self._still_unpaid(request)
        if any(self.locked_by(bill) for bill in request.bill_ids):
            raise Refused("due-locked" if request.kind == "dues" else "bill-locked")
        due = Money(sum(each) + (request.amount or 0))
        self.sales[purchase_id] = Sale(
            list(request.bill_ids), due, touched_at=self.clock.monotonic(), kind=request.kind
        )
        return opened(purchase_id, request, due)

    def _still_unpaid(self, request: PurchaseRequest) -> list[int]:
        if set(request.bill_ids) & set(self.paid_bills()):
            raise Refused("bill-paid")
        return [self.bills[bill] for bill in request.bill_ids]

    def _close_out(self, close_out_id: str, request: CloseOutRequest) -> None:
        balance = self.accounts.balance()
        if self.accounts.frozen() or balance != request.balance or not balance:
            frozen, changed = self.accounts.frozen(), "balance-changed" if balance else "nothing-to-give-back"
            raise Refused("account-frozen" if frozen else changed)
        self.accounts.close_out(close_out_id)

    def _split(self, presettlement_id: str, request: PreSettlementRequest) -> PreSettlement:
        self._check_open(request.purchase_id)
        if "pre_settle" in self.refuses:
            raise Refused("insurance-refused")
        sale = self.sales[request.purchase_id]
        if "audit" in self.refuses and AUDITED in sale.bill_ids and not request.self_pay:
            raise Refused("insurance-audit")
        insurance = (self.fund, self.account) if sale.kind == "bills" and not request.self_pay else (0, 0)
        split = split_of(presettlement_id, request, sale.total, *insurance)
        self.splits[presettlement_id] = split
        return split

    def _mark(self, purchase_id: str) -> None:
        sale = self.sales.setdefault(purchase_id, Sale([], NOTHING, "closed", "closed-before-opened"))
        if sale.state == "open" and self.live(sale) is None:
            sale.state, sale.reason = "closed", "cancelled"
        elif sale.state == "open":
            sale.state = "closing"

    def _place(self, payment_id: str, request: OrderRequest) -> Order:
        if payment_id not in self.orders:
            sale = self._check_order(request)
            self.orders[payment_id] = Asked(request, self.clock.monotonic())
            sale.payment_id, sale.touched_at = payment_id, self.clock.monotonic()
        order = self._pursue(payment_id)
        if request.mode == "shown_code" and order.silent:
            raise BackendUnreachable("channel-silent")
        return as_order(payment_id, order, self.clock.monotonic())

    def _check_order(self, request: OrderRequest) -> Sale:
        sale = self._check_open(request.purchase_id)
        split = self.splits.get(request.presettlement_id)
        if split is None or split.purchase_id != request.purchase_id:
            raise Refused("unknown-presettlement")
        if request.amount != split.psn_cash_pay:
            raise Refused("amount-differs")
        if request.channel in NOT_WITH[sale.kind]:
            raise Refused("channel-not-allowed")
        if "order" in self.refuses:
            raise Refused("channel-down")
        if self.live(sale) is not None:
            raise Refused("order-under-way")
        return sale

    def _pursue(self, payment_id: str) -> Asked:
        order = self.orders[payment_id]
        sale = self.sales[order.request.purchase_id]
        if order.state not in ENDED:
            ask_channel(
                self._channel(order.request), payment_id, order, self.clock.monotonic(), sale.state == "closing"
            )
        if order.state == "closed" and sale.state == "closing":
            sale.state, sale.reason = "closed", order.reason
        return order

    def _settle(self, settlement_id: str, request: SettlementRequest) -> Settlement:
        sale = self.sales.get(request.purchase_id)
        if sale is None:
            raise Refused("unknown-purchase")
        split = self.splits.get(request.presettlement_id)
        if split is None or split.purchase_id != request.purchase_id:
            raise Refused("unknown-presettlement")
        if request.payment_id in self.orders:
            self._pursue(request.payment_id)
        reason = "purchase-voided" if settlement_id in self.voided else ""
        if not reason:
            self._check_paid(sale, split, request)
            reason = self._book(settlement_id, sale, split, request)
            if not reason and "answer" in self.refuses:
                raise Refused("id-reused")
        if reason:
            self.refused.add(settlement_id)
        return Settlement(
            settlement_id=settlement_id,
            purchase_id=request.purchase_id,
            state="refused" if reason else "settled",
            setl_id="" if reason else f"S{len(self.kept)}",
            reason=reason,
        )

    def _check_paid(self, sale: Sale, split: PreSettlement, request: SettlementRequest) -> None:
        if not request.payment_id:
            if split.psn_cash_pay:
                raise Refused("not-paid")
            if self.live(sale) is not None:
                raise Refused("order-under-way")
            return
        if request.payment_id not in self.orders:
            raise Refused("unknown-order")
        order = self.orders[request.payment_id]
        if order.request.presettlement_id != request.presettlement_id:
            raise Refused("presettlement-differs")
        if order.state != "paid" and order.silent:
            raise BackendUnreachable("channel-silent")
        if order.state != "paid":
            raise Refused("not-paid")

    def _book(self, settlement_id: str, sale: Sale, split: PreSettlement, request: SettlementRequest) -> str:
        """2207, then the hospital's commit; why it is definitely refused. The insurance waits for the void then."""
        if sale.state not in LIVE:
            return f"purchase-{sale.state}"
        sale.touched_at = self.clock.monotonic()
        if "problem" in self.refuses:
            sale.state, sale.reason = "refused", "insurance-refused"
            raise Refused(sale.reason)
        if "window" in self.refuses:
            self.at_window |= set(sale.bill_ids)
        if split.insutype and "insurance" in self.refuses:
            sale.state, sale.reason = "refused", "insurance-refused"
            return sale.reason
        if split.insutype:
            self.insured.add(settlement_id)
        if self.stumbles():
            raise BackendUnreachable("stopped between insurance and hospital")
        if "hospital" in self.refuses or set(sale.bill_ids) & set(self.paid_bills()):
            sale.state, sale.reason = "refused", "bill-paid"
            return sale.reason
        if sale.kind == "dues" and sum(map(self.accounts.owed, sale.bill_ids)) != sale.total:
            sale.state, sale.reason = "refused", "due-changed"
            return sale.reason
        self.booked[settlement_id] = request.purchase_id
        self.accounts.book(sale.kind, settlement_id, request.payment_id, sale.bill_ids, sale.total)
        sale.state = "settled"
        return ""

    def _check_refund(self, request: RefundRequest) -> None:
        order = self.orders.get(request.payment_id)
        if order is None:
            raise Refused("unknown-order")
        if order.request.purchase_id in self.booked.values():
            raise Refused("settlement-stands")
        if order.state != "paid":
            raise Refused("not-paid")
        if order.request.amount != request.amount:
            raise Refused("amount-differs")
        if any(other.payment_id == request.payment_id for _, other in self._refunds()):
            raise Refused("refund-differs")

    def _give_back(self, refund_id: str, request: RefundRequest) -> bool:
        try:
            channel = self._channel(self.orders[request.payment_id].request)
            arrived = channel.refund(refund_id, request.payment_id, request.amount)
        except Silent:
            return False
        if arrived:
            self.sales[self.orders[request.payment_id].request.purchase_id].state = "refunded"
        return arrived

    def _check_open(self, purchase_id: str) -> Sale:
        sale = self.sales.get(purchase_id)
        if sale is None:
            raise Refused("unknown-purchase")
        if sale.state != "open":
            raise Refused("purchase-closed")
        sale.touched_at = self.clock.monotonic()
        return sale

    def _stands(self, sale: Sale) -> str:
        if sale.state not in LIVE:
            return sale.state
        order = self.live(sale)
        if order is None:
            return "open"
        if order.state == "paid":
            return "paid"
        return "unsure" if order.silent or sale.state == "closing" else "paying"

    def _channel(self, request: OrderRequest) -> Wallet | OwnLedger:
        if request.channel in LEDGERS:
            return OwnLedger(request.channel, self.accounts, self.clock, self.wallet.breath)
        return self.wallet

    def live(self, sale: Sale) -> Asked | None:
        """The order under a sale, unless it is closed."""
        order = self.orders.get(sale.payment_id)
        return None if order is None or order.state == "closed" else order

    def _refunds(self) -> Iterator[tuple[str, RefundRequest]]:
        for (route, name), (body, _) in self.kept.items():
            if route == "refund" and isinstance(body, RefundRequest):
                yield name, body
