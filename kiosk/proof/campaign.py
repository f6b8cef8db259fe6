"""Many runs one after the other: dealt by seeds, or a told story with the power cut at every one of its steps."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.core.purchase import NEXT
from kiosk.proof.agenda import Agenda
from kiosk.proof.play import Played, play
from kiosk.proof.stories import Story, cuts, dealt
from kiosk.services.journal import Journal

MEMORY = Path("/dev/shm")  # noqa: S108  # a disk of memory: this power cut keeps what was written, not only what was synced
NO_CUT: frozenset[int] = frozenset()
FAULTS = ("lost", "unheard", "late", "twice", "slow", "outage", "silent", "between", "interrupted")
ENDINGS = ("Paid", "Booked", "Returned", "NotPaid", "Unknown", "Trouble")


@dataclass
class Tally:
    """What happened in all runs together."""

    runs: int = 0
    steps: int = 0
    cuts: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[Played] = field(default_factory=list)

    def add(self, played: Played) -> None:
        self.runs += 1
        self.steps += played.steps
        self.cuts += sum(cut <= played.steps for cut in played.cuts)
        self.seen += played.seen
        if played.broken:
            self.wrong.append(played)

    def never_seen(self) -> list[str]:
        """Moves of the table, faults and endings that did not occur: a proof that did not look there."""
        moves = [f"move {before} -> {after}" for before, afters in NEXT.items() for after in sorted(afters)]
        wanted = moves + [f"fault {fault}" for fault in FAULTS] + [f"told {ending}" for ending in ENDINGS]
        return [name for name in wanted if not self.seen[name]]


class Theatre:
    """Where runs are played: a folder, and a new journal to begin each with."""

    def __init__(self, folder: Path, fallen: "Fallen") -> None:
        self._fallen = fallen
        self._folder = folder / "runs"
        self._folder.mkdir()
        self._new_journal = folder / "new.db"
        Journal(self._new_journal, Agenda()).close()

    def play(self, story: Story, cuts: frozenset[int] = NO_CUT, tracing: bool = False) -> Played:
        played = play(story, cuts, self._folder, self._new_journal, tracing)
        played.broken += self._fallen.take()
        return played

    def seeds(self, first: int, runs: int) -> Iterator[Played]:
        """One run per seed."""
        for seed in range(first, first + runs):
            yield self.play(dealt(seed), cuts(seed))

    def every_cut(self, stories: Iterable[Story]) -> Iterator[Played]:
        """Each story without a power cut, and with one at every step it passes."""
        for story in stories:
            whole = self.play(story)
            yield whole
            for step in range(1, whole.steps + 1):
                yield self.play(story, frozenset({step}))


class Fallen(logging.Handler):
    """Hears of errors that the terminal catches, logs, and lives on with: none of them was foreseen."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self._errors.append(f"it fell: {record.exc_info[1]!r}")

    def take(self) -> list[str]:
        """What fell since the last time."""
        errors, self._errors = self._errors, []
        return errors


@contextmanager
def theatre() -> Iterator[Theatre]:
    """Gone when it is over."""
    with TemporaryDirectory(prefix="kiosk-proof-", dir=MEMORY if MEMORY.is_dir() else None) as folder, _ear() as fallen:
        yield Theatre(Path(folder), fallen)


@contextmanager
def _ear() -> Iterator[Fallen]:
    """Nothing of what the terminals log is said: it would be one line per lost message."""
    fallen, loggers = Fallen(), [logging.getLogger(name) for name in ("kiosk.flows", "kiosk.services")]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(fallen)
        logger.setLevel(logging.ERROR)
        logger.propagate = False
    try:
        yield fallen
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.removeHandler(fallen)
            logger.setLevel(level)
            logger.propagate = propagate


def report(tally: Tally, told: int, seconds: float, say: Callable[[str], None]) -> None:
    """How often what occurred; so many of the runs were told, the others dealt by seeds."""
    for name, times in sorted(tally.seen.items()):
        say(f"{times:9}  {name}")
    runs = f"{tally.runs - told} seeds and {told} told and cut runs"
    say(f"{runs} in {seconds:.1f} s, {tally.runs / seconds:.0f} a second; {tally.cuts} power cuts")
    say(f"{tally.steps} crash points passed; {len(tally.wrong)} runs broke a rule")


def tell_wrong(played: Played, say: Callable[[str], None]) -> None:
    """What a run that broke a rule was like, from its first step."""
    for line in played.trace:
        say(line)
    say(f"story: {played.story}")
    say(f"power cuts at steps: {sorted(played.cuts)}")
    for rule in played.broken:
        say(f"BROKEN: {rule}")
