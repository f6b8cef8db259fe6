"""The gateway dies at every point of a card's life, and of what is paid later: no fen of either is lost or doubled.

The terminal is the real one, the gateway is the real one, the wallet's own books are the judge. The wallet must hold
what is on the card, what was spent from it, and what was paid with the phone; nothing else.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest
from gateway_fixtures import Ground
from mortal import Fuse, House, Killed, Line, MortalDatabase

from kiosk.contract import (
    Agreement,
    AgreementRequest,
    ChannelName,
    CloseOut,
    CloseOutRequest,
    OrderRequest,
    PreSettlementRequest,
    PurchaseKind,
    PurchaseRequest,
)
from kiosk.core.clock import VirtualClock
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase
from kiosk.flows.cashier import Cashier as TerminalCashier
from kiosk.gateway.accounts import close_outs, standing
from kiosk.gateway.cashier import rounds
from kiosk.gateway.hospital.account_rules import TERMS
from kiosk.gateway.store import accounts, purchases, tables
from kiosk.services.journal import Journal

T = TypeVar("T")
PATIENT, INSURED = "P0004", "P0001"
BILL, DUE = "B0004-1-1", Money(46_20)
TRIES = 40


@dataclass
class Day:
    """What one patient does, one thing after the other, while the gateway dies where the fuse says."""

    house: House
    terminal: TerminalCashier
    repeats: int = 0
    bought: list[Purchase] = field(default_factory=list)

    def buy(
        self,
        kind: PurchaseKind,
        total: Money,
        bills: tuple[str, ...] = (),
        channel: ChannelName | None = None,
        patient: str = PATIENT,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> Purchase:
        """From the choice to the end of the money; `meanwhile` happens once the channel was asked."""
        number = f"T1-{len(self.bought):04}"
        purchase = self.terminal.plan(Purchase(number, patient, bills, total, kind=kind))
        try:
            purchase = self._ask(purchase, channel or self.house.name)
        except (BackendUnreachable, Refused):
            purchase = self.terminal.saved(purchase)
        meanwhile()
        self.bought.append(self._finish(purchase))
        return self.bought[-1]

    def _ask(self, purchase: Purchase, channel: ChannelName) -> Purchase:
        line, amount = Line(self.house), purchase.total if purchase.kind == "top_up" else None
        request = PurchaseRequest(
            terminal_id="T1x",
            patient_id=purchase.patient_id,
            bill_ids=list(purchase.bill_ids),
            kind=purchase.kind,
            amount=amount,
        )
        line.open_purchase(purchase.purchase_id, request)
        wanted = PreSettlementRequest(purchase_id=purchase.purchase_id, acct_used_flag="0")
        split = line.pre_settle(f"{purchase.purchase_id}-S1", wanted)
        purchase = self.terminal.begin(purchase, split, channel)
        own = channel in ("prepaid", "pay_later")
        code = None if own else self.house.wallet.new_code()
        order = OrderRequest(
            purchase_id=purchase.purchase_id,
            presettlement_id=split.presettlement_id,
            channel=channel,
            mode="ledger" if own else "payment_code",
            amount=split.psn_cash_pay,
            payment_code=code,
        )
        for _ in range(self.repeats):
            try:
                return self.terminal.hear(purchase, self.terminal.ask(purchase, order, directly))
            except BackendUnreachable:
                self.house.clock.advance(1)
        return self.terminal.hear(purchase, self.terminal.ask(purchase, order, directly))

    def _finish(self, purchase: Purchase) -> Purchase:
        for _ in range(TRIES):
            try:
                purchase = self.terminal.drive(purchase, directly)
            except BackendUnreachable:
                purchase = self.terminal.saved(purchase)
            if purchase.final:
                return purchase
            self.house.clock.advance(5)
        return purchase

    def close_out(self, name: str = "T1-OUT") -> CloseOut | None:
        """Ask until there is an answer; then only the gateway goes on with it. `None`: there is nothing on the card."""
        request = CloseOutRequest(terminal_id="T1x", patient_id=PATIENT, balance=self.balance())
        told = self._until_answered(lambda at: close_outs.close_out(at, name, request), CloseOut)
        for _ in range(TRIES):
            if told is None or told.state == "done":
                return told
            self.house.clock.advance(30)
            self._go_round()
            told = self._until_answered(lambda at: close_outs.close_out_state(at, name), CloseOut)
        return told

    def agree(self) -> None:
        request = AgreementRequest(terminal_id="T1x", patient_id=INSURED, version=TERMS.version)
        assert self._until_answered(lambda at: standing.agree(at, "T1-AGREES", request), Agreement) is not None

    def balance(self) -> Money:
        with self.house.database.reading() as connection:
            return accounts.balance(connection, PATIENT)

    def _go_round(self) -> None:
        try:
            rounds.go_round(self.house.cashier)
        except Killed:
            self.house.restart()

    def _until_answered(self, act: Callable[..., object], wanted: type[T]) -> T | None:
        for _ in range(TRIES):
            try:
                return self.house.ask(act, wanted)  # type: ignore[arg-type]
            except BackendUnreachable:
                self.house.clock.advance(5)
            except Refused as refused:
                if refused.code != "nothing-to-give-back":
                    raise
                return None
        raise AssertionError("no answer, ever")

    def check(self) -> None:
        """Nothing lost, nothing doubled, nothing left under way."""
        assert all(purchase.final for purchase in self.bought)
        net = sum(book.charged - book.refunded for book in self.house.wallet.books().values())
        with self.house.database.reading() as connection:
            assert accounts.drifted(connection) == []
            owed = sum(due.balance for due in accounts.dues(connection, INSURED))
            balance = accounts.balance(connection, PATIENT)
            running = tables.close_out.select().where(tables.close_out.c.state != "done")
            assert connection.execute(running).first() is None
        own = self._settled()
        phone = own.get(("bills", self.house.name), 0) + own.get(("dues", self.house.name), 0)
        spent = own.get(("bills", "prepaid"), 0) + own.get(("dues", "prepaid"), 0)
        assert net == balance + spent + phone
        assert own.get(("bills", "pay_later"), 0) == owed + own.get(("dues", self.house.name), 0)

    def _settled(self) -> dict[tuple[str, str], int]:
        """Own money of the terminal's settled purchases, by kind and channel."""
        sums: dict[tuple[str, str], int] = {}
        for purchase in self.bought:
            if purchase.state == "settled":
                key = purchase.kind, purchase.channel
                sums[key] = sums.get(key, 0) + purchase.own
        return sums


def directly(act: Callable[[], T]) -> T:
    return act()


# What a patient's day may be. Each is told without a death first, and must end as it says.


def fills_pays_and_empties(day: Day) -> None:
    day.buy("top_up", Money(60_00))
    day.buy("top_up", Money(40_00))
    day.buy("bills", DUE, (BILL,), "prepaid")
    day.close_out()


def is_refused_after_paying_from_the_card(day: Day) -> None:
    day.buy("top_up", Money(60_00))
    day.buy("bills", DUE, (BILL,), "prepaid", meanwhile=lambda: paid_at_the_window(day))


def has_too_little(day: Day) -> None:
    day.buy("top_up", Money(20_00))
    day.buy("bills", DUE, (BILL,), "prepaid")
    day.close_out()


def gets_it_back_slowly(day: Day) -> None:
    day.house.wallet.faults.set("slow_refund", "refund", seconds=100)
    day.buy("top_up", Money(60_00))
    day.close_out()


def pays_later_and_repays(day: Day) -> None:
    day.agree()
    bill = "B0001-1-1"
    day.buy("bills", Money(46_20), (bill,), "pay_later", INSURED)
    with day.house.database.reading() as connection:
        owed = accounts.dues(connection, INSURED)
    if owed:
        day.buy("dues", owed[0].balance, (owed[0].account_id,), patient=INSURED)


def paid_at_the_window(day: Day) -> None:
    fuse, day.house.database.fuse = day.house.database.fuse, Fuse()  # the gateway does not die of what the window does
    with day.house.database.writing() as connection:
        purchases.pay_at_window(connection, BILL)
    day.house.database.fuse = fuse


DAYS: dict[Callable[[Day], None], tuple[str, ...]] = {
    fills_pays_and_empties: ("settled", "settled", "settled"),
    is_refused_after_paying_from_the_card: ("settled", "refunded"),
    has_too_little: ("settled", "closed"),
    gets_it_back_slowly: ("settled",),
    pays_later_and_repays: ("settled", "settled"),
}
TOLD = pytest.mark.parametrize("told", DAYS, ids=[told.__name__ for told in DAYS])


@dataclass(frozen=True)
class World:
    """The same hospital for each run: its database is put back to how it was seeded."""

    database: MortalDatabase
    rewind: Callable[[None], object]
    folder: Path

    def run(self, told: Callable[[Day], None], dies_at: tuple[int, ...] = (), repeats: int = 0) -> Day:
        self.rewind(None)
        clock = VirtualClock()
        with tempfile.TemporaryDirectory(dir=self.folder) as made:
            house = House(Path(made), self.database, "wechat", clock, Fuse(dies_at))
            with closing(Journal(Path(made) / "journal.sqlite", clock)) as journal:
                day = Day(house, TerminalCashier(journal, Line(house), Line(house)), repeats)
                told(day)
                house.fuse.left = ()
                day.check()
                return day


@pytest.fixture(scope="module")
def world(ground: Ground, memory: Path) -> Iterator[World]:
    with ground.rewindable() as one:
        database = MortalDatabase(one.where)
        yield World(database, one.rewind, memory)
        database.close()


ON_ONE = pytest.mark.grounds("sqlite")
SOME_ON_THE_OTHER = pytest.mark.grounds("postgresql")  # all of them were told there once: it takes minutes


@ON_ONE
@TOLD
def test_every_day_ends_as_told(world: World, told: Callable[[Day], None]) -> None:
    day = world.run(told)
    assert tuple(purchase.state for purchase in day.bought) == DAYS[told]


@ON_ONE
@TOLD
def test_the_gateway_dies_at_every_point_of_the_day(world: World, told: Callable[[Day], None]) -> None:
    points = world.run(told).house.fuse.points
    assert points >= 8
    for point in range(1, points + 1):
        world.run(told, (point,), repeats=point % 3)


@SOME_ON_THE_OTHER
@TOLD
def test_the_gateway_dies_at_some_points_of_the_day(world: World, told: Callable[[Day], None]) -> None:
    day = world.run(told)
    assert tuple(purchase.state for purchase in day.bought) == DAYS[told]
    for point in Random(told.__name__).sample(range(1, day.house.fuse.points + 1), 2):
        world.run(told, (point,), repeats=point % 3)


@ON_ONE
@TOLD
def test_the_gateway_dies_again_soon_after(world: World, told: Callable[[Day], None]) -> None:
    for first in range(2, 30, 3):
        assert world.run(told, (first, first + 1 + first % 4), repeats=first % 2).bought


@ON_ONE
def test_an_emptied_card_is_back_where_it_came_from(world: World) -> None:
    day = world.run(fills_pays_and_empties)
    books = list(day.house.wallet.books().values())
    assert [(book.charged, book.refunded) for book in books] == [(60_00, 13_80), (40_00, 40_00)]
    assert day.balance() == 0
