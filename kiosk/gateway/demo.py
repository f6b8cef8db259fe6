"""The demo: an invented hospital in a fresh store, and simulated wallets with books of their own beside it."""

from pathlib import Path
from typing import get_args

from kiosk.contract import ChannelName
from kiosk.core.clock import Clock
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.cashier.patients import today
from kiosk.gateway.channels import Channel, open_channel
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.gateway.mood import Mood, MoodyInsurance
from kiosk.gateway.store.database import Database
from kiosk.gateway.store.seed import is_empty, seed


def open_demo(file: Path, clock: Clock, mood: Mood) -> Cashier:
    """The demo hospital in this database file: seeded when the file is new, as it was left otherwise.

    Close `database` of what you get. Raises `StoreTrouble`.
    """
    cashier = Cashier(Database(file), open_wallets(file, clock), clock, MoodyInsurance(mood))
    with cashier.database.writing() as connection:
        if is_empty(connection):
            seed(connection, demo_hospital(today(cashier)))
    return cashier


def open_wallets(file: Path, clock: Clock) -> dict[ChannelName, Channel]:
    """One simulated wallet per channel; their books lie beside the gateway's database and outlive it."""
    names: tuple[ChannelName, ...] = get_args(ChannelName)
    return {name: open_channel(f"simulated_{name}", _books(file, name), clock) for name in names}


def _books(file: Path, name: ChannelName) -> Path:
    return file.with_name(f"{file.stem}-{name}-wallet{file.suffix}")
