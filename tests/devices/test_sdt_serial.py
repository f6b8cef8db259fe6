"""Identity cards over a serial line: read once, told when gone, whatever the line, the card or the module does."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from card_module import (
    COMPATRIOT,
    FOREIGNER_2017,
    FOREIGNER_2023,
    PHOTO,
    CardModule,
    amid_noise,
    behind_a_false_head,
    citizen,
    frame,
    half,
    silence,
    text,
    wrong_checksum,
)

from kiosk.config import Config, Device, Gateway, Journal, Terminal
from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable, DeviceChanged, Event, Holder
from kiosk.core.screens import Way
from kiosk.devices import Facts, Health, line_thread
from kiosk.devices.id_cards import sdt_module, sdt_serial
from kiosk.devices.id_cards.sdt_serial import BAUDS, SdtReader, open_driver
from kiosk.devices.tape import Tape
from kiosk.devices.wires import open_wire
from kiosk.machine import open_machine
from kiosk.selftest.replay import Player, load_tape

NUMBER, OTHER = "990100199001011234", "990100198502029999"
LONG_S = 20.0  # for a loaded machine; nothing here needs it


class Bench:
    """A reader with its module, and what the reader has told."""

    def __init__(self, folder: Path, photo: str = "", query: str = "") -> None:
        self.module = CardModule(folder / "tty")
        self.heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.reader = open_driver("id", f"serial://{folder / 'tty'}{query}", photo)

    def hear(self) -> Event:
        return self.heard.get(timeout=LONG_S)

    def begin(self) -> None:
        self.module.plug()
        self.reader.start(self.heard.put)
        assert self.hear() == DeviceChanged("id")
        assert self.reader.health() == Health("online")

    def end(self) -> None:
        self.reader.close()
        self.module.unplug()

    def hear_card(self) -> CardRead:
        assert self.hear() == CardSeen("id")
        read = self.hear()
        assert isinstance(read, CardRead), read
        assert (read.reader, read.carrier) == ("id", "id_card")
        return read

    def hear_no_card(self, code: str) -> None:
        assert [self.hear(), self.hear()] == [CardSeen("id"), CardUnreadable("id", code)]

    def after(self, questions: int) -> None:
        """Returns once the module was asked so many more questions."""
        enough, more = threading.Event(), iter(range(questions))

        def count(command: str) -> None:
            if next(more, None) is None:
                enough.set()

        self.module.before = count
        assert enough.wait(LONG_S)


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses of a lobby are too long for tests; how long an answer may take to begin stays as it is."""
    monkeypatch.setattr(sdt_module, "GAP_S", 0.15)
    monkeypatch.setattr(sdt_serial, "POLL_S", 0.01)
    monkeypatch.setattr(sdt_serial, "AGAIN_S", 0.05)
    monkeypatch.setattr(line_thread, "AGAIN_S", 0.05)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    made.begin()
    yield made
    made.end()


@contextmanager
def opened(folder: Path, **settings: str) -> Iterator[Bench]:
    """A bench that has not begun yet."""
    made = Bench(folder, **settings)
    yield made
    made.end()


def test_a_card_is_told_once_and_again_only_after_it_left(bench: Bench) -> None:
    bench.module.lay(citizen())
    read = bench.hear_card()
    assert read.number == NUMBER
    assert read.holder == Holder("张三丰", "1", "01", "19900101", "无名省无名市无名路1号", "无名市公安局")
    bench.after(6)
    assert bench.heard.empty()  # it still lies there
    bench.module.take()
    assert bench.hear() == CardGone("id")
    bench.module.lay(citizen())
    assert bench.hear_card().number == NUMBER
    assert bench.module.asked.count("read") == 2


@pytest.mark.parametrize("kind", ["forgetful", "old", "both"])
def test_modules_of_other_habits_tell_a_card_once_too(bench: Bench, kind: str) -> None:
    """Some find a card that never left again and again; some do not know the question after its later address."""
    bench.module.forgetful, bench.module.old = kind != "old", kind != "forgetful"
    bench.module.lay(citizen())
    assert bench.hear_card().number == NUMBER
    if kind != "old":  # it cannot tell whether a card that it found once has gone
        bench.after(9)
        assert bench.heard.empty()
        bench.module.take()
    assert bench.hear() == CardGone("id")
    bench.module.lay(citizen("李四", OTHER))
    assert bench.hear_card().number == OTHER


def test_a_card_that_took_the_others_place_at_once_is_another(bench: Bench) -> None:
    bench.module.lay(citizen())
    bench.hear_card()
    bench.module.lay(citizen("李四", OTHER))
    assert bench.hear() == CardGone("id")
    assert bench.hear_card().number == OTHER


PERMITS = {
    "compatriot": (
        text(
            COMPATRIOT,
            *("陈大文", "2", "", "19850202", "无名路2号", "810000198502020026", "某局", "20190101", "长期"),
            *("H12345678", "01", "", "J", ""),
        ),
        "810000198502020026",
        Holder("陈大文", "2", "", "19850202", "无名路2号", "某局"),
    ),
    "foreigner 2017": (
        text(
            FOREIGNER_2017,
            *("NOBODY, JOHN", "1", "XXA990180030599", "XXA", "", "20180101", "20991231", "19800305", "01", "1234"),
            *("I", ""),
        ),
        "XXA990180030599",
        Holder("NOBODY, JOHN", "1", "XXA", "19800305", expires="20991231"),
    ),
    "foreigner 2023": (
        text(
            FOREIGNER_2023,
            *("", "2", "00", "19800305", "NOBODY OF NOWHERE IN PARTICULAR THE", "910840198003056014", ""),
            *("20231201", "20331130", " ELEVENTH", "XXA", "Y", ""),
        ),
        "910840198003056014",
        Holder("NOBODY OF NOWHERE IN PARTICULAR THE ELEVENTH", "2", "XXA", "19800305", expires="20331130"),
    ),
}


@pytest.mark.parametrize("permit", PERMITS)
def test_permits_are_identity_cards(bench: Bench, permit: str) -> None:
    card, number, holder = PERMITS[permit]
    bench.module.lay(card)
    read = bench.hear_card()
    assert (read.number, read.holder) == (number, holder)
    assert number not in repr(read)


@pytest.mark.parametrize(
    ("command", "bend"),
    [
        ("find", amid_noise),
        ("find", wrong_checksum),
        ("find", half),
        ("select", amid_noise),
        ("select", wrong_checksum),
        ("read", amid_noise),
        ("read", wrong_checksum),
        ("read", half),
    ],
)
def test_a_bad_line_costs_a_moment_not_the_card(bench: Bench, command: str, bend: object) -> None:
    bench.module.bends[command] = [bend]  # type: ignore[list-item]
    bench.module.lay(citizen())
    assert bench.hear_card().number == NUMBER


def test_noise_that_looks_like_a_frame_costs_no_second_question(bench: Bench) -> None:
    bench.module.bends["read"] = [behind_a_false_head]
    bench.module.lay(citizen())
    assert bench.hear_card().number == NUMBER
    assert bench.module.asked.count("read") == 1


def test_an_answer_that_comes_too_late_answers_nothing_else(bench: Bench) -> None:
    bench.module.say(frame(0, 0, 0x80))
    bench.after(4)
    for card, number in ((citizen(), NUMBER), (citizen("李四", OTHER), OTHER)):
        bench.module.lay(card)
        assert bench.hear_card().number == number
        bench.module.take()
        assert bench.hear() == CardGone("id")


def test_a_line_that_is_always_bad_is_told(bench: Bench) -> None:
    bench.module.bends["read"] = [wrong_checksum, half, wrong_checksum]
    bench.module.lay(citizen())
    bench.hear_no_card("E-CRD-07")
    assert bench.module.asked.count("read") == 3


def test_a_card_that_was_pulled_in_the_middle(bench: Bench) -> None:
    bench.module.before = lambda command: bench.module.take() if command == "read" else None
    bench.module.lay(citizen())
    bench.hear_no_card("E-CRD-01")
    assert bench.hear() == CardGone("id")


def test_a_card_that_was_only_waved(bench: Bench) -> None:
    bench.module.before = lambda command: bench.module.take() if command == "select" else None
    bench.module.lay(citizen())
    bench.hear_no_card("E-CRD-01")
    assert bench.hear() == CardGone("id")


def test_a_module_that_says_nothing_of_a_card(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sdt_module, "READ_S", 0.1)
    bench.module.bends["read"] = [silence]
    bench.module.lay(citizen())
    bench.hear_no_card("E-CRD-03")
    assert bench.hear() == CardGone("id")
    bench.module.lay(citizen())
    assert bench.hear_card().number == NUMBER


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (citizen(until="20200101"), "E-CRD-06"),
        (citizen(until=""), "E-CRD-07"),
        (citizen(until="20261340"), "E-CRD-07"),
        (citizen(number="990100199001011235"), "E-CRD-07"),
        (citizen(number=""), "E-CRD-07"),
        (citizen()[:248] + "Q".encode("utf-16-le") + citizen()[250:], "E-CRD-02"),
    ],
)
def test_cards_that_are_not_taken(bench: Bench, card: bytes, code: str) -> None:
    bench.module.lay(card)
    bench.hear_no_card(code)
    bench.after(6)
    assert bench.heard.empty()  # told once while it lies there
    bench.module.take()
    assert bench.hear() == CardGone("id")


def test_another_chip_card_on_the_module(bench: Bench) -> None:
    refused = bytes.fromhex("AAAAAA9669000400004044")
    bench.module.bends["select"] = [lambda answer: refused]
    bench.module.lay(citizen())
    bench.hear_no_card("E-CRD-02")


def test_the_last_day_is_a_good_day(tmp_path: Path) -> None:
    module = CardModule(tmp_path / "tty")
    module.lay(citizen(until="20270228"))
    heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
    days = [date(2027, 2, 28), date(2027, 3, 1)]
    reader = SdtReader("id", partial(open_wire, f"serial://{tmp_path / 'tty'}", 1.0), BAUDS, "", partial(days.pop, 0))
    module.plug()
    reader.start(heard.put)
    assert [heard.get(timeout=LONG_S) for _ in range(2)] == [DeviceChanged("id"), CardSeen("id")]
    assert isinstance(heard.get(timeout=LONG_S), CardRead)
    module.lay(citizen(until="20270228"))
    assert [heard.get(timeout=LONG_S) for _ in range(2)] == [CardGone("id"), CardSeen("id")]
    assert heard.get(timeout=LONG_S) == CardUnreadable("id", "E-CRD-06")
    reader.close()
    module.unplug()


@pytest.mark.parametrize("baud", [57600, 9600])
def test_a_module_that_was_set_to_another_rate_is_found(tmp_path: Path, baud: int) -> None:
    with opened(tmp_path) as bench:
        bench.module.baud = baud
        bench.begin()
        assert bench.reader.facts() == Facts(
            "SDT 05.03-20120629-0000202551-0123456789",
            can={"module": "05.03-20120629-0000202551-0123456789", "baud": baud, "photo": False},
        )
        bench.module.lay(citizen())
        assert bench.hear_card().number == NUMBER


def test_a_rate_that_was_configured_is_the_only_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sdt_serial, "SILENCES", 1)
    with opened(tmp_path, query="?baud=38400") as bench:
        bench.module.baud = 38400
        bench.begin()
        assert bench.reader.facts().can["baud"] == 38400
        bench.module.baud = 19200
        assert bench.hear() == DeviceChanged("id")
        assert bench.reader.health() == Health("offline", code="E-CRD-04")
        bench.module.baud = 38400
        assert bench.hear() == DeviceChanged("id")


def test_the_plug_is_pulled_and_put_back(bench: Bench) -> None:
    bench.module.lay(citizen())
    bench.hear_card()
    bench.module.unplug()
    assert [bench.hear(), bench.hear()] == [CardGone("id"), DeviceChanged("id")]
    assert bench.reader.health() == Health("offline", code="E-CRD-04")
    bench.module.lay(citizen())
    bench.module.plug()
    assert bench.hear() == DeviceChanged("id")
    assert bench.reader.health() == Health("online")
    assert bench.hear_card().number == NUMBER


def test_the_plug_is_pulled_while_a_card_is_read(bench: Bench) -> None:
    bench.module.before = lambda command: bench.module.unplug() if command == "read" else None
    bench.module.lay(citizen())
    bench.hear_no_card("E-CRD-03")
    assert [bench.hear(), bench.hear()] == [CardGone("id"), DeviceChanged("id")]


def test_absent_at_the_start_and_there_later(tmp_path: Path) -> None:
    with opened(tmp_path) as bench:
        bench.reader.start(bench.heard.put)
        assert bench.reader.health() == Health("offline", code="E-CRD-04")
        assert bench.reader.facts().model is None
        bench.module.plug()
        assert bench.hear() == DeviceChanged("id")
        assert bench.reader.health().usable


def test_a_module_that_is_ill_says_so_and_may_get_well(tmp_path: Path) -> None:
    with opened(tmp_path) as bench:
        bench.module.status = 0x60
        bench.module.plug()
        bench.reader.start(bench.heard.put)
        assert bench.hear() == DeviceChanged("id")
        assert bench.reader.health() == Health("hardware_error", code="E-CRD-04")
        assert not bench.reader.health().usable
        bench.module.status = 0x90
        assert bench.hear() == DeviceChanged("id")
        assert bench.reader.health() == Health("online")


def test_nothing_is_left_over_after_closing(tmp_path: Path) -> None:
    with opened(tmp_path) as bench:
        before = threading.active_count()
        bench.begin()
        bench.module.bends["read"] = [silence]
        bench.module.lay(citizen())
        assert bench.hear() == CardSeen("id")
        bench.reader.close()
        bench.module.unplug()
        assert threading.active_count() == before
        assert bench.heard.empty()


DECODERS = {
    "good": "def decode(raw):\n    print('hello from the vendor')\n    return b'GIF' + raw[:2]\n",
    "crash": "import os\ndef decode(raw):\n    os.abort()\n",
    "wrong": "def decode(raw):\n    return 'no bytes'\n",
    "raises": "def decode(raw):\n    raise SystemError('licence')\n",
    "huge": "def decode(raw):\n    return bytes(10_000_000)\n",
    "hang": "import threading\ndef decode(raw):\n    threading.Event().wait()\n",
    "missing": "",
}


@pytest.mark.parametrize("kind", DECODERS)
def test_a_decoder_for_photos_may_do_what_it_wants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    if DECODERS[kind]:
        (tmp_path / "vendors_decoder.py").write_text(DECODERS[kind])
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with opened(tmp_path, photo="vendors_decoder") as bench:
        bench.begin()
        bench.module.lay(citizen())
        read = bench.hear_card()
        assert read.number == NUMBER
        assert read.holder is not None
        assert read.holder.name == "张三丰"
        if kind == "good":
            assert read.holder.photo == b"GIF" + PHOTO[:2]
        else:
            assert read.holder.photo == b""


def test_settings_that_cannot_be_are_refused(tmp_path: Path) -> None:
    for connection, photo in (("", ""), ("usb:///dev/x", ""), ("serial:///dev/ttyS0", "/usr/lib/wlt.so")):
        with pytest.raises(ValueError, match="must be"):
            open_driver("id", connection, photo)


def test_a_configured_terminal_offers_the_way(tmp_path: Path) -> None:
    device = Device("id_cards", "sdt_serial", "id", ("id_card",), {"connection": f"serial://{tmp_path / 'tty'}"})
    config = Config(Terminal("K01"), Gateway("http://x"), Journal("journal.db"), devices=(device,))
    heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
    module, machine = CardModule(tmp_path / "tty"), open_machine(config)
    machine.start(heard.put)
    way = machine.ways()[0]
    assert (way.carrier, way.enabled) == ("id_card", False)
    module.plug()
    assert heard.get(timeout=LONG_S) == DeviceChanged("id")
    assert machine.ways() == (replace(way, enabled=True, reason=None),) == (Way("id_card"),)
    machine.close()
    module.unplug()


class PlayedLine:
    """A line on which a tape answers."""

    two_way = answers = True

    def __init__(self, file: Path) -> None:
        self._player = Player(load_tape(file))
        self._said = b""

    def write(self, data: bytes) -> None:
        self._said += b"".join(saying.said for saying in self._player.hear(data))

    def read(self, seconds: float) -> bytes:
        said, self._said = self._said, b""
        return said

    def close(self) -> None:
        self._said = b""


def test_a_tape_of_a_reading_plays_again_with_nobody_on_it(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "id.tape", "id", sdt_serial.mask)
    with opened(tmp_path) as bench:
        bench.reader = open_driver("id", f"serial://{bench.module.link}", tape=tape)
        bench.begin()
        bench.module.bends["read"] = [wrong_checksum]
        bench.module.lay(citizen())
        bench.hear_card()
        bench.module.take()
        assert bench.hear() == CardGone("id")
    tape.close()
    kept = (tmp_path / "id.tape").read_text()
    for secret in ("张三丰", NUMBER, "19900101", "无名路"):
        assert secret.encode("utf-16-le").hex() not in kept
    heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
    reader = SdtReader("id", lambda baud: PlayedLine(tmp_path / "id.tape"), BAUDS, "", lambda: date(2026, 1, 1))
    reader.start(heard.put)
    assert [heard.get(timeout=LONG_S) for _ in range(2)] == [DeviceChanged("id"), CardSeen("id")]
    read = heard.get(timeout=LONG_S)
    assert isinstance(read, CardRead)
    assert (read.number, read.holder) == ("990100190001010003", Holder())
    assert reader.facts().can["module"] == "05.03-20120629-0000202551-0123456789"
    reader.close()
