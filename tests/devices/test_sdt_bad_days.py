"""Identity cards over a bad line, from a module that is ill, set otherwise or unplugged, with a decoder gone mad."""

import queue
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from card_module import (
    PHOTO,
    amid_noise,
    behind_a_false_head,
    citizen,
    frame,
    half,
    silence,
    wrong_checksum,
)
from id_card_bench import LONG_S, NUMBER, OTHER, Bench, in_a_hurry, opened

from kiosk.core.events import CardGone, CardRead, CardSeen, DeviceChanged, Event, Holder
from kiosk.devices import Facts, Health
from kiosk.devices.id_cards import sdt_module, sdt_serial
from kiosk.devices.id_cards.sdt_serial import BAUDS, SdtReader, open_driver
from kiosk.devices.tape import Tape
from kiosk.selftest.replay import Player, load_tape


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    in_a_hurry(monkeypatch)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    made.begin()
    yield made
    made.end()


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


class PlayedLine:
    """A line on which a tape answers."""

    two_way = answers = True

    def __init__(self, file: Path) -> None:
        self._player = Player(load_tape(file).turns)
        self._said = b""

    def write(self, data: bytes) -> None:
        self._said += b"".join(saying.said for saying in self._player.hear(data))

    def read(self, seconds: float) -> bytes:
        said, self._said = self._said, b""
        return said

    def close(self) -> None:
        self._said = b""


def test_a_module_that_is_slow_at_first_serves_the_first_card(tmp_path: Path) -> None:
    with opened(tmp_path) as bench:
        bench.module.bends["find"] = [silence]
        bench.begin()
        bench.module.lay(citizen())
        assert bench.hear_card().number == NUMBER  # and not as one that lay there before anybody could be served


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
