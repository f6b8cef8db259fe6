"""Collects own money for one purchase while the patient stands here: a code to scan, or a scanned code."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from kiosk.contract import LEDGERS, ChannelName, Order, OrderRequest, PreSettlement, Settlement
from kiosk.core.desk import Desk
from kiosk.core.errors import BackendUnreachable, JournalUnusable, PatientLeft, Refused
from kiosk.core.events import Answer, JobDone
from kiosk.core.purchase import Purchase
from kiosk.core.screens import Screen, ShowQr, Waiting
from kiosk.core.words import Named, Phrase, phrase
from kiosk.flows.cashier import Cashier

T = TypeVar("T")
log = logging.getLogger(__name__)

CONFIRMING = phrase("Confirming your payment. Please stay here.")
NOT_YET = phrase("Not received yet")
PATIENCE_S = 20  # how long a patient waits for an answer that does not come, before we print a reference
PAUSE_S = 2


@dataclass(frozen=True)
class Ended:
    """How it stands when the patient is told. `gone`: they left, or pressed leave, on the way."""

    purchase: Purchase
    settlement: Settlement | None
    gone: bool


class Collection:
    """One payment, watched live. Taps are answered at once; the money is followed to its end whatever they are."""

    def __init__(self, desk: Desk, cashier: Cashier, payee: Named, qr_s: int) -> None:
        self._desk = desk
        self._cashier = cashier
        self._payee = payee
        self._qr_s = qr_s
        self._wants_out = False
        self._gone = False
        self._note: Phrase | None = None
        self._settlement: Settlement | None = None

    def run(self, purchase: Purchase, split: PreSettlement, channel: ChannelName, payment_code: str = "") -> Ended:
        """From the patient's choice to settled, closed, refunded, or as far as it goes in twenty seconds."""
        purchase = self._cashier.begin(purchase, split, channel)
        request = _request(purchase, split, channel, payment_code)
        return self._as_far_as_written(purchase, lambda: self._collect(purchase, request))

    def settle_without_own_money(self, purchase: Purchase, split: PreSettlement) -> Ended:
        """The insurance pays all of it."""
        purchase = self._cashier.begin(purchase, split, "")
        return self._as_far_as_written(purchase, lambda: purchase)

    def _as_far_as_written(self, purchase: Purchase, collect: Callable[[], Purchase]) -> Ended:
        try:
            return self._finish(collect())
        except JournalUnusable as error:
            # The money may have been taken and cannot be written down: the patient gets a reference, recovery the rest.
            log.error("purchase %s cannot be written down: %s", purchase.purchase_id, error)
            return Ended(purchase, self._settlement, self._gone)

    def _collect(self, purchase: Purchase, request: OrderRequest) -> Purchase:
        try:
            order = self._cashier.ask(purchase, request, self._during)
        except Refused as refused:
            return self._cashier.give_up(purchase, refused.code)
        except BackendUnreachable:
            return self._cashier.give_up(purchase)  # the channel may have heard: closing finds out
        return self._wait_for_money(self._cashier.hear(purchase, order), order)

    def _wait_for_money(self, purchase: Purchase, order: Order) -> Purchase:
        until = self._desk.clock.monotonic() + self._limit(order)
        code, screen = order.code, self._screen(order, order.code, until, None)
        while purchase.state == "asking" and not self._wants_out:
            left = until - self._desk.clock.monotonic()
            if left <= 0:
                return self._cashier.give_up(purchase, "expired")
            self._watch(screen, self._desk.clock.monotonic() + min(order.poll_s, left))
            if not self._wants_out:
                order = self._look(purchase, screen) or order
                purchase = self._cashier.hear(purchase, order)
                screen = self._screen(order, code, until, screen)
        return purchase

    def _limit(self, order: Order) -> float:
        return min(order.seconds_left, self._desk.seconds(self._qr_s)) if order.code else order.seconds_left

    def _screen(self, order: Order, code: str, until: float, before: Screen | None) -> Screen:
        if order.channel in LEDGERS:
            return Waiting(CONFIRMING, 15, can_cancel=True)
        if not code or order.state == "password":
            return Waiting(CONFIRMING, 15, phrase("Please confirm on your phone"), can_cancel=True)
        if isinstance(before, ShowQr) and before.note == self._note:
            return before  # it counts down by itself
        seconds = round(until - self._desk.clock.monotonic())
        return ShowQr(order.channel, order.amount, self._payee, code, seconds, self._note)

    def _watch(self, screen: Screen, until: float, accept: tuple[type[JobDone], ...] = ()) -> None:
        """Let the patient look at the screen until then; `check` ends it early, leaving and `cancel` are kept."""
        try:
            event = self._desk.wait(screen, accept, until, idle=False)
        except PatientLeft:
            self._gone = self._wants_out = True
            return
        if isinstance(event, Answer) and event.choice == "cancel":
            self._wants_out = True
        if isinstance(event, Answer) and event.choice == "check":
            self._note = NOT_YET

    def _look(self, purchase: Purchase, screen: Screen) -> Order | None:
        """Ask how the order stands, without the screen or the patient ever waiting for the network."""
        job = self._desk.start(lambda: self._cashier.look(purchase, _now))
        while not job.done and self._desk.clock.monotonic() < job.deadline:
            shown = Waiting(CONFIRMING) if self._wants_out else screen
            self._watch(shown, job.deadline, (JobDone,))
        try:
            return job.result()
        except (BackendUnreachable, Refused):
            return None  # no news: look again

    def _finish(self, purchase: Purchase) -> Ended:
        until = self._desk.clock.monotonic() + PATIENCE_S
        while True:
            try:
                purchase = self._cashier.drive(purchase, self._during)
            except (BackendUnreachable, Refused):
                purchase = self._cashier.saved(purchase)
            if purchase.final or self._desk.clock.monotonic() >= until:
                break
            self._watch(Waiting(CONFIRMING, PATIENCE_S), self._desk.clock.monotonic() + PAUSE_S)
        return Ended(purchase, self._settlement, self._gone)

    def _during(self, act: Callable[[], T]) -> T:
        done = self._desk.during(act, CONFIRMING)
        if isinstance(done, Settlement):
            self._settlement = done
        return done


def _now(act: Callable[[], T]) -> T:
    return act()


def _request(purchase: Purchase, split: PreSettlement, channel: ChannelName, payment_code: str) -> OrderRequest:
    return OrderRequest(
        purchase_id=purchase.purchase_id,
        presettlement_id=split.presettlement_id,
        channel=channel,
        mode="ledger" if channel in LEDGERS else "payment_code" if payment_code else "shown_code",
        amount=split.psn_cash_pay,
        payment_code=payment_code or None,
    )
