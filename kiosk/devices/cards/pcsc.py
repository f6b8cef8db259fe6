"""Reads chip cards through the computer's card service (PC/SC), whenever reader and service come and go."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Protocol

from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable, DeviceChanged, Event, Holder
from kiosk.devices import Facts, Health, Post
from kiosk.devices.cards import bank_card, patient_card, social_security
from kiosk.devices.cards.apdu import Exchange, UnreadableCard
from kiosk.devices.cards.masking import blanked
from kiosk.devices.cards.pcsc_words import (
    EMPTY,
    PRESENT,
    CardPulled,
    CardSilent,
    ReaderGone,
    ServiceGone,
    Sight,
    chosen,
)
from kiosk.devices.tape import Spoken, Tape
from kiosk.devices.unforeseen import note

PULLED, UNKNOWN, SILENT, NO_READER, NO_SERVICE = "E-CRD-01", "E-CRD-02", "E-CRD-03", "E-CRD-04", "E-CRD-05"
HUNG = "E-CRD-08"
MOST_HUNG = 20  # cards that never answered: each keeps a thread and a context of the card service for ever
SPOKEN: Spoken = "apdu"  # on its tapes
LOOK_S = 0.4  # the longest wait for a change, so that close() and the limit of a reading are never far
PAUSES_S = (0.1, 3.0)  # between attempts to reach a service that does not run: first, longest; back within 5 s
log = logging.getLogger(__name__)

Kinds = tuple[tuple[str, Callable[[Exchange], str | None], Callable[[Exchange], Holder | None]], ...]


class Cards(Protocol):
    """The card service, as `pcsc_service.Service`."""

    def readers(self) -> list[str]: ...

    def wait_for_reader(self, seconds: float) -> None: ...

    def wait_for_card(self, reader: str, known: int, seconds: float) -> int: ...

    def close(self) -> None: ...


class Reading:
    """One card that is being read. Who first says how that ended is heard; later words are dropped."""

    def __init__(self, post: Post, until: float) -> None:
        self.until = until
        self._post = post
        self._lock = threading.Lock()
        self._ended = False

    def end(self, event: Event | None) -> None:
        """Post the event, unless the reading has ended already; `None` ends it without a word."""
        with self._lock:
            if not self._ended and event is not None:
                self._post(event)
            self._ended = True


class PcscReader:
    """One reader, watched by one thread. Each card is read on a thread of its own, since a card may never answer."""

    def __init__(
        self,
        name: str,
        wanted: str,
        kinds: Kinds,
        read_s: float,
        open_service: Callable[[], Cards],
        card_on: Callable[[str], AbstractContextManager[Exchange]],
    ) -> None:
        self.name = name
        self._wanted = wanted
        self._kinds = kinds
        self._read_s = read_s
        self._open_service = open_service
        self._card_on = card_on
        self._health = Health("offline", code=NO_SERVICE)
        self._found: str | None = None  # the reader's own name
        self._closing = threading.Event()
        self._sight = Sight()
        self._first_look = True  # since the terminal was started
        self._reading: Reading | None = None
        self._asking: list[threading.Thread] = []  # cards that have not answered yet, or never will
        self._pause = PAUSES_S[0]
        self._thread: threading.Thread | None = None

    def start(self, post: Post) -> None:
        self._post = post
        self._thread = threading.Thread(target=self._watch, name=self.name, daemon=True)
        self._thread.start()

    def health(self) -> Health:
        return self._health

    def facts(self) -> Facts:
        return Facts(self._found)

    def close(self) -> None:
        """Stop watching. A card that does not answer may keep its own thread; it will not be heard."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(2 * LOOK_S + 0.5)
        if self._reading is not None:
            self._reading.end(None)

    def _watch(self) -> None:
        while not self._closing.is_set():
            try:
                service = self._open_service()
                try:
                    self._follow(service)
                finally:
                    service.close()
            except ReaderGone:
                self._stand_back(NO_READER)  # the service may list it a little longer
            except (ServiceGone, CardPulled, CardSilent):  # a card's word where no card was asked: the service errs
                self._stand_back(NO_SERVICE)
            except Exception as error:  # whatever it is, it must not end the reader until somebody starts us again
                note(self.name, error)
                self._stand_back(NO_SERVICE)

    def _stand_back(self, code: str) -> None:
        """Say that no card can be read, and leave the service alone for a while: longer each time it fails again."""
        self._lose_card(SILENT)
        self._turn(Health("offline", code=code))
        self._closing.wait(self._pause)
        self._pause = min(2 * self._pause, PAUSES_S[1])

    def _follow(self, service: Cards) -> None:
        while not self._closing.is_set():
            reader = chosen(service.readers(), self._wanted)
            if reader is not None:
                self._follow_reader(service, reader)
                continue
            self._turn(Health("offline", code=NO_READER))
            service.wait_for_reader(LOOK_S)
            self._pause = PAUSES_S[0]

    def _follow_reader(self, service: Cards, reader: str) -> None:
        self._found = reader
        state = 0  # not known: the first look answers at once
        while not self._closing.is_set():
            state = service.wait_for_card(reader, state, LOOK_S)
            self._pause = PAUSES_S[0]
            self._turn(Health("hardware_error", code=HUNG) if self._is_full() else Health("online"))
            self._see(Sight.of(state), reader)
            self._first_look = self._first_look and not state & (EMPTY | PRESENT)  # it may not know yet
            if self._reading is not None and time.monotonic() >= self._reading.until:
                self._reading.end(CardUnreadable(self.name, SILENT))

    def _see(self, sight: Sight, reader: str) -> None:
        if self._sight.card and (not sight.card or sight.another(self._sight)):
            self._lose_card(PULLED)
        if sight.card and not self._sight.card:
            self._read(sight, reader)
        self._sight = sight

    def _read(self, sight: Sight, reader: str) -> None:
        self._post(CardSeen(self.name, before=self._first_look))
        reading = self._reading = Reading(self._post, time.monotonic() + self._read_s)
        self._asking = [asking for asking in self._asking if asking.is_alive()]
        if self._asking:
            log.warning("%s: %d cards never answered", self.name, len(self._asking))
        if sight.mute or self._is_full():
            reading.end(CardUnreadable(self.name, SILENT))
            return
        asking = threading.Thread(target=lambda: reading.end(self._outcome(reader)), name="card", daemon=True)
        self._asking.append(asking)
        asking.start()

    def _is_full(self) -> bool:
        """Whether so many cards hang that no more can be asked: the reader, or the service, has to be started anew."""
        return sum(asking.is_alive() for asking in self._asking) >= MOST_HUNG

    def _lose_card(self, code: str) -> None:
        """The card has gone; if it was still being read, say first why that failed."""
        if self._sight.card:
            if self._reading is not None:
                self._reading.end(CardUnreadable(self.name, code))
            self._post(CardGone(self.name))
        self._sight = Sight()
        self._reading = None

    def _outcome(self, reader: str) -> Event:
        try:
            with self._card_on(reader) as exchange:
                return self._ask(exchange)
        except CardPulled:
            return CardUnreadable(self.name, PULLED)
        except UnreadableCard:
            return CardUnreadable(self.name, UNKNOWN)
        except (CardSilent, ReaderGone, ServiceGone):
            return CardUnreadable(self.name, SILENT)

    def _ask(self, exchange: Exchange) -> Event:
        for carrier, read, holder in self._kinds:
            number = read(exchange)
            if number is not None:
                return CardRead(self.name, carrier, number, _whose(holder, exchange))
        return CardUnreadable(self.name, UNKNOWN)

    def _turn(self, health: Health) -> None:
        if health != self._health:
            self._health = health
            self._post(DeviceChanged(self.name))


def open_driver(
    name: str = "cards",
    reader: str = "",
    read_s: float = 4.0,
    patient_application: str = "",
    patient_file: str = "",
    patient_record: int = 0,
    patient_tag: int = 0,
    patient_offset: int = 0,
    patient_length: int = 0,
    bank_cards: bool = False,
    holders: bool = False,
    tape: Tape | None = None,
) -> PcscReader:
    """A PC/SC reader: the one whose name holds `reader`, or the first. A card may take `read_s` seconds to be read.

    `patient_*`: where the number of the hospital's own card lies, see `patient_card.Layout`; no file: no such cards.
    `bank_cards`: whether they are read too; only their masked number is. `holders`: whether a social-security card is
    also asked whose it is: seven commands more, while its owner waits.
    """
    layout = patient_card.Layout(
        patient_application, patient_file, patient_record, patient_tag, patient_offset, patient_length
    )
    kinds: Kinds = (
        (social_security.CARRIER, social_security.read, social_security.holder if holders else _nobody),
        (patient_card.CARRIER, lambda e: patient_card.read(e, layout), _nobody),
        *(((bank_card.CARRIER, bank_card.read, _nobody),) if bank_cards else ()),
    )
    return PcscReader(name, reader, kinds, read_s, _open_service, partial(_card_on, tape))


def _nobody(exchange: Exchange) -> Holder | None:  # noqa: ARG001  # cards that do not say whose they are, or are not asked
    return None


def _whose(holder: Callable[[Exchange], Holder | None], exchange: Exchange) -> Holder | None:
    try:
        return holder(exchange)
    except UnreadableCard:
        return None  # its number was read, and that is what it was laid down for


def _open_service() -> Cards:
    # Imported on the watching thread: pyscard takes 30 ms, and the first screen should not wait for it.
    try:
        from kiosk.devices.cards.pcsc_service import Service
    except ImportError as error:
        raise ServiceGone(str(error)) from error
    return Service()


@contextmanager
def _card_on(tape: Tape | None, reader: str) -> Iterator[Exchange]:
    from kiosk.devices.cards.pcsc_service import card_on

    with card_on(reader) as exchange:
        yield exchange if tape is None else partial(recorded, tape, exchange)


def recorded(tape: Tape, exchange: Exchange, command: bytes) -> bytes:
    """Ask the card, and write down both, the answer as nobody's."""
    tape.flush()  # a card before, that never answered
    tape.heard("us", command)
    answer = exchange(command)
    tape.heard("device", blanked(command, answer))
    tape.flush()
    return answer
