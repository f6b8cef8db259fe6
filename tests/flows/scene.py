"""A terminal without pixels: real flows, real desk, real journal, virtual time; a person and an outside world."""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from outside import Outside
from own_accounts import OwnAccounts
from paid_before import PaidBefore
from person import Person, Plan

from kiosk.contract import Hospital, Patient
from kiosk.core.clock import VirtualClock
from kiosk.core.desk import Desk, Timers
from kiosk.core.events import CardRead
from kiosk.core.screens import Way
from kiosk.devices.receipt_printers.simulated import SimulatedPrinter
from kiosk.flows.cashier import Cashier
from kiosk.flows.identity import Identity
from kiosk.flows.left_card import Keepers, LeftCards, NoKeepers
from kiosk.flows.lobby import Journey, Lobby
from kiosk.flows.needs import Working
from kiosk.flows.pay_later import PayingLater
from kiosk.flows.payment import Payment, Place
from kiosk.flows.quiet import Quiet
from kiosk.flows.till import Till
from kiosk.flows.top_up import TopUp
from kiosk.flows.transactions import Transactions
from kiosk.services.journal import Journal


def scans() -> bool:
    """The scanner always works."""
    return True


CARD = CardRead("front", "patient_card", "8001")
PAYS: Plan = {"Attract": [CARD], "PickBills": [("next", "")], "PickChannel": [("channel", "wechat")]}


@dataclass
class Scene:
    """Everything on the stage."""

    person: Person
    outside: Outside
    printer: SimulatedPrinter
    journal: Journal
    clock: VirtualClock
    lobby: Lobby
    before: PaidBefore = field(default_factory=PaidBefore)

    def play(self) -> "Scene":
        """Until the visit is over and the terminal is shut down."""
        self.lobby.run()
        return self


def scene(
    folder: Path,
    plan: Plan,
    outside: Outside | None = None,
    printer: SimulatedPrinter | None = None,
    slip_required: bool = False,
    journal: Journal | None = None,
    before: PaidBefore | None = None,
    keepers: Keepers | None = None,
    keep_s: float | None = None,
    working: Working | None = None,
    ways: tuple[Way, ...] = (Way("patient_card"),),
) -> Scene:
    """Set the stage; `plan` is what the person does on each screen."""
    outside, printer, clock = outside or Outside(), printer or SimulatedPrinter(), VirtualClock()
    person = Person({name: list(acts) for name, acts in plan.items()})
    desk = Desk(person, clock, Timers(), beside=lambda work: work())
    person.desk = desk
    folder.mkdir(exist_ok=True)
    journal = journal or Journal(folder / "journal.db", clock)
    cashier = Cashier(journal, outside, outside)
    quiet = Quiet(outside, cashier, lambda name: None, clock)
    before = before or PaidBefore()
    looks = working or Working(lambda: ways, printer.health)
    journeys = _journeys(desk, outside, before, cashier, printer, slip_required, quiet, looks)
    left_cards = LeftCards(desk, keepers or NoKeepers(), keep_s)
    lobby = Lobby(desk, quiet, Identity(desk, outside), journeys, lambda: ways, left_cards=left_cards, working=working)
    return Scene(person, outside, printer, journal, clock, lobby, before)


def _journeys(
    desk: Desk,
    outside: Outside,
    before: PaidBefore,
    cashier: Cashier,
    printer: SimulatedPrinter,
    slip_required: bool,
    quiet: Quiet,
    working: Working,
) -> dict[str, Journey]:
    numbers, own = count(1), OwnAccounts(outside)

    def place(hospital: Hospital) -> Place:
        wallets = quiet.can_pay or not quiet.looked
        return Place("K01", hospital, printer, scans, 180, slip_required, lambda: f"K01-{next(numbers)}", wallets)

    def pay(patient: Patient, hospital: Hospital) -> None:
        Payment(desk, outside, outside, cashier, place(hospital)).run(patient)

    def top_up(patient: Patient, hospital: Hospital) -> None:
        here = place(hospital)
        TopUp(desk, own, cashier, Till(desk, outside, outside, cashier, here), here).run(patient)

    def pay_later(patient: Patient, hospital: Hospital) -> None:
        here = place(hospital)
        PayingLater(desk, own, cashier, Till(desk, outside, outside, cashier, here), here).run(patient)

    def look_back(patient: Patient, hospital: Hospital) -> None:
        Transactions(desk, before, place(hospital), working).run(patient)

    return {"pay": pay, "top_up": top_up, "pay_later": pay_later, "transactions": look_back}
