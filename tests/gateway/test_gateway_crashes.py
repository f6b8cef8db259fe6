"""The gateway dies at every point of every story, comes back, and no fen is lost: the wallet's own books are the judge.

The terminal is the real one (its journal and the one function that drives a purchase), the gateway is the real one,
and the wallets are those of the demo; only the line between them is made for the test, in `mortal.py`.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing as closing_of
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest
from gateway_fixtures import Ground
from mortal import Fuse, House, Line, MortalDatabase

from kiosk.contract import (
    ChannelName,
    Mode,
    Order,
    OrderRequest,
    PreSettlement,
    PreSettlementRequest,
    PurchaseRequest,
)
from kiosk.core.clock import VirtualClock
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase
from kiosk.flows.cashier import Cashier as TerminalCashier
from kiosk.gateway.channels.simulated.faults import FaultKind, Verb
from kiosk.gateway.channels.simulated.orders import CodeKind
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.gateway.insurance.simulated.faults import FaultKind as InsurerFault
from kiosk.gateway.insurance.simulated.faults import Infno
from kiosk.gateway.mood import Mood
from kiosk.gateway.store import patients, purchases
from kiosk.services.journal import Journal

T = TypeVar("T")
HOSPITAL = demo_hospital(date(2026, 3, 2))


@dataclass(frozen=True)
class Story:
    """What a patient and the world do. `pays_at_look`: before which look the patient pays, or never."""

    name: str
    mode: Mode
    code: CodeKind = "pays"
    pays_at_look: int | None = None
    pays_when_left: bool = False  # the patient pays after the terminal has looked for the last time
    refuse: bool = False
    window: bool = False  # one of the bills is paid at the window while the insurer settles
    role: str = "employee"
    faults: tuple[tuple[FaultKind, Verb], ...] = ()
    ends: frozenset[str] = frozenset({"settled"})  # when nothing dies


def story(name: str, mode: Mode, ends: str = "settled", **more: object) -> Story:
    return Story(name, mode, ends=frozenset(ends.split()), **more)  # type: ignore[arg-type]


STORIES = (
    story("a scanned code pays at once", "payment_code"),
    story("the phone asks for the password, and gets it", "payment_code", code="password", pays_at_look=2),
    story("nobody enters the password", "payment_code", "closed", code="password"),
    story(
        "the password comes while we reverse",
        "payment_code",
        "closed settled",
        code="password",
        faults=(("paid_late", "close"),),
    ),
    story("the password comes when nobody looks", "payment_code", code="password", pays_when_left=True),
    story("the patient pays and walks away at once", "shown_code", pays_when_left=True),
    story("too little money", "payment_code", "closed", code="balance"),
    story("the patient scans our code", "shown_code", pays_at_look=2),
    story("the patient walks away from the code", "shown_code", "closed"),
    story("paid in the moment of closing", "shown_code", "settled closed", faults=(("paid_late", "close"),)),
    story("the hospital refuses after paying", "payment_code", "refunded", refuse=True),
    story(
        "the refund takes its time",
        "shown_code",
        "refunded",
        pays_at_look=1,
        refuse=True,
        faults=(("slow_refund", "refund"),),
    ),
    story("paid at the window while the insurer settles", "payment_code", "refunded", window=True),
    story("covered, and paid at the window meanwhile", "payment_code", "closed", role="covered", window=True),
    story("the insurance pays everything", "payment_code", role="covered"),
    story("the insurance pays everything, and is refused", "payment_code", "closed", role="covered", refuse=True),
)
LOSSES: tuple[tuple[FaultKind, Verb], ...] = tuple(
    (kind, verb)
    for kind in ("lost_answer", "error_500", "double_answer")
    for verb in ("precreate", "charge", "query", "close", "refund", "query_refund")
)


@dataclass
class Visit:
    """One patient at the terminal, from bills to the end of the money."""

    house: House
    terminal: TerminalCashier
    told: Story
    purchase_id: str = "T1-0001"
    split: PreSettlement | None = None
    patience: int = 4  # looks at the order before the patient walks away
    repeats: int = 0  # how often the terminal asks again under the same id when no answer came

    def play(self) -> Purchase:
        purchase = self._choose()
        try:
            purchase = self._pay(purchase)
        except (BackendUnreachable, Refused):
            purchase = self.terminal.saved(purchase)
        return self._finish(purchase)

    def _choose(self) -> Purchase:
        member = HOSPITAL.member(self.told.role)
        visits = {visit.visit_id for visit in HOSPITAL.visits if visit.patient_id == member.patient_id}
        owed = [bill for bill in HOSPITAL.bills if bill.visit_id in visits and bill.state == "unpaid"]
        due = Money(sum(bill.total for bill in owed))
        bill_ids = tuple(bill.bill_id for bill in owed)
        return self.terminal.plan(Purchase(self.purchase_id, member.patient_id, bill_ids, due))

    def _pay(self, purchase: Purchase) -> Purchase:
        line = Line(self.house)
        request = PurchaseRequest(terminal_id="T1x", patient_id=purchase.patient_id, bill_ids=list(purchase.bill_ids))
        line.open_purchase(purchase.purchase_id, request)
        wanted = PreSettlementRequest(purchase_id=purchase.purchase_id, acct_used_flag="1")
        self.split = line.pre_settle(f"{purchase.purchase_id}-S1", wanted)
        purchase = self.terminal.begin(purchase, self.split, self.house.name if self.split.psn_cash_pay else "")
        if purchase.state != "asking":
            return purchase
        code = self.house.wallet.new_code(self.told.code) if self.told.mode == "payment_code" else None
        order = self._ask(purchase, code)
        shown = order.code
        assert shown or code or order.state != "waiting", "a patient is shown a code that is not there"
        purchase = self.terminal.hear(purchase, order)
        for look in range(1, self.patience):
            if purchase.state != "asking":
                break
            self.house.clock.advance(order.poll_s)
            if look == self.told.pays_at_look:
                self._person_pays(code or shown)
            order = self.terminal.look(purchase, directly)
            purchase = self.terminal.hear(purchase, order)
        if self.told.pays_when_left:
            self._person_pays(code or shown)
        return purchase

    def _ask(self, purchase: Purchase, code: str | None) -> Order:
        assert self.split is not None
        request = OrderRequest(
            purchase_id=purchase.purchase_id,
            presettlement_id=self.split.presettlement_id,
            channel=self.house.name,
            mode=self.told.mode,
            amount=self.split.psn_cash_pay,
            payment_code=code,
        )
        for _ in range(self.repeats):
            try:
                return self.terminal.ask(purchase, request, directly)
            except BackendUnreachable:
                self.house.clock.advance(1)
        return self.terminal.ask(purchase, request, directly)

    def _person_pays(self, code: str) -> None:
        wallet = self.house.wallet
        _ = wallet.pay(code) if self.told.mode == "shown_code" else wallet.enter_password(code)

    def _finish(self, purchase: Purchase) -> Purchase:
        for _ in range(60):
            try:
                purchase = self.terminal.drive(purchase, directly)
            except BackendUnreachable:
                purchase = self.terminal.saved(purchase)
            if purchase.final:
                return purchase
            self.house.clock.advance(5)
        return purchase


def pay_at_window(house: House, bill_id: str) -> None:
    """Once; the gateway under test does not die of what the window does."""
    house.upon["paid"] = house.upon.pop("2207")
    fuse, house.database.fuse = house.database.fuse, Fuse()
    with house.database.writing() as connection:
        purchases.pay_at_window(connection, bill_id)
    house.database.fuse = fuse


def directly(act: Callable[[], T]) -> T:
    return act()


@dataclass(frozen=True)
class Run:
    """What came of it, on every side."""

    house: House
    visit: Visit
    purchase: Purchase

    def check(self) -> None:
        """Nothing lost, nothing doubled, nothing left locked."""
        end = self.purchase.state
        assert self.purchase.final, f"{end} for ever"
        settled = end == "settled"
        books = self.house.wallet.books()
        own = self.visit.split.psn_cash_pay if self.visit.split and settled else Money(0)
        assert sum(book.charged - book.refunded for book in books.values()) == own
        assert len(books) <= 1
        assert self.house.wallet.waiting_code() is None
        assert Line(self.house).purchase_state(self.purchase.purchase_id).state in (end, "voided", "unknown")
        with self.house.database.reading() as connection:
            unpaid = [bill for v in patients.unpaid_visits(connection, self.purchase.patient_id) for bill in v.bills]
            patient = patients.find(connection, self.purchase.patient_id)
        assert patient is not None
        at_window = bool(self.house.upon) and "2207" not in self.house.upon  # it happened
        left = [] if settled else ["unpaid"] * (len(self.purchase.bill_ids) - at_window)
        assert [bill.state for bill in unpaid] == left
        before = {row.psn_no: row.balc for row in HOSPITAL.members}[patient.psn_no]
        paid = self.visit.split.acct_pay if self.visit.split and settled else 0
        assert self.house.insurer.book.balance(patient.psn_no) == before - paid
        booked = self.house.insurer.book.file.look("SELECT * FROM settlement WHERE state = 'settled'")
        assert [row["psn_cash_pay"] for row in booked] == ([own] if settled else [])


@dataclass(frozen=True)
class World:
    """The same hospital for each run: its database is put back to how it was seeded."""

    database: MortalDatabase
    rewind: Callable[[None], object]
    folder: Path

    def run(
        self,
        told: Story,
        name: ChannelName,
        dies_at: tuple[int, ...] = (),
        faults: tuple[tuple[FaultKind, Verb], ...] = (),
        repeats: int = 0,
        insurer: tuple[tuple[InsurerFault, Infno], ...] = (),
    ) -> Run:
        self.rewind(None)
        clock = VirtualClock()
        with tempfile.TemporaryDirectory(dir=self.folder) as made:
            folder = Path(made)
            house = House(folder, self.database, name, clock, Fuse(dies_at), Mood(refuse_settlement=told.refuse))
            for kind, verb in told.faults:
                house.wallet.faults.set(kind, verb, seconds=8)
            for kind, verb in faults:
                house.wallet.faults.set(kind, verb, times=1)
            for ill, infno in insurer:
                house.insurer.faults.set(ill, infno, times=1, seconds=20)
            if told.window:
                bill_id = f"B{HOSPITAL.member(told.role).patient_id[1:]}-1-1"
                house.upon["2207"] = lambda: pay_at_window(house, bill_id)
            with closing_of(Journal(folder / "journal.sqlite", clock)) as journal:
                visit = Visit(house, TerminalCashier(journal, Line(house), Line(house)), told, repeats=repeats)
                run = Run(house, visit, visit.play())
                house.fuse.left = ()
                house.let_the_dust_settle()
                run.check()
                return run


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A process dies here, never the power: a disk in memory tells the same stories in half the time."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as made:
        yield Path(made)


@pytest.fixture(scope="module")
def world(ground: Ground, folder: Path) -> Iterator[World]:
    with ground.rewindable() as one:
        database = MortalDatabase(one.where)
        yield World(database, one.rewind, folder)
        database.close()


CHANNELS: tuple[ChannelName, ...] = ("wechat", "alipay", "unionpay")
TOLD = pytest.mark.parametrize("told", STORIES, ids=[told.name for told in STORIES])

ON_ONE = pytest.mark.grounds("sqlite")  # the deaths at every point are told on both
SOME_ON_THE_OTHER = pytest.mark.grounds("postgresql")  # what waits for an answer, told there too


@ON_ONE
@TOLD
def test_every_story_ends_as_told(world: World, told: Story) -> None:
    for name in CHANNELS:
        assert world.run(told, name).purchase.state in told.ends


@TOLD
def test_the_gateway_dies_at_every_point(world: World, told: Story) -> None:
    """On a file. On PostgreSQL, where each run takes twice as long, at the odd points of one story and the even points
    of the next: what is another there is how a commit lands, and the stories have their commits in common."""
    number = STORIES.index(told)
    name = CHANNELS[number % len(CHANNELS)]
    points = world.run(told, name).house.fuse.points
    assert points >= 3
    every = 1 if isinstance(world.database.where, Path) else 2
    for point in range(1 + number % every, points + 1, every):
        world.run(told, name, (point,), repeats=point % 3)


@ON_ONE
@TOLD
def test_the_gateway_dies_twice(world: World, told: Story) -> None:
    rng = Random(told.name)
    for _ in range(6):
        first = rng.randint(1, 20)
        world.run(told, rng.choice(CHANNELS), (first, first + rng.randint(1, 6)), repeats=rng.randint(0, 2))


def name_of(fault: tuple[str, str]) -> str:
    return "-".join(fault)


@ON_ONE
@pytest.mark.parametrize("fault", LOSSES, ids=name_of)
def test_the_wallet_fails_once_and_the_gateway_dies_too(world: World, fault: tuple[FaultKind, Verb]) -> None:
    the_wallet_fails_once(world, fault, 4)


@SOME_ON_THE_OTHER
@pytest.mark.parametrize("fault", LOSSES[:6], ids=name_of)
def test_the_wallet_loses_an_answer_and_the_gateway_dies_too(world: World, fault: tuple[FaultKind, Verb]) -> None:
    the_wallet_fails_once(world, fault, 1)


def the_wallet_fails_once(world: World, fault: tuple[FaultKind, Verb], stories: int) -> None:
    rng = Random(name_of(fault))
    hit = [
        told
        for told in STORIES
        if {"precreate": "shown_code", "charge": "payment_code"}.get(fault[1], told.mode) == told.mode
    ]
    for told in rng.sample(hit, stories):
        name = rng.choice(CHANNELS)
        world.run(told, name, faults=(fault,), repeats=rng.randint(0, 1))
        world.run(told, name, (rng.randint(1, 20),), (fault,), repeats=rng.randint(0, 1))


ILLS: tuple[InsurerFault, ...] = (
    *("lost_request", "lost_answer", "error_500", "double", "delivered_late", "slow", "audit"),
    "fen_short",
)
INSURED = [told for told in STORIES if told.mode == "payment_code" and told.code == "pays"]


@ON_ONE
@pytest.mark.parametrize("infno", ["2206", "2207", "2208", "2601"])
@pytest.mark.parametrize("ill", ILLS)
def test_the_insurer_fails_once_and_the_gateway_dies_too(world: World, ill: InsurerFault, infno: Infno) -> None:
    the_insurer_fails_once(world, ill, infno, 3)


@SOME_ON_THE_OTHER
@pytest.mark.parametrize("infno", ["2207", "2208", "2601"])
@pytest.mark.parametrize("ill", ["lost_answer", "delivered_late", "fen_short"])
def test_the_insurer_loses_an_answer_and_the_gateway_dies_too(world: World, ill: InsurerFault, infno: Infno) -> None:
    the_insurer_fails_once(world, ill, infno, 1)


def the_insurer_fails_once(world: World, ill: InsurerFault, infno: Infno, stories: int) -> None:
    rng = Random(f"{ill} {infno}")
    for told in rng.sample(INSURED, stories):
        run = world.run(told, rng.choice(CHANNELS), insurer=((ill, infno),))
        dies_at = rng.randint(1, run.house.fuse.points)
        world.run(told, rng.choice(CHANNELS), (dies_at,), repeats=rng.randint(0, 1), insurer=((ill, infno),))
