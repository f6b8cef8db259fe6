"""Slips through a real print server's queue to a printer that plays itself, and the bad days of both."""

import threading
from collections.abc import Iterator

import pytest
from print_server import PrintServer

from kiosk.core.errors import DeviceFault
from kiosk.devices import Health, Line, ReceiptPrinter, Slip, open_device
from kiosk.devices.ipp import About, Attribute, Operation, Tag
from kiosk.devices.ipp.line import IppLine
from kiosk.devices.receipt_printers.escpos import open_driver
from kiosk.devices.receipt_printers.print_queue import PrintQueue
from kiosk.dock.paper import TextLine, read_paper
from kiosk.dock.printer import ReceiptPrinterPeer
from kiosk.dock.printer_lines import TcpLine

SLIP = Slip((Line("缴费凭条"), Line("二"), Line("三")))
NEXT = Slip((Line("下一位"),))
LONG = 20.0


@pytest.fixture
def peer() -> Iterator[ReceiptPrinterPeer]:
    peer = ReceiptPrinterPeer(TcpLine())
    yield peer
    peer.close()


@pytest.fixture
def server(peer: ReceiptPrinterPeer) -> Iterator[PrintServer]:
    server = PrintServer({"slips": int(peer.connection.rsplit(":", 1)[1])})
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def printer(server: PrintServer) -> ReceiptPrinter:
    return open_driver(f"cups://{server.address}/slips", timeout_s=LONG, print_s=LONG)


@pytest.fixture
def hasty(server: PrintServer) -> ReceiptPrinter:
    """For slips that will not come out."""
    return open_driver(f"cups://{server.address}/slips", timeout_s=3.0, print_s=0.5)


def fault(printer: ReceiptPrinter) -> str:
    with pytest.raises(DeviceFault) as raised:
        printer.print(SLIP)
    return raised.value.code


def words(slip: bytes) -> list[str]:
    return [item.text for item in read_paper(slip) if isinstance(item, TextLine)]


def test_a_slip_comes_out_as_it_was_sent(
    printer: ReceiptPrinter, server: PrintServer, peer: ReceiptPrinterPeer
) -> None:
    assert printer.health() == Health("online")
    printer.print(SLIP)
    printer.print(NEXT)
    assert [words(slip) for slip in peer.slips] == [["缴费凭条", "二", "三"], ["下一位"]]
    assert (peer.complaints, server.jobs(), sorted(server.jobs("completed"))) == ([], [], ["slips-1", "slips-2"])
    assert printer.facts().model == "Local Raw Printer"


def test_a_stopped_queue_takes_no_slip(printer: ReceiptPrinter, server: PrintServer, peer: ReceiptPrinterPeer) -> None:
    server.stop_queue("slips")
    assert printer.health() == Health("offline", code="E-PRN-01")
    assert fault(printer) == "E-PRN-01"
    server.start_queue("slips")
    assert printer.health().usable
    printer.print(NEXT)
    assert [words(slip) for slip in peer.slips] == [["下一位"]]


def test_a_queue_that_stops_over_the_slip_never_prints_it(
    printer: ReceiptPrinter, hasty: ReceiptPrinter, server: PrintServer, peer: ReceiptPrinterPeer
) -> None:
    server.says("exit 4")
    assert fault(hasty) == "E-PRN-03"
    assert server.jobs() == []
    server.says()
    server.start_queue("slips")
    printer.print(NEXT)
    assert [words(slip) for slip in peer.slips] == [["下一位"]]


@pytest.mark.parametrize("says", ["exit 1", "exit 3"])
def test_a_slip_that_the_server_keeps_for_later_is_taken_out(
    printer: ReceiptPrinter, hasty: ReceiptPrinter, server: PrintServer, peer: ReceiptPrinterPeer, says: str
) -> None:
    """The backend failed and is tried again, or it had the job held: either way the slip would come out some time."""
    server.says(says)
    assert fault(hasty) == "E-PRN-03"
    assert server.jobs() == []
    server.says()
    printer.print(NEXT)
    assert [words(slip) for slip in peer.slips] == [["下一位"]]


def test_a_printer_that_is_switched_off_prints_nothing_when_it_is_back(
    printer: ReceiptPrinter, hasty: ReceiptPrinter, server: PrintServer, peer: ReceiptPrinterPeer
) -> None:
    peer.unplug()
    assert fault(hasty) == "E-PRN-03"
    assert server.jobs() == []
    peer.plug()
    printer.print(NEXT)
    assert [words(slip) for slip in peer.slips] == [["下一位"]]


def test_a_job_of_somebody_else_that_blocks_the_queue(
    printer: ReceiptPrinter, hasty: ReceiptPrinter, server: PrintServer, peer: ReceiptPrinterPeer
) -> None:
    """Our slip never began: nothing of it is on paper, and it does not wait behind the other."""
    peer.unplug()
    server.put("slips", b"theirs\n\x1dV\x00")
    assert fault(hasty) == "E-PRN-01"
    assert server.jobs() == ["slips-1"]
    peer.plug()
    assert peer.wait_for_slips(1, LONG)
    assert peer.slips == [b"theirs\n\x1dV\x00"]


def test_a_server_that_was_killed_over_a_slip_does_not_print_it_after_the_next_look(
    printer: ReceiptPrinter, server: PrintServer, peer: ReceiptPrinterPeer
) -> None:
    patient = open_driver(f"cups://{server.address}/slips", timeout_s=3.0, print_s=3.0)
    peer.unplug()
    power_cut = threading.Thread(target=server.kill_over_a_job)
    power_cut.start()
    assert fault(patient) == "E-PRN-03"
    power_cut.join(LONG)
    assert printer.health() == Health("offline", code="E-PRN-01")
    assert fault(printer) == "E-PRN-01"
    server.start()
    assert server.jobs() != []
    assert printer.health().state == "online"
    assert server.jobs() == []
    peer.plug()
    printer.print(NEXT)
    assert [words(slip) for slip in peer.slips] == [["下一位"]]


def test_paper_that_ends_over_the_slip(printer: ReceiptPrinter, server: PrintServer, peer: ReceiptPrinterPeer) -> None:
    """The server has handed all over and is content; only what the printer complains of says that it is torn."""
    server.says("STATE: +media-empty-error")
    peer.out_after(2)
    assert fault(printer) == "E-PRN-03"
    peer.refill()
    assert (peer.slips, len(peer.torn)) == ([], 1)
    server.says("STATE: -media-empty-error")
    printer.print(NEXT)
    assert [words(slip) for slip in peer.slips] == [["下一位"]]


def test_what_a_queue_remembers_does_not_refuse_the_slip_that_would_show_it_mended(
    printer: ReceiptPrinter, server: PrintServer, peer: ReceiptPrinterPeer
) -> None:
    server.says("STATE: +media-empty-error")
    assert fault(printer) == "E-PRN-03"
    assert printer.health() == Health("online")
    server.says("STATE: -media-empty-error")
    printer.print(NEXT)
    assert words(peer.slips[-1]) == ["下一位"]


def test_paper_that_nears_its_end_is_told(printer: ReceiptPrinter, server: PrintServer) -> None:
    server.says("STATE: +media-low-warning")
    printer.print(SLIP)
    assert printer.health() == Health("online", "low")


def test_a_queue_that_is_not_there(server: PrintServer) -> None:
    printer = open_driver(f"cups://{server.address}/nobody", timeout_s=3.0)
    assert printer.health() == Health("offline", code="E-PRN-01")
    assert fault(printer) == "E-PRN-01"
    assert printer.facts().model is None


def test_a_queue_that_takes_nothing(printer: ReceiptPrinter, server: PrintServer) -> None:
    server.refuse_jobs("slips")
    assert printer.health() == Health("offline", code="E-PRN-01")
    assert fault(printer) == "E-PRN-01"


def test_should_the_terminal_lose_its_power_the_server_itself_gives_the_slip_up(
    server: PrintServer, peer: ReceiptPrinterPeer
) -> None:
    """It looks every ten seconds, which is too long for a test: here only that it keeps the order."""
    peer.unplug()
    number = PrintQueue(f"cups://{server.address}/slips", LONG).put(b"late\n", 6.1)
    line = IppLine(f"ipp://{server.address}/printers/slips", LONG)
    asked = (
        Attribute("job-id", Tag.INTEGER, (number,)),
        Attribute("requested-attributes", Tag.KEYWORD, ("job-cancel-after", "job-sheets")),
    )
    job = line.ask(Operation.GET_JOB_ATTRIBUTES, asked).first(About.JOB)
    assert (job.number("job-cancel-after"), job.texts("job-sheets")) == (7, ("none", "none"))


@pytest.mark.parametrize(
    "connection", ["cups://", "cups://host", "cups://host/a/b", "ipp://", "cups:///slips", "cups://u:p@h/q"]
)
def test_an_address_that_cannot_be_is_refused_at_start(connection: str) -> None:
    with pytest.raises(ValueError, match="like|no user"):
        open_device("receipt_printers", "escpos", connection=connection)
