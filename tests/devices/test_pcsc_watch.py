"""How the card driver watches: a service made of a script, for what a virtual reader cannot do."""

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import pairwise

import pytest

from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable, DeviceChanged, Event
from kiosk.devices import Health
from kiosk.devices.cards import pcsc
from kiosk.devices.cards.apdu import Exchange
from kiosk.devices.cards.pcsc import PcscReader
from kiosk.devices.cards.pcsc_words import CardPulled, CardSilent, ReaderGone, ServiceGone, Sight, chosen

EMPTY, CARD, MUTE = 0x10, 0x20, 0x220
ERRORS = (
    ServiceGone("service"),
    ReaderGone("reader"),
    CardPulled("pulled"),
    CardSilent("silent"),
    KeyError("unforeseen"),
)


class ScriptedService:
    """A card service whose reader and card the test decides; waits on a condition as the real one does."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.state = EMPTY
        self.names = ["Front reader", "Back reader"]
        self.runs = True
        self.attempts: list[float] = []  # when it was opened
        self.errors: dict[str, Exception] = {}  # by call; each is raised once

    def turn(self, **how: object) -> None:
        with self._changed:
            for name, value in how.items():
                setattr(self, name, value)
            self._changed.notify_all()

    def fail(self, **errors: Exception) -> None:
        """Raise these, each at its call, and return when all have been raised."""
        with self._changed:
            self.errors = errors
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: not self.errors, 20), f"never raised: {self.errors}"

    def open(self) -> "ScriptedService":
        with self._changed:
            self.attempts.append(time.monotonic())
            self._changed.notify_all()
        self._check("open")
        return self

    def wait_for_attempts(self, many: int) -> list[float]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.attempts) >= many, 20)
        return self.attempts[:many]

    def readers(self) -> list[str]:
        self._check("readers")
        return self.names

    def wait_for_reader(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: bool(self.names or self.errors) or not self.runs, seconds)
            self._check("wait_for_reader")

    def wait_for_card(self, reader: str, known: int, seconds: float) -> int:
        with self._changed:
            self._changed.wait_for(lambda: self._is_news(reader, known), seconds)
            self._check("wait_for_card")
            if reader not in self.names:
                raise ReaderGone(reader)
            return self.state

    def close(self) -> None:
        self._check("close", runs=True)

    def _is_news(self, reader: str, known: int) -> bool:
        return self.state != known or reader not in self.names or not self.runs or bool(self.errors)

    def _check(self, call: str, runs: bool = False) -> None:
        with self._changed:
            if error := self.errors.pop(call, None):
                self._changed.notify_all()
                raise error
        if not (runs or self.runs):
            raise ServiceGone("scripted")


class Cards:
    """What the card on the reader answers: a number, or one of the ways to fail."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.number: str | None = "12345"
        self.answers: threading.Event | None = None
        self.readers: list[str] = []

    def on(self, reader: str) -> AbstractContextManager[Exchange]:
        return self._on(reader)

    @contextmanager
    def _on(self, reader: str) -> Iterator[Exchange]:
        self.readers.append(reader)
        if self.error is not None:
            raise self.error
        if self.answers is not None:
            assert self.answers.wait(20)
        yield lambda command: command

    def read(self, exchange: Exchange) -> str | None:
        return self.number


class Watch:
    def __init__(self, wanted: str = "") -> None:
        self.service = ScriptedService()
        self.cards = Cards()
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        kinds = (("patient_card", self.cards.read, lambda exchange: None),)
        self.driver = PcscReader("cards", wanted, kinds, 0.3, self.service.open, self.cards.on)

    def until(self, event: type[Event]) -> None:
        """Let everything pass by until such an event has come."""
        while not isinstance(self.next(), event):
            continue

    def next(self) -> Event:
        return self.events.get(timeout=20)


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    watch.driver.start(watch.events.put)
    assert watch.next() == DeviceChanged("cards")
    yield watch
    watch.driver.close()


def test_the_reader_is_unplugged_with_a_card_on_it_and_comes_back(watch: Watch) -> None:
    watch.service.turn(state=CARD | 1 << 16)
    assert [watch.next(), watch.next()] == [CardSeen("cards"), CardRead("cards", "patient_card", "12345")]
    watch.service.turn(names=[])
    assert [watch.next(), watch.next()] == [CardGone("cards"), DeviceChanged("cards")]
    assert watch.driver.health() == Health("offline", code="E-CRD-04")
    watch.service.turn(names=["Front reader"])
    assert watch.next() == DeviceChanged("cards")
    assert [watch.next(), watch.next()] == [CardSeen("cards"), CardRead("cards", "patient_card", "12345")]
    assert watch.driver.health() == Health("online")


def test_a_card_changed_for_another_between_two_looks(watch: Watch) -> None:
    watch.service.turn(state=CARD | 1 << 16)
    assert [watch.next(), watch.next()] == [CardSeen("cards"), CardRead("cards", "patient_card", "12345")]
    watch.cards.number = "67890"
    watch.service.turn(state=CARD | 3 << 16)
    assert [watch.next(), watch.next()] == [CardGone("cards"), CardSeen("cards")]
    assert watch.next() == CardRead("cards", "patient_card", "67890")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CardPulled("pulled"), "E-CRD-01"),
        (CardSilent("silent"), "E-CRD-03"),
        (ReaderGone("reader"), "E-CRD-03"),
        (ServiceGone("service"), "E-CRD-03"),
    ],
)
def test_every_way_to_fail_has_its_code(watch: Watch, error: Exception, code: str) -> None:
    watch.cards.error = error
    watch.service.turn(state=CARD)
    assert [watch.next(), watch.next()] == [CardSeen("cards"), CardUnreadable("cards", code)]


def test_a_mute_card_is_not_even_asked(watch: Watch) -> None:
    watch.service.turn(state=MUTE)
    assert [watch.next(), watch.next()] == [CardSeen("cards"), CardUnreadable("cards", "E-CRD-03")]
    assert watch.cards.readers == []


def test_an_unknown_card(watch: Watch) -> None:
    watch.cards.number = None
    watch.service.turn(state=CARD)
    assert [watch.next(), watch.next()] == [CardSeen("cards"), CardUnreadable("cards", "E-CRD-02")]


def test_cards_that_never_answer_are_counted_and_there_is_an_end_to_them(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pcsc, "MOST_HUNG", 2)
    let_go = threading.Event()
    watch.cards.answers = let_go
    for _ in range(2):
        watch.service.turn(state=CARD)
        watch.until(CardUnreadable)
        watch.service.turn(state=EMPTY)
        watch.until(CardGone)
    assert watch.driver.health() == Health("hardware_error", code="E-CRD-08")
    watch.service.turn(state=CARD)
    watch.until(CardUnreadable)
    assert len(watch.cards.readers) == 2, "a third one is not even asked"
    assert "cards: 2 cards never answered" in caplog.text
    let_go.set()
    watch.until(DeviceChanged)
    assert watch.driver.health() == Health("online")


def test_a_dead_service_is_tried_again_less_and_less_often() -> None:
    watch = Watch()
    watch.service.runs = False
    watch.driver.start(watch.events.put)
    attempts = watch.service.wait_for_attempts(4)
    watch.driver.close()
    assert watch.events.empty()
    pauses = [later - earlier for earlier, later in pairwise(attempts)]
    assert all(pause > least for pause, least in zip(pauses, (0.09, 0.19, 0.39), strict=True)), pauses


@pytest.mark.parametrize("call", ["open", "readers", "wait_for_reader", "wait_for_card", "close"])
def test_whatever_error_comes_wherever_it_is_said_and_the_next_card_is_read(call: str) -> None:
    watch = Watch()
    told: list[str] = []

    def hear(event: Event) -> None:
        told.append(watch.driver.health().state)
        watch.events.put(event)

    watch.driver.start(hear)
    watch.until(DeviceChanged)
    for error in ERRORS:
        told.clear()
        if call == "wait_for_reader":
            watch.service.turn(names=[])
        first = {} if call.startswith("wait") else {"wait_for_card": ServiceGone("it has to begin anew")}
        watch.service.fail(**first, **{call: error})
        watch.service.turn(names=["Front reader"], state=CARD)
        watch.until(CardRead)
        assert (told[0], told[-1]) == ("offline", "online")
        watch.service.turn(state=EMPTY)
        watch.until(CardGone)
    watch.driver.close()


def test_the_reader_is_chosen_by_its_name() -> None:
    watch = Watch(wanted="back")
    watch.driver.start(watch.events.put)
    watch.service.turn(state=CARD)
    assert [watch.next(), watch.next()] == [DeviceChanged("cards"), CardSeen("cards")]
    assert watch.next() == CardRead("cards", "patient_card", "12345")
    watch.driver.close()
    assert watch.cards.readers == ["Back reader"]


def test_names_and_states() -> None:
    assert chosen(["A", "B"], "") == "A"
    assert chosen(["A", "B"], "b") == "B"
    assert chosen(["A", "B"], "c") is None
    assert chosen([], "") is None
    assert Sight.of(0x00050020) == Sight(card=True, mute=False, count=5)
    assert Sight.of(0x00010010) == Sight(card=False, mute=False, count=1)
    assert Sight.of(MUTE) == Sight(card=True, mute=True)
