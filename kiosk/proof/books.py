"""What hospital, insurance and gateway have written down about purchases, and how each stands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kiosk.contract import LEDGERS, OrderRequest, PreSettlement, RefundRequest
from kiosk.core.clock import Clock
from kiosk.core.errors import Refused
from kiosk.proof.accounts import Accounts, OwnLedger
from kiosk.proof.kept import Kept
from kiosk.proof.office import Office
from kiosk.proof.orders import ENDED, LIVE, Asked, Given, Sale, ask_channel
from kiosk.proof.stories import Place
from kiosk.proof.wallet import Wallet


@dataclass
class Books:
    """`fund`, `account`: what the insurance pays of a purchase, in fen."""

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
    told: dict[str, str] = field(default_factory=dict)  # of each settlement that ever stood: its pre-settlement
    returns: dict[str, Given] = field(default_factory=dict)
    voided: set[str] = field(default_factory=set)
    undone: list[str] = field(default_factory=list)  # booked settlements that a terminal voided
    given_up: set[str] = field(default_factory=set)  # purchases that no terminal came back for
    refund_numbers: dict[str, set[str]] = field(default_factory=dict)  # by payment: what a refund of it was asked under
    kept: Kept = field(default_factory=Kept)
    office: Office = field(default_factory=Office)

    def paid_bills(self) -> list[str]:
        """Each as often as it is paid: at the window, or by a settlement that stands."""
        settled = (self.sales[owner] for owner in self.booked.values())
        return [*self.at_window, *(bill for sale in settled for bill in self.bought(sale))]

    def bought(self, sale: Sale) -> list[str]:
        """Its bills, but for those that the patient gave back: until the insurance has agreed they are paid."""
        undone = (one for one in self.returns.values() if one.state in ("undone", "refunded"))
        back = {bill for one in undone if self.sales[one.purchase_id] is sale for bill in one.bill_ids}
        return [bill for bill in sale.bill_ids if bill not in back]

    def standing(self, purchase_id: str) -> str:
        """Its settlement; empty when none stands."""
        return next((name for name, owner in self.booked.items() if owner == purchase_id), "")

    def given_back(self, purchase_id: str) -> list[Given]:
        """What of it went back, or is on its way."""
        return [one for one in self.asked_back(purchase_id) if one.state != "refused"]

    def asked_back(self, purchase_id: str) -> list[Given]:
        """What the patient wanted to give back of it, also when the insurance said no."""
        return [one for one in self.returns.values() if one.purchase_id == purchase_id]

    def locked_by(self, bill: str) -> str:
        """The purchase that holds this bill; empty when it is anybody's to pay."""
        holding = (*LIVE, "refused")
        return next((name for name, sale in self.sales.items() if sale.state in holding and bill in sale.bill_ids), "")

    def giving(self) -> bool:
        """Whether something that a patient gave back has not come to its end yet."""
        return any(not one.ended for one in self.returns.values())

    def is_insured(self, settlement_id: str) -> bool:
        return bool(self.splits[self.told[settlement_id]].insutype)

    def still_open(self, purchase_id: str) -> Sale:
        """Refused: unknown-purchase, purchase-closed."""
        sale = self.sales.get(purchase_id)
        if sale is None:
            raise Refused("unknown-purchase")
        if sale.state != "open":
            raise Refused("purchase-closed")
        sale.touched_at = self.clock.monotonic()
        return sale

    def stands(self, sale: Sale) -> str:
        """As a terminal is told."""
        if sale.state not in LIVE:
            return sale.state
        order = self.live(sale)
        if order is None:
            return "open"
        if order.state == "paid":
            return "paid"
        return "unsure" if order.silent or sale.state == "closing" else "paying"

    def pursue(self, payment_id: str) -> Asked:
        """Ask the channel about an order, unless that is known."""
        order = self.orders[payment_id]
        sale = self.sales[order.request.purchase_id]
        if order.state not in ENDED:
            ask_channel(self.channel(order.request), payment_id, order, self.clock.monotonic(), sale.state == "closing")
        if order.state == "closed" and sale.state == "closing":
            sale.state, sale.reason = "closed", order.reason
        return order

    def channel(self, request: OrderRequest) -> Wallet | OwnLedger:
        """Who holds the money of an order."""
        if request.channel in LEDGERS:
            return OwnLedger(request.channel, self.accounts, self.clock, self.wallet.breath)
        return self.wallet

    def live(self, sale: Sale) -> Asked | None:
        """The order under a sale, unless it is closed."""
        order = self.orders.get(sale.payment_id)
        return None if order is None or order.state == "closed" else order

    def refunds(self) -> Iterator[tuple[str, RefundRequest]]:
        """Begun, by their numbers."""
        for (route, name), (body, answer) in self.kept.items():
            if route == "refund" and isinstance(body, RefundRequest) and not isinstance(answer, Refused):
                yield name, body
