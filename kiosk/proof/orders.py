"""What the gateway knows of a purchase, its order and what went back; how it asks the channel about it."""

from dataclasses import dataclass

from kiosk.contract import Order, OrderRequest, PreSettlement, PurchaseKind, Quote
from kiosk.core.money import Money
from kiosk.proof.accounts import OwnLedger
from kiosk.proof.wallet import Silent, Wallet

SHOWN_LIFE_S, PASSWORD_LIFE_S = 7200.0, 45.0
LIVE = ("open", "closing")
ENDED = ("paid", "closed")


@dataclass
class Sale:
    """A purchase at the gateway. One that was closed before it was heard of is its own tombstone, and costs nothing."""

    bill_ids: list[str]
    total: Money
    state: str = "open"
    reason: str = ""
    payment_id: str = ""
    touched_at: float = 0.0
    kind: PurchaseKind = "bills"


@dataclass
class Asked:
    """An order at the gateway: what the channel said last."""

    request: OrderRequest
    at: float
    state: str = "sent"
    reason: str = ""
    silent: bool = False


@dataclass
class Given:
    """Bills that a patient gives back. `rest`: the split of what is left. `state`: saved, undone, refunded, refused."""

    quote: Quote
    purchase_id: str
    bill_ids: list[str]
    rest: PreSettlement | None
    state: str = "saved"

    @property
    def ended(self) -> bool:
        return self.state in ("refunded", "refused")


def ask_channel(wallet: Wallet | OwnLedger, payment_id: str, order: Asked, now: float, closing: bool) -> None:
    """Query before you repeat; close it when its purchase is closing. Only the channel says how it ended."""
    code = order.request.payment_code or ""
    order.silent = False
    try:
        charge = wallet.query(payment_id)
        if closing:
            charge = charge if charge and charge.state == "paid" else wallet.close(payment_id)
        elif charge is None:
            charge = wallet.open(payment_id, order.request.amount, code)
    except Silent:
        order.silent = True
        return
    if charge is not None:
        order.state, order.reason = charge.state, charge.reason
    elif not code or now - order.at > 2 * PASSWORD_LIFE_S:
        order.state, order.reason = "closed", "cancelled"  # a charge that never arrived cannot arrive any more


def left_s(order: Asked, now: float) -> float:
    """Until the channel's own limit."""
    life = PASSWORD_LIFE_S if order.request.payment_code else SHOWN_LIFE_S
    return max(0.0, order.at + life - now)


def as_order(payment_id: str, order: Asked, now: float) -> Order:
    """The order as terminals see it."""
    shown, ended = order.request.mode == "shown_code", order.state in ENDED
    heard = "waiting" if order.state == "sent" else order.state
    return Order(
        payment_id=payment_id,
        purchase_id=order.request.purchase_id,
        channel=order.request.channel,
        amount=order.request.amount,
        state="unsure" if order.silent and not ended else heard,  # type: ignore[arg-type]
        code=payment_id if shown else "",
        seconds_left=0 if ended else round(left_s(order, now)),
        poll_s=8 if shown else 10,
        reason=order.reason,
    )
