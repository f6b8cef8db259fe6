"""The desk: where a flow shows a person a screen and waits for what they, or the world, do next."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from kiosk.core.clock import Clock
from kiosk.core.errors import BackendUnreachable, Interruption, PatientLeft, Refused
from kiosk.core.events import (
    Answer,
    CardSeen,
    CodeScanned,
    DeviceChanged,
    Event,
    JobDone,
    Stop,
    Touched,
)
from kiosk.core.lying import Lying
from kiosk.core.screens import Attract, Ending, Help, Home, Identify, IdleWarning, Language, Screen, ShowQr, Waiting
from kiosk.core.words import LANGUAGES, Phrase

T = TypeVar("T")

GRACE_S = 0.03  # an answer faster than this needs no waiting screen
# They ask the same whatever else is written on them: who touched them while a printer came back was not too late.
SAME_QUESTION = (Attract, Home, Identify)
JOB_S = 12.0  # no work beside the conversation may take longer: it is then unknown how it ended


@dataclass(frozen=True)
class Session:
    """How this visit is shown; a new visit starts from the defaults."""

    language: str = LANGUAGES[0]
    elder: bool = False
    contrast: bool = False
    low: bool = False
    patient: str = ""  # masked name, shown in the header once known
    errand: str = "pay"  # what they came for: the name of a tile


@dataclass(frozen=True)
class Timers:
    """Seconds a person is given; doubled in elder and low mode."""

    idle: float = 60
    idle_known: float = 45
    warning: float = 30
    home: float = 30
    result: float = 20


class Display(Protocol):
    """The window, as the desk knows it. Every call returns at once; it paints on its own thread."""

    def show(self, turn: int, screen: Screen, session: Session) -> None:
        """Show the screen; answers made on it carry `turn`."""

    def warn(self, warning: IdleWarning | None) -> None:
        """Lay the idle warning over the screen, or take it away. Its answers carry the turn of the screen below."""


class Stopped(Interruption):
    """The terminal is being shut down."""


class Job(Generic[T]):
    """Work that goes on beside the conversation."""

    def __init__(self, number: int, deadline: float) -> None:
        self.number = number
        self.deadline = deadline
        self.done = False
        self._value: T | None = None
        self._error: Exception | None = None

    def run(self, work: Callable[[], T]) -> None:
        try:
            self._value = work()
        except Exception as error:  # handed over to whoever asks for the result
            self._error = error
        self.done = True

    def result(self) -> T:
        """What the work returned, or the error it raised; `BackendUnreachable` if it has not ended."""
        if not self.done:
            raise BackendUnreachable("took too long")
        if self._error is not None:
            raise self._error
        return self._value  # type: ignore[return-value]  # set by run() whenever there is no error


Beside = Callable[[Callable[[], None]], None]


def on_a_thread(work: Callable[[], None]) -> None:
    """Run it on a thread of its own, which must not keep the process alive."""
    threading.Thread(target=work, name="job", daemon=True).start()


class Desk:
    """One conversation with one person at a time. Only `post` may be called from other threads."""

    def __init__(self, display: Display, clock: Clock, timers: Timers, beside: Beside = on_a_thread) -> None:
        self.clock = clock
        self.timers = timers
        self.session = Session()
        self.call_staff: Callable[[], None] | None = None
        self._display = display
        self._beside = beside
        self._events: queue.SimpleQueue[tuple[int, Event]] = queue.SimpleQueue()  # and the turn they came in
        self._kept: list[Event] = []  # came while we waited for something else
        self._began: tuple[Screen | None, float] = (None, 0.0)  # since when that screen is shown
        self._lying = Lying()
        self._jobs = 0
        self._turn = self._asked = 0  # what is shown now, and since which turn it asks the same
        self._shown: tuple[Screen, Session] | None = None

    def post(self, event: Event) -> None:
        """Say that something happened. From any thread; returns at once."""
        self._events.put((self._turn, event))

    def ask(self, screen: Screen, until: float | None = None) -> Answer | None:
        """Show a screen and wait for the person's choice; `None` once the clock reaches `until`.

        Raises `PatientLeft` when nobody touches the screen for too long, or on `session.leave`.
        """
        answer = self.wait(screen, until=until)
        assert answer is None or isinstance(answer, Answer)
        return answer

    def tell(self, ending: Ending) -> Answer | None:
        """Show a screen that ends by itself after its seconds (in elder and low mode after twice as many)."""
        seconds = round(self.seconds(ending.seconds))
        shown = replace(ending, seconds=seconds, take_card=bool(self._lying.here))
        return self.ask(shown, self.clock.monotonic() + seconds)

    def wait(
        self,
        screen: Screen,
        accept: tuple[type[Event], ...] = (),
        until: float | None = None,
        idle: bool = True,
    ) -> Event | None:
        """Show a screen and wait for a choice or an accepted event.

        Returns `None` once the clock reaches `until`. With `idle` false nobody is asked whether they are still there.
        """
        self._show(screen)
        touched = self.clock.monotonic()
        while True:
            gone = touched + self._idle_s() if idle else None
            event = self._next(_sooner(until, gone))
            if event is None:
                if until is not None and self.clock.monotonic() >= until:
                    return None
                self._are_you_there()
                touched = self.clock.monotonic()
            elif isinstance(event, Touched):
                touched = self.clock.monotonic()
            elif isinstance(event, Answer):
                touched = self.clock.monotonic()
                if self._is_for_now(event):
                    return event
            elif isinstance(event, accept):
                return event
            elif isinstance(screen, Ending):
                self.remember(event)  # the next person is here already

    def show_for(self, screen: Screen, seconds: float) -> None:
        """Show a screen that nobody needs to answer; returns after so many seconds."""
        until = self.clock.monotonic() + seconds
        while self.wait(screen, until=until, idle=False) is not None:
            pass

    def remember(self, event: Event) -> None:
        """Keep a card that came when nobody had time for it, until it is taken off or `waiting_card` asks for it."""
        self._lying.wait(event)

    def waiting_card(self) -> Event | None:
        """The card of somebody who was not served yet, once; `None` when there is none."""
        return self._lying.next()

    def relaid(self, reader: str) -> bool:
        """Whether a card has been laid on this reader that nobody has heard of yet: not the one we speak of."""
        while (event := self._take(self.clock.monotonic())) is not None:
            self._set_aside(event)
        kept = any(isinstance(event, CardSeen) and event.reader == reader for event in self._kept)
        return kept or self._lying.waits(reader)

    def left_behind(self) -> tuple[str, ...]:
        """The readers on which a card of a visit that is over still lies. Laid again, it may begin another."""
        return tuple(sorted(self._lying.left))

    def start(self, work: Callable[[], T], limit_s: float = JOB_S) -> Job[T]:
        """Begin work beside the conversation; a `JobDone` is posted when it ends."""
        self._jobs += 1
        job: Job[T] = Job(self._jobs, self.clock.monotonic() + limit_s)

        def run() -> None:
            job.run(work)
            self.post(JobDone(job.number))

        self._beside(run)
        return job

    def during(self, work: Callable[[], T], verb: Phrase, limit_s: float = JOB_S) -> T:
        """Do work that may take a while, with a waiting screen as soon as it does; returns or raises what it does.

        Raises `BackendUnreachable` when it does not end in time. Cards that come meanwhile are kept for the next wait.
        Choices and codes are dropped: they would answer a question that has not been asked yet.
        """
        job = self.start(work, limit_s)
        self._until_done(job, self.clock.monotonic() + GRACE_S)
        if not job.done:
            self._show(Waiting(verb))
            self._until_done(job, job.deadline)
        return job.result()

    def change(self, **settings: object) -> None:
        """Change how this visit is shown: `language`, `elder`, `contrast`, `low`, `patient`."""
        self.session = replace(self.session, **settings)  # type: ignore[arg-type]

    def seconds(self, standard: float) -> float:
        """How long this person is given where the standard is so long: twice in elder and low mode."""
        return standard * (2 if self.session.elder or self.session.low else 1)

    def wipe(self) -> None:
        """The visit is over: the next person finds the defaults and nothing of the last one."""
        self.session = Session()
        while self._kept:
            self.remember(self._kept.pop(0))  # a card that came meanwhile is the next person's
        self._lying.leave()
        self._shown = None

    def _show(self, screen: Screen) -> None:
        if self._shown == (screen, self.session):
            return
        self._turn += 1
        if not self._asks_the_same(screen):
            self._asked = self._turn
        self._shown = (screen, self.session)
        now = self.clock.monotonic()
        if self._began[0] != screen:
            self._began = (screen, now)
        self._display.show(self._turn, _later(screen, now - self._began[1]), self.session)

    def _asks_the_same(self, screen: Screen) -> bool:
        if self._shown is None or not isinstance(screen, SAME_QUESTION):
            return False
        before, session = self._shown
        return type(before) is type(screen) and session == self.session

    def _next(self, until: float | None) -> Event | None:
        return self._kept.pop(0) if self._kept else self._take(until)

    def _take(self, until: float | None) -> Event | None:
        event: Event | None = None
        while event is None:
            posted = self.clock.take(self._events, until)
            if posted is None:
                return None
            heard = self._lying.hear(posted[1], self.clock.monotonic())
            event = posted[1] if heard and not self._too_early(*posted) else None
        if isinstance(event, Stop):
            raise Stopped
        return event

    def _until_done(self, job: Job[T], until: float) -> None:
        while not job.done and (event := self._take(until)) is not None:
            self._set_aside(event)

    def _set_aside(self, event: Event) -> None:
        """For the next wait; what would answer a question that has not been asked yet is dropped."""
        if not isinstance(event, Answer | CodeScanned | Touched | JobDone):
            self._kept.append(event)

    def _too_early(self, turn: int, event: Event) -> bool:
        """A code that was scanned before this screen was shown must not pay an amount that was not shown."""
        return isinstance(event, CodeScanned) and turn < self._asked

    def _is_for_now(self, answer: Answer) -> bool:
        """Whether the flow should hear of it: late taps are dropped, the session's own choices are answered here."""
        if not self._asked <= answer.turn <= self._turn:
            return False
        if not answer.choice.startswith("session."):
            return True
        self._session_choice(answer.choice.removeprefix("session."))
        return False

    def _session_choice(self, choice: str) -> None:
        shown, began = self._shown, self._began
        if choice == "leave":
            raise PatientLeft
        if choice == "language":
            self._pick_language()
        elif choice == "help":
            self._help()
        elif choice in ("elder", "contrast", "low"):
            self.change(**{choice: not getattr(self.session, choice)})
        if shown is not None:
            self._began = began  # its seconds went on under the menu
            self._show(shown[0])
        # Work may have ended while the menu was open, and nobody there was waiting for it: whoever is, looks again.
        self.post(JobDone(0))

    def _pick_language(self) -> None:
        answer = self.ask(Language(LANGUAGES))
        if answer and answer.choice == "language" and answer.value in LANGUAGES:
            self.change(language=answer.value)

    def _help(self) -> None:
        call = "idle"
        while (answer := self.ask(Help(call))) and answer.choice == "call":
            call = self._call_staff()

    def _call_staff(self) -> str:
        if self.call_staff is None:
            return "failed"
        try:
            self.during(self.call_staff, Phrase("Calling staff"))
        except (BackendUnreachable, Refused):
            return "failed"
        return "called"

    def _are_you_there(self) -> None:
        seconds = self.seconds(self.timers.warning)
        self._display.warn(IdleWarning(round(seconds)))
        try:
            self._stay_or_leave(self.clock.monotonic() + seconds)
        finally:
            self._display.warn(None)

    def _stay_or_leave(self, until: float) -> None:
        while True:
            event = self._next(until)
            if event is None or (isinstance(event, Answer) and event.choice in ("leave", "session.leave")):
                raise PatientLeft
            if isinstance(event, Answer | Touched):
                return
            if not isinstance(event, DeviceChanged | JobDone):
                self._kept.append(event)
                return

    def _idle_s(self) -> float:
        return self.seconds(self.timers.idle_known if self.session.patient else self.timers.idle)


def _later(screen: Screen, passed: float) -> Screen:
    """The same screen with the seconds that are left of its countdown."""
    if isinstance(screen, Ending | ShowQr) and passed >= 1:
        return replace(screen, seconds=max(1, round(screen.seconds - passed)))
    return screen


def _sooner(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else min(one, other)
