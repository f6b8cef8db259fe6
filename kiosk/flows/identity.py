"""Finds out who stands here, from whatever they carry."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from kiosk.contract import Carrier, Hospital, Patient
from kiosk.core.desk import Desk
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.events import Answer, CardGone, CardRead, CardSeen, CardUnreadable, CodeScanned, DeviceChanged, Event
from kiosk.core.screens import ConfirmMe, Identify, Person, Trouble, Way
from kiosk.core.words import phrase
from kiosk.flows import scanned, troubles
from kiosk.services import Records

CARD_EVENTS = (CardSeen, CardRead, CardUnreadable, CardGone, DeviceChanged)
WHO_EVENTS = (*CARD_EVENTS, CodeScanned)
Ways = Callable[[], tuple[Way, ...]]  # what the readers take now
PULLED = "E-CRD-01"
READING_S = 10.0  # a card that says nothing for so long is no card for us


class Identity:
    """Every reader is armed; a card on any of them answers, and a code under the scanner."""

    def __init__(self, desk: Desk, records: Records, referral_prefix: str = "") -> None:
        self._desk = desk
        self._records = records
        self._referral_prefix = referral_prefix

    def ask(self, ways: Ways, hospital: Hospital, first: Event | None = None) -> Patient | None:
        """Show what can be used and wait for one of them; `None` when the person goes back.

        `first` is what brought them here: a card that is already on the reader starts by itself.
        """
        screen, event = Identify(ways()), first
        reading, until = "", 0.0  # which reader is at work, and how long it is given
        while True:
            match event:
                case CardSeen(reader=reading):
                    screen = Identify(ways(), "reading")
                    until = self._desk.clock.monotonic() + READING_S  # whatever else happens meanwhile
                case CardRead():
                    return self._find_who_lies_there(event, ways, hospital)
                case CodeScanned():
                    told = scanned.shown(event, ways(), self._referral_prefix)
                    if isinstance(told, CardRead):
                        return self._find_who_lies_there(told, ways, hospital)
                    screen = _problem(ways(), told)
                case CardUnreadable(code=code):
                    screen = _problem(ways(), troubles.card_unreadable(code))
                case CardGone() | None if screen.state == "reading" and _ends(event, reading):
                    # The ways as they were: whether its reader went as well is said right after it.
                    screen = _problem(screen.ways, troubles.card_unreadable(PULLED if event else "E-CRD-03"))
                case DeviceChanged():
                    screen = _look_again(screen, ways())
                case Answer(choice="back"):
                    return None
            event = self._desk.wait(screen, WHO_EVENTS, until if screen.state == "reading" else None)

    def _find_who_lies_there(self, card: CardRead, ways: Ways, hospital: Hospital) -> Patient | None:
        """As `_find`; asks again when another card was laid down meanwhile, perhaps by the next person."""
        found = None if self._desk.relaid(card.reader) else self._find(card, hospital)
        if self._desk.relaid(card.reader):
            return self.ask(ways, hospital, self._desk.waiting_card())
        if isinstance(found, Patient):
            self._desk.began_with(card)
        return self.ask(ways, hospital, found) if isinstance(found, CardSeen) else found

    def _find(self, card: CardRead, hospital: Hospital) -> Patient | CardSeen | None:
        """Who the card belongs to; asks whom it is for when there are several. `None`: it cannot be used.

        A card that is laid down before that is answered is the answer: whoever laid it may be somebody else.
        """
        carrier = cast(Carrier, card.carrier)
        while True:
            try:
                found = self._desk.during(
                    lambda: self._records.identify(carrier, card.number), phrase("Reading your card")
                )
            except Refused as refused:
                self._desk.tell(troubles.card_refused(refused.code, hospital))
                return None
            except BackendUnreachable:
                if not retry(self._desk, troubles.unreachable()) or self._desk.relaid(card.reader):
                    return None
                continue
            return found[0] if len(found) == 1 and not found[0].guardian else self._choose(found)

    def _choose(self, found: list[Patient]) -> Patient | CardSeen | None:
        event = self._desk.wait(ConfirmMe(tuple(_person(patient) for patient in found)), (CardSeen,))
        if isinstance(event, CardSeen):
            return event
        answer = event if isinstance(event, Answer) and event.choice == "me" else None
        return next((patient for patient in found if answer and patient.patient_id == answer.value), None)


def retry(desk: Desk, trouble: Trouble) -> bool:
    """Say what is wrong; whether the person wants to try again. Nobody answering means no."""
    answer = desk.tell(trouble)
    return trouble.can_retry and answer is not None and answer.choice == "retry"


def _ends(event: Event | None, reading: str) -> bool:
    """Whether the reading is over: not by a second card that is taken off another reader."""
    return not isinstance(event, CardGone) or event.reader == reading


def _look_again(screen: Identify, ways: tuple[Way, ...]) -> Identify:
    """A reader came or went: nobody should lay a card again on one that is gone."""
    gone = any(before.enabled and not now.enabled for before, now in zip(screen.ways, ways, strict=True))
    if gone and (screen.state == "reading" or screen.code == PULLED):
        return _problem(ways, troubles.reader_gone())
    back = screen.code == troubles.READER_GONE and all(way.enabled for way in ways)
    return Identify(ways) if back else replace(screen, ways=ways)


def _problem(ways: tuple[Way, ...], trouble: Trouble) -> Identify:
    return Identify(ways, "problem", trouble.happened, trouble.next, trouble.code)


def _person(patient: Patient) -> Person:
    note = phrase("Under the guardian's card") if patient.guardian else None
    return Person(patient.patient_id, patient.name, patient.sex, patient.age, note)
