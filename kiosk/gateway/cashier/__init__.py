"""What the hospital does when a patient pays: rules that know the tables, the insurance and the channels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.contract import ChannelName
from kiosk.core.clock import Clock
from kiosk.core.errors import Refused
from kiosk.core.money import Money
from kiosk.gateway.channels import Channel
from kiosk.gateway.hospital import insurance
from kiosk.gateway.hospital.insurance import AccountUse, Insured, Priced, Split
from kiosk.gateway.locks import Locks
from kiosk.gateway.store.database import Database


class Insurance(Protocol):
    """Who pays what, and whether it is booked."""

    def split(self, items: Iterable[Priced], insured: Insured, balance: Money, acct_used_flag: AccountUse) -> Split:
        """2206: who pays what of these items. Raises `Refused("insurance-refused")`."""

    def settle(self, acct_pay: Money, balance: Money) -> str:
        """2207, when own money has been taken: why it is definitely refused, as a code; empty when it is booked."""


@dataclass(frozen=True)
class Cashier:
    """Everything that is needed to take money and to book it. Built once, passed to whoever needs it."""

    database: Database
    channels: Mapping[ChannelName, Channel]
    clock: Clock
    insurance: Insurance = insurance
    locks: Locks = field(default_factory=Locks)

    def channel(self, name: ChannelName) -> Channel:
        """The channel of an order. Raises `Refused("channel-silent")` for one that is not connected any more."""
        if name not in self.channels:
            raise Refused("channel-silent", f"{name} is not connected")
        return self.channels[name]

    def now(self) -> float:
        """Seconds since 1970, UTC."""
        return self.clock.now().timestamp()


def purchase_lock(purchase_id: str) -> str:
    """Whatever asks a channel about a purchase, or moves it, holds this lock: one at a time."""
    return f"purchase/{purchase_id}"
