"""The card dispenser over a line on which everything may go wrong: where the cards are in the end is what counts."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import get_args

import pytest
from card_machine import CardMachine, Fault
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import DeviceFault
from kiosk.devices import Health
from kiosk.devices.cards.patient_card import Layout
from kiosk.devices.dispensers.crt571 import Crt571, Settings, open_driver

ENOUGH = Health("online", media="not_present", stock="enough", bin="ok")


@dataclass
class Line:
    """A wire to the machine on which time passes only while somebody waits; it can be cut."""

    machine: CardMachine
    now: float = 0.0
    cut: bool = False
    waiting: bytes = b""
    two_way: bool = True
    answers: bool = True

    def write(self, data: bytes) -> None:
        self._check()
        self.waiting += self.machine.hear(data)

    def read(self, seconds: float) -> bytes:
        self._check()
        if not self.waiting:
            self.now += max(seconds, 0.001)
        got, self.waiting = self.waiting, b""
        return got

    def close(self) -> None:
        self.waiting = b""

    def _check(self) -> None:
        if self.cut:
            raise OSError("unplugged")


@dataclass
class Cabinet:
    """A machine, its line, and the driver that is tested; `given` counts the cards that it was asked to give out."""

    machine: CardMachine
    settings: Settings = Settings()
    changed: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self.line = Line(self.machine)
        self.driver = Crt571("dispenser", self._open, self.settings, lambda: self.line.now)
        self.driver.start(self._hear)
        self.wait(lambda: self.driver.health().code != "E-DSP-01")

    def wait(self, until: Callable[[], bool]) -> None:
        """Until the driver has noticed something."""
        with self.changed:
            assert self.changed.wait_for(until, 20), self.driver.health()

    def _open(self) -> Line:
        if self.line.cut:
            raise OSError("no such device")
        return self.line

    def _hear(self, event: object) -> None:
        with self.changed:
            self.changed.notify_all()


@pytest.fixture
def cabinets() -> Iterator[Callable[..., Cabinet]]:
    made: list[Cabinet] = []

    def make(machine: CardMachine | None = None, settings: Settings | None = None) -> Cabinet:
        made.append(Cabinet(machine or CardMachine(), settings or Settings()))
        return made[-1]

    yield make
    for cabinet in made:
        cabinet.driver.close()


Make = Callable[..., Cabinet]


def fault(act: Callable[[], object]) -> str:
    with pytest.raises(DeviceFault) as refused:
        act()
    return refused.value.code


def test_a_card_is_issued_read_and_given_out(cabinets: Make) -> None:
    cabinet = cabinets()
    machine, driver = cabinet.machine, cabinet.driver
    driver.issue()
    assert (machine.stack, machine.reader, machine.out) == (9, 1, 0)
    assert driver.read() == "11223344"
    driver.present()
    assert (machine.reader, machine.gate) == (0, 1)
    machine.take()
    assert driver.retain() is False
    assert (machine.patients, machine.bin, machine.cards) == (1, 0, 10)
    assert driver.health() == ENOUGH


def test_a_card_that_nobody_took_is_kept(cabinets: Make) -> None:
    cabinet = cabinets()
    cabinet.driver.issue()
    cabinet.driver.present()
    assert cabinet.driver.retain() is True
    assert (cabinet.machine.bin, cabinet.machine.out, cabinet.machine.cards) == (1, 0, 10)
    assert cabinet.driver.facts().can["in_bin"] == 1


def test_a_card_that_cannot_be_used_is_thrown_away(cabinets: Make) -> None:
    cabinet = cabinets()
    cabinet.machine.uid = b"\x01"
    cabinet.driver.issue()
    assert fault(cabinet.driver.read) == "E-DSP-06"
    cabinet.driver.discard()
    cabinet.driver.discard()
    assert (cabinet.machine.bin, cabinet.machine.stack, cabinet.machine.out) == (1, 9, 0)


def test_the_number_in_a_chip_is_read_through_the_machine(cabinets: Make) -> None:
    files = {bytes.fromhex("00A40000020015"): b"\x90\x00", bytes.fromhex("00B0000000"): b"P0012345\x90\x00"}
    for source in ("chip", "radio_chip"):
        machine = CardMachine(chip=lambda command: files.get(command, b"\x6a\x82"))
        cabinet = cabinets(machine, Settings(source=source, layout=Layout(file="0015")))
        cabinet.driver.issue()
        assert cabinet.driver.read() == "P0012345"
        assert machine.commands[-1][1] == 0x31, "a chip under power is held fast"
        files[bytes.fromhex("00B0000000")] = b"P0012345\x90\x00"


def test_a_card_of_another_kind_has_no_number(cabinets: Make) -> None:
    machine = CardMachine(chip=lambda command: b"\x6a\x82")
    cabinet = cabinets(machine, Settings(source="chip", layout=Layout(file="0015")))
    cabinet.driver.issue()
    assert fault(cabinet.driver.read) == "E-DSP-06"


@pytest.mark.parametrize("left", ["reader", "gate"])
def test_a_card_that_a_crash_left_inside_is_nobodys(cabinets: Make, left: str) -> None:
    machine = CardMachine(stack=5, reader=left == "reader", gate=left == "gate")
    cabinet = cabinets(machine)
    assert (machine.bin, machine.reader + machine.gate, machine.entry) == (1, 0, False)
    cabinet.driver.issue()
    assert (machine.stack, machine.reader) == (4, 1)


def test_a_card_of_the_patient_before_is_never_given_to_the_next(cabinets: Make) -> None:
    cabinet = cabinets()
    cabinet.driver.issue()
    cabinet.driver.present()  # and the flow was interrupted here
    cabinet.driver.issue()
    assert (cabinet.machine.bin, cabinet.machine.reader, cabinet.machine.out) == (1, 1, 0)


def test_without_an_issued_card_none_is_given_out(cabinets: Make) -> None:
    cabinet = cabinets()
    assert fault(cabinet.driver.present) == "E-DSP-05"
    assert fault(cabinet.driver.read) == "E-DSP-06"
    assert cabinet.driver.retain() is False
    assert (cabinet.machine.stack, cabinet.machine.bin) == (10, 0)


@pytest.mark.parametrize("wrong", get_args(Fault))
def test_whatever_happens_to_issue_on_the_line_one_card_comes(cabinets: Make, wrong: Fault) -> None:
    cabinet = cabinets()
    cabinet.machine.faults = [None, wrong]  # the status before it comes through
    cabinet.driver.issue()
    assert (cabinet.machine.stack, cabinet.machine.reader) == (9, 1)


@pytest.mark.parametrize("wrong", get_args(Fault))
def test_whatever_happens_to_giving_out_one_card_goes_though_it_is_taken_at_once(cabinets: Make, wrong: Fault) -> None:
    """Said again when the channel is already empty, the command would throw out a second card."""
    cabinet = cabinets()
    machine = cabinet.machine
    cabinet.driver.issue()
    hear = machine.hear

    def hear_and_take(data: bytes) -> bytes:
        said = hear(data)
        machine.take()
        return said

    machine.faults = [None, wrong]
    machine.hear = hear_and_take  # type: ignore[method-assign]
    cabinet.driver.present()
    assert (machine.patients, machine.stack, machine.cards) == (1, 9, 10)


@pytest.mark.parametrize("wrong", get_args(Fault))
def test_whatever_happens_to_taking_back_no_other_card_is_wasted(cabinets: Make, wrong: Fault) -> None:
    cabinet = cabinets()
    cabinet.driver.issue()
    cabinet.driver.present()
    cabinet.machine.faults = [None, wrong]
    assert cabinet.driver.retain() is True
    assert (cabinet.machine.bin, cabinet.machine.stack) == (1, 9)


def test_a_card_pulled_in_the_moment_it_is_taken_back_belongs_to_the_patient(cabinets: Make) -> None:
    cabinet = cabinets()
    cabinet.driver.issue()
    cabinet.driver.present()
    cabinet.machine.on_move = CardMachine.take
    assert cabinet.driver.retain() is False
    assert (cabinet.machine.patients, cabinet.machine.bin, cabinet.machine.stack) == (1, 0, 9)
    assert cabinet.driver.health().usable


def test_a_jam_in_the_middle_is_told_and_cleared_away(cabinets: Make) -> None:
    cabinet = cabinets()
    machine, driver = cabinet.machine, cabinet.driver

    def jam(it: CardMachine) -> None:
        it.jammed = True

    machine.on_move = jam
    assert fault(driver.issue) == "E-DSP-03"
    assert (driver.health().media, driver.health().code, driver.health().usable) == ("jammed", "E-DSP-03", False)
    assert fault(driver.present) == "E-DSP-03"
    machine.on_move, machine.jammed = None, False  # somebody pulled the paper clip out
    driver.issue()
    assert (machine.bin, machine.reader, machine.out, machine.cards) == (1, 1, 0, 10)


def test_an_empty_stack_and_a_full_bin_are_told_before_anything_moves(cabinets: Make) -> None:
    cabinet = cabinets(CardMachine(stack=0))
    assert cabinet.driver.health() == Health("online", code="E-DSP-02", media="not_present", stock="empty", bin="ok")
    assert fault(cabinet.driver.issue) == "E-DSP-02"
    cabinet = cabinets(CardMachine(stack=2, bin=5))
    assert (cabinet.driver.health().stock, cabinet.driver.health().bin) == ("few", "full")
    assert not cabinet.driver.health().usable
    assert fault(cabinet.driver.issue) == "E-DSP-04"
    assert cabinet.machine.stack == 2


def test_the_count_begins_again_when_somebody_emptied_the_bin(cabinets: Make) -> None:
    cabinet = cabinets(CardMachine(bin=5, counted=5), Settings(look_s=0.02))
    assert cabinet.driver.facts().can["in_bin"] == 5
    cabinet.machine.bin = 0
    cabinet.wait(lambda: cabinet.driver.health().bin == "ok")
    assert cabinet.driver.facts().can["in_bin"] == 0


def test_unplugged_in_the_middle_and_back_by_itself(cabinets: Make) -> None:
    cabinet = cabinets(settings=Settings(look_s=0.05))
    cabinet.machine.on_move = lambda _: setattr(cabinet.line, "cut", True)
    assert fault(cabinet.driver.issue) == "E-DSP-01"
    assert cabinet.driver.health() == Health("offline", code="E-DSP-01")
    assert fault(cabinet.driver.issue) == "E-DSP-01"
    cabinet.machine.on_move, cabinet.line.cut = None, False
    cabinet.wait(lambda: cabinet.driver.health() == ENOUGH)
    assert (cabinet.machine.stack, cabinet.machine.bin, cabinet.machine.out) == (9, 1, 0)
    assert fault(cabinet.driver.present) == "E-DSP-05"
    assert cabinet.driver.retain() is True, "it lies in the bin, not with the patient"


def test_switched_off_and_on_it_is_started_again(cabinets: Make) -> None:
    cabinet = cabinets()
    cabinet.driver.issue()
    cabinet.machine.switch_off_and_on()
    assert fault(cabinet.driver.present) == "E-DSP-05"
    cabinet.driver.issue()
    assert (cabinet.machine.bin, cabinet.machine.reader, cabinet.machine.stack) == (1, 1, 8)


def test_a_machine_that_is_silent_is_offline_and_nobody_waits_for_ever(cabinets: Make) -> None:
    cabinet = cabinets()
    cabinet.machine.faults = ["lose_command"] * 3
    began = cabinet.line.now
    assert fault(cabinet.driver.issue) == "E-DSP-01"
    assert cabinet.line.now - began < 4


def test_what_it_is() -> None:
    with pytest.raises(ValueError, match="source"):
        open_driver("tcp://localhost:1", source="pcsc")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="file"):
        open_driver("tcp://localhost:1", source="chip")
    with pytest.raises(ValueError, match="address"):
        open_driver("tcp://localhost:1", address=16)
    never_started = open_driver("tcp://localhost:1")
    assert (never_started.health().code, never_started.facts().firmware) == ("E-DSP-01", None)


def test_its_model_and_firmware(cabinets: Make) -> None:
    facts = cabinets().driver.facts()
    assert (facts.model, facts.firmware) == ("CRT-571", "CRT-571 V2.10")


STEPS = ("issue", "present", "retain", "discard", "take", "jam", "clear", "off_and_on", "refill")


@given(
    st.lists(st.sampled_from(STEPS), max_size=14),
    st.lists(st.sampled_from((None, None, None, *get_args(Fault))), max_size=30),
)
def test_whatever_people_and_the_line_do_no_card_is_lost_and_none_goes_out_unasked(
    steps: list[str], faults: list[Fault | None]
) -> None:
    """Cards are at most one in the channel; with patients are never more than were asked to be given out."""
    machine = CardMachine(stack=6, bin_holds=3)
    cabinet = Cabinet(machine)
    driver, asked = cabinet.driver, 0
    machine.faults = list(faults)
    try:
        for step in steps:
            asked += step == "present"
            _do(step, machine, driver)
            assert machine.out <= asked
            assert machine.reader + machine.gate <= 1
            assert machine.stack >= 6 - steps.count("issue")
            if driver.health().code == "E-DSP-01":
                return  # it gave up on this line; what then happens is told elsewhere
    finally:
        driver.close()


def _do(step: str, machine: CardMachine, driver: Crt571) -> None:
    acts: dict[str, Callable[[], object]] = {
        "take": machine.take,
        "jam": lambda: setattr(machine, "jammed", True),
        "clear": lambda: setattr(machine, "jammed", False),
        "off_and_on": machine.switch_off_and_on,
        "refill": lambda: setattr(machine, "bin", 0),
    }
    with contextlib.suppress(DeviceFault):
        acts.get(step, getattr(driver, step, None) or machine.take)()
