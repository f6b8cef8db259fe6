"""The line between the gateway and a wallet company, with everything that can go wrong on it."""

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from kiosk.core.money import Money
from kiosk.gateway.channels import ChannelAnswer, ChannelUnreachable, RefundAnswer, Rules, StatementAnswer
from kiosk.gateway.channels.simulated.faults import FaultKind, Verb
from kiosk.gateway.channels.simulated.wallet import SimulatedWallet
from kiosk.gateway.simulated import TIMEOUT_S, Wait, pause

T = TypeVar("T")


class SimulatedChannel:
    """A `Channel` to a simulated wallet. `wait` lets time pass: a test gives the one of its own clock."""

    def __init__(self, wallet: SimulatedWallet, wait: Wait = pause) -> None:
        self.wallet = wallet
        self._wait = wait

    @property
    def rules(self) -> Rules:
        return self.wallet.terms.rules

    @property
    def up(self) -> bool:
        return not self.wallet.faults.on("down")

    def precreate(self, payment_id: str, amount: Money) -> ChannelAnswer:
        return self._ask("precreate", lambda: self.wallet.precreate(payment_id, amount))

    def charge(self, payment_id: str, amount: Money, payment_code: str) -> ChannelAnswer:
        def act() -> ChannelAnswer:
            late_s = self.wallet.faults.strike("delivered_late", "charge")
            if late_s is not None:
                self.wallet.charge_later(payment_id, amount, payment_code, late_s)
                raise ChannelUnreachable("charge: still on its way")
            password = self._hit("password", "charge") or self._never
            return self.wallet.charge(payment_id, amount, payment_code, password=password)

        return self._ask("charge", act)

    def query(self, payment_id: str) -> ChannelAnswer:
        return self._ask("query", lambda: self.wallet.query(payment_id))

    def close(self, payment_id: str) -> ChannelAnswer:
        def act() -> ChannelAnswer:
            if self._never:
                return self.wallet.query(payment_id)
            return self.wallet.close(payment_id, paid_first=self._hit("paid_late", "close"))

        return self._ask("close", act)

    def refund(self, refund_id: str, payment_id: str, amount: Money) -> RefundAnswer:
        def act() -> RefundAnswer:
            takes_s = self.wallet.faults.strike("slow_refund", "refund") or 0.0
            return self.wallet.refund(refund_id, payment_id, amount, takes_s=takes_s)

        return self._ask("refund", act)

    def query_refund(self, refund_id: str) -> RefundAnswer:
        return self._ask("query_refund", lambda: self.wallet.query_refund(refund_id))

    def statement(self, day: date, folder: Path) -> StatementAnswer:
        return self._ask("statement", lambda: self.wallet.statement(day, folder))

    def _ask(self, verb: Verb, act: Callable[[], T]) -> T:
        """Deliver a request and bring the answer back, or `ChannelUnreachable`."""
        try:
            return self._deliver(verb, act)
        except sqlite3.Error as error:
            raise ChannelUnreachable("the wallet's books cannot be used") from error

    def _deliver(self, verb: Verb, act: Callable[[], T]) -> T:
        if self._hit("down", verb) or self._hit("error_500", verb):
            raise ChannelUnreachable(f"{verb}: no usable answer")
        if self._hit("double_answer", verb):
            act()
        answer = act()
        late_s = self.wallet.faults.strike("slow", verb) or 0.0
        self._wait(min(late_s, TIMEOUT_S))
        lost = self._hit("lost_answer", verb) or (self._never and verb != "precreate")
        if late_s > TIMEOUT_S or lost:
            raise ChannelUnreachable(f"{verb}: no answer in time")
        return answer

    @property
    def _never(self) -> bool:
        return self.wallet.faults.on("never")

    def _hit(self, kind: FaultKind, verb: Verb) -> bool:
        return self.wallet.faults.strike(kind, verb) is not None
