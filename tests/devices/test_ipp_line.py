"""Answers that no printer gives, and addresses that are none."""

import queue
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from typing import cast

import pytest

from kiosk.devices import Facts, Health, open_device
from kiosk.devices.ipp import About, Attribute, Group, Operation, Tag, decode, encode
from kiosk.devices.ipp.decode import MOST_BYTES
from kiosk.devices.ipp.line import IppLine, NoAnswer
from kiosk.devices.report_printers import ipp
from kiosk.devices.report_printers.ipp import open_driver
from kiosk.devices.report_printers.ipp_jobs import Jobs

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nConnection: close\r\n\r\n"
ASKED = encode(0, 1, (Attribute("status-message", Tag.TEXT, ("successful-ok",)),))


class Odd:
    """Whatever is asked, it answers so, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answer = b""
        self.heard = b""
        self.trickle: Callable[[socket.socket], None] | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line:
                self.heard = b""
                while not self.heard.endswith(b"\x03"):
                    self.heard += line.recv(65_536)
                try:
                    if self.trickle is not None:
                        self.trickle(line)
                    line.sendall(self.answer)
                    line.shutdown(socket.SHUT_WR)
                    line.recv(1)
                except OSError:
                    continue  # it had enough


@pytest.fixture
def odd() -> Iterator[Odd]:
    odd = Odd()
    yield odd
    odd.close()


def ask(odd: Odd) -> str:
    """Why there is no answer; empty when there is one."""
    try:
        IppLine(f"http://127.0.0.1:{odd.port}/ipp", 5.0).ask(Operation.GET_JOBS)
    except NoAnswer as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (OK + ASKED, ""),
        (OK + b"<html>", "no answer of a printer"),
        (OK + ASKED[:-5], "no answer of a printer"),
        (OK + ASKED[:4] + struct.pack(">i", 7) + ASKED[8:], "the answer to another question"),
        (OK + ASKED + bytes(MOST_BYTES), "an endless answer"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "HTTP 404"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", "HTTP 302"),
        (b"HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n", "HTTP 426"),
        (OK.replace(b"\r\n\r\n", b"\r\nContent-Length: 999\r\n\r\n") + ASKED, "ChunkedEncodingError"),
        (OK.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n") + ASKED, "ContentDecodingError"),
        (b"SSH-2.0-OpenSSH_9\r\n", "ConnectionError"),
        (b"", "ConnectionError"),
    ],
)
def test_what_is_no_answer_is_not_believed(odd: Odd, answer: bytes, why: str) -> None:
    odd.answer = answer
    assert ask(odd).startswith(why)
    assert bool(ask(odd)) == bool(why)


def test_a_printer_that_never_ends_its_answer_is_given_up(odd: Odd) -> None:
    """It says one more line of its head every now and then, and every one of them comes in time."""
    ended = threading.Event()

    def trickle(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not ended.wait(0.05):
            line.sendall(b"y")

    odd.trickle = trickle
    answer: list[str] = []

    def question() -> None:
        with pytest.raises(NoAnswer) as given_up:
            IppLine(f"http://127.0.0.1:{odd.port}/ipp", 0.3).ask(Operation.GET_JOBS)
        answer.append(str(given_up.value))

    asking = threading.Thread(target=question, daemon=True)
    asking.start()
    asking.join(20)
    ended.set()
    assert len(answer) == 1, "nobody was waiting for it any more"


def test_a_device_that_is_no_printer_is_offline(odd: Odd) -> None:
    odd.answer = OK + b"\x00" * 50
    printer = open_driver(f"ipp://127.0.0.1:{odd.port}/ipp/print")
    assert printer.health() == Health("offline", code="E-RPT-01")
    assert printer.facts() == Facts()


@pytest.mark.parametrize(
    ("connection", "uri"),
    [
        ("ipp://127.0.0.1:{port}/ipp/print", "ipp://127.0.0.1:{port}/ipp/print"),
        ("http://127.0.0.1:{port}/printers/a4", "ipp://127.0.0.1:{port}/printers/a4"),
        ("ipp://127.0.0.1:{port}", "ipp://127.0.0.1:{port}/"),
    ],
)
def test_each_form_of_an_address_leads_to_the_printer(odd: Odd, connection: str, uri: str) -> None:
    odd.answer = OK + ASKED
    IppLine(connection.format(port=odd.port), 5.0).ask(Operation.GET_JOBS)
    head, _, body = odd.heard.partition(b"\r\n\r\n")
    assert b"\r\nContent-Type: application/ipp\r\n" in head
    assert decode(body).first(About.OPERATION).text("printer-uri") == uri.format(port=odd.port)


def test_the_ports_of_the_standards() -> None:
    assert IppLine("ipp://printer.example/ipp/print", 1).uri == "ipp://printer.example:631/ipp/print"
    assert IppLine("ipps://printer.example/ipp/print", 1).uri == "ipps://printer.example:631/ipp/print"
    assert IppLine("http://printer.example/p", 1).uri == "ipp://printer.example:80/p"
    assert IppLine("https://[fe80::1]/p", 1).uri == "ipps://[fe80::1]:443/p"


@pytest.mark.parametrize(
    "connection", ["", "ipp://", "10.0.0.7", "tcp://10.0.0.7:9100", "ipp://h:port/", "ipp://me:secret@h/ipp"]
)
def test_an_address_that_cannot_be_is_refused_at_start(connection: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # ours, or that of a port that is no number
        open_device("report_printers", "ipp", connection=connection)


def test_a_certificate_that_is_not_there_is_no_answer() -> None:
    """Whoever watches the printer goes on watching: the file may come back."""
    with pytest.raises(NoAnswer):
        IppLine("ipps://127.0.0.1:9/ipp/print", 1, "/nowhere/printer.pem").ask(Operation.GET_PRINTER_ATTRIBUTES)


class Erring:
    """What is asked of a printer, by a driver with a slip of ours in it."""

    def __init__(self) -> None:
        self.asked = 0

    def printer(self) -> Group:
        self.asked += 1
        if self.asked == 2:
            raise KeyError("a slip of ours")
        return Group(About.PRINTER, {"printer-state": (3,)})

    def ours(self) -> tuple[()]:
        return ()


def test_an_error_that_nobody_foresaw_does_not_end_the_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ipp, "WATCH_S", 0.01)
    told: queue.Queue[str] = queue.Queue()
    printer = ipp.IppPrinter("reports", cast(Jobs, Erring()), "kiosk-K01", 1.0, 1.0)
    printer.start(lambda _: told.put(printer.health().state))
    heard = [told.get(timeout=20) for _ in range(3)]
    printer.close()
    assert heard == ["online", "offline", "online"]
