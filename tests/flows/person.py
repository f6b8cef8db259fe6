"""A person at the terminal: for every screen they have a plan, and when the plan runs out they just stand there."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.core.desk import Desk, Session
from kiosk.core.events import Answer, Event, Stop
from kiosk.core.screens import Attract, Overlay, Screen

Act = tuple[str, str] | Event | Callable[[], None]
Plan = dict[str, list[Act]]


@dataclass
class Person:
    """A `Display` that answers by itself. `plan` maps a screen's name to what they do, one act per showing.

    `painted`: what is on the glass, one after the other, with the patient's name; a question too, `-` when it is gone.
    """

    plan: Plan
    seen: list[Screen] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    painted: list[str] = field(default_factory=list)
    warned: int = 0
    turn: int = 0
    desk: Desk | None = None

    def show(self, turn: int, screen: Screen, session: Session) -> None:
        self.turn = turn
        self.seen.append(screen)
        self.sessions.append(session)
        self.painted.append(f"{type(screen).__name__} {session.patient}".rstrip())
        acts = self.plan.get(type(screen).__name__, [])
        if acts:
            self._do(turn, acts.pop(0))
        elif isinstance(screen, Attract) and len(self.seen) > 1:
            self._post(Stop())

    def warn(self, warning: Overlay | None) -> None:
        self.warned += warning is not None
        self.painted.append(type(warning).__name__ if warning else "-")
        acts = self.plan.get(self.painted[-1], [])
        if acts:
            self._do(self.turn, acts.pop(0))

    def taps(self, *acts: Act) -> Act:
        """Several taps on one screen, or other things, faster than it can change."""

        def tap() -> None:
            for act in acts:
                self._do(self.turn, act)

        return tap

    def names(self) -> list[str]:
        """The screens in the order they were seen, without repeats in a row."""
        names = [type(screen).__name__ for screen in self.seen]
        return [name for i, name in enumerate(names) if i == 0 or names[i - 1] != name]

    def last(self, kind: type[Screen]) -> Screen:
        return next(screen for screen in reversed(self.seen) if isinstance(screen, kind))

    def _do(self, turn: int, act: Act) -> None:
        if isinstance(act, tuple):
            self._post(Answer(turn, *act))
        elif callable(act):
            act()
        else:
            self._post(act)

    def _post(self, event: Event) -> None:
        assert self.desk is not None
        self.desk.post(event)
