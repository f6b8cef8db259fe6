"""A terminal with a report printer: configured, opened, watched, and proved by the technician's test page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from printer_room import Printer, PrinterRoom, wait_for
from report_pages import report

from kiosk.config import ConfigWrong, load_config
from kiosk.core.events import DeviceChanged, Event
from kiosk.devices import Pages
from kiosk.machine import Machine, open_machine
from kiosk.selftest.trial import Failed, Trial, trial

TERMINAL = """
[terminal]
id = "K01"
[gateway]
url = "http://127.0.0.1:8460"
[journal]
file = "journal.db"
[[devices]]
kind = "report_printers"
driver = "ipp"
name = "report_printer"
connection = "ipp://{address}"
timeout_s = 2.0
print_s = 5.0
"""


@pytest.fixture(scope="module")
def peer() -> Iterator[Printer]:
    room = PrinterRoom()
    peer = room.printer()
    yield peer
    peer.close()
    room.close()


@pytest.fixture
def machine(peer: Printer, tmp_path: Path) -> Iterator[Machine]:
    (tmp_path / "kiosk.toml").write_text(TERMINAL.format(address=peer.address), "utf-8")
    machine = open_machine(load_config(tmp_path / "kiosk.toml"))
    yield machine
    machine.close()


def test_it_is_there_once_it_was_looked_at(machine: Machine) -> None:
    heard: list[Event] = []
    machine.start(heard.append)
    wait_for(lambda: machine.no_reports() is None)
    assert heard == [DeviceChanged("report_printer")]
    assert machine.report_printer is not None
    assert machine.report_printer.print(report(2), Pages("A4"), lambda _: None) == 2


def test_the_technicians_test_page_comes_out(machine: Machine, peer: Printer, tmp_path: Path) -> None:
    before = len(peer.came_out())
    told = list(trial("report_printers", Trial("report_printer", machine.devices["report_printer"], 5.0, tmp_path)))
    assert told[0] == "report_printer: online, paper full"
    assert told[1].startswith("model Example Printer, firmware not told, can ")
    assert told[2].startswith("1 test page came out in ")
    assert len(peer.came_out()) == before + 1


def test_a_test_page_that_hangs_fails_with_its_code(machine: Machine, peer: Printer, tmp_path: Path) -> None:
    peer.door.unplug()
    with pytest.raises(Failed, match="E-RPT-01"):
        list(trial("report_printers", Trial("report_printer", machine.devices["report_printer"], 5.0, tmp_path)))
    peer.door.plug()


def test_a_wrong_address_is_named_at_start(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text(TERMINAL.format(address="").replace("ipp://", "lpd://reports"), "utf-8")
    with pytest.raises(ConfigWrong, match="no address of a printer"):
        open_machine(load_config(tmp_path / "kiosk.toml"))
