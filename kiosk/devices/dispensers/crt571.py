"""Gives out new cards with a dispenser of the CRT-571 family, and takes back those that nobody took."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, get_args

from kiosk.core.errors import DeviceFault
from kiosk.devices import Facts, Health, Post
from kiosk.devices.cards.apdu import UnreadableCard
from kiosk.devices.cards.patient_card import Layout
from kiosk.devices.dispensers import crt571_frames as frames
from kiosk.devices.dispensers import crt571_words as words
from kiosk.devices.dispensers.crt571_card import Source, read_number
from kiosk.devices.dispensers.crt571_frames import Done, Refused, Spot
from kiosk.devices.dispensers.crt571_mask import mask as mask
from kiosk.devices.dispensers.crt571_talk import Silent, Talk
from kiosk.devices.line_thread import LineThread
from kiosk.devices.tape import taped
from kiosk.devices.wires import Wire, check, open_wire

if TYPE_CHECKING:
    from kiosk.devices.tape import Tape

GONE = Health("offline", code=words.OFFLINE)
LOOK_S = 2.0  # how often we ask how it is
RESET_S = 10.0  # a jammed motor is not started more often than this
BAUD = 9600
INSIDE: frozenset[Spot] = frozenset({"gate", "reader"})
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """`source`, `layout`: where the number of a card is found. Seconds: how long an answer and a move may take."""

    source: Source = "uid"
    layout: Layout = Layout()
    address: int = 0
    reply_s: float = 1.0
    move_s: float = 5.0
    look_s: float = LOOK_S

    def __post_init__(self) -> None:
        if self.source not in get_args(Source):
            raise ValueError(f"source is {self.source!r}; it must be one of {', '.join(get_args(Source))}")
        if self.source != "uid" and not self.layout.file:
            raise ValueError(f"file is missing: a number in a chip (source {self.source}) lies in one")
        if not 0 <= self.address <= 15:
            raise ValueError(f"address is {self.address}; it must be 0 to 15")


class Crt571:
    """Keeps the line open on a thread of its own, which also looks how the machine is; what is asked of it is done on
    the thread that asks, one after the other. A card that a crash left inside goes into the bin first of all."""

    def __init__(
        self,
        name: str,
        open_line: Callable[[], Wire],
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._clock = clock
        self._settings = settings
        self._line = LineThread(name, open_line, self._keep, GONE)
        self._lock = threading.RLock()
        self._talk: Talk | None = None
        self._start_again: float | None = None  # when; `None` while it needs not
        self._issued = False  # a card, since we run
        self._lay_inside = False  # a card, before the machine was started; until it says that it has been
        self._swallowed = False  # that card went into the bin when the machine was started again

    def start(self, post: Post) -> None:
        self._line.start(post)

    def health(self) -> Health:
        """How it was when it was last asked, at most some seconds ago."""
        return self._line.health

    def facts(self) -> Facts:
        """`in_bin`: how many cards were kept since somebody emptied the bin."""
        can: dict[str, str | int | bool | None] = {"retain": True, "number": self._settings.source, "in_bin": None}
        try:
            with self._conversation() as talk:
                can["in_bin"] = _count(talk.ask(frames.BIN_COUNT))
                firmware = _text(talk.ask(frames.VERSION))
        except DeviceFault:
            return Facts(can=can)
        return Facts(firmware.split(" ")[0] if firmware else None, firmware, can)

    def close(self) -> None:
        self._line.close()

    def issue(self) -> None:
        """See `CardDispenser`. A card that still lies inside is nobody's, and goes into the bin first."""
        with self._conversation() as talk:
            status = self._ready(talk)
            if status.card != "nowhere":
                log.warning("%s: a card of before goes into the bin", self.name)
                status = self._arrived(talk.move(frames.INTO_BIN, INSIDE), {"nowhere"})
            if status.bin == "full":
                raise DeviceFault(words.BIN_FULL, "a card that nobody takes could not be kept")
            if status.stock == "empty":
                raise DeviceFault(words.NO_CARDS, "no card in the stack")
            self._issued, self._swallowed = True, False
            self._arrived(talk.move(frames.TO_READER, frozenset({"nowhere"})), {"reader"})

    def read(self) -> str:
        with self._conversation() as talk:
            if self._ready(talk).card != "reader":
                raise DeviceFault(words.UNREADABLE, "there is no card to read")
            try:
                return read_number(talk.ask, self._settings.source, self._settings.layout)
            except UnreadableCard as error:
                raise DeviceFault(words.UNREADABLE, str(error)) from error

    def present(self) -> None:
        """See `CardDispenser`. Never takes another card from the stack: one that is not there is not given out."""
        with self._conversation() as talk:
            card = self._ready(talk).card
            if card == "nowhere":
                raise DeviceFault(words.OTHER, "there is no card to give out")
            if card == "reader":
                # Some take it quickly.
                self._arrived(talk.move(frames.TO_GATE, frozenset({"reader"})), {"gate", "nowhere"})

    def retain(self) -> bool:
        """See `CardDispenser`. `True` also when the card went into the bin because the machine was started again."""
        with self._conversation() as talk:
            if self._ready(talk).card == "nowhere":
                return self._swallowed
            answer = talk.move(frames.INTO_BIN, INSIDE)
            if (
                isinstance(answer, Refused)
                and answer.error in words.PULLED_AWAY
                and self._ready(talk).card == "nowhere"
            ):
                return False
            self._arrived(answer, {"nowhere"})
            return True

    def discard(self) -> None:
        with self._conversation() as talk:
            if self._ready(talk).card != "nowhere":
                self._arrived(talk.move(frames.INTO_BIN, INSIDE), {"nowhere"})

    @contextmanager
    def _conversation(self) -> Iterator[Talk]:
        with self._lock:
            talk = self._talk
            if talk is None:
                raise DeviceFault(words.OFFLINE, "no line")
            try:
                yield talk
            except OSError as error:
                self._talk = None  # the thread that keeps the line notices, and opens it again
                self._line.turn(GONE)
                raise DeviceFault(words.OFFLINE, error.strerror or str(error)) from error

    def _keep(self, line: LineThread, wire: Wire) -> None:
        """Live on an open line until it dies or we are closed."""
        s = self._settings
        talk = Talk(wire, s.address, s.reply_s, s.move_s, lambda: line.closing, self._clock)
        try:
            with self._lock:
                self._begin(talk)
                self._talk = talk
            while not line.closing:
                line.rest(s.look_s)
                with self._lock:
                    if self._talk is not talk:
                        raise Silent("somebody found the line dead")
                    self._look(talk)
        finally:
            with self._lock:
                self._talk = None

    def _begin(self, talk: Talk) -> None:
        """Start the machine. A card of before goes into the bin: nobody knows any more whose it is."""
        before = talk.ask(frames.STATUS)
        # Switched off, it does not know: take the worst. Its answer may be lost: the card is in the bin all the same.
        self._lay_inside = self._lay_inside or isinstance(before, Refused) or before.card in INSIDE
        answer = talk.ask(frames.INIT_INTO_BIN, moves=True)
        if isinstance(answer, Refused):
            self._notice(answer)
            return
        self._start_again = None
        if self._lay_inside:
            self._lay_inside, self._swallowed = False, self._issued
            log.warning("%s was started; a card that lay inside went into the bin", self.name)
        talk.ask(frames.NO_ENTRY)
        self._notice(answer)

    def _look(self, talk: Talk) -> None:
        was_full = self._line.health.bin == "full"
        if self._start_again is not None:
            if self._clock() >= self._start_again:
                self._begin(talk)
            return
        answer = talk.ask(frames.STATUS)
        if isinstance(answer, Refused) and answer.error == words.NOT_STARTED:
            self._begin(talk)  # it was switched off and on
            return
        if was_full and isinstance(answer, Done) and answer.bin == "ok":
            talk.ask(frames.BIN_EMPTIED)
        self._notice(answer)

    def _ready(self, talk: Talk) -> Done:
        """Where the card is and how stack and bin are. Raises `DeviceFault` when the machine cannot be started."""
        answer = talk.ask(frames.STATUS)
        if self._start_again is not None or (isinstance(answer, Refused) and answer.error == words.NOT_STARTED):
            self._begin(talk)
            if self._start_again is not None:
                raise DeviceFault(self._line.health.code, "it cannot be started")
            answer = talk.ask(frames.STATUS)
        return self._arrived(answer, {"nowhere", "gate", "reader"})

    def _arrived(self, answer: Done | Refused, end: set[Spot]) -> Done:
        """The answer, if the card is where it should be now. Raises `DeviceFault`."""
        self._notice(answer)
        if isinstance(answer, Refused):
            raise DeviceFault(words.code(answer), words.reason(answer))
        if answer.card not in end:
            raise DeviceFault(words.OTHER, f"the card did not move: {answer.card}")
        return answer

    def _notice(self, answer: Done | Refused) -> None:
        if isinstance(answer, Refused):
            log.warning("%s: error %s: %s", self.name, answer.error, words.reason(answer))
            if words.needs_start(answer):
                self._start_again = self._clock() + RESET_S
        self._line.turn(words.health(answer))


def _count(answer: Done | Refused) -> int | None:
    return int(answer.data) if isinstance(answer, Done) and answer.data.isdigit() and len(answer.data) <= 6 else None


def _text(answer: Done | Refused) -> str | None:
    text = answer.data.strip(b" \0") if isinstance(answer, Done) else b""
    return text.decode("ascii") if text.isascii() and 0 < len(text) <= 64 and text.decode().isprintable() else None


def open_driver(
    connection: str,
    name: str = "dispenser",
    source: Source = "uid",
    application: str = "",
    file: str = "",
    record: int = 0,
    tag: int = 0,
    offset: int = 0,
    length: int = 0,
    address: int = 0,
    timeout_s: float = 1.0,
    move_s: float = 5.0,
    tape: "Tape | None" = None,
) -> Crt571:
    """A dispenser on `connection` (see `wires`; 9600 baud unless it says otherwise) that has this `address`.

    `source`: where a card's number is: its own (`uid`), or in its `chip` or `radio_chip`, at `application` to `length`
    as in `patient_card.Layout`. `timeout_s`: for an answer; `move_s`: for a move of a card.
    """
    layout = Layout(application, file, record, tag, offset, length)
    open_line = partial(open_wire, check(connection), timeout_s, BAUD)
    settings = Settings(source, layout, address, timeout_s, move_s)
    return Crt571(name, taped(open_line, tape), settings)
