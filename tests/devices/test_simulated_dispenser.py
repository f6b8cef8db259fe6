"""The simulated card dispenser fails in every way its kind knows, and loses no card."""

from collections.abc import Callable

import pytest

from kiosk.core.errors import DeviceFault
from kiosk.core.events import DeviceChanged, Event
from kiosk.devices import open_device
from kiosk.devices.dispensers.simulated import BIN_HOLDS, SimulatedDispenser


def fault(act: Callable[[], object]) -> str:
    with pytest.raises(DeviceFault) as refused:
        act()
    return refused.value.code


def test_a_card_is_given_out_and_taken() -> None:
    device, heard = SimulatedDispenser(stack=11), list[Event]()
    device.start(heard.append)
    device.issue()
    assert (device.read(), device.health().stock, device.health().media) == ("8800000001", "few", "present")
    device.present()
    device.take()
    assert device.retain() is False
    assert (device.taken, device.in_bin, device.stack) == (["8800000001"], [], 10)
    assert heard[0] == DeviceChanged("dispenser")


def test_a_card_that_nobody_takes_and_one_of_before_go_into_the_bin() -> None:
    device = SimulatedDispenser()
    device.issue()
    device.present()
    assert device.retain() is True
    device.issue()
    device.issue()
    device.discard()
    assert device.in_bin == ["8800000001", "8800000002", "8800000003"]
    assert device.facts().can["in_bin"] == 3


def test_what_can_fail() -> None:
    device = SimulatedDispenser()
    assert fault(device.present) == "E-DSP-05"
    device.bad_cards()
    device.issue()
    assert fault(device.read) == "E-DSP-06"
    device.jam_next()
    assert fault(device.issue) == "E-DSP-03"
    assert (fault(device.retain), device.health().media) == ("E-DSP-03", "jammed")
    device.clear_jam()
    device.fill_bin()
    assert (fault(device.issue), device.health().bin, len(device.in_bin)) == ("E-DSP-04", "full", BIN_HOLDS)
    device.empty()
    assert (fault(device.issue), device.health().usable) == ("E-DSP-02", False)


def test_a_plug_that_was_pulled_gives_the_card_to_nobody() -> None:
    device = open_device("dispensers", "simulated", stack=3)
    assert isinstance(device, SimulatedDispenser)
    device.issue()
    device.unplug()
    assert (fault(device.present), device.health().code) == ("E-DSP-01", "E-DSP-01")
    device.plug()
    assert (fault(device.present), device.in_bin, device.health().usable) == ("E-DSP-05", ["8800000001"], True)
