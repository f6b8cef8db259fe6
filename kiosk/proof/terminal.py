"""A terminal that can lose its power: the real journal on its file, the real desk, journey, cashier and recovery."""

import shutil
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Protocol, TypeVar

from kiosk.contract import Patient
from kiosk.core.desk import Desk, Timers
from kiosk.core.errors import Interruption, JournalUnusable, PatientLeft
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase, State
from kiosk.devices import Facts, Health, Line, Qr, Slip
from kiosk.flows.cashier import Cashier
from kiosk.flows.needs import Working
from kiosk.flows.pay_later import PayingLater
from kiosk.flows.payment import Payment, Place
from kiosk.flows.quiet import Quiet
from kiosk.flows.staff import Staff
from kiosk.flows.till import Till
from kiosk.flows.top_up import TopUp
from kiosk.flows.transactions import Transactions
from kiosk.proof.agenda import Agenda
from kiosk.proof.gateway import Gateway
from kiosk.proof.person import Visitor
from kiosk.proof.records import HOSPITAL, PATIENT
from kiosk.proof.wire import Sky, Wire
from kiosk.services.journal import Journal, Statement

T = TypeVar("T")
FILES = ("journal.db", "journal.db-wal")


class Journey(Protocol):
    """What somebody does at a terminal."""

    def run(self, patient: Patient) -> None: ...


class PowerCut(BaseException):
    """Not an error anybody could catch: the terminal is gone."""


class SomebodyCame(Interruption):
    """A person is at the terminal: recovery waits."""


class NumberedJournal(Journal):
    """The real one; each commit has a step before it, when all is written but nothing saved, and one after it."""

    step: Callable[[str], None]
    moved: Callable[[str, State], None]
    terminal = ""
    _says = ""

    def _save(self, statements: Iterable[Statement]) -> None:
        def numbered() -> Iterable[Statement]:
            yield from statements
            self.step(f"is about to save{self._says}")

        super()._save(numbered())
        self.step(f"has saved{self._says}")
        self._says = ""

    def plan(self, purchase: Purchase) -> Purchase:
        self._says = f" {purchase.purchase_id}: planned"
        return super().plan(purchase)

    def begin_payment(self, purchase: Purchase, to: State, presettlement_id: str, channel: str, own: Money) -> Purchase:
        self._says = f" {purchase.purchase_id}: {purchase.state} -> {to}"
        return super().begin_payment(purchase, to, presettlement_id, channel, own)

    def move(self, purchase: Purchase, to: State, reason: str = "") -> Purchase:
        self._says = f" {purchase.purchase_id}: {purchase.state} -> {to}"
        moved = super().move(purchase, to, reason)
        self.moved(purchase.purchase_id, to)
        return moved

    def journal_id(self) -> str:
        """All are copied from one file: the terminal's name tells them apart."""
        return f"{super().journal_id()}-{self.terminal}"

    def mark_sent(self, through: int) -> None:
        self._says = f" that moves to {through} are told"
        super().mark_sent(through)


class Printer:
    """Tells every slip's title and reference; without paper it says so."""

    def __init__(self, paper: bool, printed: Callable[[str, str], None]) -> None:
        self._paper = paper
        self._printed = printed

    def health(self) -> Health:
        return Health("online", "full" if self._paper else "out", code="" if self._paper else "E-PRN-02")

    def facts(self) -> Facts:
        return Facts("made up")

    def print(self, slip: Slip) -> None:
        """It is out."""
        title = next(line.text for line in slip.lines if isinstance(line, Line))
        reference = next(line.text for line in slip.lines if isinstance(line, Qr))
        self._printed(title, reference)

    def close(self) -> None:
        """Nothing to let go of."""


class Witness(Protocol):
    """Sees what a terminal does, in the moment it does it."""

    def passed(self, terminal: "Terminal", what: str) -> bool:
        """It comes to a step; whether the power goes there."""

    def moved(self, terminal: "Terminal", purchase_id: str, to: State) -> None:
        """A purchase has moved, and that is saved."""

    def printed(self, title: str, purchase_id: str) -> None:
        """A slip came out."""


class Terminal:
    """One cabinet in the lobby."""

    def __init__(
        self,
        name: str,
        folder: Path,
        gateway: Gateway,
        sky: Sky,
        clock: Agenda,
        witness: Witness,
        paper: bool,
        new_journal: Path,
    ) -> None:
        self.name = name
        self.asked: list[str] = []  # every purchase id that was made here
        self.current = ""  # the one of this visit
        self.fell: list[str] = []  # errors that no rule foresaw
        self.dead = False
        self._folder = folder
        self._sky = sky
        self._clock = clock
        self._witness = witness
        self._printer = Printer(paper, witness.printed)
        self._wire = Wire(gateway, sky, clock, self.step)
        self._numbers = count(1)
        self._reports = count(1)
        self._lives = count(1)
        self._file = folder / f"{name}-0.db"
        shutil.copyfile(new_journal, self._file)  # made once: the schema takes longer than all the rest of a run
        self.power_on()

    def power_on(self) -> None:
        """What was saved when the power went is all there is."""
        self.dead = False
        self.journal = NumberedJournal(self._file, self._clock)
        self.journal.terminal = self.name
        self.journal.step = self.step
        self.journal.moved = lambda purchase_id, to: self._witness.moved(self, purchase_id, to)
        self._cashier = Cashier(self.journal, self._wire, self._wire)
        staff = Staff(self.journal, self._wire, self.name, lambda: f"{self.name}-A{next(self._reports)}", self._clock)
        self._quiet = Quiet(self._wire, self._cashier, lambda _: None, self._clock, staff)

    def step(self, what: str) -> None:
        """Raises `PowerCut` when the power goes here, and for whatever a dead terminal would still do."""
        if self.dead:
            raise PowerCut
        if self._witness.passed(self, what):
            self.lose_power()
            raise PowerCut

    def lose_power(self) -> None:
        """Keep the files as they are in this very moment; what the dying process does to its own is of no matter."""
        self.dead = True
        kept = self._folder / f"{self.name}-{next(self._lives)}.db"
        for end in ("", "-wal"):
            before = Path(f"{self._file}{end}")
            if before.exists():
                shutil.copyfile(before, f"{kept}{end}")
        self._lost, self._file = self.journal, kept

    def visit(self, visitor: Visitor) -> None:
        """Somebody pays, until they are done, have left, or the power goes."""
        self.current = ""
        desk = Desk(visitor, self._clock, Timers(), self._beside)
        desk.change(language="en")  # the catalogue of the other language takes longer to load than the whole visit
        visitor.desk = desk
        place = Place(self.name, HOSPITAL, self._printer, lambda: True, 60, False, self._new_id)
        till = Till(desk, self._wire, self._wire, self._cashier, place)
        match visitor.person.buys:
            case "bills":
                journey: Journey = Payment(desk, self._wire, self._wire, self._cashier, place)
            case "dues":
                journey = PayingLater(desk, self._wire, self._cashier, till, place)
            case "give_back":
                journey = Transactions(desk, self._wire, place, Working(lambda: ()))
            case _:
                journey = TopUp(desk, self._wire, self._cashier, till, place)
        self._alive(lambda: journey.run(PATIENT))

    def recover(self) -> None:
        """What the lobby does in the quiet."""
        self._alive(self._use_the_quiet)

    def at_rest(self) -> bool:
        """Whether every purchase that was begun here has ended, whatever the journal takes for unfinished, and told."""
        saved = [self.saved(purchase_id) for purchase_id in self.asked]
        return all(purchase.final for purchase in saved if purchase) and not self.journal.unsent(1)

    def saved(self, purchase_id: str) -> Purchase | None:
        """`None` when the power went before it was written down."""
        try:
            return self.journal.purchase(purchase_id)
        except KeyError:
            return None

    def moves(self, purchase_id: str) -> list[tuple[str, str]]:
        """From, to; in order."""
        return [(before, after) for _, before, after in self.journal.moves(purchase_id)]

    def close(self) -> None:
        self.journal.close()

    def _use_the_quiet(self) -> None:
        self._quiet.recover(self._do)
        self._quiet.tell_staff(self._do)

    def _alive(self, act: Callable[[], None]) -> None:
        try:
            act()
        except (PatientLeft, PowerCut, SomebodyCame, JournalUnusable):
            pass
        except Exception as error:  # whatever it is, it was not foreseen
            self.fell.append(f"it fell: {error!r}")
        if self.dead:
            self._lost.close()
            self.power_on()

    def _beside(self, work: Callable[[], None]) -> None:
        """The work of a job: at once, or when its turn comes. Whoever waits for it may have given up by then."""
        seconds = self._sky.slow_s()
        if not seconds:
            work()
            return
        life = self.journal

        def later() -> None:
            if self.journal is life and not self.dead:
                try:
                    work()
                except PowerCut:
                    return  # the terminal's own thread finds out at its next step

        self._clock.after(seconds, later)

    def _do(self, act: Callable[[], T]) -> T:
        if self._sky.happens("interrupted"):
            raise SomebodyCame
        done = act()
        if self._sky.happens("interrupted"):
            raise SomebodyCame
        return done

    def _new_id(self) -> str:
        self.current = f"{self.name}-{next(self._numbers)}"
        self.asked.append(self.current)
        return self.current
