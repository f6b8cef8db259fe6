"""The hospital's own ledger as a way to pay: asked like any payment channel, in the gateway's own database.

No code is shown or scanned, and no company stands behind it. A debit is one transaction that looks at the purchase too:
under one that is closing nothing is taken any more, so that nothing can arrive late.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from kiosk.core.clock import Clock
from kiosk.core.errors import Refused
from kiosk.core.money import Money
from kiosk.gateway.channels import ChannelAnswer, ChannelUnreachable, RefundAnswer, Rules
from kiosk.gateway.store import payments, purchases
from kiosk.gateway.store.database import Database
from kiosk.gateway.store.rows import PaymentRow, PurchaseRow

RULES = Rules(modes=("ledger",), shown_poll_s=1, shown_life_s=60, password_poll_s=1, give_up_s=60, earliest_reverse_s=0)
CLOSED = ChannelAnswer("closed", reason="cancelled")


@dataclass(frozen=True)
class Debit:
    """A payment that is asked of the ledger, with the purchase it is for."""

    row: PaymentRow
    purchase: PurchaseRow
    at: float


class Book(Protocol):
    """What differs between the ledgers; everything within the transaction of `connection`."""

    def is_paid(self, connection: Connection, payment_id: str) -> bool:
        """It was debited."""

    def debit(self, connection: Connection, asked: Debit) -> str:
        """Book it; or why it cannot be, as a code. May raise `Refused` for that, too."""

    def is_back(self, connection: Connection, refund_id: str) -> bool:
        """It was given back."""

    def give_back(self, connection: Connection, refund_id: str, row: PaymentRow, amount: Money, at: float) -> str:
        """Book it; or why it cannot be, as a code."""


@dataclass(frozen=True)
class OwnLedger:
    """A `Channel` on one of the hospital's own books."""

    database: Database
    clock: Clock
    book: Book

    @property
    def rules(self) -> Rules:
        return RULES

    @property
    def up(self) -> bool:
        return True

    def precreate(self, payment_id: str, amount: Money) -> ChannelAnswer:  # noqa: ARG002  # there is no code to show
        return ChannelAnswer("closed", reason="refused")

    def charge(self, payment_id: str, amount: Money, payment_code: str) -> ChannelAnswer:  # noqa: ARG002
        with self._writing() as connection:
            if self.book.is_paid(connection, payment_id):
                return ChannelAnswer("paid")
            row = payments.find(connection, payment_id)
            purchase = purchases.find(connection, row.purchase_id) if row else None
            if row is None or purchase is None or row.amount != amount:
                return ChannelAnswer("closed", reason="refused")
            if row.ended or purchase.state != "open":
                return CLOSED
            why_not = _said(lambda: self.book.debit(connection, Debit(row, purchase, self._now())))
            return ChannelAnswer("closed", reason=why_not) if why_not else ChannelAnswer("paid")

    def query(self, payment_id: str) -> ChannelAnswer:
        with self._reading() as connection:
            return ChannelAnswer("paid" if self.book.is_paid(connection, payment_id) else "not_found")

    def close(self, payment_id: str) -> ChannelAnswer:
        answer = self.query(payment_id)
        return answer if answer.state == "paid" else CLOSED

    def refund(self, refund_id: str, payment_id: str, amount: Money) -> RefundAnswer:
        with self._writing() as connection:
            if self.book.is_back(connection, refund_id):
                return RefundAnswer("refunded")
            row = payments.find(connection, payment_id)
            if row is None or not self.book.is_paid(connection, payment_id):
                return RefundAnswer("refused", "not-paid")
            why_not = _said(lambda: self.book.give_back(connection, refund_id, row, amount, self._now()))
            return RefundAnswer("refused", why_not) if why_not else RefundAnswer("refunded")

    def query_refund(self, refund_id: str) -> RefundAnswer:
        with self._reading() as connection:
            return RefundAnswer("refunded" if self.book.is_back(connection, refund_id) else "not_found")

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _as_channel(), self.database.writing() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _as_channel(), self.database.reading() as connection:
            yield connection

    def _now(self) -> float:
        return self.clock.now().timestamp()


@contextmanager
def _as_channel() -> Iterator[None]:
    """A store that cannot be used is a channel that does not answer: it is asked again."""
    try:
        yield
    except (Refused, SQLAlchemyError) as error:
        raise ChannelUnreachable(f"the ledger cannot be used: {type(error).__name__}") from error


def _said(act: Callable[[], str]) -> str:
    """What `act` says, or the code with which it refuses. An entry that is refused was not made."""
    try:
        return act()
    except Refused as refused:
        if refused.code != "balance":
            raise
        return refused.code
