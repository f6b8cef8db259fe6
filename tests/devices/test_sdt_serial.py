"""Identity cards over a serial line: each is told once, and told when it is gone; which are not taken."""

import queue
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from card_module import (
    COMPATRIOT,
    FOREIGNER_2017,
    FOREIGNER_2023,
    CardModule,
    citizen,
    text,
)
from id_card_bench import LONG_S, NUMBER, OTHER, Bench, in_a_hurry

from kiosk.config import Config, Device, Gateway, Journal, Terminal
from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable, DeviceChanged, Event, Holder
from kiosk.core.lying import Lying
from kiosk.core.screens import Way
from kiosk.devices.id_cards.sdt_serial import BAUDS, SdtReader, open_driver
from kiosk.devices.wires import open_wire
from kiosk.machine import open_machine


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    in_a_hurry(monkeypatch)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    made.begin()
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


def test_a_card_that_lay_there_before_the_terminal_was_started_is_nobodys(tmp_path: Path) -> None:
    bench, lying = Bench(tmp_path), Lying()
    bench.module.lay(citizen())
    bench.module.plug()
    bench.reader.start(bench.heard.put)
    told = [bench.hear() for _ in range(3)]
    assert told[0] == CardSeen("id", before=True)
    assert isinstance(told[1], CardRead)
    assert told[2] == DeviceChanged("id")
    assert [lying.hear(event, 0.0) for event in told[:2]] == [False, False], "it begins no visit"
    bench.module.take()
    assert bench.hear() == CardGone("id")
    bench.module.lay(citizen("李四", OTHER))
    assert bench.hear_card().number == OTHER
    bench.end()


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
    assert heard.get(timeout=LONG_S) == CardSeen("id", before=True)
    assert isinstance(heard.get(timeout=LONG_S), CardRead)
    assert heard.get(timeout=LONG_S) == DeviceChanged("id")
    module.lay(citizen(until="20270228"))
    assert [heard.get(timeout=LONG_S) for _ in range(2)] == [CardGone("id"), CardSeen("id")]
    assert heard.get(timeout=LONG_S) == CardUnreadable("id", "E-CRD-06")
    reader.close()
    module.unplug()


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
