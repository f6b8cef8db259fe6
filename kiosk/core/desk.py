"""The desk: where a flow shows a person a screen and waits for what they, or the world, do next."""

import queue
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from kiosk.core.clock import Clock
from kiosk.core.errors import BackendUnreachable, Interruption, PatientLeft, Refused
from kiosk.core.events import (
    Answer,
    CardRead,
    CardSeen,
    CodeScanned,
    DeviceChanged,
    Event,
    JobDone,
    Stop,
    Touched,
)
from kiosk.core.jobs import Beside, Job, on_a_thread
from kiosk.core.lying import Lying
from kiosk.core.presence import CHOICES, Presence
from kiosk.core.screens import (
    Attract,
    Ending,
    Help,
    Home,
    Identify,
    Language,
    Overlay,
    Screen,
    ShowQr,
    TransactionDetail,
    Waiting,
)
from kiosk.core.words import LANGUAGES, Phrase

T = TypeVar("T")

GRACE_S = 0.03  # an answer faster than this needs no waiting screen
# They ask the same whatever else is written on them: who touched them while a printer came back was not too late.
SAME_QUESTION = (Attract, Home, Identify, TransactionDetail)
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
    visit: int = field(default=0, compare=False)  # two people in a row may have one masked name


@dataclass(frozen=True)
class Timers:
    """Seconds a person is given; doubled in elder and low mode."""

    idle: float = 60
    idle_known: float = 45
    warning: float = 30
    another_card: float = 10
    home: float = 30
    result: float = 20


class Display(Protocol):
    """The window, as the desk knows it. Every call returns at once; it paints on its own thread."""

    def show(self, turn: int, screen: Screen, session: Session) -> None:
        """Show the screen; answers made on it carry `turn`."""

    def warn(self, warning: Overlay | None) -> None:
        """Lay a question over the screen, or take it away. Its answers carry the turn of the screen below."""


class Stopped(Interruption):
    """The terminal is being shut down."""


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
        self._presence = Presence(clock, display.warn, self._next, self._is_of_now)
        self._code: CodeScanned | None = None  # of somebody who comes next
        self._calm = False  # nobody is asked anything: money is on its way, or nobody is here
        self._jobs = 0
        self._touched = 0.0  # when somebody last stirred, or was asked something new
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
        self._gather()  # who laid a card down before that saw nothing of it, and is not asked
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
        calm = self._calm
        self._calm = calm or not idle  # also for a menu over this screen
        try:
            return self._listen(screen, accept, until, idle)
        finally:
            self._calm = calm

    def _listen(self, screen: Screen, accept: tuple[type[Event], ...], until: float | None, idle: bool) -> Event | None:
        while True:
            gone = self._touched + self._idle_s() if idle else None
            due = None if self._calm else self._presence.own.due
            kept, event = bool(self._kept), self._next(_sooner(_sooner(until, gone), due))
            if event is None and until is not None and self.clock.monotonic() >= until:
                return None
            nobodys = isinstance(event, (DeviceChanged, JobDone, type(None)))
            if not nobodys and not self._presence.own.is_restless(event):
                self._touched = self.clock.monotonic()
            calm = self._calm or (kept and isinstance(screen, Ending))  # who waited for a result shall see it
            if not isinstance(event, accept) and self._is_anothers(event, calm, until):
                self._touched = self.clock.monotonic()
            elif event is None:
                stirred = self._presence.are_you_there(self.seconds(self.timers.warning))
                self._kept += [stirred] if stirred else []
                self._touched = self.clock.monotonic()
            elif (isinstance(event, Answer) and self._is_for_now(event)) or isinstance(event, accept):
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
        """The card, or the code, of somebody who was not served yet, once; `None` when there is none."""
        code, self._code = self._code, None
        card = self._lying.next()
        return code or card

    def began_with(self, card: CardRead) -> None:
        """Whose visit this is: nobody is asked anything when this card is laid again, until `wipe`."""
        self._presence.own.began(card)

    def relaid(self, reader: str) -> bool:
        """Whether a card has been laid on this reader that nobody has heard of yet: not the one we speak of."""
        self._gather()
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
        self.session = Session(visit=self.session.visit + 1)
        while self._kept:
            self.remember(self._kept.pop(0))  # a card that came meanwhile is the next person's
        self._lying.leave()
        self._presence.own.forget()
        self._shown = None

    def _show(self, screen: Screen) -> None:
        if self._shown != (screen, self.session):
            self._paint(screen)
        self._presence.uncover()  # not before there is another screen

    def _paint(self, screen: Screen) -> None:
        self._turn += 1
        now = self.clock.monotonic()
        if not self._asks_the_same(screen):
            self._asked, self._touched = self._turn, now
        self._shown = (screen, self.session)
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

    def _gather(self) -> None:
        while (event := self._take(self.clock.monotonic())) is not None:
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
        if not self._is_of_now(answer) or answer.choice in CHOICES:
            return False
        if not answer.choice.startswith("session."):
            return True
        self._session_choice(answer.choice.removeprefix("session."))
        return False

    def _is_of_now(self, answer: Answer) -> bool:
        return self._asked <= answer.turn <= self._turn

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

    def _is_anothers(self, event: Event | None, calm: bool, until: float | None) -> bool:
        """Whether a card, or a code, came that may be the next person's, and the visit goes on all the same. `calm`:
        it waits for its turn, and nobody is asked. Raises `PatientLeft` when nobody says that the visit is theirs."""
        if not self.session.patient or (event is None and calm):
            return False
        now = self.clock.monotonic()
        news = self._presence.own.hear(event, now)
        if news is None:
            return False
        end = now + self.seconds(self.timers.another_card)
        goes_on, came = (True, [news]) if calm else self._presence.goes_on(news, min(end, until or end))
        if calm or not goes_on or self._is_ending():
            for card in came:
                self.remember(card)
        if not goes_on:
            self._code = next((code for code in reversed(came) if isinstance(code, CodeScanned)), None)
            raise PatientLeft
        self._presence.uncover()
        return True

    def _is_ending(self) -> bool:
        return self._shown is not None and isinstance(self._shown[0], Ending)

    def _idle_s(self) -> float:
        return self.seconds(self.timers.idle_known if self.session.patient else self.timers.idle)


def _later(screen: Screen, passed: float) -> Screen:
    """The same screen with the seconds that are left of its countdown."""
    if isinstance(screen, Ending | ShowQr) and passed >= 1:
        return replace(screen, seconds=max(1, round(screen.seconds - passed)))
    return screen


def _sooner(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else min(one, other)
