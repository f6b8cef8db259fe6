"""Every driver that has a line: absent at the start, silent at first, unplugged in the middle of its work, and back."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import cast, get_args

import pytest
from id_card_bench import in_a_hurry
from line_rigs import RIGS
from rig_parts import Ears, Rig, Speaks, wait

from kiosk.core.events import DeviceChanged, Event
from kiosk.devices import Health, Kind, line_thread
from kiosk.devices.cameras import opencv
from kiosk.devices.cards import pcsc
from kiosk.devices.dispensers import crt571
from kiosk.devices.report_printers import ipp
from kiosk.machine import drivers

A_WHILE_S = 0.3  # for a device to be asked, in vain, some times
BACK_S = 5.0
NO_LINE = ("/simulated", "/keyboard_wedge")


class Visit:
    """What a device says of itself, in order, and what it posts."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.ears = Ears()
        self.states: list[str] = []

    def hear(self, event: Event) -> None:
        if event == DeviceChanged(self.rig.device.name if hasattr(self.rig.device, "name") else ""):
            state = self.rig.device.health().state
            self.states += [state] if state != (self.states[-1:] or ["offline"])[0] else []
        self.ears.events.put(event)

    def comes(self) -> None:
        assert self._once(usable=True).code == ""

    def goes(self) -> None:
        assert self._once(usable=False) == Health("offline", code=self.rig.gone)

    def _once(self, usable: bool) -> Health:
        told = [self.rig.device.health()]

        def is_so() -> bool:
            return told[-1].usable == usable or self._ask(told).usable == usable

        wait(is_so, lambda: told[-1])
        return told[-1]

    def _ask(self, told: list[Health]) -> Health:
        told.append(self.rig.device.health())
        return told[-1]


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    in_a_hurry(monkeypatch)
    monkeypatch.setattr(opencv, "AGAIN_S", 0.02)
    monkeypatch.setattr(ipp, "WATCH_S", 0.05)


@pytest.mark.parametrize("made", RIGS, ids=lambda made: made.__name__)
def test_it_is_absent_comes_goes_in_the_middle_of_its_work_and_comes_back(
    made: Callable[[Path], Rig], tmp_path: Path
) -> None:
    rig = made(tmp_path)
    visit = Visit(rig)
    speaks = hasattr(rig.device, "start")
    before = threading.active_count()
    if speaks:
        cast(Speaks, rig.device).start(visit.hear)
    visit.goes()
    if rig.mute is not None:
        rig.mute(True)
        rig.plug()
        threading.Event().wait(A_WHILE_S)
        visit.goes()
        rig.mute(False)
    else:
        rig.plug()
    visit.comes()
    rig.works(visit.ears)
    assert rig.breaks(visit.ears) == RIGS[made][1]
    rig.unplug()
    visit.goes()
    rig.plug()
    visit.comes()
    rig.works(visit.ears)
    rig.device.close()
    rig.unplug()
    rig.end()
    assert not speaks or visit.states[:2] + visit.states[-1:] == ["online", "offline", "online"]
    wait(lambda: threading.active_count() <= before, threading.enumerate)


def test_no_driver_with_a_line_is_forgotten() -> None:
    known = {f"{kind}/{driver}" for kind in get_args(Kind) for driver in drivers(kind)}
    assert {driver for driver, _ in RIGS.values()} == {name for name in known if not name.endswith(NO_LINE)}


def test_the_pauses_between_attempts_leave_time_to_be_back_within_five_seconds() -> None:
    assert line_thread.AGAIN_S + crt571.LOOK_S < BACK_S
    assert pcsc.PAUSES_S[1] + pcsc.LOOK_S < BACK_S
    assert ipp.WATCH_S < BACK_S - 2
    assert opencv.AGAIN_S + opencv.FIRST_S < BACK_S
