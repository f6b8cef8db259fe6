"""The lobby: wait for somebody, serve them, clean up, and finish in the quiet what could not be finished before."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, TypeVar

from kiosk.contract import Hospital, Patient
from kiosk.core.desk import Desk, Session, Stopped
from kiosk.core.errors import BackendUnreachable, Interruption, JournalUnusable, PatientLeft
from kiosk.core.events import Answer, CardRead, CardSeen, CardUnreadable, CodeScanned, DeviceChanged, Event, JobDone
from kiosk.core.screens import Attract, Home, OutOfService, Tile, Way
from kiosk.core.words import phrase
from kiosk.flows import troubles
from kiosk.flows.identity import WHO_EVENTS, Identity
from kiosk.flows.left_card import LeftCards, NoKeepers
from kiosk.flows.needs import PRINTERS_S, Working
from kiosk.flows.quiet import Quiet
from kiosk.flows.sign import SERVICES

T = TypeVar("T")

LOOK_S = 10.0  # how often we look around while nobody is here
CARD_MEANS = "pay"  # what a card on the reader starts by itself
OWN_MONEY = frozenset({"top_up", "pay_later"})  # where these are offered, bills can be paid without any wallet
BROKEN_S = 20.0  # how long "out of order" stands before we try again
GESTURE = "maintenance"  # a technician held the corner of the screen
STARTS = (CardSeen, CardRead, CardUnreadable, CodeScanned)
log = logging.getLogger(__name__)


class Journey(Protocol):
    """What a patient came for, e.g. paying."""

    def __call__(self, patient: Patient, hospital: Hospital) -> None:
        """May raise `PatientLeft`."""


class SomebodyCame(Interruption):
    """Work in the quiet stops: a person comes first."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self.event = event


class Lobby:
    """Runs for ever on the kiosk thread, until the desk is told to stop."""

    def __init__(
        self,
        desk: Desk,
        quiet: Quiet,
        identity: Identity,
        journeys: Mapping[str, Journey],
        ways: Callable[[], tuple[Way, ...]],
        maintain: Callable[[], None] | None = None,
        left_cards: LeftCards | None = None,
        working: Working | None = None,
    ) -> None:
        """`journeys`: by the name of their tile; the others are done at the window. `maintain`: what a technician
        finds behind the gesture; nothing when there is none. `left_cards`: who calls after a forgotten card.
        `working`: what of the devices works; the printers are not looked at when nothing is said."""
        self._desk = desk
        self._quiet = quiet
        self._identity = identity
        self._journeys = journeys
        self._ways = ways
        self._maintain = maintain
        self._left_cards = left_cards or LeftCards(desk, NoKeepers(), None)
        self._working = working or Working(ways)

    def run(self) -> None:
        """Serve one person after the other; returns when the terminal is shut down."""
        while True:
            try:
                self._serve_one()
            except Stopped:
                return
            except JournalUnusable as error:
                log.error("no payments: the journal cannot be used: %s", error)
                if not self._out_of_order(troubles.no_journal(error.code)):
                    return
            except Exception:  # whatever it is, the next patient finds a working terminal or an honest sign
                log.exception("a visit ended in an error")
                if not self._out_of_order(troubles.out_of_order()):
                    return

    def wait_for_journal(self) -> bool:
        """Until money can be written down, under a sign; `False` when the terminal is shut down before that."""
        while True:
            try:
                self._quiet.check()
            except JournalUnusable as error:
                log.error("no payments: the journal cannot be used: %s", error)
                if not self._out_of_order(troubles.no_journal(error.code)):
                    return False
            else:
                return True

    def _serve_one(self) -> None:
        try:
            event = self._wait_for_somebody()
            if _is_gesture(event):
                self._let_in()
                return
            if not self._quiet.looked:  # they were faster than our first look at the hospital
                self._quiet.look_around(lambda act: self._desk.during(act, phrase("One moment, please")))
            if self._quiet.hospital is not None:
                self._visit(event, self._quiet.hospital)
        except PatientLeft:
            log.info("the patient left")
        finally:
            self._desk.wipe()
            self._left_cards.visit_over()

    def _wait_for_somebody(self) -> Event:
        try:
            while self._desk.session == Session():
                self._greet_who_waits()
                self._quiet.recover(self._do)  # money comes before a card
                self._quiet.look_around(self._do)  # first: who taps the reminder away must not keep us out of service
                self._left_cards.remind(self._sign, self._greet)
                self._quiet.tell_staff(self._do)
                self._rest()
        except SomebodyCame as came:
            return came.event
        return Answer(0, "start")  # somebody chose a language or a size: they are here

    def _rest(self) -> None:
        until = self._desk.clock.monotonic() + LOOK_S
        while (now := self._desk.clock.monotonic()) < until:
            self._look_at_printers()
            again = min(until, now + PRINTERS_S)
            while (event := self._desk.wait(self._sign(), WHO_EVENTS, again, idle=False)) is not None:
                self._greet(event)

    def _look_at_printers(self) -> None:
        if not self._working.asks:
            return
        try:
            self._do(self._working.look)
        except BackendUnreachable:
            self._working.silent()

    def _do(self, act: Callable[[], T]) -> T:
        """An outside act beside the lobby screen. Raises `SomebodyCame` when a person comes before it ends."""
        job = self._desk.start(act)
        while not job.done and self._desk.clock.monotonic() < job.deadline:
            event = self._desk.wait(self._sign(), (*WHO_EVENTS, JobDone), job.deadline, idle=False)
            if event is not None:
                self._greet(event)
        return job.result()

    def _greet(self, event: Event) -> None:
        if _is_gesture(event) or (isinstance(self._sign(), Attract) and isinstance(event, (Answer, *STARTS))):
            raise SomebodyCame(event)
        self._desk.remember(event)

    def _greet_who_waits(self) -> None:
        """Somebody laid their card down while the last visit ended, or while we were out of service."""
        card = self._desk.waiting_card() if isinstance(self._sign(), Attract) else None
        if card is not None:
            raise SomebodyCame(card)

    def _visit(self, event: Event, hospital: Hospital) -> None:
        if isinstance(event, Answer):
            event = self._home()
        if _is_gesture(event):
            self._let_in()
            return
        journey = event.choice if isinstance(event, Answer) else CARD_MEANS
        if journey not in self._journeys:
            return
        self._desk.change(errand=journey)
        if not self._can_begin(journey, hospital):
            return
        patient = self._identity.ask(self._ways, hospital, event)
        if patient is None:
            return
        self._desk.change(patient=patient.name)
        self._journeys[journey](patient, hospital)

    def _can_begin(self, journey: str, hospital: Hospital) -> bool:
        """A card on the reader begins without a tile: what it lacks is said first, after another look."""
        if self._working.why_not(journey) and self._working.asks:
            try:
                self._desk.during(self._working.look, phrase("One moment, please"))
            except BackendUnreachable:
                self._working.silent()
        broken = self._working.why_not(journey)
        if broken is not None:
            self._desk.tell(troubles.not_here(broken.words, broken.code, hospital))
        return broken is None

    def _home(self) -> Event:
        look_at = now = self._desk.clock.monotonic()
        until = now + self._desk.seconds(self._desk.timers.home)
        while now < until:
            if now >= look_at:
                look_at = now + PRINTERS_S
                if self._working.asks:
                    self._desk.start(self._working.look)
            screen = Home(self._tiles(), self._working.notice(), self._working.cards())
            event = self._desk.wait(screen, (*STARTS, DeviceChanged, JobDone), min(until, look_at), idle=False)
            if isinstance(event, (Answer, *STARTS)):
                return event
            now = self._desk.clock.monotonic()
        raise PatientLeft

    def _sign(self) -> Attract | OutOfService:
        if self._quiet.looked and self._quiet.hospital is None:
            elsewhere = phrase("Please use another terminal or the service window.")
            return OutOfService(phrase("The hospital does not answer right now"), elsewhere, "E-NET-01")
        carriers = tuple(way.carrier for way in self._ways() if way.enabled)
        return Attract(self._tiles(), carriers, self._working.notice())

    def _tiles(self) -> tuple[Tile, ...]:
        return tuple(self._tile(name) for name in SERVICES)

    def _tile(self, name: str) -> Tile:
        hospital = self._quiet.hospital
        if name not in self._journeys or (hospital is not None and name not in hospital.services):
            return Tile(name, False, phrase("At the service window"))
        if broken := self._working.why_not(name):
            return Tile(name, False, broken.words)
        if self._needs_wallet(name) and self._quiet.looked and not self._quiet.can_pay:
            return Tile(name, False, phrase("No way to pay works right now"))
        return Tile(name)

    def _needs_wallet(self, name: str) -> bool:
        """A card is filled by a wallet alone; bills are paid from the card or later too, where the hospital has it."""
        hospital = self._quiet.hospital
        return name == "top_up" or (name == "pay" and hospital is not None and OWN_MONEY.isdisjoint(hospital.services))

    def _let_in(self) -> None:
        if self._maintain is not None:
            self._maintain()

    def _out_of_order(self, sign: OutOfService) -> bool:
        """Show the sign for a while; whether to go on afterwards."""
        self._desk.wipe()
        until = self._desk.clock.monotonic() + BROKEN_S
        try:
            self._quiet.report(partial(self._under, sign))
            while (event := self._desk.wait(sign, until=until, idle=False)) is not None:
                if _is_gesture(event):
                    self._let_in()
        except (Stopped, PatientLeft) as end:
            return isinstance(end, PatientLeft)
        finally:
            self._desk.wipe()
        return True

    def _under(self, sign: OutOfService, act: Callable[[], T]) -> T:
        """An outside act beside a sign that nobody needs to answer."""
        job = self._desk.start(act)
        while not job.done and self._desk.clock.monotonic() < job.deadline:
            self._desk.wait(sign, (JobDone,), job.deadline, idle=False)
        return job.result()


def _is_gesture(event: Event) -> bool:
    return isinstance(event, Answer) and event.choice == GESTURE
