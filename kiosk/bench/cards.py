"""From the card on the reader to its owner's bills on the screen: how much of that is ours, and where it goes.

A real card service with a virtual reader, the whole terminal and the demo hospital's gateway. Beside the terminal a
bare loop asks the card service for the same reader: what comes before its answer is the service's, what comes after is
ours.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from smartcard import scard  # type: ignore[import-untyped]  # pyscard has no stubs

from kiosk.app import Terminal
from kiosk.bench.card_room import DRIVER, CardRoom
from kiosk.bench.figures import percentile
from kiosk.bench.private_room import what_is_missing
from kiosk.bench.touch import COMES_S, Stopwatch
from kiosk.bench.virtual_card import Chip, VirtualCard, social_security
from kiosk.core.events import Event
from kiosk.dock.backstage import Backstage
from kiosk.tour.patience import until
from kiosk.tour.play import running, world_around

TARGET_MS = 300.0
WHOSE = "retiree"  # of the demo's people: one with a social-security card and bills
READER, BILLS = "reader", "PickBills"  # the device, and the screen
LOOK_MS = 400  # of the bare call, as of the terminal's
PARTS = ("noticed by the terminal", "read", "owner and bills fetched", "painted")


@dataclass(frozen=True)
class Laid:
    """One card; milliseconds from when it lay there. `bare`: the bare call had noticed it; the rest is the terminal."""

    bare: float
    seen: float  # `CardSeen` was posted
    read: float  # `CardRead` was posted
    told: float  # the window was told of the bills
    painted: float  # the first frame that shows them

    @property
    def ours(self) -> float:
        """What the terminal adds to the bare call."""
        return self.painted - self.bare

    @property
    def parts(self) -> tuple[float, ...]:
        """What `PARTS` took, each after the one before."""
        return self.seen - self.bare, self.read - self.seen, self.told - self.read, self.painted - self.told


@dataclass
class Marks:
    """When something happened for the first time since `clear`, by its name. From any thread."""

    at: dict[str, float] = field(default_factory=dict)

    def mark(self, name: str) -> None:
        self.at.setdefault(name, time.perf_counter())

    def clear(self) -> None:
        self.at = {}


def measure(runs: int, say: Callable[[str], None]) -> bool | None:
    """Lay a card down so many times and tell; whether the target is met, `None` when it could not be measured."""
    missing = what_is_missing("pcscd") or ("" if DRIVER.exists() else "vsmartcard-vpcd not installed: run `make setup`")
    if missing:
        say(f"card: not measured, {missing}")
        return None
    with terminal_with_reader() as lobby:
        first, *laid = [lobby.lay() for _ in range(1 + runs)]
    say(f"card: the first one after the start {first.ours:.0f} ms after the bare status call; not counted below")
    return verdict(laid, say)


def verdict(laid: list[Laid], say: Callable[[str], None]) -> bool:
    """Say the medians of all that is ours and of its parts; whether the target is met."""
    p50, p95 = (percentile([each.ours for each in laid], part) for part in (0.5, 0.95))
    bare = percentile([each.bare for each in laid], 0.5)
    say(f"card: noticed by the bare status call after {bare:.0f} ms (p50 of {len(laid)} cards)")
    for name, figures in zip(PARTS, zip(*(each.parts for each in laid), strict=True), strict=True):
        say(f"card: {name:24} {percentile(figures, 0.5):6.1f} ms")
    say(f"card: bills painted p50 {p50:.0f} ms, p95 {p95:.0f} ms after the bare call (target <= {TARGET_MS:g} ms)")
    return p50 <= TARGET_MS


class Lobby:
    """A running terminal, somebody with a card, and a stopwatch. For the GUI thread."""

    def __init__(self, terminal: Terminal, room: CardRoom, marks: Marks, chip: Chip) -> None:
        self._room, self._marks, self._chip = room, marks, chip
        self._watch = Stopwatch(terminal)
        self._quick = terminal.window.quick
        terminal.window.display.screenChanged.connect(self._changed)
        self._quick.frameSwapped.connect(self._painted)

    def lay(self) -> Laid:
        """Lay the card down, wait until its bills are on the screen, take it off again and go. Raises `TooLate`."""
        self._watch.wait_for("Attract")
        self._marks.clear()
        began = time.perf_counter()
        card = VirtualCard(self._room.connect, self._chip)
        self._wait("bare", "CardSeen", "CardRead", "told", "painted")
        at = {name: (when - began) * 1000 for name, when in self._marks.at.items()}
        card.pull()
        self._wait("bare gone", "CardGone")
        self._watch.touch("back")
        return Laid(at["bare"], at["CardSeen"], at["CardRead"], at["told"], at["painted"])

    def _wait(self, *names: str) -> None:
        at = self._marks.at
        until(
            lambda: set(names) <= at.keys(), COMES_S, lambda: f"expected {names} on {self._watch.screen}, not {[*at]}"
        )

    def _changed(self) -> None:
        if self._watch.screen == BILLS:
            self._marks.mark("told")

    def _painted(self) -> None:
        if "told" in self._marks.at and self._quick.property("page").property("screenId") == BILLS:
            self._marks.mark("painted")


@contextmanager
def terminal_with_reader() -> Iterator[Lobby]:
    """The terminal with a virtual reader in its cabinet, waiting for a card. Raises `GatewayDied`, `TooLate`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with ExitStack() as stack:
        room, backstage, marks = CardRoom(), Backstage(), Marks()
        stack.callback(room.close)
        room.start()
        stack.callback(backstage.close)
        backstage.open()
        terminal = stack.enter_context(running(_terminal(backstage, marks)))
        reader = terminal.kiosk.machine.readers[READER]
        until(lambda: reader.health().usable, COMES_S, lambda: f"expected a card reader: {reader.health().code}")
        stack.enter_context(_bare_loop(marks))
        number = world_around(terminal, backstage).member(WHOSE).number
        yield Lobby(terminal, room, marks, social_security(number, "李秀兰"))


def _terminal(backstage: Backstage, marks: Marks) -> Terminal:
    """The demo's, with a reader on the card service instead of the simulated one; what it hears is marked."""
    config = backstage.config()
    devices = (replace(device, driver="pcsc") if device.name == READER else device for device in config.devices)
    terminal = Terminal(replace(config, devices=tuple(devices)), backstage.journal_folder(), backstage.clock)
    post = terminal.kiosk.desk.post

    def marked(event: Event) -> None:
        marks.mark(type(event).__name__)
        post(event)

    terminal.kiosk.desk.post = marked  # type: ignore[method-assign]  # devices are told of it when they are started
    return terminal


@contextmanager
def _bare_loop(marks: Marks) -> Iterator[None]:
    """On a thread of its own nothing but the status call, over and over, until it is over."""
    over = threading.Event()
    thread = threading.Thread(target=_ask, args=(marks, over), name="bare", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(COMES_S)


def _ask(marks: Marks, over: threading.Event) -> None:
    context = _asked(scard.SCardEstablishContext(scard.SCARD_SCOPE_USER))
    reader, state = _asked(scard.SCardListReaders(context, []))[0], 0
    while not over.is_set():
        status, states = scard.SCardGetStatusChange(context, LOOK_MS, [(reader, state)])
        if status == scard.SCARD_S_SUCCESS:
            state = states[0][1]
            marks.mark("bare" if state & scard.SCARD_STATE_PRESENT else "bare gone")
    scard.SCardReleaseContext(context)


def _asked(answer: tuple[int, Any]) -> Any:
    status, said = answer
    if status != scard.SCARD_S_SUCCESS:
        raise ConnectionError(scard.SCardGetErrorMessage(status))
    return said
