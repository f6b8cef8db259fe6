"""Time comes from a clock that is passed in, so that a test can be the one who turns it."""

import queue
import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol, TypeVar

T = TypeVar("T")

CHINA = timezone(timedelta(hours=8))  # one zone, no summer time


class Clock(Protocol):
    """What time it is, and how long to wait for the next thing to happen."""

    def now(self) -> datetime:
        """The time of day, with zone UTC."""

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back."""

    def take(self, events: "queue.SimpleQueue[T]", until: float | None) -> T | None:
        """The next event, or `None` once `monotonic()` has reached `until`; `until=None` waits for ever."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def take(self, events: "queue.SimpleQueue[T]", until: float | None) -> T | None:
        timeout = None if until is None else max(0.0, until - self.monotonic())
        try:
            return events.get(timeout=timeout)
        except queue.Empty:
            return None


class VirtualClock:
    """Time that passes only when somebody waits for it: hours of waiting cost nothing."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)) -> None:
        self._start = start
        self._passed = 0.0

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        return self._passed

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._passed += seconds

    def take(self, events: "queue.SimpleQueue[T]", until: float | None) -> T | None:
        try:
            return events.get_nowait()
        except queue.Empty:
            if until is None:
                raise RuntimeError("waiting for ever on a virtual clock") from None
            self._passed = max(self._passed, until)
            return None


class SkippableClock(SystemClock):
    """The machine's own time, until somebody lets an hour pass at once: for the dock and the tour.

    Whoever waits notices at the next event: post one after a `skip`.
    """

    def __init__(self) -> None:
        self._skipped = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self._skipped)

    def monotonic(self) -> float:
        return super().monotonic() + self._skipped

    def skip(self, seconds: float) -> None:
        """Let time pass. From any thread."""
        self._skipped += seconds
