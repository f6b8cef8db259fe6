"""The printer that plays itself, heard on the wire as a driver hears it."""

import socket
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.dock.paper_commands import COMMANDS
from kiosk.dock.printer import ReceiptPrinterPeer
from kiosk.dock.printer_lines import Receive, TcpLine

LINE = b"text\n"
CUT = b"\x1dV\x00"
DONE = b"\x1dr\x01"


class Caller:
    """Somebody who calls the printer's port."""

    def __init__(self, peer: ReceiptPrinterPeer) -> None:
        self.line = socket.create_connection(("127.0.0.1", int(peer.connection.rsplit(":", 1)[1])), 5)
        self.line.settimeout(5)

    def ask(self, data: bytes) -> int:
        self.line.sendall(data)
        return self.line.recv(1)[0]

    def status(self, n: int) -> int:
        return self.ask(bytes((0x10, 0x04, n)))


@pytest.fixture
def peer() -> Iterator[ReceiptPrinterPeer]:
    peer = ReceiptPrinterPeer(TcpLine())
    yield peer
    peer.close()


def test_its_answers_follow_the_reference(peer: ReceiptPrinterPeer) -> None:
    caller = Caller(peer)

    def answers() -> list[int]:
        return [caller.status(n) for n in (1, 2, 3, 4)]

    assert answers() == [0x12, 0x12, 0x12, 0x12]
    peer.paper_low()
    assert answers() == [0x12, 0x12, 0x12, 0x1E]
    peer.paper_out()
    assert answers() == [0x1A, 0x32, 0x12, 0x7E]
    peer.refill()
    peer.open_cover()
    assert answers() == [0x1A, 0x16, 0x12, 0x12]
    peer.close_cover()
    peer.jam()
    assert answers() == [0x1A, 0x52, 0x1A, 0x12]
    peer.clear_jam()
    assert answers() == [0x12, 0x12, 0x12, 0x12]


def test_a_question_within_data_is_answered_and_is_not_on_the_paper(peer: ReceiptPrinterPeer) -> None:
    caller = Caller(peer)
    assert caller.ask(LINE + b"te\x10\x04\x01xt\n" + CUT) == 0x12
    assert peer.wait_for_slips(1, 5)
    assert peer.slips == [LINE + LINE + CUT]


def test_the_dots_of_a_picture_are_no_question(peer: ReceiptPrinterPeer) -> None:
    caller = Caller(peer)
    picture = b"\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01"
    assert caller.ask(picture + CUT + DONE) == 0x00  # the first answer is to the last question
    assert peer.slips == [picture + CUT]


def test_without_paper_it_answers_at_once_but_prints_later(peer: ReceiptPrinterPeer) -> None:
    caller = Caller(peer)
    peer.out_after(1)
    caller.line.sendall(LINE + LINE + CUT + DONE)
    assert caller.status(4) == 0x7E
    assert peer.slips == []
    peer.refill()
    assert caller.line.recv(1) == b"\x00"
    assert peer.slips == [LINE + LINE + CUT]


def test_it_forgets_on_request(peer: ReceiptPrinterPeer) -> None:
    caller = Caller(peer)
    peer.out_after(1)
    caller.line.sendall(LINE + LINE + CUT)
    caller.line.sendall(bytes.fromhex("10140801031401060208"))
    assert caller.status(1) == 0x1A
    peer.refill()
    assert caller.ask(LINE + CUT + DONE) == 0x00
    assert (peer.torn, peer.slips) == ([LINE], [LINE + CUT])


def test_without_its_plug_it_answers_nobody_and_comes_back_at_the_same_port(peer: ReceiptPrinterPeer) -> None:
    caller = Caller(peer)
    assert caller.status(1) == 0x12
    peer.unplug()
    assert caller.line.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        Caller(peer)
    peer.plug()
    assert Caller(peer).status(1) == 0x12


def test_callers_are_served_one_after_the_other(peer: ReceiptPrinterPeer) -> None:
    first, second = Caller(peer), Caller(peer)
    second.line.sendall(b"\x10\x04\x01")
    assert first.status(1) == 0x12
    first.line.close()
    assert second.line.recv(1) == b"\x12"


def test_what_it_does_not_understand_it_complains_about(peer: ReceiptPrinterPeer) -> None:
    caller = Caller(peer)
    assert caller.ask(LINE + b"\x1b\x01" + LINE + CUT + DONE) == 0x00
    assert peer.complaints
    assert peer.complaints[0].startswith("byte 5:")


def test_who_listens_hears_of_each_slip() -> None:
    heard: list[bytes] = []
    peer = ReceiptPrinterPeer(TcpLine(), heard.append)
    assert Caller(peer).ask(LINE + CUT + LINE + CUT + DONE) == 0x00
    peer.close()
    assert heard == [LINE + CUT] * 2


class TalkingLine:
    """A line in which the test speaks for the wire."""

    connection = ""

    def __init__(self) -> None:
        self.sent = b""

    def start(self, receive: Receive) -> None:
        self.receive = receive

    def send(self, data: bytes) -> None:
        self.sent += data

    def unplug(self) -> None: ...

    def plug(self) -> None: ...

    def close(self) -> None: ...


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(sorted(COMMANDS)), st.binary(max_size=12)), max_size=12))
def test_no_nonsense_stops_it(parts: list[bytes]) -> None:
    line = TalkingLine()
    peer = ReceiptPrinterPeer(line)
    for part in parts:
        line.receive(part)
    peer.unplug()  # and with it goes what was half received
    peer.plug()
    line.sent = b""
    line.receive(LINE + CUT + b"\x10\x04\x01")
    assert line.sent == b"\x12"
    assert peer.slips[-1].endswith(LINE + CUT)


def test_a_slow_slip_comes_late_and_one_whose_plug_is_pulled_meanwhile_never(peer: ReceiptPrinterPeer) -> None:
    peer.slow_printer(0.2)
    Caller(peer).line.sendall(LINE + CUT)
    assert peer.wait_for_slips(1, 20)

    peer.slow_printer(3600)
    caller = Caller(peer)
    caller.line.sendall(LINE + CUT)
    assert caller.status(1) == 0x12  # it still answers
    peer.unplug()
    assert (len(peer.slips), peer.torn) == (1, [LINE])

    peer.plug()
    peer.slow_printer(0)
    Caller(peer).line.sendall(LINE + CUT)
    assert peer.wait_for_slips(2, 20)
