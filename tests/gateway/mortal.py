"""A gateway that may die at any point, and the line by which the real terminal code talks to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from kiosk import contract
from kiosk.core.clock import VirtualClock
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.money import Money
from kiosk.gateway.cashier import Cashier, closing, orders, presettlements, purchases, refunds, settlements, voids
from kiosk.gateway.cashier.claims import LATE_S
from kiosk.gateway.cashier.rounds import go_round
from kiosk.gateway.channels import Channel, ChannelAnswer, RefundAnswer, Rules, open_channel
from kiosk.gateway.channels.simulated import SimulatedChannel
from kiosk.gateway.demo import open_insurer
from kiosk.gateway.hospital.days import day_of
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.gateway.insurance import InsuranceUnreachable
from kiosk.gateway.insurance.national import NationalInsurance
from kiosk.gateway.insurance.simulated import SimulatedLine
from kiosk.gateway.mood import Mood, MoodyLine
from kiosk.gateway.problems import status
from kiosk.gateway.store.database import Database
from kiosk.gateway.store.writes import Answer

T = TypeVar("T")
DEFINITE = (404, 409)


class Killed(BaseException):
    """The process is gone in this very moment."""


@dataclass
class Fuse:
    """Burns down by one at every point where a process may die; `None` never blows."""

    left: tuple[int, ...] = ()
    points: int = 0

    def burn(self) -> None:
        self.points += 1
        if self.points in self.left:
            raise Killed


class MortalDatabase(Database):
    """A database whose gateway may die after every commit. (Dying before one leaves what the last point left.)"""

    fuse = Fuse()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with super().writing() as connection:
            yield connection
        self.fuse.burn()


@dataclass(frozen=True)
class MortalChannel:
    """A channel whose gateway may die after every answer, before it has saved it."""

    channel: Channel
    fuse: Fuse

    @property
    def rules(self) -> Rules:
        return self.channel.rules

    @property
    def up(self) -> bool:
        return self.channel.up

    def precreate(self, payment_id: str, amount: Money) -> ChannelAnswer:
        return self._around(lambda: self.channel.precreate(payment_id, amount))

    def charge(self, payment_id: str, amount: Money, payment_code: str) -> ChannelAnswer:
        return self._around(lambda: self.channel.charge(payment_id, amount, payment_code))

    def query(self, payment_id: str) -> ChannelAnswer:
        return self._around(lambda: self.channel.query(payment_id))

    def close(self, payment_id: str) -> ChannelAnswer:
        return self._around(lambda: self.channel.close(payment_id))

    def refund(self, refund_id: str, payment_id: str, amount: Money) -> RefundAnswer:
        return self._around(lambda: self.channel.refund(refund_id, payment_id, amount))

    def query_refund(self, refund_id: str) -> RefundAnswer:
        return self._around(lambda: self.channel.query_refund(refund_id))

    def _around(self, ask: Callable[[], T]) -> T:
        answer = ask()
        self.fuse.burn()
        return answer


@dataclass(frozen=True)
class MortalLine:
    """A line to the insurer whose gateway may die after every answer, before it has saved it."""

    line: SimulatedLine
    mood: Mood
    fuse: Fuse
    upon: dict[str, Callable[[], None]]

    def send(self, message: bytes) -> bytes:
        try:
            answer = MoodyLine(self.mood, self.line).send(message)
        except InsuranceUnreachable:
            self.fuse.burn()
            raise
        self.upon.get(msgspec.json.decode(message)["infno"], _nothing)()
        self.fuse.burn()
        return answer


def _nothing() -> None:
    return


@dataclass
class House:
    """The hospital's side, on its disk: the gateway may die and is started again by the next request."""

    folder: Path
    database: MortalDatabase
    name: contract.ChannelName
    clock: VirtualClock
    fuse: Fuse
    mood: Mood = field(default_factory=Mood)
    upon: dict[str, Callable[[], None]] = field(default_factory=dict)  # what happens when the insurer answers

    def __post_init__(self) -> None:
        opened = open_channel(f"simulated_{self.name}", self.folder / "wallet.sqlite", self.clock)
        assert isinstance(opened, SimulatedChannel)
        self.wallet = opened.wallet
        self._channel = SimulatedChannel(opened.wallet, self.clock.advance)
        members = demo_hospital(day_of(self.clock)).members
        self.insurer = open_insurer(self.folder / "gateway.sqlite", self.clock, members).platform
        self._line = SimulatedLine(self.insurer, self.clock.advance)
        self.database.fuse = self.fuse
        self.restart()

    def restart(self) -> None:
        """A new gateway: it remembers nothing but what is in the database."""
        channels: dict[contract.ChannelName, Channel] = {self.name: MortalChannel(self._channel, self.fuse)}
        insurance = NationalInsurance(MortalLine(self._line, self.mood, self.fuse, self.upon), self.clock)
        self.cashier = Cashier(self.database, channels, self.clock, insurance)

    def let_the_dust_settle(self) -> None:
        """The rounds go on until no message can be on its way to the insurer any more."""
        self.insurer.faults.clear()
        for _ in range(3):
            self.clock.advance(LATE_S)
            self.insurer.wait_for_the_post()
            go_round(self.cashier)

    def ask(self, act: Callable[[Cashier], Answer | msgspec.Struct], wanted: type[T]) -> T:
        try:
            answer = act(self.cashier)
        except Killed:
            self.restart()
            raise BackendUnreachable("killed") from None
        except Refused as refused:
            if status(refused.code) in DEFINITE:
                raise
            raise BackendUnreachable(refused.code) from refused
        if not isinstance(answer, Answer):
            return msgspec.convert(answer, wanted, from_attributes=True)
        if answer.status != 200:
            problem = msgspec.json.decode(answer.body, type=contract.Problem)
            raise Refused(problem.code)
        return msgspec.json.decode(answer.body, type=wanted)


@dataclass(frozen=True)
class Line:
    """What the terminal calls: `Purchases` and `Payments`, straight into the gateway's rules."""

    house: House

    def open_purchase(self, purchase_id: str, request: contract.PurchaseRequest) -> contract.Purchase:
        return self.house.ask(lambda at: purchases.open_purchase(at, purchase_id, request), contract.Purchase)

    def pre_settle(self, presettlement_id: str, request: contract.PreSettlementRequest) -> contract.PreSettlement:
        return self.house.ask(
            lambda at: presettlements.pre_settle(at, presettlement_id, request), contract.PreSettlement
        )

    def findings(self, purchase_id: str) -> contract.Findings:
        return self.house.ask(lambda at: presettlements.findings(at, purchase_id), contract.Findings)

    def close(self, purchase_id: str) -> None:
        self.house.ask(lambda at: closing.close(at, purchase_id), contract.Closing)

    def purchase_state(self, purchase_id: str) -> contract.PurchaseState:
        return self.house.ask(lambda at: closing.state(at, purchase_id), contract.PurchaseState)

    def open_order(self, payment_id: str, request: contract.OrderRequest) -> contract.Order:
        return self.house.ask(lambda at: orders.place(at, payment_id, request), contract.Order)

    def order(self, payment_id: str) -> contract.Order:
        return self.house.ask(lambda at: orders.order(at, payment_id), contract.Order)

    def settle(self, settlement_id: str, request: contract.SettlementRequest) -> contract.Settlement:
        return self.house.ask(lambda at: settlements.settle(at, settlement_id, request), contract.Settlement)

    def void(self, settlement_id: str) -> None:
        self.house.ask(lambda at: voids.void(at, settlement_id), dict)

    def refund(self, refund_id: str, request: contract.RefundRequest) -> contract.Refund:
        begun = self.house.ask(lambda at: refunds.refund(at, refund_id, request), contract.Refund)
        if begun.state == "refunded":
            return begun
        return self.house.ask(lambda at: refunds.refund_state(at, refund_id), contract.Refund)
