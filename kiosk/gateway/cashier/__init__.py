"""What the hospital does when a patient pays: rules that know the tables, the insurance and the channels."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.contract import ChannelName
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.errors import Refused
from kiosk.gateway.accounts.pay_later import pay_later_channel
from kiosk.gateway.accounts.prepaid import prepaid_channel
from kiosk.gateway.channels import Channel
from kiosk.gateway.insurance import Insurance, NotConnected
from kiosk.gateway.insurance.national import NationalInsurance
from kiosk.gateway.locks import Locks
from kiosk.gateway.store.database import Database


@dataclass(frozen=True)
class Cashier:
    """Everything that is needed to take money and to book it. Built once, passed to whoever needs it."""

    database: Database
    channels: Mapping[ChannelName, Channel]
    clock: Clock
    insurance: Insurance = NationalInsurance(NotConnected(), SystemClock())
    locks: Locks = field(default_factory=Locks)

    def channel(self, name: ChannelName) -> Channel:
        """The channel of an order. Raises `Refused("channel-silent")` for one that is not connected any more."""
        channel = self.reachable(name)
        if channel is None:
            raise Refused("channel-silent", f"{name} is not connected")
        return channel

    def reachable(self, name: ChannelName) -> Channel | None:
        """The channel of this name: a company's, or one of the hospital's own ledgers; `None` when not connected."""
        if name == "prepaid":
            return prepaid_channel(self.database, self.clock)
        if name == "pay_later":
            return pay_later_channel(self.database, self.clock)
        return self.channels.get(name)

    def now(self) -> float:
        """Seconds since 1970, UTC."""
        return self.clock.now().timestamp()


def purchase_lock(purchase_id: str) -> str:
    """Whatever asks a channel about a purchase, or moves it, holds this lock: one at a time."""
    return f"purchase/{purchase_id}"
