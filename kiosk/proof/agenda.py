"""A clock whose hours cost nothing, and the list of what is still to happen: late letters, slow answers, fingers."""

import heapq
import queue
from collections.abc import Callable
from itertools import count
from typing import TypeVar

from kiosk.core.clock import VirtualClock

T = TypeVar("T")


class Agenda(VirtualClock):
    """Time passes only while somebody waits; what is due meanwhile happens on the way, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = count()

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        """Let this happen so many seconds from now."""
        heapq.heappush(self._due, (self.monotonic() + seconds, next(self._numbers), act))

    def let_pass(self, seconds: float) -> None:
        """Nobody waits for anything; so many seconds go by."""
        until = self.monotonic() + seconds
        while self._happens(until):
            pass
        self._go_to(until)

    def run_out(self) -> None:
        """Wait until nothing is left to happen."""
        while self._happens(None):
            pass

    def take(self, events: "queue.SimpleQueue[T]", until: float | None) -> T | None:
        while events.empty():
            if not self._happens(until):
                break
        return super().take(events, until)

    def _happens(self, until: float | None) -> bool:
        """The next thing on the list, if it is due by then."""
        if not self._due or (until is not None and self._due[0][0] > until):
            return False
        at, _, act = heapq.heappop(self._due)
        self._go_to(at)
        act()
        return True

    def _go_to(self, moment: float) -> None:
        self.advance(max(0.0, moment - self.monotonic()))
