"""Reports on a real network printer that has every bad day a printer can have."""

import threading
from collections.abc import Iterator

import pytest
from printer_room import Printer, PrinterRoom, wait_for
from report_pages import report
from report_patient import A4, Patient, driver

from kiosk.core.events import DeviceChanged, Event
from kiosk.devices import Facts, Health, Pages
from kiosk.devices.ipp import Operation
from kiosk.devices.ipp.line import IppLine
from kiosk.devices.report_printers import ipp, ipp_jobs
from kiosk.devices.report_printers.ipp import IppPrinter
from kiosk.devices.report_printers.ipp_jobs import Jobs

MANY = 20  # pages: so much time that only the fault itself can end it, on a busy machine too
CANCELED, COMPLETED = "canceled job-canceled-by-user", "completed job-completed-successfully"
ON_A4 = "one-sided iso_a4_210x297mm"
WELL = Health("online", "full", cover_open=False)
GONE = Health("offline", code="E-RPT-01")
TRAYS = """
ATTR mimeMediaType document-format-supported application/pdf
ATTR mimeMediaType document-format-default application/pdf
ATTR text printer-make-and-model "Example Duplex 3000"
ATTR text printer-firmware-string-version "7.31"
ATTR boolean color-supported true
ATTR keyword sides-supported one-sided,two-sided-long-edge,two-sided-short-edge
ATTR keyword sides-default one-sided
ATTR keyword media-supported iso_a4_210x297mm,iso_a5_148x210mm
ATTR keyword media-default iso_a4_210x297mm
ATTR keyword media-ready iso_a4_210x297mm,iso_a5_148x210mm
ATTR keyword media-source-supported tray-1,tray-2
ATTR keyword media-col-supported media-size,media-source
ATTR collection media-size-supported {MEMBER integer x-dimension 21000 MEMBER integer y-dimension 29700},\
{MEMBER integer x-dimension 14800 MEMBER integer y-dimension 21000}
"""


@pytest.fixture(scope="module")
def room() -> Iterator[PrinterRoom]:
    room = PrinterRoom()
    yield room
    room.close()


@pytest.fixture
def peer(room: PrinterRoom) -> Iterator[Printer]:
    peer = room.printer()
    yield peer
    peer.close()


@pytest.fixture
def printer(peer: Printer) -> Iterator[IppPrinter]:
    printer = driver(peer)
    yield printer
    printer.close()


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ipp, "LOOK_S", 0.05)
    monkeypatch.setattr(ipp, "WATCH_S", 0.3)


@pytest.fixture
def hasty(peer: Printer) -> IppPrinter:
    """Waits half a second for a page."""
    return driver(peer, 0.5)


def test_ten_pages_come_out_and_are_counted(printer: IppPrinter, peer: Printer) -> None:
    assert printer.health() == WELL
    seen: list[int] = []
    assert printer.print(report(10), A4, seen.append) == 10
    assert seen == list(range(1, 11))
    assert peer.came_out() == [f"page {n} {ON_A4}" for n in range(1, 11)]
    assert peer.documents() == [report(10)]
    assert peer.job(1) == COMPLETED


def test_what_it_is_and_can_is_what_it_says(room: PrinterRoom, printer: IppPrinter) -> None:
    assert printer.facts() == Facts(
        "Example Printer",
        None,
        {
            "duplex": False,
            "papers": "A4",
            "trays": "auto, main, manual, by-pass-tray",
            "colour": False,
            "pdf": True,
            "formats": "application/octet-stream, application/pdf",
        },
    )


def test_a_better_printer_is_asked_for_more(room: PrinterRoom) -> None:
    peer = room.printer(attributes=TRAYS)
    printer = driver(peer)
    facts = printer.facts()
    assert (facts.model, facts.firmware) == ("Example Duplex 3000", "7.31")
    assert [facts.can[word] for word in ("duplex", "papers", "trays", "colour")] == [
        True,
        "A4, A5",
        "tray-1, tray-2",
        True,
    ]
    assert peer.says("printer-make-and-model") == facts.model
    assert printer.print(report(3), Pages("A5", duplex=True), lambda _: None) == 3
    assert printer.print(report(1), Pages("A4", tray="tray-2"), lambda _: None) == 1
    assert printer.print(report(1), Pages(), lambda _: None) == 1
    assert peer.came_out() == [
        *(f"page {n} two-sided-long-edge iso_a5_148x210mm" for n in (1, 2, 3)),
        "page 1 one-sided  {media-size={x-dimension=21000 y-dimension=29700} media-source=tray-2}",
        "page 1 one-sided",
    ]
    peer.close()


@pytest.mark.parametrize(
    ("fault", "code"),
    [({"jam_at": "3"}, "E-RPT-05"), ({"open_at": "3"}, "E-RPT-04"), ({"sheets": "2"}, "E-RPT-02")],
)
def test_what_stops_in_the_middle_is_called_off_and_never_comes_out_later(
    hasty: IppPrinter, peer: Printer, fault: dict[str, str], code: str
) -> None:
    peer.put(**fault)
    patient = Patient(hasty, MANY)
    assert patient.end() == (code, 2)
    assert patient.seen == [1, 2]
    assert peer.job(1) == CANCELED
    peer.put(sheets="100", jam_at="", open_at="")
    assert Patient(hasty, MANY).end() == MANY
    assert peer.came_out()[:3] == [f"page 1 {ON_A4}", f"page 2 {ON_A4}", f"page 1 {ON_A4}"]
    assert len(peer.came_out()) == 2 + MANY


def test_a_document_that_takes_too_long_is_called_off(hasty: IppPrinter, peer: Printer) -> None:
    peer.put(wait_at="2")
    code, printed = Patient(hasty, 2).fault()
    assert code == "E-RPT-03"
    peer.put(wait_at="")
    assert peer.job(1) == CANCELED
    assert len(peer.came_out()) == printed < 2


def test_paper_that_is_out_from_the_start_gives_nothing_to_the_next_patient(hasty: IppPrinter, peer: Printer) -> None:
    peer.put(sheets="0")
    assert Patient(hasty, MANY).end() == ("E-RPT-02", 0)
    peer.put(sheets="100")
    assert Patient(hasty, MANY).end() == MANY
    assert len(peer.came_out()) == MANY
    assert [peer.job(1), peer.job(2)] == [CANCELED, COMPLETED]


@pytest.mark.parametrize(
    ("reason", "health"),
    [
        ("media-needed", Health("online", "out", cover_open=False, code="E-RPT-02")),
        ("cover-open", Health("online", "full", cover_open=True, code="E-RPT-04")),
        ("toner-empty", Health("hardware_error", "full", cover_open=False, code="E-RPT-06")),
    ],
)
def test_what_is_wrong_before_is_known_before(hasty: IppPrinter, peer: Printer, reason: str, health: Health) -> None:
    peer.put(reason=reason, sticky="yes")
    assert Patient(hasty, MANY).end() == (health.code, 0)
    assert hasty.health() == health
    assert not health.usable
    asked = len(peer.door.asked)
    assert Patient(hasty).end() == (health.code, 0)
    assert Operation.CREATE_JOB not in peer.door.asked[asked:]
    assert peer.came_out() == []


@pytest.mark.parametrize(
    ("reason", "health"),
    [
        ("media-low", Health("online", "low", cover_open=False)),
        ("toner-low", Health("online", "full", cover_open=False, code="E-RPT-06")),
    ],
)
def test_what_runs_low_still_prints(printer: IppPrinter, peer: Printer, reason: str, health: Health) -> None:
    peer.put(reason=reason, wait_at="1")
    patient = Patient(printer, 1)
    wait_for(lambda: printer.health().paper == "low" or printer.health().code == "E-RPT-06")
    busy = printer.health()
    assert (busy.state, busy.paper, busy.code) == ("busy", health.paper, health.code)
    peer.put(reason="", wait_at="")
    assert patient.end() == 1


def test_a_wish_it_cannot_grant_is_refused_before_anything_is_sent(printer: IppPrinter, peer: Printer) -> None:
    for wish in (Pages("A5"), Pages("A3"), Pages("A4", tray="tray-9")):
        assert Patient(printer, wish=wish).end() == ("E-RPT-07", 0)
    assert Operation.CREATE_JOB not in peer.door.asked


def test_a_document_that_the_printer_gives_up(printer: IppPrinter, peer: Printer) -> None:
    peer.put(fails_at="2")
    assert Patient(printer).end() == ("E-RPT-03", 1)
    assert peer.job(1).startswith("aborted")


def test_a_printer_that_does_not_count_is_believed_when_it_is_done(printer: IppPrinter, peer: Printer) -> None:
    peer.put(mute="yes")
    patient = Patient(printer)
    assert patient.end() == 3
    assert patient.seen == [1, 2, 3]


def test_a_lost_answer_to_an_empty_job_leaves_nothing_behind(printer: IppPrinter, peer: Printer) -> None:
    peer.door.lose_answer(Operation.CREATE_JOB)
    assert Patient(printer).end() == ("E-RPT-01", 0)
    assert peer.job(1) == CANCELED
    assert peer.came_out() == []
    assert Patient(printer, 1).end() == 1


def test_a_document_whose_answer_was_lost_is_called_off(printer: IppPrinter, peer: Printer) -> None:
    peer.put(wait_at="2")
    peer.door.lose_answer(Operation.SEND_DOCUMENT)
    code, printed = Patient(printer).fault()
    assert code == "E-RPT-01"
    peer.put(wait_at="")
    assert peer.job(1) == CANCELED
    assert len(peer.came_out()) == printed < 2


@pytest.fixture
def only_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a printer that cannot make a job first and get its document afterwards."""
    monkeypatch.setattr(ipp_jobs, "takes_parts", lambda printer: False)


@pytest.mark.usefixtures("only_at_once")
def test_job_and_document_in_one(printer: IppPrinter, peer: Printer) -> None:
    assert Patient(printer).end() == 3
    assert Operation.PRINT_JOB in peer.door.asked
    assert Operation.CREATE_JOB not in peer.door.asked


@pytest.mark.usefixtures("only_at_once")
def test_a_job_whose_number_was_lost_is_found_by_its_name(printer: IppPrinter, peer: Printer) -> None:
    peer.put(wait_at="2")
    peer.door.lose_answer(Operation.PRINT_JOB)
    code, printed = Patient(printer).fault()
    assert code == "E-RPT-01"
    peer.put(wait_at="")
    assert peer.job(1) == CANCELED
    assert len(peer.came_out()) == printed < 2


@pytest.mark.usefixtures("only_at_once")
def test_the_printers_word_counts_though_its_answer_was_lost(printer: IppPrinter, peer: Printer) -> None:
    peer.door.lose_answer(Operation.PRINT_JOB)
    end = Patient(printer, 1).end()  # it is quick: sometimes the page is out before it can be called off
    assert (end, len(peer.came_out())) in ((1, 1), (("E-RPT-01", 0), 0))


def test_the_cable_pulled_while_it_prints(peer: Printer) -> None:
    printer, changes = driver(peer, timeout_s=1.0), list[Event]()
    printer.start(changes.append)
    wait_for(lambda: printer.health() == WELL)
    peer.put(wait_at="3")
    patient = Patient(printer)
    wait_for(lambda: patient.seen == [1, 2])
    peer.door.unplug()
    assert patient.end() == ("E-RPT-01", 2)
    wait_for(lambda: printer.health() == GONE)
    assert peer.job(1).startswith("processing")
    peer.door.plug()
    wait_for(lambda: peer.job(1) == CANCELED)
    peer.put(wait_at="")
    wait_for(lambda: printer.health() == WELL)
    assert len(peer.came_out()) == 2
    assert set(changes) == {DeviceChanged("report_printer")}
    printer.close()


def test_a_short_gap_on_the_line_does_no_harm(printer: IppPrinter, peer: Printer) -> None:
    peer.put(wait_at="2")
    patient = Patient(printer, 2)
    wait_for(lambda: patient.seen == [1])
    peer.door.hang_ups = 3
    wait_for(lambda: peer.door.hang_ups == 0)
    before = len(peer.door.asked)
    wait_for(lambda: len(peer.door.asked) > before + 3)  # it goes on asking
    peer.put(wait_at="")
    assert patient.end() == 2
    assert Operation.CANCEL_JOB not in peer.door.asked


@pytest.mark.parametrize("watches", [True, False])
def test_what_a_terminal_left_behind_when_it_died_is_called_off(
    printer: IppPrinter, peer: Printer, watches: bool
) -> None:
    peer.put(wait_at="1")
    died = Jobs(IppLine(f"ipp://{peer.address}", 2.0), "kiosk-T01")
    died.give_at_once("kiosk-T01-0123456789ab", report(3), A4, died.printer())
    if watches:
        printer.start(lambda _: None)
        wait_for(lambda: peer.job(1) == CANCELED)
        peer.put(wait_at="")
        assert Patient(printer, 1).end() == 1
    else:
        next_one = Patient(printer, 1)
        wait_for(lambda: peer.job(1) == CANCELED)
        peer.put(wait_at="")
        assert next_one.end() == 1
    assert peer.came_out() == [f"page 1 {ON_A4}"]


@pytest.mark.parametrize(("user", "name"), [("kiosk-T02", "kiosk-T02-01234567"), ("kiosk-T01", "kiosk-T01-2-01234567")])
def test_what_others_print_is_theirs(printer: IppPrinter, peer: Printer, user: str, name: str) -> None:
    peer.put(wait_at="1")
    other = Jobs(IppLine(f"ipp://{peer.address}", 2.0), user)
    other.give_at_once(name, report(2), A4, other.printer())
    wait_for(lambda: printer.health().state == "busy")
    assert Patient(printer).end() == ("E-RPT-01", 0)
    peer.put(wait_at="")
    wait_for(lambda: peer.job(1) == COMPLETED)
    assert len(peer.came_out()) == 2


def test_a_printer_that_is_switched_on_late_is_there_by_itself(printer: IppPrinter, peer: Printer) -> None:
    peer.door.unplug()
    changes: list[Event] = []
    printer.start(changes.append)
    assert printer.health() == GONE
    assert Patient(printer).end() == ("E-RPT-01", 0)
    assert changes == []
    peer.door.plug()
    wait_for(lambda: changes == [DeviceChanged("report_printer")])
    assert printer.health() == WELL


def test_a_printer_that_forgets_everything_when_it_is_switched_off(printer: IppPrinter, peer: Printer) -> None:
    peer.put(wait_at="2")
    patient = Patient(printer)
    wait_for(lambda: patient.seen == [1])
    peer.put(wait_at="", sheets="0")
    peer.switch_off()
    peer.start()
    code_and_pages = patient.end()
    assert code_and_pages == ("E-RPT-03", 1)


def test_a_dead_line_is_not_waited_for_and_comes_back(peer: Printer) -> None:
    printer = driver(peer, timeout_s=1.0)
    peer.door.freeze()
    assert printer.health() == GONE
    assert printer.facts() == Facts()
    peer.door.thaw()
    assert printer.health() == WELL


def test_closing_calls_off_what_is_under_way(printer: IppPrinter, peer: Printer) -> None:
    peer.put(wait_at="2")
    printer.start(lambda _: None)
    patient = Patient(printer)
    wait_for(lambda: patient.seen == [1])
    printer.close()
    assert patient.end() == ("E-RPT-03", 1)
    assert peer.job(1) == CANCELED
    assert "report_printer" not in [thread.name for thread in threading.enumerate()]


def test_an_error_of_the_one_who_counts_calls_it_off_too(printer: IppPrinter, peer: Printer) -> None:
    def lose_count(page: int) -> None:
        raise ArithmeticError

    peer.put(wait_at="2")
    with pytest.raises(ArithmeticError):
        printer.print(report(3), A4, lose_count)
    assert peer.job(1) == CANCELED


def test_a_secret_line(peer: Printer) -> None:
    assert driver(peer, scheme="ipps").health() == GONE  # nobody vouches for it
    assert Patient(driver(peer, scheme="ipps", ca_file=str(peer.certificate)), 1).end() == 1
    assert driver(peer, scheme="http").health() == WELL
