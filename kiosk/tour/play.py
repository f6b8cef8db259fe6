"""Plays one journey from the first screen to the last, and tells how it went."""

import json
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from kiosk.app import Terminal
from kiosk.dock.backstage import Backstage
from kiosk.dock.sim import Ledger
from kiosk.dock.world import World
from kiosk.services.journal import Journal
from kiosk.tour.album import Album
from kiosk.tour.journey import Journey, Result
from kiosk.tour.patience import ROUNDS, TooLate, rest, until
from kiosk.tour.steps import begin
from kiosk.tour.visitor import How, Visitor

READY_S = 30.0
LOOK_ROUND = "let_time_pass 10"  # how often the lobby looks after what is unfinished
# The lobby's signs, and what is shown meanwhile.
PASSING = ("Attract", "OutOfService", "Waiting", "IdleWarning", "AnotherCard")


@dataclass(frozen=True)
class Summary:
    """How a journey went. `touches` are those after the card; `setting_touches` chose language and modes before it.

    `last`: the screen before the first one came back; `expected_last`: which one it must be, empty for any.
    `machine_seconds`: from each touch, card or payment to the next screen. `unfinished`: purchases whose money has not
    come to its end in the terminal's journal.
    """

    journey: str
    language: str
    elder: bool
    contrast: bool
    low: bool
    touches: int
    setting_touches: int
    screens: tuple[str, ...]
    result: Result
    expected: Result
    last: str
    expected_last: str
    charged_fen: int
    settled_fen: int
    refunded_fen: int
    unfinished: int
    slips: int
    seconds: float
    machine_seconds: float

    @property
    def good(self) -> bool:
        """The right end, and no fen lost."""
        adds_up = self.charged_fen == self.settled_fen + self.refunded_fen
        ends_well = self.result == self.expected and self.expected_last in ("", self.last)
        return ends_well and adds_up and not self.unfinished


def play(journey: Journey, how: How, album: Album, backstage: Backstage) -> Summary:
    """Go through the journey, let recovery finish what it left, keep pictures and slips. Raises `TooLate`."""
    folder = backstage.journal_folder()
    with terminal_on(backstage, folder) as terminal:
        summary = play_on(terminal, journey, how, album, backstage)
    summary = replace(summary, unfinished=unfinished(backstage, folder))
    album.write("summary.json", json.dumps(asdict(summary), ensure_ascii=False, indent=2) + "\n")
    return summary


def play_on(terminal: Terminal, journey: Journey, how: How, album: Album, backstage: Backstage) -> Summary:
    """The same on a terminal that runs already and shows its first screen; its journal is not looked into."""
    began, before, slips = time.monotonic(), backstage.sim().ledger(), len(backstage.printer.slips)
    visitor = Visitor(terminal, world_around(terminal, backstage), album, how)
    try:
        begin(visitor)
        journey.play(visitor)
        visitor.look()
        recover(visitor, before)
    except TooLate:
        visitor.look()
        raise
    finally:
        visitor.leave()
    printed = backstage.printer.slips[slips:]
    album.keep_slips(printed)
    money = backstage.sim().ledger() - before
    return Summary(
        journey=journey.name,
        **{**asdict(how), "language": how.language.split("-")[0]},  # as it was asked for: zh, en
        touches=visitor.touches - visitor.setting_touches,
        setting_touches=visitor.setting_touches,
        screens=tuple(visitor.screens),
        result=result(visitor.screens, money),
        expected=journey.expected,
        last=last(visitor.screens),
        expected_last=journey.last,
        charged_fen=money.charged,
        settled_fen=money.settled,
        refunded_fen=money.refunded,
        unfinished=0,
        slips=len(printed),
        seconds=round(time.monotonic() - began, 2),
        machine_seconds=round(visitor.machine_s, 2),
    )


def terminal_on(backstage: Backstage, folder: Path) -> AbstractContextManager[Terminal]:
    """A running terminal with its window, in this process, its journal in `folder`; ended at the end."""
    return running(Terminal(backstage.config(), folder, backstage.clock))


@contextmanager
def running(terminal: Terminal) -> Iterator[Terminal]:
    """Start it, and go on when its devices are open; end it at the end."""
    terminal.start(lambda: None)
    try:
        until(terminal.kiosk.ready.is_set, READY_S, lambda: "expected the devices to open")
        yield terminal
    finally:
        terminal.stop()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def world_around(terminal: Terminal, backstage: Backstage) -> World:
    """The outside world of this terminal."""
    display = terminal.window.display
    return World(backstage, lambda: terminal.kiosk.machine, terminal.post, lambda: display.property("screen"))


def recover(visitor: Visitor, before: Ledger) -> None:
    """Let the lobby look around until every fen that was charged is settled or back."""
    for _ in range(ROUNDS):
        money = visitor.world.ledger() - before
        if money.charged == money.settled + money.refunded:
            return
        visitor.does(LOOK_ROUND)
        rest(0.2)


def result(screens: list[str], money: Ledger) -> Result:
    """How it ended, by what the patient was told and where the money is."""
    if "Unknown" in screens and money.settled:
        return "unknown_then_settled"
    if "Returned" in screens or {"ConfirmCloseOut", "Booked"} <= set(screens):
        return "given_back"
    if "Paid" in screens or "Booked" in screens:
        return "paid"
    if money.refunded:
        return "refunded"
    return "closed" if "ShowQr" in screens or "NotPaid" in screens else "not_started"


def last(screens: list[str]) -> str:
    """The screen that they ended on, before the first one came back and nothing else happened."""
    return next((name for name in reversed(screens) if name not in PASSING), "")


def unfinished(backstage: Backstage, folder: Path) -> int:
    """How many purchases the journal still has under way. The terminal must have ended."""
    journal = Journal(folder / backstage.config().journal.file, backstage.clock)
    try:
        return len(journal.unfinished())
    finally:
        journal.close()
