"""The simulated report printer says what the real one says, and can fail in every way its kind knows."""

import threading

import pytest

from kiosk.core.errors import PagesLeft
from kiosk.core.events import DeviceChanged, Event
from kiosk.devices import Pages, ReportPrinter, open_device
from kiosk.devices.report_printers.simulated import SimulatedReportPrinter
from kiosk.machine import Machine

TEN = b"%PDF /Type /Pages /Count 10 " + b"/Type /Page " * 10


def fault(printer: ReportPrinter, pages: Pages = Pages()) -> tuple[str, int]:  # noqa: B008  # it is frozen
    seen: list[int] = []
    with pytest.raises(PagesLeft) as raised:
        printer.print(TEN, pages, seen.append)
    assert len(seen) == raised.value.printed
    return raised.value.code, raised.value.printed


def test_a_printed_report_is_kept_and_its_sheets_are_used() -> None:
    printer, seen = SimulatedReportPrinter(sheets=30), list[int]()
    assert printer.print(TEN, Pages("A4"), seen.append) == 10
    assert printer.print(TEN, Pages("A5", duplex=True), seen.append) == 10
    assert seen == [*range(1, 11), *range(1, 11)]
    assert printer.sheets == 15
    assert printer.health().paper == "low"
    assert [pages for _, pages in printer.printed] == [Pages("A4"), Pages("A5", duplex=True)]


@pytest.mark.parametrize(
    ("verb", "code", "mended"),
    [
        ("paper_out", "E-RPT-02", "refill"),
        ("jam", "E-RPT-05", "clear_jam"),
        ("open_cover", "E-RPT-04", "close_cover"),
        ("toner_out", "E-RPT-06", "new_toner"),
        ("unplug", "E-RPT-01", "plug"),
    ],
)
def test_a_printer_that_cannot_print_says_why(verb: str, code: str, mended: str) -> None:
    heard: list[Event] = []
    printer = SimulatedReportPrinter()
    printer.start(heard.append)
    getattr(printer, verb)()
    assert (printer.health().usable, printer.health().code) == (False, code)
    assert fault(printer) == (code, 0)
    getattr(printer, mended)()
    assert printer.print(TEN, Pages(), lambda _: None) == 10
    assert (len(printer.printed), printer.torn) == (1, [])
    assert heard == [DeviceChanged("report_printer")] * 2


def test_a_report_that_ends_in_the_middle_does_not_go_on_after_the_refill() -> None:
    printer = SimulatedReportPrinter(sheets=4)
    assert fault(printer) == ("E-RPT-02", 4)
    printer.refill()
    assert (printer.sheets, printer.torn, printer.printed) == (500, [4], [])
    printer.jam_at(3)
    assert fault(printer) == ("E-RPT-05", 2)
    printer.clear_jam()
    assert printer.print(TEN, Pages(), lambda _: None) == 10


def test_a_document_that_is_none_and_paper_it_has_not_are_refused() -> None:
    printer = SimulatedReportPrinter()
    assert fault(printer, Pages("A3")) == ("E-RPT-07", 0)
    with pytest.raises(PagesLeft) as raised:
        printer.print(b"hello", Pages(), lambda _: None)
    assert raised.value.code == "E-RPT-07"


def test_a_slow_one_can_be_closed_and_unplugged_while_it_prints() -> None:
    printer = SimulatedReportPrinter(page_s=60)
    left: list[tuple[str, int]] = []
    waiting = threading.Thread(target=lambda: left.append(fault(printer)))
    waiting.start()
    printer.close()
    waiting.join(20)
    assert left == [("E-RPT-03", 0)]
    quick = SimulatedReportPrinter()
    with pytest.raises(PagesLeft) as raised:
        quick.print(TEN, Pages(), lambda page: quick.unplug() if page == 4 else None)
    assert (raised.value.code, raised.value.printed) == ("E-RPT-01", 4)


def test_the_machine_says_why_no_reports_are_printed() -> None:
    assert Machine().report_printer is None
    assert Machine().no_reports() is not None
    printer: SimulatedReportPrinter = open_device("report_printers", "simulated", name="a4")  # type: ignore[assignment]
    machine = Machine({"a4": printer}, {"a4": "report_printers"})
    assert machine.report_printer is printer
    assert machine.no_reports() is None
    printer.paper_out()
    out = machine.no_reports()
    printer.unplug()
    broken = machine.no_reports()
    assert [why.text if why else "" for why in (out, broken)] == [
        "The report printer has no paper",
        "The report printer does not work now",
    ]
