"""What flows need from outside, by verb; who does it is decided in `app.py`."""

from typing import Protocol

from kiosk.contract import (
    Carrier,
    ChannelState,
    Hospital,
    Order,
    OrderRequest,
    Patient,
    PreSettlement,
    PreSettlementRequest,
    Purchase,
    PurchaseRequest,
    PurchaseState,
    Refund,
    RefundRequest,
    Settlement,
    SettlementRequest,
    Visit,
)

# Every method below may raise `BackendUnreachable` (unknown whether it happened) and `Refused` (a definite no).


class Records(Protocol):
    """What the hospital knows."""

    def hospital(self) -> Hospital: ...

    def identify(self, carrier: Carrier, number: str) -> list[Patient]:
        """Who this carrier belongs to: one or more records. Refused: `unknown-card`, `card-blocked`, `card-expired`."""

    def unpaid(self, patient_id: str) -> list[Visit]:
        """Visits with unpaid bills, newest first; bills only payable at the window are among them."""

    def channels(self) -> list[ChannelState]: ...

    def call_staff(self, call_id: str, terminal_id: str) -> None: ...


class Purchases(Protocol):
    """Before own money: lock the bills, ask for the split, let go. All idempotent by id."""

    def open_purchase(self, purchase_id: str, request: PurchaseRequest) -> Purchase:
        """Lock the bills. Refused: `bill-paid`, `bill-locked`, `bill-at-window`, `purchase-closed`."""

    def pre_settle(self, presettlement_id: str, request: PreSettlementRequest) -> PreSettlement:
        """Who pays what. Refused: `purchase-closed`, `insurance-refused`."""

    def close(self, purchase_id: str) -> None:
        """Close it and any order under it: nothing new can begin. `purchase_state` tells how it ended."""

    def purchase_state(self, purchase_id: str) -> PurchaseState:
        """How it stands; asks the channel when an order is under way."""


class Payments(Protocol):
    """Own money through a channel, the settlement, and the way back. All idempotent by id."""

    def open_order(self, payment_id: str, request: OrderRequest) -> Order:
        """Refused: `purchase-closed`, `channel-down`, `code-wrong-kind`, `code-used`."""

    def order(self, payment_id: str) -> Order:
        """How it stands; asks the channel. Refused: `unknown-order` when it never arrived."""

    def settle(self, settlement_id: str, request: SettlementRequest) -> Settlement:
        """Insurance, then the hospital. A `refused` answer is definite."""

    def void(self, settlement_id: str) -> None:
        """Undo the settlement, or see to it that it can never come to be."""

    def refund(self, refund_id: str, request: RefundRequest) -> Refund:
        """Begin the refund, or ask how it stands: repeat until `refunded`."""
