"""A code in front of a scanner arrives once, whole, or not at all: on a serial line and from one that types."""

import os
import queue
import select
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.events import CodeScanned, DeviceChanged, Event
from kiosk.devices.scanners import keyboard_wedge, serial_line
from kiosk.devices.scanners.scan_lines import MOST, ScanLines, blank
from kiosk.devices.tape import Tape

WAIT_S = 20.0
CODE = "130000000000000001"

# What scanners send, as their manuals show it (suffix CR, LF or both; code in UTF-8, or GB 18030 from old slips).
SENT = [
    (b"6901234567892\r", ["6901234567892"]),
    (b"6901234567892\r\n", ["6901234567892"]),
    (b"6901234567892\n", ["6901234567892"]),
    (b"  K01-ABC \r", ["K01-ABC"]),
    (b"\r\n\r\n", []),
    (b"one\rtwo\r", ["one", "two"]),
    ("挂号单".encode() + b"\r", ["挂号单"]),
    ("挂号单".encode("gb18030") + b"\r", ["挂号单"]),
    (b"0106901234567892\x1d21AB\r", ["0106901234567892\x1d21AB"]),  # GS1: a separator within
    (b"bad\x00code\r", []),
    (b"\xff\xfe\xff\r", []),
    (b"9" * (MOST + 1) + b"\rnext\r", ["next"]),
    (b"9" * MOST + b"\r", ["9" * MOST]),
]


@pytest.mark.parametrize(("sent", "scans"), SENT)
@pytest.mark.parametrize("piece", [1, 7, 10_000])
def test_lines_are_scans_however_the_bytes_come(sent: bytes, scans: list[str], piece: int) -> None:
    lines = ScanLines()
    assert [s for at in range(0, len(sent), piece) for s in lines.feed(sent[at : at + piece])] == scans


def test_half_a_code_does_not_join_the_next_one() -> None:
    lines = ScanLines()
    assert lines.feed(b"1300000") == []
    lines.drop()
    assert lines.feed(CODE.encode() + b"\r") == [CODE]


class Scanner:
    """The far end of a serial line. Its plug is a link that the terminal's configuration names."""

    def __init__(self, folder: Path) -> None:
        self.link = folder / "ttyScanner"
        self.plug_in()

    def plug_in(self) -> None:
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(self._theirs))

    def send(self, data: bytes) -> None:
        os.write(self._ours, data)

    def pull_out(self) -> None:
        self.link.unlink()
        os.close(self._ours)
        os.close(self._theirs)


@pytest.fixture
def scanner(tmp_path: Path) -> Scanner:
    return Scanner(tmp_path)


@pytest.fixture
def heard(scanner: Scanner, tmp_path: Path) -> Iterator["queue.Queue[Event]"]:
    heard: queue.Queue[Event] = queue.Queue()
    device = serial_line.open_driver(f"serial://{scanner.link}", tape=Tape(tmp_path / "s.tape", "s", blank))
    device.start(heard.put)
    assert heard.get(timeout=WAIT_S) == DeviceChanged("scanner")
    assert device.health().usable
    yield heard
    device.close()
    assert heard.empty()


def test_a_code_comes_once_though_the_scanner_reads_it_twice(scanner: Scanner, heard: "queue.Queue[Event]") -> None:
    scanner.send(CODE.encode() + b"\r" + CODE.encode() + b"\r")
    scanner.send(b"another\r")
    assert heard.get(timeout=WAIT_S) == CodeScanned("scanner", CODE)
    assert heard.get(timeout=WAIT_S) == CodeScanned("scanner", "another")


def test_a_scanner_that_is_pulled_out_and_put_back_is_heard_again(scanner: Scanner, tmp_path: Path) -> None:
    heard: queue.Queue[Event] = queue.Queue()
    device = serial_line.open_driver(f"serial://{scanner.link}")
    device.start(heard.put)
    assert heard.get(timeout=WAIT_S) == DeviceChanged("scanner")
    scanner.pull_out()
    assert heard.get(timeout=WAIT_S) == DeviceChanged("scanner")
    assert device.health().code == "E-SCN-01"
    scanner.plug_in()
    assert heard.get(timeout=WAIT_S) == DeviceChanged("scanner")
    scanner.send(CODE.encode() + b"\r\n")
    assert heard.get(timeout=WAIT_S) == CodeScanned("scanner", CODE)
    device.close()


def test_a_tape_of_a_scanner_holds_no_code(scanner: Scanner, heard: "queue.Queue[Event]", tmp_path: Path) -> None:
    scanner.send(CODE.encode() + b"\r")
    assert heard.get(timeout=WAIT_S) == CodeScanned("scanner", CODE)
    while b"device".hex() and '"by": "device"' not in (tmp_path / "s.tape").read_text():
        select.select([], [], [], 0.01)  # the turn is written once the scanner has been silent for a moment
    written = (tmp_path / "s.tape").read_text()
    assert (b"*" * len(CODE) + b"\r").hex() in written
    assert CODE.encode().hex() not in written


def typed(text: str, apart_s: float, begin: float = 10.0) -> list[Event]:
    """What a wedge posts when these keys are pressed, so far apart."""
    wedge, heard = keyboard_wedge.open_driver(), list[Event]()
    wedge.start(heard.append)
    for n, char in enumerate(text):
        wedge.key(char, begin + n * apart_s)
    return heard


def test_what_is_typed_fast_is_a_scan() -> None:
    assert typed(CODE + "\r", 0.004) == [CodeScanned("scanner", CODE)]
    assert typed(CODE + "\rtwo\r", 0.049) == [CodeScanned("scanner", CODE), CodeScanned("scanner", "two")]


def test_the_separator_of_a_code_is_typed_too() -> None:
    assert typed("0106901234567892\x1d21AB\r", 0.004) == [CodeScanned("scanner", "0106901234567892\x1d21AB")]
    assert typed("0106\x1b21AB\r", 0.004) == [CodeScanned("scanner", "010621AB")], "other signs write nothing"


def test_what_a_person_types_is_none() -> None:
    assert typed(CODE + "\r", 0.12) == []


def test_shift_and_other_keys_that_write_nothing_do_not_break_a_code() -> None:
    wedge, heard = keyboard_wedge.open_driver(), list[Event]()
    wedge.start(heard.append)
    for n, key in enumerate(["K", "", "0", "", "1", "\r"]):
        assert wedge.key(key, n * 0.01) == (key != "")
    assert heard == [CodeScanned("scanner", "K01")]


def test_a_code_without_its_return_does_not_join_the_next() -> None:
    wedge, heard = keyboard_wedge.open_driver(), list[Event]()
    wedge.start(heard.append)
    for n, key in enumerate("1300"):
        wedge.key(key, n * 0.01)
    for n, key in enumerate(CODE + "\r"):
        wedge.key(key, 5 + n * 0.01)
    assert heard == [CodeScanned("scanner", CODE)]


def test_a_book_that_is_typed_costs_no_memory() -> None:
    assert typed("9" * 100_000 + "\r", 0.001) == []
