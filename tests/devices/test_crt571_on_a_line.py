"""The card dispenser's driver on a real serial line (a pseudo-terminal): noise, unplugging, closing."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from card_machine import CardMachine
from serial_peer import SerialPeer

from kiosk.core.errors import DeviceFault
from kiosk.core.events import DeviceChanged, Event
from kiosk.devices.dispensers.crt571 import Crt571, open_driver


class Bench:
    """The driver on a line to the machine, and what it told of itself."""

    def __init__(self, folder: Path) -> None:
        self.machine = CardMachine()
        self.peer = SerialPeer(folder / "ttyS9", self.machine.hear, piece=5)
        self.told = threading.Condition()
        self.events: list[Event] = []
        self.driver: Crt571 = open_driver(self.peer.connection, "dispenser", move_s=5.0)

    def hear(self, event: Event) -> None:
        with self.told:
            self.events.append(event)
            self.told.notify_all()

    def wait(self, until: Callable[[], bool]) -> None:
        with self.told:
            assert self.told.wait_for(until, 20), self.driver.health()

    def online(self) -> bool:
        return self.driver.health().usable


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    bench.driver.start(bench.hear)
    yield bench
    bench.driver.close()
    bench.peer.unplug()


def test_a_card_is_given_out_over_a_noisy_line_and_taken(bench: Bench) -> None:
    bench.peer.plug()
    bench.wait(bench.online)
    bench.peer.say(b"\x00\xf2\x00\x06noise")
    bench.machine.faults = ["noise", "lose_ack", "noise", "noise"]
    bench.driver.issue()
    assert bench.driver.read() == "11223344"
    bench.driver.present()
    bench.machine.take()
    assert bench.driver.retain() is False
    assert (bench.machine.patients, bench.machine.stack, bench.machine.cards) == (1, 9, 10)


def test_absent_at_the_start_unplugged_in_the_middle_and_back_by_itself(bench: Bench) -> None:
    assert bench.driver.health().code == "E-DSP-01"
    bench.peer.plug()
    bench.wait(bench.online)
    bench.driver.issue()
    bench.peer.unplug()
    bench.wait(lambda: not bench.online())
    with pytest.raises(DeviceFault, match="E-DSP-01"):
        bench.driver.present()
    plugged = time.monotonic()
    bench.peer.plug()
    bench.wait(bench.online)
    assert time.monotonic() - plugged < 5
    assert (bench.machine.bin, bench.machine.out, bench.machine.cards) == (1, 0, 10)
    assert bench.events[-1] == DeviceChanged("dispenser")


def test_closing_ends_a_wait_and_leaves_no_thread(bench: Bench) -> None:
    bench.peer.plug()
    bench.wait(bench.online)
    moving = threading.Event()
    bench.machine.on_move = lambda _: moving.set()
    bench.machine.faults = [None, "lose_answer"]
    codes: list[str] = []

    def issue() -> None:
        with pytest.raises(DeviceFault) as fault:
            bench.driver.issue()
        codes.append(fault.value.code)

    asking = threading.Thread(target=issue)
    asking.start()
    assert moving.wait(20)
    began = time.monotonic()
    bench.driver.close()
    assert time.monotonic() - began < 20
    asking.join(20)
    assert codes == ["E-DSP-01"]
    assert [thread.name for thread in threading.enumerate() if thread.name == "dispenser"] == []
