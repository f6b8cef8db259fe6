"""Finds out who stands here, from whatever they carry."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from kiosk.contract import Carrier, Hospital, Patient
from kiosk.core.desk import Desk
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.events import Answer, CardGone, CardRead, CardSeen, CardUnreadable, DeviceChanged, Event
from kiosk.core.screens import ConfirmMe, Identify, Person, Trouble, Way
from kiosk.core.words import phrase
from kiosk.flows import troubles
from kiosk.services import Records

CARD_EVENTS = (CardSeen, CardRead, CardUnreadable, CardGone, DeviceChanged)
Ways = Callable[[], tuple[Way, ...]]  # what the readers take now
READING_S = 10.0  # a card that says nothing for so long is no card for us


class Identity:
    """Every reader is armed; a card on any of them answers."""

    def __init__(self, desk: Desk, records: Records) -> None:
        self._desk = desk
        self._records = records

    def ask(self, ways: Ways, hospital: Hospital, first: Event | None = None) -> Patient | None:
        """Show what can be used and wait for one of them; `None` when the person goes back.

        `first` is what brought them here: a card that is already on the reader starts by itself.
        """
        screen, event = Identify(ways()), first
        while True:
            match event:
                case CardSeen():
                    screen = Identify(ways(), "reading")
                case CardRead():
                    return self.find(event, hospital)
                case CardUnreadable(code=code):
                    screen = _unreadable(ways(), code)
                case CardGone() | None if screen.state == "reading":
                    screen = _unreadable(ways(), "E-CRD-01" if event else "E-CRD-03")
                case DeviceChanged():
                    screen = replace(screen, ways=ways())
                case Answer(choice="back"):
                    return None
            until = self._desk.clock.monotonic() + READING_S if screen.state == "reading" else None
            event = self._desk.wait(screen, CARD_EVENTS, until)

    def find(self, card: CardRead, hospital: Hospital) -> Patient | None:
        """Who the card belongs to; asks whom it is for when there are several. `None`: it cannot be used."""
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
                if not retry(self._desk, troubles.unreachable()):
                    return None
                continue
            return found[0] if len(found) == 1 and not found[0].guardian else self._choose(found)

    def _choose(self, found: list[Patient]) -> Patient | None:
        answer = self._desk.ask(ConfirmMe(tuple(_person(patient) for patient in found)))
        chosen = [p for p in found if answer and answer.choice == "me" and p.patient_id == answer.value]
        return chosen[0] if chosen else None


def retry(desk: Desk, trouble: Trouble) -> bool:
    """Say what is wrong; whether the person wants to try again. Nobody answering means no."""
    answer = desk.tell(trouble)
    return trouble.can_retry and answer is not None and answer.choice == "retry"


def _unreadable(ways: tuple[Way, ...], code: str) -> Identify:
    trouble = troubles.card_unreadable(code)
    return Identify(ways, "problem", trouble.happened, trouble.next, trouble.code)


def _person(patient: Patient) -> Person:
    note = phrase("Under the guardian's card") if patient.guardian else None
    return Person(patient.patient_id, patient.name, patient.sex, patient.age, note)
