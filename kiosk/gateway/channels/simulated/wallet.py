"""A wallet company as the gateway's opposite: orders, codes, refunds, and the people who pay with their phones."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.core.clock import Clock
from kiosk.core.money import Money
from kiosk.core.payment_codes import PAYMENT_CODES
from kiosk.gateway.channels import ChannelAnswer, RefundAnswer, StatementAnswer
from kiosk.gateway.channels.simulated.faults import FaultKind, Verb
from kiosk.gateway.channels.simulated.ledger import TABLES
from kiosk.gateway.channels.simulated.orders import CODE_TAILS, CodeKind, Orders, Terms, digest
from kiosk.gateway.channels.simulated.statements import movements
from kiosk.gateway.simulated import BookFile, Faults


@dataclass(frozen=True)
class Books:
    """What the wallet took for one payment and what has arrived back at the patient's, in fen."""

    charged: Money
    refunded: Money


class SimulatedWallet:
    """The company. Every effect is one transaction in its own ledger, and repeating one under its id changes nothing.

    A payment code that ends in 901 has too little money behind it, 902 is not valid, 903 asks for the password.
    """

    def __init__(self, terms: Terms, ledger: Path, clock: Clock) -> None:
        self.terms = terms
        self._clock = clock
        self._ledger = BookFile(ledger, TABLES)
        self.faults = Faults[FaultKind, Verb](self._ledger)

    # What the gateway asks for.

    def precreate(self, payment_id: str, amount: Money) -> ChannelAnswer:
        with self._orders() as orders:
            if orders.find(payment_id) is None:
                orders.show(payment_id, amount)
            return orders.answer(payment_id)

    def charge(self, payment_id: str, amount: Money, payment_code: str, *, password: bool = False) -> ChannelAnswer:
        """`password`: the phone asks for it whatever the code says."""
        with self._orders() as orders:
            if orders.find(payment_id) is None:
                orders.take(payment_id, amount, payment_code, password)
            return orders.answer(payment_id)

    def charge_later(self, payment_id: str, amount: Money, payment_code: str, seconds: float) -> None:
        """The request is on its way for so long, whatever becomes of the order meanwhile."""
        with self._ledger.effect() as db:
            db.execute(
                "INSERT INTO on_their_way VALUES (?, ?, ?, ?)",
                (payment_id, amount, payment_code, self._now() + seconds),
            )

    def query(self, payment_id: str) -> ChannelAnswer:
        with self._orders() as orders:
            return orders.answer(payment_id)

    def close(self, payment_id: str, *, paid_first: bool = False) -> ChannelAnswer:
        """`paid_first`: the patient pays in the moment before the close arrives."""
        with self._orders() as orders:
            row = orders.find(payment_id)
            if row is not None and paid_first and row["state"] != "closed":
                orders.pay(payment_id, row["state"])
            orders.end(payment_id)
            return orders.answer(payment_id)

    def refund(self, refund_id: str, payment_id: str, amount: Money, *, takes_s: float = 0.0) -> RefundAnswer:
        """`takes_s`: how long the money is on its way."""
        with self._orders() as orders:
            booked = _booked(orders.db, refund_id)
            if booked is not None:
                same = (booked["payment_id"], booked["amount"]) == (payment_id, amount)
                return self._arrived(booked) if same else RefundAnswer("refused", "id-reused")
            order = orders.find(payment_id)
            if order is None or order["state"] != "paid":
                return RefundAnswer("refused", "not-paid")
            if amount <= 0 or orders.given_back(payment_id) + amount > order["amount"]:
                return RefundAnswer("refused", "more-than-paid")
            orders.give_back(refund_id, payment_id, amount, orders.now + takes_s)
            return RefundAnswer("processing" if takes_s > 0 else "refunded")

    def query_refund(self, refund_id: str) -> RefundAnswer:
        with self._ledger.effect() as db:
            booked = _booked(db, refund_id)
        return RefundAnswer("not_found") if booked is None else self._arrived(booked)

    def statement(self, day: date, folder: Path) -> StatementAnswer:
        terms = self.terms.statement
        if self._now() < terms.ready_at(day):
            return StatementAnswer("not_yet", ready_at=terms.ready_at(day))
        with self._orders() as orders:
            moved = movements(orders.db, terms.bounds(day), orders.now)
        return StatementAnswer("ready", terms.write(folder, day, moved)) if moved else StatementAnswer("no_bill")

    # What people do with their phones.

    def new_code(self, kind: CodeKind = "pays") -> str:
        """Open the wallet on a phone: a payment code that nobody has seen before."""
        with self._ledger.effect() as db:
            number = db.execute("INSERT INTO codes DEFAULT VALUES").lastrowid
        shape = PAYMENT_CODES[self.terms.name]
        digits = str(int(digest("code", self.terms.name, str(number)), 16))
        tails: dict[CodeKind, str] = {name: tail for tail, name in CODE_TAILS.items()}
        return f"{shape.prefixes[-1]}{digits[: shape.lengths[0] - 5]}{tails.get(kind, '0' + digits[-2:])}"

    def pay(self, qr: str) -> bool:
        """Scan a shown code and pay. False when the phone says no: unknown, paid, closed, or too old."""
        with self._orders() as orders:
            row = orders.db.execute("SELECT payment_id FROM orders WHERE qr = ?", (qr,)).fetchone()
            if row is None or orders.find(row["payment_id"]) is None:
                return False
            return orders.pay(row["payment_id"], "waiting")

    def enter_password(self, payment_code: str) -> bool:
        """Type the password the phone asks for. False when it does not ask (any more)."""
        with self._orders() as orders:
            row = orders.db.execute("SELECT payment_id FROM orders WHERE code = ?", (payment_code,)).fetchone()
            return row is not None and orders.pay(row["payment_id"], "password")

    def decline(self, code: str) -> bool:
        """Tap "no" on the phone, for a shown or a payment code. False when there is nothing to decline."""
        with self._ledger.effect() as db:
            done = db.execute(
                "UPDATE orders SET state = 'closed', reason = 'refused'"
                " WHERE ? IN (qr, code) AND state IN ('waiting', 'password')",
                (code,),
            )
            return done.rowcount == 1

    def waiting_code(self) -> str | None:
        """The newest code that waits for a person: the QR on a screen, or the payment code that wants a password."""
        found = self._ledger.look(
            "SELECT coalesce(qr, code) AS code FROM orders WHERE state IN ('waiting', 'password')"
            " ORDER BY opened_at DESC, rowid DESC LIMIT 1"
        )
        return str(found[0]["code"]) if found else None

    # What an auditor may see.

    def books(self) -> dict[str, Books]:
        """Every payment the wallet ever took money for: what it took, and what it gave back by now."""
        with self._orders() as orders:
            rows = orders.db.execute(
                "SELECT payment_id, amount, (SELECT coalesce(sum(refunds.amount), 0) FROM refunds"
                " WHERE refunds.payment_id = orders.payment_id AND done_at <= ?) AS refunded"
                " FROM orders WHERE paid_at IS NOT NULL ORDER BY paid_at, payment_id",
                (orders.now,),
            ).fetchall()
        return {row["payment_id"]: Books(Money(row["amount"]), Money(row["refunded"])) for row in rows}

    @contextmanager
    def _orders(self) -> Iterator[Orders]:
        with self._ledger.effect() as db:
            self._let_arrive(db)
            yield Orders(db, self.terms, self._now())

    def _let_arrive(self, db: sqlite3.Connection) -> None:
        """Nobody looks between two requests: what was to arrive meanwhile arrives now, as of its own moment."""
        due = db.execute("DELETE FROM on_their_way WHERE arrives_at <= ? RETURNING *", (self._now(),)).fetchall()
        for late in sorted(due, key=lambda row: row["arrives_at"]):
            orders = Orders(db, self.terms, late["arrives_at"])
            if orders.find(late["payment_id"]) is None:
                orders.take(late["payment_id"], Money(late["amount"]), late["code"], password=False)

    def _arrived(self, booked: sqlite3.Row) -> RefundAnswer:
        return RefundAnswer("refunded" if booked["done_at"] <= self._now() else "processing")

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _booked(db: sqlite3.Connection, refund_id: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute("SELECT * FROM refunds WHERE refund_id = ?", (refund_id,)).fetchone()
    return row
