"""Identity cards over a serial line: read once, told when gone, whatever the line, the card or the module does."""

import queue
from collections.abc import Iterator
from pathlib import Path

import pytest
from card_module import CardModule, citizen

from kiosk.core.events import CardGone, CardRead, CardSeen, DeviceChanged, Event
from kiosk.devices import Health
from kiosk.devices.id_cards.sdt_serial import open_driver

NUMBER, OTHER = "990100199001011234", "990100198502029999"
LONG_S = 20.0  # for a loaded machine; nothing here needs it


class Bench:
    """A reader with its module, and what the reader has told."""

    def __init__(self, folder: Path, **module: object) -> None:
        self.module = CardModule(folder / "tty", **module)  # type: ignore[arg-type]
        self.heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.reader = open_driver("id", f"serial://{folder / 'tty'}")

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


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    made.begin()
    yield made
    made.end()


def test_a_card_is_told_once_and_again_only_after_it_left(bench: Bench) -> None:
    bench.module.lay(citizen())
    assert bench.hear() == CardSeen("id")
    read = bench.hear()
    assert isinstance(read, CardRead)
    assert (read.carrier, read.number) == ("id_card", NUMBER)
    assert read.holder is not None
    assert (read.holder.name, read.holder.expires, read.holder.photo) == ("张三丰", "", b"")
    bench.module.take()
    assert bench.hear() == CardGone("id")
    bench.module.lay(citizen())
    assert bench.hear() == CardSeen("id")
    assert isinstance(bench.hear(), CardRead)
    assert bench.heard.empty()
