"""The demo: an invented hospital in a fresh store, and simulated wallets with books of their own beside it."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from kiosk.contract import ChannelName
from kiosk.core.clock import Clock
from kiosk.core.payment_codes import PAYMENT_CODES
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.channels import Channel, open_channel
from kiosk.gateway.hospital.days import day_of
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.gateway.hospital.records import MemberRow
from kiosk.gateway.insurance.national import NationalInsurance
from kiosk.gateway.insurance.simulated import Book, Platform, SimulatedLine
from kiosk.gateway.mood import Mood, MoodyLine
from kiosk.gateway.store.database import Address, Database, StoreTrouble
from kiosk.gateway.store.seed import is_empty, seed


def open_demo(where: Address, clock: Clock, mood: Mood, wallets: Path = Path()) -> Cashier:
    """The demo hospital in this database: seeded when it is new, as it was left otherwise.

    The wallets' books lie beside a file, and for PostgreSQL in the folder `wallets`. Close `database` of what you get.
    Raises `StoreTrouble`.
    """
    beside = where if isinstance(where, Path) else wallets / "gateway.db"
    hospital = demo_hospital(day_of(clock))
    database = Database(where)
    try:
        insurance = NationalInsurance(MoodyLine(mood, open_insurer(beside, clock, hospital.members)), clock)
        cashier = Cashier(database, open_wallets(beside, clock), clock, insurance)
    except (sqlite3.Error, OSError) as error:
        database.close()
        raise StoreTrouble(f"the books of wallets and insurer cannot be kept in {beside.parent}: {error}") from error
    with cashier.database.writing() as connection:
        if is_empty(connection):
            seed(connection, hospital)
    return cashier


def open_wallets(file: Path, clock: Clock) -> dict[ChannelName, Channel]:
    """One simulated wallet per channel; their books lie beside the gateway's database and outlive it."""
    return {name: open_channel(f"simulated_{name}", _books(file, name), clock) for name in PAYMENT_CODES}


def open_insurer(file: Path, clock: Clock, members: Iterable[MemberRow]) -> SimulatedLine:
    """The line to the simulated insurer, whose book lies beside the gateway's database and outlives it."""
    book = Book(file.with_name(f"{file.stem}-insurer{file.suffix}"))
    book.admit(members)
    return SimulatedLine(Platform(book, clock))


def _books(file: Path, name: ChannelName) -> Path:
    return file.with_name(f"{file.stem}-{name}-wallet{file.suffix}")
