"""Reports through a queue of a real print server, whose printer hangs, stops and comes back."""

import socket
import threading
from collections.abc import Iterator

import pytest
from print_server import PrintServer
from report_pages import report

from kiosk.core.errors import PagesLeft
from kiosk.devices import Pages
from kiosk.devices.report_printers.ipp import IppPrinter, open_driver


class Tray:
    """The printer behind the queue, switched off until it is told to work: it keeps what it gets."""

    def __init__(self) -> None:
        self.documents: list[bytes] = []
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def work(self) -> None:
        self._listener.listen()
        self._thread.start()

    def close(self) -> None:
        if self._thread.is_alive():
            self._listener.shutdown(socket.SHUT_RDWR)
            self._thread.join(5)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line:
                got = b""
                while more := _receive(line):
                    got += more
                self.documents.append(got)


def _receive(line: socket.socket) -> bytes:
    try:
        return line.recv(65_536)
    except OSError:
        return b""


@pytest.fixture
def tray() -> Iterator[Tray]:
    tray = Tray()
    yield tray
    tray.close()


@pytest.fixture
def server(tray: Tray) -> Iterator[PrintServer]:
    server = PrintServer({"reports": tray.port})
    server.start()
    yield server
    server.close()


@pytest.fixture
def printer(server: PrintServer) -> IppPrinter:
    return open_driver(f"http://{server.address}/printers/reports", timeout_s=5.0, print_s=5.0, user="kiosk-T01")


def left(printer: IppPrinter, pages: int = 2) -> tuple[str, int]:
    with pytest.raises(PagesLeft) as raised:
        printer.print(report(pages), Pages(), lambda _: None)
    return raised.value.code, raised.value.printed


def test_a_report_goes_through_a_queue(printer: IppPrinter, server: PrintServer, tray: Tray) -> None:
    tray.work()
    assert printer.health().usable
    assert printer.print(report(2), Pages(), lambda _: None) == 2
    assert server.jobs() == []
    assert tray.documents == [report(2)]


def test_a_queue_that_is_stopped_takes_nothing(printer: IppPrinter, server: PrintServer, tray: Tray) -> None:
    server.stop_queue("reports")
    assert printer.health().code == "E-RPT-01"
    assert left(printer) == ("E-RPT-01", 0)
    server.start_queue("reports")
    tray.work()
    assert printer.print(report(1), Pages(), lambda _: None) == 1
    assert tray.documents == [report(1)]


def test_a_queue_that_refuses_jobs_is_out_of_order(printer: IppPrinter, server: PrintServer) -> None:
    server.refuse_jobs("reports")
    assert not printer.health().usable
    assert left(printer) == ("E-RPT-01", 0)


def test_what_hangs_in_the_queue_is_called_off(server: PrintServer, tray: Tray) -> None:
    printer = open_driver(f"ipp://{server.address}/printers/reports", timeout_s=5.0, print_s=0.3, user="kiosk-T01")
    assert left(printer) == ("E-RPT-03", 0)
    assert server.jobs() == []
    assert len(server.jobs("completed")) == 1  # it is over, says the server's own program
    patient = open_driver(f"ipp://{server.address}/printers/reports", timeout_s=5.0, print_s=5.0, user="kiosk-T01")
    tray.work()
    assert patient.print(report(3), Pages(), lambda _: None) == 3
    assert tray.documents == [report(3)]


@pytest.mark.parametrize(("reason", "code"), [("media-empty-error", "E-RPT-02"), ("cover-open-error", "E-RPT-04")])
def test_what_the_printer_behind_says_is_heard(server: PrintServer, tray: Tray, reason: str, code: str) -> None:
    printer = open_driver(f"ipp://{server.address}/printers/reports", timeout_s=5.0, print_s=0.5, user="kiosk-T01")
    server.says(f"STATE: +{reason}")
    assert left(printer, 30) == (code, 0)
    assert printer.health().code == code
    assert server.jobs() == []


def test_a_server_that_died_with_a_report_in_its_hands_comes_back_without_it(server: PrintServer, tray: Tray) -> None:
    printer = open_driver(f"ipp://{server.address}/printers/reports", timeout_s=1.0, print_s=30.0, user="kiosk-T01")
    ended: list[tuple[str, int]] = []
    waiting = threading.Thread(target=lambda: ended.append(left(printer)))
    waiting.start()
    server.wait_for_jobs(1)
    server.kill()
    waiting.join(20)
    assert ended == [("E-RPT-01", 0)]
    printer.start(lambda _: None)
    server.start()  # it still has the report in its folder
    server.wait_for_jobs(0)
    tray.work()
    assert printer.print(report(1), Pages(), lambda _: None) == 1
    assert tray.documents == [report(1)]
    printer.close()
