"""Calls after somebody who has gone and left their card behind, and has it kept where the hospital wants that."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Protocol

from kiosk.core.desk import Desk
from kiosk.core.errors import BackendUnreachable, DeviceFault
from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable, CodeScanned, DeviceChanged, Event
from kiosk.core.screens import Screen, TakeCard
from kiosk.core.words import phrase

FIRST_S = 3.0  # most people notice by themselves
REMIND_S = 10.0  # so long it stands; then the lobby's own work goes on for a while
CALLS = 6  # so often with sound: a card that nobody fetches shall not drive the lobby mad
KEEP_LIMIT_S = 20.0
KEEP_AGAIN_S, KEEP_TRIES = 60.0, 3  # a motor that cannot is not driven against a jam all night
STIRS = (CardSeen, CardRead, CardUnreadable, CardGone, CodeScanned, DeviceChanged)
log = logging.getLogger(__name__)


class Keepers(Protocol):
    """The devices, as far as they hold cards."""

    def holding(self) -> tuple[str, ...]:
        """Names of the devices that hold out a new card that nobody has taken yet. Returns at once."""

    def keep(self, device: str) -> bool:
        """Draw the card in, out of reach; `False` when this device cannot, or the card has been taken. Raises
        `DeviceFault`."""


class NoKeepers:
    """A terminal whose devices hold no cards."""

    def holding(self) -> tuple[str, ...]:
        return ()

    def keep(self, device: str) -> bool:  # noqa: ARG002  # none can
        return False


class LeftCards:
    """Between two visits. Who left the card is not known here, and is written down nowhere."""

    def __init__(self, desk: Desk, keepers: Keepers, keep_s: float | None) -> None:
        """`keep_s`: how long a card may lie where a device can keep it; `None`: it is never kept."""
        self._desk = desk
        self._keepers = keepers
        self._keep_s = keep_s
        self._since = desk.clock.monotonic()  # when the last visit ended
        self._times = 0
        self._faults = 0
        self._keep_from = self._since

    def visit_over(self) -> None:
        """Somebody has gone: whatever lies there now gets its three seconds, and its time until it is kept."""
        self._since, self._times = self._desk.clock.monotonic(), 0
        self._keep_from, self._faults = self._since + (self._keep_s or 0), 0

    def remind(self, sign: Callable[[], Screen], greet: Callable[[Event], None]) -> None:
        """One reminder if a card lies there, the first after three seconds under the `sign`.

        `greet` hears what happens meanwhile; what it raises, when somebody comes, goes on to the caller.
        """
        if not self._lying():
            return
        if self._times == 0:
            self._watch(sign(), self._since + FIRST_S, greet)
        elif self._is_time_to_keep():
            self._keep()
        if self._lying():
            self._times += 1
            call = TakeCard("reader" if self._desk.left_behind() else "gate", self._times <= CALLS)
            self._watch(call, self._desk.clock.monotonic() + REMIND_S, greet)

    def _lying(self) -> tuple[str, ...]:
        return (*self._desk.left_behind(), *self._keepers.holding())

    def _watch(self, screen: Screen, until: float, greet: Callable[[Event], None]) -> None:
        while self._lying():
            event = self._desk.wait(screen, STIRS, until, idle=False)
            if event is None:
                return
            greet(event)

    def _is_time_to_keep(self) -> bool:
        late = self._desk.clock.monotonic() >= self._keep_from
        return self._keep_s is not None and late and self._faults < KEEP_TRIES

    def _keep(self) -> None:
        for device in self._lying():
            if self._desk.relaid(device) or device not in self._lying():
                continue  # taken just now, and what lies there may be the next person's
            try:
                kept = self._desk.during(
                    partial(self._keepers.keep, device), phrase("One moment, please"), KEEP_LIMIT_S
                )
            except (DeviceFault, BackendUnreachable) as error:
                log.warning("%s: a card that was left behind could not be kept: %s", device, error)
                self._faults += 1
                self._keep_from = self._desk.clock.monotonic() + KEEP_AGAIN_S
                continue
            if kept:
                log.warning("%s: a card that was left behind was kept", device)
