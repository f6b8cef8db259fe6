"""What a wallet company does with an order, inside one transaction of its books."""

import hashlib
import sqlite3
from dataclasses import dataclass
from typing import Literal

from kiosk.contract import Mode
from kiosk.core.money import Money
from kiosk.core.payment_codes import Wallet, route
from kiosk.gateway.channels import ChannelAnswer, Rules
from kiosk.gateway.channels.simulated.statements import StatementTerms

CodeKind = Literal["pays", "balance", "invalid", "password"]
CODE_TAILS: dict[str, CodeKind] = {"901": "balance", "902": "invalid", "903": "password"}


@dataclass(frozen=True)
class Terms:
    """What makes one wallet different from the next.

    `qr` is the text of a shown code around a `{token}`. Closing a shown code that has just been paid leaves it paid
    where `keeps_paid`; elsewhere the money goes back. Closing a payment code's order always gives the money back.
    """

    name: Wallet
    rules: Rules
    qr: str
    keeps_paid: bool
    statement: StatementTerms


@dataclass(frozen=True)
class Orders:
    """The orders as they stand at `now` (seconds since 1970), within the transaction of `db`."""

    db: sqlite3.Connection
    terms: Terms
    now: float

    def find(self, payment_id: str) -> sqlite3.Row | None:
        """The order, after its code has expired if it is time for that."""
        self.db.execute(
            "UPDATE orders SET state = 'closed', reason = 'expired'"
            " WHERE payment_id = ? AND mode = 'shown_code' AND state = 'waiting' AND opened_at <= ?",
            (payment_id, self.now - self.terms.rules.shown_life_s),
        )
        row: sqlite3.Row | None = self.db.execute("SELECT * FROM orders WHERE payment_id = ?", (payment_id,)).fetchone()
        return row

    def answer(self, payment_id: str) -> ChannelAnswer:
        """How the order stands, as it is told to the gateway."""
        row = self.find(payment_id)
        if row is None:
            return ChannelAnswer("not_found")
        return ChannelAnswer(row["state"], row["qr"] or "", row["reason"], row["trade_no"])

    def show(self, payment_id: str, amount: Money) -> None:
        """Open an order that the patient scans."""
        qr = self.terms.qr.format(token=digest("qr", self.terms.name, payment_id)[:20].upper())
        if amount > 0:
            self._insert(payment_id, "shown_code", amount, "waiting", qr=qr)
        else:
            self._insert(payment_id, "shown_code", amount, "closed", reason="refused")

    def take(self, payment_id: str, amount: Money, code: str, password: bool) -> None:
        """Open an order with a payment code, and take the money where nothing stands in the way."""
        kind = CODE_TAILS.get(code[-3:], "pays")
        refusal = self._refusal(amount, code, kind)
        if refusal:
            spent = code if refusal == "balance" else None
            self._insert(payment_id, "payment_code", amount, "closed", reason=refusal, code=spent)
            return
        self._insert(payment_id, "payment_code", amount, "password", code=code)
        if kind != "password" and not password:
            self.pay(payment_id, "password")

    def pay(self, payment_id: str, only_if: str) -> bool:
        """The patient's money is taken, once."""
        done = self.db.execute(
            "UPDATE orders SET state = 'paid', paid_at = ? WHERE payment_id = ? AND state = ?",
            (self.now, payment_id, only_if),
        )
        return done.rowcount == 1

    def end(self, payment_id: str) -> None:
        """Close it, unless it is too early. Money that was taken goes back, or the order stays paid: see `Terms`."""
        row = self.find(payment_id)
        if row is None or row["state"] == "closed" or self._too_early(row):
            return
        if row["state"] == "paid":
            if row["mode"] == "shown_code" and self.terms.keeps_paid:
                return
            rest = Money(row["amount"] - self.given_back(payment_id))
            if rest:
                self.give_back(f"reversal-{payment_id}", payment_id, rest, self.now)
        reason = "reversed" if row["state"] == "paid" else "cancelled"
        self.db.execute("UPDATE orders SET state = 'closed', reason = ? WHERE payment_id = ?", (reason, payment_id))

    def given_back(self, payment_id: str) -> Money:
        """All refunds of a payment, finished or on their way, and its reversal."""
        total = "SELECT coalesce(sum(amount), 0) FROM refunds WHERE payment_id = ?"
        return Money(self.db.execute(total, (payment_id,)).fetchone()[0])

    def give_back(self, refund_id: str, payment_id: str, amount: Money, done_at: float) -> None:
        """Book a refund that reaches the patient at `done_at`."""
        self.db.execute(
            "INSERT INTO refunds VALUES (?, ?, ?, ?, ?)", (refund_id, payment_id, amount, self.now, done_at)
        )

    def _refusal(self, amount: Money, code: str, kind: CodeKind) -> str:
        if amount <= 0:
            return "refused"
        if route(code) != self.terms.name or kind == "invalid":
            return "code-invalid"
        if self.db.execute("SELECT 1 FROM orders WHERE code = ?", (code,)).fetchone():
            return "code-used"
        return "balance" if kind == "balance" else ""

    def _too_early(self, row: sqlite3.Row) -> bool:
        """A reversal has to wait: the first answer of the patient's bank may still be on its way."""
        early = 0 <= self.now - row["opened_at"] < self.terms.rules.earliest_reverse_s
        return bool(row["mode"] == "payment_code" and early)

    def _insert(
        self,
        payment_id: str,
        mode: Mode,
        amount: Money,
        state: str,
        *,
        reason: str = "",
        qr: str | None = None,
        code: str | None = None,
    ) -> None:
        trade_no = str(int(digest("trade", self.terms.name, payment_id), 16))[:28]
        self.db.execute(
            "INSERT INTO orders (payment_id, mode, amount, state, reason, qr, code, trade_no, opened_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (payment_id, mode, amount, state, reason, qr, code, trade_no, self.now),
        )


def digest(*parts: str) -> str:
    """The same for the same parts, and nothing that can be guessed at a glance."""
    return hashlib.sha256(":".join(parts).encode()).hexdigest()
