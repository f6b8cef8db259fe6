"""The simulated devices say what the real ones say, and can fail in every way their kind knows."""

import pytest

from kiosk.core.errors import DeviceFault
from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable, CodeScanned, DeviceChanged, Event
from kiosk.devices import CardReader, Health, Line, Pair, Qr, ReceiptPrinter, Rule, Scanner, Slip, open_device
from kiosk.devices.cards.simulated import SimulatedCardReader
from kiosk.devices.receipt_printers.simulated import SimulatedPrinter
from kiosk.devices.scanners.simulated import SimulatedScanner

SLIP = Slip((Line("缴费凭条", bold=True), Rule(), Pair("挂号费", "¥25.00"), Qr("P-1")))
ROWS = ("缴费凭条", "-" * 20, "挂号费       ￥25.00", "[P-1]")


def reader() -> tuple[SimulatedCardReader, list[Event]]:
    heard: list[Event] = []
    device = SimulatedCardReader()
    device.start(heard.append)
    return device, heard


def test_a_card_comes_and_goes() -> None:
    device, heard = reader()
    device.put("patient_card", "12345")
    device.take()
    device.take()
    assert heard == [CardSeen("cards"), CardRead("cards", "patient_card", "12345"), CardGone("cards")]


def test_a_second_card_takes_the_place_of_the_first() -> None:
    device, heard = reader()
    device.put("patient_card", "1")
    device.put("social_security_card", "2")
    assert heard[2:] == [CardGone("cards"), CardSeen("cards"), CardRead("cards", "social_security_card", "2")]


def test_cards_that_cannot_be_read() -> None:
    device, heard = reader()
    device.pull_mid_read("patient_card", "1")
    device.put_unreadable("E-CRD-03")
    assert heard[:3] == [CardSeen("cards"), CardUnreadable("cards", "E-CRD-01"), CardGone("cards")]
    assert heard[3:] == [CardSeen("cards"), CardUnreadable("cards", "E-CRD-03")]


def test_an_unplugged_reader_is_silent_and_reads_again_when_it_is_back() -> None:
    device, heard = reader()
    device.put("patient_card", "1")
    device.unplug()
    assert device.health() == Health("offline", code="E-CRD-04")
    assert heard[2:] == [CardGone("cards"), DeviceChanged("cards")]
    device.take()
    device.put("patient_card", "2")
    assert len(heard) == 4
    device.plug()
    assert heard[4:] == [DeviceChanged("cards"), CardSeen("cards"), CardRead("cards", "patient_card", "2")]
    assert device.health().usable


def test_a_scanner_scans_only_with_its_plug_in() -> None:
    heard: list[Event] = []
    device = SimulatedScanner()
    device.start(heard.append)
    device.scan("280000000000000001")
    device.unplug()
    assert not device.health().usable
    device.scan("280000000000000002")
    device.plug()
    assert heard == [
        CodeScanned("scanner", "280000000000000001"),
        DeviceChanged("scanner"),
        DeviceChanged("scanner"),
    ]


def test_a_closed_device_says_nothing() -> None:
    device, heard = reader()
    device.close()
    device.put("patient_card", "1")
    assert heard == []


def test_a_printed_slip_is_kept() -> None:
    printer = SimulatedPrinter(columns=20)
    printer.print(SLIP)
    assert printer.slips == [ROWS]
    assert printer.health() == Health("online", "full", cover_open=False)


@pytest.mark.parametrize(
    ("fault", "code", "mended"),
    [
        ("paper_out", "E-PRN-02", "refill"),
        ("jam", "E-PRN-05", "clear_jam"),
        ("open_cover", "E-PRN-04", "close_cover"),
        ("unplug", "E-PRN-01", "plug"),
    ],
)
def test_a_printer_that_cannot_print_says_why(fault: str, code: str, mended: str) -> None:
    printer = SimulatedPrinter()
    getattr(printer, fault)()
    assert not printer.health().usable
    assert printer.health().code == code
    with pytest.raises(DeviceFault) as raised:
        printer.print(SLIP)
    assert raised.value.code == code
    assert (printer.slips, printer.torn) == ([], [])
    getattr(printer, mended)()
    printer.print(SLIP)
    assert len(printer.slips) == 1


def test_paper_that_ends_in_the_middle_leaves_a_torn_slip() -> None:
    printer = SimulatedPrinter(columns=20)
    printer.out_after(6)
    assert printer.health().paper == "full"
    printer.print(SLIP)
    with pytest.raises(DeviceFault) as raised:
        printer.print(SLIP)
    assert raised.value.code == "E-PRN-03"
    assert printer.torn == [ROWS[:2]]
    assert printer.health().paper == "out"
    printer.refill()
    assert printer.health().paper == "full"


def test_low_paper_is_said_and_used_up() -> None:
    printer = SimulatedPrinter(paper=42)
    printer.print(SLIP)
    assert printer.health().paper == "low"
    assert printer.health().usable
    assert SimulatedPrinter(paper=0).health().paper == "out"


def test_drivers_are_opened_by_name() -> None:
    card_reader: CardReader = open_device("cards", "simulated", name="front")  # type: ignore[assignment]
    scanner: Scanner = open_device("scanners", "simulated", name="glass")  # type: ignore[assignment]
    printer: ReceiptPrinter = open_device("receipt_printers", "simulated", name="slips")  # type: ignore[assignment]
    real: CardReader = open_device("cards", "pcsc", name="chips", reader="ACR")  # type: ignore[assignment]
    assert [device.health().state for device in (card_reader, scanner, printer, real)] == ["online"] * 3 + ["offline"]
    with pytest.raises(ModuleNotFoundError):
        open_device("cards", "abacus")
    with pytest.raises(TypeError):
        open_device("cards", "pcsc", redaer="ACR")
