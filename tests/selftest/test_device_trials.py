"""A technician asks a device to prove that it works, and reads line by line whether it does."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices import Device, Kind, Post
from kiosk.devices.cameras.simulated import SimulatedCamera
from kiosk.devices.cards.simulated import SimulatedCardReader
from kiosk.devices.dispensers.simulated import SimulatedDispenser
from kiosk.devices.lights.simulated import SimulatedLights
from kiosk.devices.receipt_printers.simulated import SimulatedPrinter
from kiosk.devices.scanners.simulated import SimulatedScanner
from kiosk.machine import Machine
from kiosk.selftest import trial as selftest
from kiosk.selftest.trial import Failed, Trial, trial

NUMBER = "9001000000001234"


def proof(kind: Kind, device: Device, tmp_path: Path, wait_s: float = 20.0) -> Iterator[str]:
    return trial(kind, Trial("it", device, wait_s, tmp_path))


def test_a_reader_proves_itself_with_a_card_and_tells_no_number(tmp_path: Path) -> None:
    reader = SimulatedCardReader()
    told = []
    for line in proof("cards", reader, tmp_path):
        told.append(line)
        if line.startswith("lay a card"):
            threading.Timer(0.0, reader.put, ("patient_card", NUMBER)).start()
        if line == "take it off":
            reader.take()
    assert any(line.startswith("patient_card, a number of 16 characters, number only, read in") for line in told)
    assert told[-2:] == ["gone", "afterwards: online"]
    assert not any(NUMBER[-4:] in line for line in told)


def test_a_reader_that_cannot_read_fails_with_its_code(tmp_path: Path) -> None:
    reader = SimulatedCardReader()
    lines = proof("cards", reader, tmp_path)
    while not next(lines).startswith("lay a card"):
        pass
    threading.Timer(0.0, reader.put_unreadable, ("E-CRD-03",)).start()
    with pytest.raises(Failed, match="E-CRD-03"):
        next(lines)


def test_a_scanner_that_nobody_uses_fails_after_its_time(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="nothing came within 0 s: online"):
        list(proof("scanners", SimulatedScanner(), tmp_path, wait_s=0.05))


def test_a_scanner_tells_what_kind_of_code_it_read(tmp_path: Path) -> None:
    scanner = SimulatedScanner()
    told = []
    for line in proof("scanners", scanner, tmp_path):
        told.append(line)
        if line.startswith("hold a code"):
            threading.Timer(0.0, scanner.scan, ("130000000000000001",)).start()
    assert "18 characters; as a payment code: wechat" in told


def test_a_printer_prints_a_slip_that_shows_rare_characters(tmp_path: Path) -> None:
    printer = SimulatedPrinter()
    told = list(proof("receipt_printers", printer, tmp_path))
    assert any("龘" in row for row in printer.slips[0])
    assert told[0] == "it: online, paper full"


def test_a_printer_without_paper_fails_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="E-PRN-02"):
        list(proof("receipt_printers", SimulatedPrinter(paper=0), tmp_path))


class Late(SimulatedDispenser):
    """As the real ones: nothing of it can be used before its thread has found it."""

    def __init__(self) -> None:
        super().__init__()
        self.unplug()

    def start(self, post: Post) -> None:
        super().start(post)
        self.plug()


def test_a_dispenser_is_started_before_it_is_asked_for_a_card(tmp_path: Path) -> None:
    dispenser = Late()
    told = list(proof("dispensers", dispenser, tmp_path))
    assert told[0] == "it: online, cards enough"
    assert len(dispenser.in_bin) == 1


def test_lights_that_are_not_there_prove_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "LIGHT_S", 0.0)
    monkeypatch.setattr(selftest, "WARM_UP_S", 0.0)
    lights = SimulatedLights()
    assert list(proof("lights", lights, tmp_path))[-1] == "afterwards: online"
    lights.unplug()
    with pytest.raises(Failed, match="it is offline E-LGT-01"):
        list(proof("lights", lights, tmp_path))


def test_a_camera_is_looked_for_when_devices_are_listed() -> None:
    camera = SimulatedCamera()
    Machine({"door": camera}, {"door": "cameras"}).settle()
    assert camera.newest() is not None
