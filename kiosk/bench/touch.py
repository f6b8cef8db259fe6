"""Walks through the real window while the gateway answers slowly, and times every tap to the next painted screen."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from kiosk.app import Terminal
from kiosk.bench.figures import percentile
from kiosk.dock.backstage import Backstage
from kiosk.dock.world import World
from kiosk.tour.patience import until
from kiosk.tour.play import terminal_on, world_around
from kiosk.ui.finger import Finger

SLOW_S = 2.0  # every answer of the gateway
COMES_S = 20.0
TARGET_MS = 100.0


@dataclass(frozen=True)
class Tap:
    """One touch: on which screen, on what, which screen came, and after how many milliseconds it was painted."""

    screen: str
    control: str
    next_screen: str
    ms: float


@dataclass
class Stopwatch:
    """Taps, and waits for the first frame that is painted after the screen has changed. For the GUI thread."""

    terminal: Terminal
    taps: list[Tap] = field(default_factory=list)
    _changed: bool = False
    _painted: float = 0.0

    def __post_init__(self) -> None:
        self._finger = Finger(self.terminal.window.quick)
        self._display = self.terminal.window.display
        for signal in (self._display.screenChanged, self._display.sessionChanged):
            signal.connect(self._change)
        self.terminal.window.quick.frameSwapped.connect(self._frame)

    @property
    def screen(self) -> str:
        """The name of the screen that is shown."""
        return str(self._display.property("name"))

    def controls(self) -> list[str]:
        """What can be touched now."""
        return self._finger.names()

    def wait_for(self, *screens: str) -> str:
        """Until one of these is shown; its name. Raises `TooLate`."""
        until(lambda: self.screen in screens, COMES_S, lambda: f"expected {' or '.join(screens)}, not {self.screen}")
        return self.screen

    def tap(self, control: str, *comes: str) -> None:
        """Touch it and take the time; then wait for one of the screens it leads to. Raises `TooLate`."""
        here = self.screen
        began = self.touch(control)
        until(lambda: self._painted > 0, COMES_S, lambda: f"expected a screen after {control} on {here}")
        self.taps.append(Tap(here, control, self.screen, (self._painted - began) * 1000))
        self.wait_for(*comes)

    def touch(self, control: str) -> float:
        """Touch it as soon as it is there and hears; when that was."""
        window = self.terminal.window.quick

        def hears() -> bool:
            return not window.property("deaf") and control in self.controls()

        until(hears, COMES_S, lambda: f"expected {control} among {self.controls()}")
        self._changed, self._painted = False, 0.0
        began = time.perf_counter()
        self._finger.tap(control)
        return began

    def _change(self) -> None:
        self._changed = True
        self.terminal.window.quick.update()

    def _frame(self) -> None:
        if self._changed and not self._painted:
            self._painted = time.perf_counter()


def measure(rounds: int, say: Callable[[str], None]) -> bool:
    """Measure and tell; whether the target is met. Raises `TooLate` and `GatewayDied`."""
    with slow_terminal() as (watch, world):
        for number in range(rounds):
            visit(watch, world)
            say(f"round {number + 1} of {rounds}: {len(watch.taps)} taps")
    return verdict(watch.taps, say)


@contextmanager
def slow_terminal() -> Iterator[tuple[Stopwatch, World]]:
    """The whole terminal in this process, its window and its threads, with a gateway that takes its time."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    backstage = Backstage()
    backstage.open()
    try:
        with terminal_on(backstage, backstage.journal_folder()) as terminal:
            watch = Stopwatch(terminal)
            world = world_around(terminal, backstage)
            world.do("refill")
            watch.wait_for("Attract")
            world.do(f"slow_gateway {SLOW_S}")
            yield watch, world
    finally:
        backstage.close()


def visit(watch: Stopwatch, world: World) -> None:
    """One visitor who looks at everything, pays nothing in the end, and leaves."""
    look_around(watch)
    world.do("put_card employee")
    watch.wait_for("PickBills")
    look_at_bills(watch)
    watch.tap("next", "PickChannel", "Trouble")
    if watch.screen == "Trouble":
        watch.tap("next", "PickChannel")
    watch.tap("split", "InsuranceSplit")
    watch.tap("back", "PickChannel")
    watch.tap("channel-wechat", "ShowQr")
    watch.tap("back", "NotPaid", "PickChannel", "PickBills")
    world.do("take_card")
    world.do("let_time_pass 400")
    watch.wait_for("Attract")


def look_around(watch: Stopwatch) -> None:
    """The home screen and what hangs on it; no network is needed for any of this."""
    watch.tap("start", "Home")
    watch.tap("tile-pay", "Identify")
    watch.tap("back", "Attract", "Home")
    if watch.screen == "Attract":
        watch.tap("start", "Home")
    for language in ("en", "zh-CN"):
        watch.tap("language", "Language")
        watch.tap(f"language-{language}", "Home")
    for switch in ("elder", "elder", "contrast", "contrast", "low", "low"):
        watch.tap(switch, "Home")
    watch.tap("help", "Help")
    watch.tap("back", "Home")


def look_at_bills(watch: Stopwatch) -> None:
    """Bills on and off, one of them opened."""
    bill = next(name for name in watch.controls() if name.startswith("toggle-"))
    for control in (bill, bill, "all", "all"):
        watch.tap(control, "PickBills")
    watch.tap(next(name for name in watch.controls() if name.startswith("detail-")), "BillDetail")
    watch.tap("back", "PickBills")


def verdict(taps: list[Tap], say: Callable[[str], None]) -> bool:
    """Say the figures and the slowest taps; whether the target is met."""
    figures = [tap.ms for tap in taps]
    p99 = percentile(figures, 0.99)
    for tap in sorted(taps, key=lambda each: each.ms)[-5:]:
        say(f"slowest: {tap.ms:6.1f} ms   {tap.screen}: {tap.control} -> {tap.next_screen}")
    say(f"{len(taps)} taps while every answer of the gateway takes {SLOW_S:g} s")
    say(f"tap to next painted screen: p50 {median(figures):.1f} ms, p99 {p99:.1f} ms (target <= {TARGET_MS:g} ms)")
    return p99 <= TARGET_MS
