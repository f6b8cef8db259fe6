"""Every tap is answered on the screen before the gateway says a word: asked in what order, not after how long."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kiosk.bench.touch import COMES_S, Stopwatch, look_around
from kiosk.dock.backstage import Backstage
from kiosk.tour.patience import until
from kiosk.tour.play import terminal_on, world_around


class Patient:
    """Somebody at the terminal who notices when a tap was taken."""

    def __init__(self, watch: Stopwatch) -> None:
        self.watch = watch
        self._quick = watch.terminal.window.quick
        self._frames = 0
        self._quick.frameSwapped.connect(self._frame)

    def taps(self, control: str) -> str:
        """Tap, and wait until a picture is painted on which the same tap cannot be made again; the page it shows."""
        self.watch.touch(control)
        until(lambda: control not in self.watch.controls(), COMES_S, lambda: f"expected {control} to be taken")
        before = self._frames
        self._quick.update()
        until(lambda: self._frames > before, COMES_S, lambda: "expected it to be painted")
        return str(self._quick.property("page").property("screenId"))

    def _frame(self) -> None:
        self._frames += 1


@contextmanager
def speechless(backstage: Backstage) -> Iterator[None]:
    """The gateway takes requests and answers none of them until this is over."""
    assert backstage.gateway.pid is not None
    os.kill(backstage.gateway.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(backstage.gateway.pid, signal.SIGCONT)


@pytest.fixture
def watch(backstage: Backstage) -> Iterator[Stopwatch]:
    with terminal_on(backstage, backstage.journal_folder()) as terminal:
        watch = Stopwatch(terminal)
        watch.wait_for("Attract")
        yield watch


def test_where_no_network_is_needed_nobody_waits_for_it(watch: Stopwatch, backstage: Backstage) -> None:
    world = world_around(watch.terminal, backstage)
    world.do("put_card employee")
    watch.wait_for("PickBills")  # by now the terminal knows the hospital
    world.do("take_card")
    watch.touch("back")
    watch.wait_for("Attract")
    with speechless(backstage):
        look_around(watch)
    assert {tap.next_screen for tap in watch.taps} >= {"Home", "Identify", "Language", "Help"}


def test_where_the_network_is_asked_the_tap_is_answered_first(watch: Stopwatch, backstage: Backstage) -> None:
    world, patient = world_around(watch.terminal, backstage), Patient(watch)
    world.do("put_card employee")
    for here, control in (("PickBills", "next"), ("PickChannel", "channel-wechat"), ("ShowQr", "next")):
        watch.wait_for(here)
        with speechless(backstage):
            assert patient.taps(control) in (here, "Waiting")
    world.do("pay_qr")
    watch.wait_for("Paid")
