"""Slips printed for real, over a network port and a serial line, on a printer that plays itself; and its bad days."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.core.errors import DeviceFault
from kiosk.devices import Facts, Health, Line, Pair, Qr, ReceiptPrinter, Rule, Slip, Title, open_device
from kiosk.devices.receipt_printers.escpos import open_driver
from kiosk.dock.paper import Cut, QrCode, Raster, TextLine, read_paper
from kiosk.dock.printer import PrinterLine, ReceiptPrinterPeer
from kiosk.dock.printer_lines import SerialLine, TcpLine

SLIP = Slip(
    (
        Title("首都示范医院"),
        Line("缴费凭条", bold=True, centred=True),
        Rule(),
        Pair("患者", "张*三"),
        Pair("阿莫西林克拉维酸钾分散片 0.2285g×12片", "¥1,234.50"),
        Pair("实付", "¥1,234.50", bold=True),
        Line("请到一楼药房取药。Keep this slip."),
        Qr("T01-ABCDEFGH"),
    )
)


@pytest.fixture(params=[TcpLine, SerialLine])
def peer(request: pytest.FixtureRequest) -> Iterator[ReceiptPrinterPeer]:
    line: Callable[[], PrinterLine] = request.param
    peer = ReceiptPrinterPeer(line())
    yield peer
    peer.close()
    assert peer.complaints == []


@pytest.fixture
def printer(peer: ReceiptPrinterPeer) -> ReceiptPrinter:
    return open_driver(peer.connection, timeout_s=1.0, print_s=3.0)


def fault(printer: ReceiptPrinter) -> str:
    with pytest.raises(DeviceFault) as raised:
        printer.print(SLIP)
    return raised.value.code


def test_every_line_is_on_the_paper_in_correct_chinese(printer: ReceiptPrinter, peer: ReceiptPrinterPeer) -> None:
    printer.print(SLIP)
    items = read_paper(peer.slips[0])
    texts = [item.text for item in items if isinstance(item, TextLine)]
    assert texts == [
        "首都示范医院",
        "缴费凭条",
        "-" * 48,
        "患者" + " " * 39 + "张*三",
        "阿莫西林克拉维酸钾分散片",
        "0.2285g×12片" + " " * 25 + "￥1,234.50",
        "实付" + " " * 34 + "￥1,234.50",
        "请到一楼药房取药。Keep this slip.",
        "",
    ]
    title, subtitle, total = (
        next(i for i in items if isinstance(i, TextLine) and w in i.text) for w in ("首都", "凭条", "实付")
    )
    assert [(span.style.wide, span.style.high) for span in title.spans] == [(2, 2)]
    assert (title.align, subtitle.align, total.align) == ("centre", "centre", "left")
    assert all(span.style.bold for line in (title, subtitle, total) for span in line.spans)
    assert [item.text for item in items if isinstance(item, QrCode)] == ["T01-ABCDEFGH"]
    assert isinstance(items[-1], Cut)


def test_a_printer_in_good_health(printer: ReceiptPrinter, peer: ReceiptPrinterPeer) -> None:
    assert printer.health() == Health("online", "full", cover_open=False)
    peer.paper_low()
    assert printer.health() == Health("online", "low", cover_open=False)
    printer.print(SLIP)
    assert len(peer.slips) == 1


@pytest.mark.parametrize(
    ("verb", "code", "mended"),
    [
        ("paper_out", "E-PRN-02", "refill"),
        ("jam", "E-PRN-05", "clear_jam"),
        ("open_cover", "E-PRN-04", "close_cover"),
        ("unplug", "E-PRN-01", "plug"),
    ],
)
def test_what_is_wrong_before_is_known_before(
    printer: ReceiptPrinter, peer: ReceiptPrinterPeer, verb: str, code: str, mended: str
) -> None:
    getattr(peer, verb)()
    assert printer.health().code == code
    assert not printer.health().usable
    assert fault(printer) == code
    getattr(peer, mended)()
    assert printer.health().usable
    printer.print(SLIP)
    assert (len(peer.slips), peer.torn) == (1, [])


def test_paper_that_ends_in_the_middle_does_not_print_the_rest_for_the_next_patient(
    printer: ReceiptPrinter, peer: ReceiptPrinterPeer
) -> None:
    peer.out_after(4)
    assert printer.health().paper == "full"
    assert fault(printer) == "E-PRN-03"
    assert printer.health().paper == "out"
    peer.refill()
    assert (peer.slips, len(peer.torn)) == ([], 1)
    printer.print(Slip((Line("下一位"),)))
    assert [item.text for item in read_paper(peer.slips[0]) if isinstance(item, TextLine)] == ["下一位"]


def test_paper_that_ends_with_the_last_line_is_no_fault_of_this_slip(
    printer: ReceiptPrinter, peer: ReceiptPrinterPeer
) -> None:
    slip = Slip((Line("一"), Line("二")))
    peer.out_after(3)
    printer.print(slip)
    assert len(peer.slips) == 1
    with pytest.raises(DeviceFault) as raised:
        printer.print(slip)
    assert raised.value.code == "E-PRN-03"


def test_the_plug_pulled_while_it_prints(printer: ReceiptPrinter, peer: ReceiptPrinterPeer) -> None:
    peer.at_line(3, peer.unplug)
    assert fault(printer) == "E-PRN-03"
    assert peer.slips == []
    peer.plug()
    printer.print(SLIP)
    assert len(peer.slips) == 1


@pytest.mark.parametrize("verb", ["jam", "open_cover"])
def test_a_fault_in_the_middle_is_a_torn_slip(printer: ReceiptPrinter, peer: ReceiptPrinterPeer, verb: str) -> None:
    peer.at_line(3, getattr(peer, verb))
    assert fault(printer) == "E-PRN-03"
    peer.clear_jam()
    peer.close_cover()
    assert (peer.slips, len(peer.torn)) == ([], 1)


def test_a_printer_that_never_says_it_is_done_is_not_believed(
    printer: ReceiptPrinter, peer: ReceiptPrinterPeer
) -> None:
    peer.at_line(3, peer.pause)
    began = time.monotonic()
    assert fault(printer) == "E-PRN-03"
    assert time.monotonic() - began < 20
    peer.resume()
    assert (peer.slips, len(peer.torn)) == ([], 1)


def test_a_printer_that_hangs_in_the_middle_is_not_waited_for(
    printer: ReceiptPrinter, peer: ReceiptPrinterPeer
) -> None:
    peer.at_line(3, peer.freeze)
    assert fault(printer) == "E-PRN-03"
    assert peer.slips == []


def test_a_silent_printer_takes_no_longer_than_its_timeout(printer: ReceiptPrinter, peer: ReceiptPrinterPeer) -> None:
    peer.freeze()
    began = time.monotonic()
    assert printer.health() == Health("offline", code="E-PRN-01")
    assert time.monotonic() - began < 20
    peer.thaw()
    assert printer.health().usable


def test_who_it_is_it_says_itself(printer: ReceiptPrinter, peer: ReceiptPrinterPeer) -> None:
    assert printer.facts() == Facts("KIOSK RP-1", "1.07 PLAYED")
    peer.speak_up()
    assert printer.facts() == Facts("KIOSK RP-1", "1.07 PLAYED")


def test_a_printer_that_does_not_say_who_it_is_costs_one_timeout(
    printer: ReceiptPrinter, peer: ReceiptPrinterPeer
) -> None:
    peer.paper_out()
    began = time.monotonic()
    assert printer.facts() == Facts()
    assert time.monotonic() - began < 20
    peer.refill()
    printer.print(SLIP)  # what it says late is no answer to anything
    peer.unplug()
    assert printer.facts() == Facts()


class EarlyLine(TcpLine):
    """Here somebody sees each answer that the printer gives."""

    seen: Callable[[bytes], None]

    def send(self, data: bytes) -> None:
        super().send(data)
        self.seen(data)


def test_a_look_from_the_lobby_and_a_slip_do_not_disturb_each_other(
    printer: ReceiptPrinter, peer: ReceiptPrinterPeer
) -> None:
    """Two on one line would hear each other's answers; on a serial line the second would find it taken."""
    looks = [threading.Thread(target=lambda: seen.append(printer.health())) for _ in range(4)]
    seen: list[Health] = []
    for look in looks:
        look.start()
    printer.print(SLIP)
    for look in looks:
        look.join(20)
    assert {health.state for health in seen} <= {"online", "busy"}
    assert (len(seen), len(peer.slips), peer.torn) == (4, 1, [])


@pytest.mark.parametrize("verb", ["hold_button", "overheat"])
def test_what_passes_by_itself_is_waited_for(verb: str) -> None:
    line = EarlyLine()
    peer = ReceiptPrinterPeer(line)

    answers: list[bytes] = []

    def seen(said: bytes) -> None:
        answers.append(said)
        if len(answers) == 12:  # it told three times that it is well, and then more than once that it is busy
            peer.release_button()
            peer.cool()

    line.seen = seen
    peer.at_line(3, getattr(peer, verb))
    open_driver(peer.connection, timeout_s=20, print_s=20).print(SLIP)
    peer.close()
    assert (len(peer.slips), peer.torn) == (1, [])
    assert answers[11] != b"\x00"


def test_a_button_that_is_held_on_and_on(printer: ReceiptPrinter, peer: ReceiptPrinterPeer) -> None:
    peer.hold_button()
    assert printer.health() == Health("busy", "full", cover_open=False, code="E-PRN-01")
    assert fault(printer) == "E-PRN-01"
    peer.release_button()
    assert (printer.health().usable, peer.slips) == (True, [])


def test_a_printer_that_broke_down(printer: ReceiptPrinter, peer: ReceiptPrinterPeer) -> None:
    peer.break_down()
    assert printer.health() == Health("hardware_error", "full", cover_open=False, code="E-PRN-05")
    assert fault(printer) == "E-PRN-05"


def test_what_a_printer_says_of_its_own_accord_is_not_the_word_that_the_slip_is_out(
    printer: ReceiptPrinter, peer: ReceiptPrinterPeer
) -> None:
    """The three last bytes of an automatic status look like the answer to the question whether the slip is out."""
    peer.speak_up()

    def nears_its_end() -> None:
        peer.paper_low()
        peer.out_after(2)

    peer.at_line(2, nears_its_end)
    assert fault(printer) == "E-PRN-03"
    peer.refill()
    assert (peer.slips, len(peer.torn)) == ([], 1)
    printer.print(SLIP)
    assert len(peer.slips) == 1


def test_rare_names_are_drawn(printer: ReceiptPrinter, peer: ReceiptPrinterPeer) -> None:
    printer.print(Slip((Pair("患者", "䶮*𬭎"), Line("平常"))))
    rare, plain, _ = read_paper(peer.slips[0])[:3]
    assert isinstance(rare, Raster)
    assert rare.width == 576
    assert isinstance(plain, TextLine)


def test_small_paper(peer: ReceiptPrinterPeer) -> None:
    open_driver(peer.connection, dots=384).print(SLIP)
    assert "-" * 32 in [item.text for item in read_paper(peer.slips[0]) if isinstance(item, TextLine)]


def test_a_plain_file_collects_slips_and_claims_to_know_nothing(tmp_path: Path) -> None:
    file = tmp_path / "slips.bin"
    printer = open_driver(f"file://{file}")
    assert printer.health() == Health("online", paper=None, cover_open=None)
    printer.print(SLIP)
    printer.print(Slip((Line("第二张"),)))
    texts = [item.text for item in read_paper(file.read_bytes()) if isinstance(item, TextLine)]
    assert texts[0] == "首都示范医院"
    assert texts[-1] == "第二张"


def test_a_device_that_swallows_everything_is_believed() -> None:
    printer = open_driver("file:///dev/null", timeout_s=0.3)
    printer.print(SLIP)
    assert printer.health() == Health("online", paper=None, cover_open=None)
    assert printer.facts() == Facts()


def test_a_device_file_that_is_not_there(tmp_path: Path) -> None:
    for place in (f"{tmp_path}/none/lp0", "/dev/no-such-printer"):
        printer = open_driver(f"file://{place}")
        assert printer.health() == Health("offline", code="E-PRN-01")
        assert fault(printer) == "E-PRN-01"
        assert not Path(place).exists()


@pytest.mark.parametrize(
    "connection",
    [
        "",
        "tcp://",
        "tcp://host",
        "tcp://h:port",
        "usb://1",
        "serial://",
        "serial:///dev/ttyS0?baud=fast",
        "serial:///dev/ttyS0?baud=0",
        "serial:///dev/ttyS0?buad=9600",
        "/dev/lp0",
    ],
)
def test_a_connection_that_cannot_be_is_refused_at_start(connection: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # ours, or that of a port that is no number
        open_device("receipt_printers", "escpos", connection=connection)
