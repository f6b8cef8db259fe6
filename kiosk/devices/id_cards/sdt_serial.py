"""Reads identity cards through a module on a serial line (GA 450), whenever the module comes and goes.

A card is posted once, when it is laid down: modules tell a card once and want it to leave the field before they find it
again. Some find the same card again and again; it is read again then, and nothing is said when it is the same.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from kiosk.core.clock import CHINA
from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable
from kiosk.devices import Facts, Health, Post
from kiosk.devices.id_cards import card_text, replies
from kiosk.devices.id_cards.masking import mask
from kiosk.devices.id_cards.photo import check as checked_photo
from kiosk.devices.id_cards.photo import picture
from kiosk.devices.id_cards.replies import UnreadableIdCard
from kiosk.devices.id_cards.sdt_module import SdtModule, Spoiled
from kiosk.devices.line_thread import AGAIN_S, LineThread
from kiosk.devices.tape import Tape, taped
from kiosk.devices.wires import Wire, baud_in, check_spoken, open_wire

__all__ = ["SdtReader", "mask", "open_driver"]

# Permits of foreigners and of residents of Hong Kong, Macao and Taiwan too: the hospital tells them by their numbers.
CARRIER = "id_card"
BAUDS = (115200, 57600, 38400, 19200, 9600)  # what a module can be set to; the first is how it is delivered
HELLO_S = 0.4  # until a module at that rate has answered
POLL_S = 0.3  # the makers want no shorter time between two questions whether there is a card
SILENCES = 3  # questions without an answer until the module is taken for gone

Outcome = CardRead | CardUnreadable


class SdtReader:
    """One module, spoken to by one thread."""

    def __init__(
        self,
        name: str,
        open_line: Callable[[int], Wire],
        bauds: tuple[int, ...],
        photo_module: str,
        today: Callable[[], date],
    ) -> None:
        self.name = name
        self._open_line = open_line
        self._bauds = bauds  # the one that answered last comes first
        self._photo_module = photo_module
        self._today = today
        self._number: str | None = None
        self._outcome: Outcome | None = None  # of the card that lies there
        self._was_read = False  # that card told what it holds, whatever we think of that
        self._reading = False
        self._silences = 0
        self._first_look = True  # since the terminal was started
        self._line = LineThread(name, self._open, self._talk, Health("offline", code=replies.NO_MODULE))

    def start(self, post: Post) -> None:
        self._line.start(post)

    def health(self) -> Health:
        return self._line.health

    def facts(self) -> Facts:
        """`module`: its own number. `photo`: whether a decoder is plugged in."""
        there = self._line.health.state != "offline"
        can = {"module": self._number, "baud": self._bauds[0] if there else None, "photo": bool(self._photo_module)}
        return Facts(f"SDT {self._number}" if self._number else None, can=can)

    def close(self) -> None:
        self._line.close()

    def _open(self) -> Wire:
        """At the rate at which the module answers."""
        for baud in self._bauds:
            wire = self._open_line(baud)
            try:
                if SdtModule(wire, baud, self._closing).state(HELLO_S) is not None:
                    self._bauds = (baud, *(other for other in self._bauds if other != baud))
                    return wire
            except Spoiled:
                pass  # noise is what one hears at the wrong rate
            except OSError:
                wire.close()
                raise
            wire.close()
            if self._closing():
                break
        raise OSError("no identity card module answers")

    def _closing(self) -> bool:
        return self._line.closing

    def _talk(self, line: LineThread, wire: Wire) -> None:
        module = SdtModule(wire, self._bauds[0], self._closing)
        self._silences = 0
        try:
            self._greet(module, line)
            while not line.closing:
                began = time.monotonic()
                self._look(module)
                line.rest(began + POLL_S - time.monotonic())
        finally:
            self._lose_card()

    def _greet(self, module: SdtModule, line: LineThread) -> None:
        """Until the module says that it is well."""
        while not line.closing:
            try:
                state = module.state()
            except Spoiled:
                state = None
            if state == replies.OK:
                self._number = module.number()
                self._look_first(module, line)
                line.turn(Health("online"))
                return
            if state is None:
                raise OSError("the module fell silent")
            line.turn(Health("hardware_error", code=replies.NO_MODULE))
            line.rest(AGAIN_S)

    def _look_first(self, module: SdtModule, line: LineThread) -> None:
        """A card that lies there now was laid down before anybody could be served with it; one that comes once the
        module is said to be well was not."""
        while self._first_look and not line.closing:
            self._look(module)

    def _look(self, module: SdtModule) -> None:
        if self._was_read and module.still_there():
            return
        found = module.find()
        self._silences = self._silences + 1 if found is None else 0
        if self._silences == SILENCES:
            raise OSError("the module fell silent")
        if found:
            self._take_up(module)
        elif found is False:
            self._lose_card()
        self._first_look = self._first_look and found is None

    def _take_up(self, module: SdtModule) -> None:
        """A card was found; unless it is the one that lay there before, tell what stands on it."""
        if self._outcome is None:
            self._line.post(CardSeen(self.name, before=self._first_look))
        self._reading, self._was_read = True, False
        outcome = self._read(module)
        self._reading = False
        if _told(outcome) == _told(self._outcome):
            return
        if self._outcome is not None and _told(outcome) == replies.PULLED:
            self._lose_card()  # it was taken off at leisure, while we looked whether it is still the same
            return
        if self._outcome is not None:
            self._line.post(CardGone(self.name))
            self._line.post(CardSeen(self.name))
        self._outcome = outcome
        self._line.post(outcome)

    def _read(self, module: SdtModule) -> Outcome:
        try:
            held = module.read()
            self._was_read = True
            card = card_text.decode(held.text)
        except UnreadableIdCard as error:
            return CardUnreadable(self.name, error.code)
        if card_text.expired(card.holder, self._today()):
            return CardUnreadable(self.name, replies.EXPIRED)
        holder = replace(card.holder, photo=picture(self._photo_module, held.photo))
        return CardRead(self.name, CARRIER, card.number, holder)

    def _lose_card(self) -> None:
        """The card has gone, or the module; if it was still being read, say first why that failed."""
        if self._reading and self._outcome is None:
            self._line.post(CardUnreadable(self.name, replies.SILENT))
        if self._reading or self._outcome is not None:
            self._line.post(CardGone(self.name))
        self._reading, self._was_read, self._outcome = False, False, None


def _told(outcome: Outcome | None) -> str | None:
    return outcome.number if isinstance(outcome, CardRead) else outcome.code if outcome else None


def today_in_china() -> date:
    return datetime.now(CHINA).date()  # cards end by its calendar, wherever the terminal stands


def open_driver(
    name: str = "id_cards", connection: str = "", photo: str = "", seconds: float = 2.0, tape: Tape | None = None
) -> SdtReader:
    """A module on `connection`, e.g. `serial:///dev/ttyUSB0`, at the rate `?baud=` or else at whatever rate it answers.

    `photo`: path of a Python module whose `decode(raw: bytes) -> bytes` makes a picture of the card's, or none.
    """
    said = baud_in(check_spoken(connection))
    bauds = BAUDS if connection.startswith("serial:") and said is None else (said or BAUDS[0],)
    return SdtReader(
        name,
        lambda baud: taped(partial(open_wire, connection, seconds, baud), tape)(),
        bauds,
        checked_photo(photo),
        today_in_china,
    )
