"""What flows need from outside, by verb; who does it is decided in `app.py`."""

from typing import Protocol

from kiosk import contract

# Every method below may raise `BackendUnreachable` (unknown whether it happened) and `Refused` (a definite no).


class Records(Protocol):
    """What the hospital knows."""

    def hospital(self) -> contract.Hospital: ...

    def identify(self, carrier: contract.Carrier, number: str) -> list[contract.Patient]:
        """Who this carrier belongs to: one or more records. Refused: `unknown-card`, `card-blocked`, `card-expired`."""

    def unpaid(self, patient_id: str) -> list[contract.Visit]:
        """Visits with unpaid bills, newest first; bills only payable at the window are among them."""

    def channels(self) -> list[contract.ChannelState]: ...

    def channels_of(self, patient_id: str) -> list[contract.ChannelState]:
        """Those that can be offered to this patient: their own prepaid card and credit among them."""

    def call_staff(self, call_id: str, terminal_id: str) -> None: ...


class Purchases(Protocol):
    """Before own money: lock the bills, ask for the split, let go. All idempotent by id."""

    def open_purchase(self, purchase_id: str, request: contract.PurchaseRequest) -> contract.Purchase:
        """Lock the bills. Refused: `bill-paid`, `bill-locked`, `bill-at-window`, `purchase-closed`."""

    def pre_settle(self, presettlement_id: str, request: contract.PreSettlementRequest) -> contract.PreSettlement:
        """Who pays what. Refused: `purchase-closed`, `insurance-refused`, `split-wrong`; `insurance-audit`: see
        `findings`."""

    def findings(self, purchase_id: str) -> contract.Findings:
        """What the insurer's audit says against it, in words."""

    def close(self, purchase_id: str) -> None:
        """Close it and any order under it: nothing new can begin. `purchase_state` tells how it ended."""

    def purchase_state(self, purchase_id: str) -> contract.PurchaseState:
        """How it stands; asks the channel when an order is under way."""


class Payments(Protocol):
    """Own money through a channel, the settlement, and the way back. All idempotent by id."""

    def open_order(self, payment_id: str, request: contract.OrderRequest) -> contract.Order:
        """Refused: `purchase-closed`, `channel-down`, `code-wrong-kind`, `code-used`."""

    def order(self, payment_id: str) -> contract.Order:
        """How it stands; asks the channel. Refused: `unknown-order` when it never arrived."""

    def settle(self, settlement_id: str, request: contract.SettlementRequest) -> contract.Settlement:
        """Insurance, then the hospital. A `refused` answer is definite."""

    def void(self, settlement_id: str) -> None:
        """Undo the settlement, or see to it that it can never come to be."""

    def refund(self, refund_id: str, request: contract.RefundRequest) -> contract.Refund:
        """Begin the refund, or ask how it stands: repeat until `refunded`."""


class Returns(Protocol):
    """What a patient paid, what of it goes back, and slips printed again."""

    def transactions(self, patient_id: str) -> list[contract.Transaction]:
        """Of the last seven days, newest first."""

    def quote(self, request: contract.QuoteRequest) -> contract.Quote:
        """What would go back. Refused: `bill-returned`, `return-barred`, `return-dearer`."""

    def give_back(self, return_id: str, request: contract.ReturnRequest) -> contract.Return:
        """Begin it, or ask how it stands: repeat until `refunded`. Refused as `quote`, and `amount-differs`."""

    def reprint(self, reprint_id: str, request: contract.ReprintRequest) -> contract.Reprint:
        """Count that a slip is printed again."""


class Office(Protocol):
    """Where the hospital's staff look: the terminals' journals, and what needs a human. All idempotent by id."""

    def tell_moves(self, batch: contract.JournalBatch) -> None:
        """Refused: `journal-gap` (moves before these are missing there), `journal-differs`, `batch-differs`."""

    def moves_told(self, journal_id: str) -> int:
        """How far this journal is there."""

    def report_alarm(self, report_id: str, report: contract.AlarmReport) -> None: ...


class PinLock(Protocol):
    """Keeps everybody out who does not know the technician's PIN."""

    def wait_s(self) -> float:
        """How long nobody may try; 0 when one may."""

    def open(self, pin: str) -> bool:
        """Whether this is the PIN; `False` while nobody may try. Takes a tenth of a second, on purpose."""


class Accounts(Protocol):
    """What a patient has at the hospital itself: the prepaid card, and what they pay later."""

    def prepaid(self, patient_id: str) -> contract.PrepaidAccount:
        """What is on the card, what may be put on it, and where it would go back to."""

    def close_out(self, close_out_id: str, request: contract.CloseOutRequest) -> contract.CloseOut:
        """Begin to give the balance back, or ask how it stands: repeat until `done`.
        Refused: `nothing-to-give-back`, `balance-changed`, `account-frozen`."""

    def standing(self, patient_id: str) -> contract.Standing:
        """Whether they may register and pay later, why not, and what they owe."""

    def terms(self) -> contract.PayLaterTerms: ...

    def agree(self, agreement_id: str, request: contract.AgreementRequest) -> None:
        """They accept the terms. Refused: `terms-changed`, `pay-later-refused`."""
