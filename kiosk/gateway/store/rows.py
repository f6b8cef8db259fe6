"""What the gateway itself remembers about a purchase: one record per row, amounts in fen, moments in seconds."""

from dataclasses import dataclass
from typing import Literal

from kiosk.contract import ChannelName, Mode, PurchaseKind
from kiosk.core.money import Money

PurchaseStands = Literal["open", "closing", "closed", "settled", "refused", "voided", "refunding", "refunded"]
PaymentStands = Literal["sent", "waiting", "password", "paid", "closed"]


@dataclass(frozen=True)
class PurchaseRow:
    """`closing`: nothing new may begin, and the channel has not said how it ended. `touched_at`: when last used."""

    purchase_id: str
    terminal_id: str
    patient_id: str
    total: Money
    state: PurchaseStands
    reason: str
    touched_at: float
    kind: PurchaseKind = "bills"


@dataclass(frozen=True)
class PaymentRow:
    """An order at a channel. `sent`: saved, and the channel has said nothing about it yet; `silent`: it left the last
    question, asked at `asked_at`, unanswered."""

    payment_id: str
    purchase_id: str
    presettlement_id: str
    channel: ChannelName
    mode: Mode
    amount: Money
    payment_code: str | None
    state: PaymentStands
    qr: str
    reason: str
    sent_at: float
    asked_at: float
    silent: bool

    @property
    def ended(self) -> bool:
        """The channel has said its last word."""
        return self.state in ("paid", "closed")


@dataclass(frozen=True)
class SettlementRow:
    """`voided` with an empty `purchase_id` is a tombstone: voided before it was ever heard of."""

    settlement_id: str
    purchase_id: str
    presettlement_id: str
    payment_id: str
    state: Literal["settled", "refused", "voided"]
    setl_id: str
    reason: str
    at: float


@dataclass(frozen=True)
class RefundRow:
    """Own money on its way back, or back."""

    refund_id: str
    payment_id: str
    amount: Money
    state: Literal["processing", "refunded"]
    asked_at: float
