"""Lights at the slots: the published bytes, and a board on a serial line that goes away and comes back."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serial_peer import SerialPeer

from kiosk import config as configured
from kiosk.config import Config, Gateway, Journal, Terminal
from kiosk.core.events import DeviceChanged, Event
from kiosk.devices import open_device
from kiosk.devices.lights import serial_line
from kiosk.devices.lights.modbus_coil import BadFrame, Declined, Ear, Switched, decode, write_coil
from kiosk.devices.lights.serial_line import SerialLights, open_driver
from kiosk.devices.lights.simulated import SimulatedLights
from kiosk.machine import open_machine

# As relay boards' manuals print them.
PUBLISHED = [
    ("01 05 00 00 FF 00 8C 3A", 0, True),
    ("01 05 00 00 00 00 CD CA", 0, False),
    ("01 05 00 01 FF 00 DD FA", 1, True),
    ("01 05 00 01 00 00 9C 0A", 1, False),
    ("01 05 00 03 FF 00 7C 3A", 3, True),
    ("01 05 00 07 FF 00 3D FB", 7, True),
    ("01 05 00 08 00 00 4C 08", 8, False),
]
ON = bytes.fromhex(PUBLISHED[0][0])
NO_SUCH_OUTPUT = bytes.fromhex("01 85 02 C3 51")  # Modbus exception frame with its published checksum


@pytest.mark.parametrize(("frame", "output", "on"), PUBLISHED)
def test_commands_and_their_echo_are_the_published_bytes(frame: str, output: int, on: bool) -> None:
    assert write_coil(1, output, on) == bytes.fromhex(frame)
    assert decode(bytes.fromhex(frame), 1) == Switched(output, on)


def test_a_refusal() -> None:
    assert decode(NO_SUCH_OUTPUT, 1) == Declined(2)


@pytest.mark.parametrize("wrong", [b"", ON[:-1], ON + b"\x00", ON[:7] + b"\x3b", b"\x02" + ON[1:], bytes(8)])
def test_what_is_no_answer_is_not_believed(wrong: bytes) -> None:
    with pytest.raises(BadFrame):
        decode(wrong, 1)


@given(st.lists(st.binary(max_size=300), max_size=10))
def test_whatever_comes_the_next_answer_is_heard(noise: list[bytes]) -> None:
    ear = Ear(1)
    for piece in noise:
        ear.feed(piece)
        assert len(ear._kept) < 8
    assert ear.feed(bytes(8) + ON)[-1] == Switched(0, True)


class Board:
    """A relay board: eight outputs, each remembers when it was switched. It loses them with its power."""

    def __init__(self) -> None:
        self.on: dict[int, bool] = {}
        self.switched: list[tuple[int, bool]] = []
        self.changed = threading.Condition()
        self.deaf = False
        self._heard = b""

    def hear(self, data: bytes) -> bytes:
        said = b""
        self._heard += data
        while len(self._heard) >= 8:
            frame, self._heard = self._heard[:8], self._heard[8:]
            if not self.deaf:
                said += self._obey(frame)
        return said

    def _obey(self, frame: bytes) -> bytes:
        output, on = frame[3], frame[4] == 0xFF
        if output > 7:
            return NO_SUCH_OUTPUT
        with self.changed:
            if self.on.get(output) != on:
                self.switched.append((output, on))
            self.on[output] = on
            self.changed.notify_all()
        return frame

    def wait(self, until: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(until, 20), (self.on, self.switched)


class Bench:
    def __init__(self, folder: Path) -> None:
        self.board, self.told = Board(), threading.Condition()
        self.peer = SerialPeer(folder / "ttyS8", self.board.hear, piece=3)
        self.events: list[Event] = []
        self.lights: SerialLights = open_driver(self.peer.connection, {"cards": 0, "receipt_printers": 1, "buzzer": 9})
        self.lights.start(self.hear)

    def hear(self, event: Event) -> None:
        with self.told:
            self.events.append(event)
            self.told.notify_all()

    def wait(self, online: bool) -> None:
        with self.told:
            assert self.told.wait_for(lambda: self.lights.health().usable == online, 20)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(serial_line, "AGAIN_S", 0.5)
    bench = Bench(tmp_path)
    yield bench
    bench.lights.close()
    bench.peer.unplug()


def test_a_light_shines_blinks_and_goes_out(bench: Bench) -> None:
    bench.peer.plug()
    bench.lights.show("cards", "on")
    bench.lights.show("receipt_printers", "blink")
    bench.board.wait(lambda: bench.board.on.get(0) is True)
    bench.board.wait(lambda: bench.board.switched.count((1, True)) >= 2)
    assert bench.board.switched.count((1, False)) >= 1
    assert [on for output, on in bench.board.switched if output == 0][-1] is True, "steady light does not flicker"
    bench.lights.show("receipt_printers", "off")
    bench.lights.show("scanners", "on")  # there is no light at that slot
    bench.board.wait(lambda: bench.board.on == {0: True, 1: False})


def test_the_lights_of_a_terminal_shine_once_its_devices_are_started(tmp_path: Path) -> None:
    board = Board()
    with SerialPeer(tmp_path / "ttyS8", board.hear) as peer:
        settings: dict[str, object] = {"connection": peer.connection, "outputs": {"cards": 2}}
        machine = open_machine(
            Config(
                Terminal("K01"),
                Gateway("http://127.0.0.1:1"),
                Journal("journal.db"),
                devices=(configured.Device("lights", "serial_line", "lights", settings=settings),),
            )
        )
        machine.start(lambda _: None)
        machine.lights.show("cards", "on")
        board.wait(lambda: board.on.get(2) is True)
        machine.close()
    assert board.on == {2: False}


def test_absent_it_holds_up_nobody_and_shows_what_is_wanted_once_it_is_there(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serial_line, "AGAIN_S", 60.0)
    bench.lights.show("receipt_printers", "blink")  # so that it is noticed when nobody hears
    began = time.monotonic()
    for light in ("on", "off", "on"):
        bench.lights.show("cards", light)
    assert time.monotonic() - began < 20
    assert bench.lights.health().code == "E-LGT-01"
    bench.peer.plug()
    bench.board.wait(lambda: bench.board.on.get(0) is True)
    bench.wait(online=True)
    bench.peer.unplug()
    bench.wait(online=False)
    bench.board.on.clear()  # its power was gone too
    bench.peer.plug()
    bench.board.wait(lambda: bench.board.on.get(0) is True)
    assert bench.events[-1] == DeviceChanged("lights")


def test_a_board_that_lost_its_power_or_hears_nothing_is_noticed(bench: Bench) -> None:
    bench.peer.plug()
    bench.lights.show("cards", "on")
    bench.board.wait(lambda: bench.board.on.get(0) is True)
    bench.board.on.clear()
    bench.board.wait(lambda: bench.board.on.get(0) is True)
    bench.board.deaf = True
    bench.wait(online=False)
    bench.board.deaf = False
    bench.wait(online=True)
    assert bench.board.on[0] is True


def test_closed_all_lights_are_off(bench: Bench) -> None:
    bench.peer.plug()
    bench.lights.show("cards", "on")
    bench.board.wait(lambda: bench.board.on.get(0) is True)
    began = time.monotonic()
    bench.lights.close()
    assert time.monotonic() - began < 20
    bench.board.wait(lambda: bench.board.on.get(0) is False)
    assert [thread.name for thread in threading.enumerate() if thread.name == "lights"] == []


@pytest.mark.parametrize("wrong", [{"cards": -1}, {"coffee": 1}, {"cards": "1"}])
def test_outputs_that_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="slots are cards"):
        open_device("lights", "serial_line", connection="tcp://localhost:1", outputs=wrong)
    with pytest.raises(ValueError, match="unit"):
        open_driver("tcp://localhost:1", {"cards": 0}, unit=0)
    with pytest.raises(ValueError, match="outputs is empty"):
        open_driver("tcp://localhost:1", {})


def test_simulated_lights_shine_only_with_the_plug_in() -> None:
    lights, heard = SimulatedLights(), list[Event]()
    lights.start(heard.append)
    lights.show("cards", "blink")
    lights.show("scanners", "off")
    assert lights.lit == {"cards": "blink"}
    lights.unplug()
    assert (lights.lit, lights.health().code) == ({}, "E-LGT-01")
    lights.plug()
    assert (lights.lit, heard) == ({"cards": "blink"}, [DeviceChanged("lights")] * 2)
