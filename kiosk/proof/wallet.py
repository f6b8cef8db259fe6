"""The party that holds the money: orders, refunds, and a book of what was really taken and given back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from kiosk.core.clock import Clock

TOO_EARLY_S = 15.0  # a scanned code's order is not reversed before: the bank's answer may still be on its way


class Silent(Exception):
    """The channel does not answer the gateway."""


@dataclass
class Charge:
    """One order. `taken`: fen that have left the patient's account, `given`: that went back by closing it."""

    amount: int
    code: str
    opened_at: float
    state: Literal["waiting", "password", "paid", "closed"]
    reason: str = ""
    taken: int = 0
    given: int = 0


@dataclass(frozen=True)
class Back:
    """A refund and when it arrives."""

    payment_id: str
    amount: int
    arrives_at: float


@dataclass
class Wallet:
    """Idempotent by id, as every channel is. `breath` may raise `Silent`, before or after an effect."""

    clock: Clock
    breath: Callable[[], None]
    password: bool
    keeps_paid: bool
    pays_at_close: bool
    refund_s: float
    charges: dict[str, Charge] = field(default_factory=dict)
    refunds: dict[str, Back] = field(default_factory=dict)

    def open(self, payment_id: str, amount: int, code: str) -> Charge:
        """Show an order, or take the money behind a payment code."""
        self.breath()
        if payment_id not in self.charges:
            used = code and any(charge.code == code for charge in self.charges.values())
            reason = "code-used" if used else ""
            state: Literal["waiting", "password", "closed"] = "closed" if reason else "password" if code else "waiting"
            self.charges[payment_id] = Charge(amount, code, self.clock.monotonic(), state, reason)
            if code and not self.password:
                self.pay(payment_id)
        self.breath()
        return self.charges[payment_id]

    def query(self, payment_id: str) -> Charge | None:
        self.breath()
        return self.charges.get(payment_id)

    def close(self, payment_id: str) -> Charge | None:
        """Whether money that was taken a moment before goes back or stays is the channel's rule."""
        self.breath()
        charge = self.charges.get(payment_id)
        if charge is not None and charge.state != "closed" and not self._too_early(charge):
            if self.pays_at_close:
                self.pay(payment_id)
            if charge.state != "paid" or charge.code or not self.keeps_paid:
                charge.reason = "reversed" if charge.state == "paid" else "cancelled"
                charge.state, charge.given = "closed", charge.taken
        self.breath()
        return charge

    def refund(self, refund_id: str, payment_id: str, amount: int) -> bool:
        """Whether it has arrived."""
        self.breath()
        if refund_id not in self.refunds:
            self.refunds[refund_id] = Back(payment_id, amount, self.clock.monotonic() + self.refund_s)
        self.breath()
        return self.clock.monotonic() >= self.refunds[refund_id].arrives_at

    def pay(self, payment_id: str) -> bool:
        """The patient agrees on their phone; false when the phone says no."""
        charge = self.charges.get(payment_id)
        if charge is None or charge.state not in ("waiting", "password"):
            return False
        charge.state, charge.taken = "paid", charge.taken + charge.amount
        return True

    def pay_code(self, code: str) -> bool:
        """The patient enters their password."""
        return any(self.pay(payment_id) for payment_id, charge in self.charges.items() if charge.code == code)

    def taken(self, payment_id: str) -> int:
        charge = self.charges.get(payment_id)
        return charge.taken if charge else 0

    def given(self, payment_id: str) -> int:
        charge = self.charges.get(payment_id)
        back = sum(refund.amount for refund in self.refunds.values() if refund.payment_id == payment_id)
        return back + (charge.given if charge else 0)

    def arrived(self, payment_id: str) -> bool:
        """Whether everything that goes back is there."""
        now = self.clock.monotonic()
        return all(back.arrives_at <= now for back in self.refunds.values() if back.payment_id == payment_id)

    def _too_early(self, charge: Charge) -> bool:
        return bool(charge.code) and self.clock.monotonic() - charge.opened_at < TOO_EARLY_S
