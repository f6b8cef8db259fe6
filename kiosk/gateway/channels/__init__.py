"""Payment channels, one file each, chosen by name; none knows another, and the gateway knows only this page."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from kiosk.contract import Mode
from kiosk.core.clock import Clock
from kiosk.core.money import Money


class ChannelUnreachable(Exception):
    """No answer from the channel: what was asked may or may not have happened. Ask again with `query`."""


@dataclass(frozen=True)
class Rules:
    """What a channel demands of who asks it, in seconds.

    An order in mode `shown_code` is closed after `shown_life_s` at the latest; while it waits, ask every
    `shown_poll_s`. An order in mode `payment_code` that waits for a password is asked about every `password_poll_s`;
    after `give_up_s` it is closed, straight after one last query, and never before `earliest_reverse_s`.
    """

    modes: tuple[Mode, ...]
    shown_poll_s: int
    shown_life_s: int
    password_poll_s: int
    give_up_s: int
    earliest_reverse_s: int


@dataclass(frozen=True)
class ChannelAnswer:
    """How an order stands, in the words of the party that holds the money.

    `reason` says why it is closed: `cancelled`, `expired`, `balance`, `code-used`, `code-invalid`, `refused`;
    `reversed`: money was taken, and given back.
    `qr` is the text of the shown code; `trade_no` the channel's own number, for reconciliation.
    """

    state: Literal["waiting", "password", "paid", "closed", "not_found"]
    qr: str = ""
    reason: str = ""
    trade_no: str = ""


@dataclass(frozen=True)
class RefundAnswer:
    """How a refund stands. `refused`: no such paid order, or more than is left of it."""

    state: Literal["processing", "refunded", "refused", "not_found"]
    reason: str = ""


@dataclass(frozen=True)
class StatementAnswer:
    """A day's statement as the channel makes it, in `file`. `not_yet`: come back at `ready_at`, seconds since 1970;
    `no_bill`: nothing moved on that day."""

    state: Literal["ready", "not_yet", "no_bill"]
    file: Path | None = None
    ready_at: float = 0.0


@runtime_checkable
class KeepsStatements(Protocol):
    """A channel outside the hospital, which tells the day after what it took and gave back."""

    def statement(self, day: date, folder: Path) -> StatementAnswer:
        """The statement of a day, put into `folder` under the channel's own file name. May raise
        `ChannelUnreachable`."""


class Channel(Protocol):
    """A party that moves the patient's own money. Ids are ours: repeating a request under its id is harmless.

    Every method may raise `ChannelUnreachable`, and nothing else.
    """

    @property
    def rules(self) -> Rules: ...
    @property
    def up(self) -> bool:
        """Whether the channel can be offered now. Never raises."""

    def precreate(self, payment_id: str, amount: Money) -> ChannelAnswer:
        """Open an order for the patient to scan: `waiting` with `qr`."""

    def charge(self, payment_id: str, amount: Money, payment_code: str) -> ChannelAnswer:
        """Take money with a scanned payment code: `paid`, `password`, or definitely refused: `closed` and why."""

    def query(self, payment_id: str) -> ChannelAnswer:
        """How the order stands; `not_found` when it never arrived."""

    def close(self, payment_id: str) -> ChannelAnswer:
        """End an order that is not paid; query first. Closing again is harmless.

        `closed`: nobody can pay it any more, and money that had been taken was given back (`reversed`).
        `paid`: the patient was faster, and the channel keeps it so. `waiting` or `password`: it is too early to
        reverse, ask again. `not_found`: it never arrived, and nothing is left behind that would stop it from
        arriving now: who asks must see to that.
        """

    def refund(self, refund_id: str, payment_id: str, amount: Money) -> RefundAnswer:
        """Give money back, all of it or a part; the same `refund_id` gives it once. Several refunds of one payment are
        fine up to what was paid, and `refused` beyond."""

    def query_refund(self, refund_id: str) -> RefundAnswer:
        """How the refund stands; `not_found` when it never arrived."""


def open_channel(driver: str, ledger: Path, clock: Clock) -> Channel:
    """The channel in `<driver>.py` of this folder, e.g. `simulated_wechat`; `ledger` is the wallet's own file."""
    opened: Channel = import_module(f"kiosk.gateway.channels.{driver}").open_channel(ledger, clock)
    return opened
