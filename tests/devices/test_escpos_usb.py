"""A receipt printer behind a device file, as /dev/usb/lp0: it answers there if it can, and may lose its plug."""

import os
from collections.abc import Iterator

import pytest

from kiosk.core.errors import DeviceFault
from kiosk.devices import Facts, Health, Line, Pair, ReceiptPrinter, Slip
from kiosk.devices.receipt_printers.escpos import open_driver
from kiosk.dock.printer import ReceiptPrinterPeer
from kiosk.dock.printer_lines import Receive, SerialLine

SLIP = Slip((Line("缴费凭条"), Pair("实付", "¥12.50"), Line("二"), Line("三")))


class DeviceFile(SerialLine):
    """A character device: what is written to it the printer gets, what it says can be read."""

    def start(self, receive: Receive) -> None:
        super().start(receive)
        self.connection = f"file://{os.readlink(self._name)}"


@pytest.fixture
def peer() -> Iterator[ReceiptPrinterPeer]:
    peer = ReceiptPrinterPeer(DeviceFile())
    yield peer
    peer.close()
    assert peer.complaints == []


@pytest.fixture
def printer(peer: ReceiptPrinterPeer) -> ReceiptPrinter:
    return open_driver(peer.connection, timeout_s=1.0, print_s=20.0)


def fault(printer: ReceiptPrinter) -> str:
    with pytest.raises(DeviceFault) as raised:
        printer.print(SLIP)
    return raised.value.code


def test_it_tells_how_it_is_and_who_it_is(printer: ReceiptPrinter, peer: ReceiptPrinterPeer) -> None:
    assert printer.health() == Health("online", "full", cover_open=False)
    peer.paper_low()
    assert printer.health() == Health("online", "low", cover_open=False)
    peer.open_cover()
    assert printer.health().code == "E-PRN-04"
    assert fault(printer) == "E-PRN-04"
    peer.close_cover()
    assert printer.facts() == Facts("KIOSK RP-1", "1.07 PLAYED")
    printer.print(SLIP)
    assert len(peer.slips) == 1


def test_the_plug_pulled_in_the_middle_of_a_slip(printer: ReceiptPrinter, peer: ReceiptPrinterPeer) -> None:
    peer.at_line(2, peer.unplug)
    assert fault(printer) == "E-PRN-03"
    assert printer.health() == Health("offline", code="E-PRN-01")
    assert fault(printer) == "E-PRN-01"
    assert (peer.slips, len(peer.torn)) == ([], 1)


def test_paper_that_ends_in_the_middle(printer: ReceiptPrinter, peer: ReceiptPrinterPeer) -> None:
    peer.out_after(2)
    assert fault(printer) == "E-PRN-03"
    peer.refill()
    assert (peer.slips, len(peer.torn)) == ([], 1)


def test_one_that_answered_and_hangs_in_the_middle_is_not_believed(
    printer: ReceiptPrinter, peer: ReceiptPrinterPeer
) -> None:
    peer.at_line(2, peer.freeze)
    assert fault(printer) == "E-PRN-03"


def test_one_that_cannot_answer_is_believed(printer: ReceiptPrinter, peer: ReceiptPrinterPeer) -> None:
    peer.freeze()
    assert printer.health() == Health("online")
    printer.print(SLIP)
    assert printer.facts() == Facts()
