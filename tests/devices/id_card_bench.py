"""A reader of identity cards with its module on a pseudo-terminal, and what the reader has told."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from card_module import CardModule

from kiosk.core.events import CardRead, CardSeen, CardUnreadable, DeviceChanged, Event
from kiosk.devices import Health, line_thread
from kiosk.devices.id_cards import sdt_module, sdt_serial
from kiosk.devices.id_cards.sdt_serial import open_driver

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


@contextmanager
def opened(folder: Path, **settings: str) -> Iterator[Bench]:
    """A bench that has not begun yet."""
    made = Bench(folder, **settings)
    yield made
    made.end()


def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses of a lobby are too long for tests; how long an answer may take to begin stays as it is."""
    monkeypatch.setattr(sdt_module, "GAP_S", 0.15)
    monkeypatch.setattr(sdt_serial, "POLL_S", 0.01)
    monkeypatch.setattr(sdt_serial, "AGAIN_S", 0.05)
    monkeypatch.setattr(line_thread, "AGAIN_S", 0.05)
