"""Two questions that lie over a screen: is anybody still there, and who stands here now that another card came?"""

from collections.abc import Callable

from kiosk.core.clock import Clock
from kiosk.core.errors import PatientLeft
from kiosk.core.events import (
    Answer,
    CardGone,
    CardRead,
    CardSeen,
    CardUnreadable,
    CodeScanned,
    DeviceChanged,
    Event,
    JobDone,
    Touched,
)
from kiosk.core.own_card import OwnCard
from kiosk.core.screens import AnotherCard, IdleWarning, Overlay

CARDS = (CardSeen, CardRead, CardUnreadable, CardGone)
CHOICES = ("keep-going", "anew")  # no screen under a question has these: a second press on it answers nothing


class Presence:
    """Asks on behalf of the desk, whose waiting and painting it borrows."""

    def __init__(
        self,
        clock: Clock,
        warn: Callable[[Overlay | None], None],
        wait: Callable[[float], Event | None],
        is_of_now: Callable[[Answer], bool],
    ) -> None:
        self.own = OwnCard()
        self._clock, self._warn, self._wait, self._is_of_now = clock, warn, wait, is_of_now
        self._covers = False

    def are_you_there(self, seconds: float) -> Event | None:
        """Ask until somebody stirs; what they did, if it was no answer. Raises `PatientLeft`."""
        self._warn(IdleWarning(round(seconds)))
        try:
            return self._stay_or_leave(self._clock.monotonic() + seconds)
        finally:
            self._warn(None)

    def goes_on(self, news: Event, until: float) -> tuple[bool, list[Event]]:
        """Cover the screen and ask. Whether the one whose visit it is says so, or lays their own card again; and the
        cards and codes that came, beginning with the `news`. The screen stays covered until `uncover`."""
        seconds = max(1, round(until - self._clock.monotonic()))
        self._covers = True
        self._warn(AnotherCard(seconds, isinstance(news, CodeScanned)))
        came = [news]
        while (event := self._wait(until)) is not None:
            more = self.own.hear(event, self._clock.monotonic())
            if self.own.is_it(event):
                return True, came
            if isinstance(event, Answer) and self._is_of_now(event) and event.choice in (*CHOICES, "session.leave"):
                return event.choice == "keep-going", came
            if more is not None or isinstance(event, CARDS):
                came.append(event)
        return False, came

    def uncover(self) -> None:
        """Let the screen be seen again: the visit goes on, or there is another screen."""
        if self._covers:
            self._covers = False
            self._warn(None)

    def _stay_or_leave(self, until: float) -> Event | None:
        while True:
            event = self._wait(until)
            if event is None or (isinstance(event, Answer) and event.choice in ("leave", "session.leave")):
                raise PatientLeft
            if isinstance(event, Answer | Touched):
                return None
            if self.own.is_restless(event):
                self.own.hear(event, self._clock.monotonic())
            elif not isinstance(event, DeviceChanged | JobDone):
                return event
