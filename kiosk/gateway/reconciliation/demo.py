"""A little gateway of its own with a made-up day in it: to see in seconds what a reconciliation finds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from kiosk.core.clock import CHINA, VirtualClock
from kiosk.core.money import Money
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.channels.simulated import SimulatedChannel
from kiosk.gateway.demo import open_insurer, open_wallets
from kiosk.gateway.insurance.national import NationalInsurance
from kiosk.gateway.reconciliation.made_up import MadeUpDay, mixed
from kiosk.gateway.store import tables
from kiosk.gateway.store.database import Database

DAY = date(2026, 3, 2)
IN_ORDER, OF_EACH = 120, 2


@contextmanager
def made_up_gateway(folder: Path) -> Iterator[tuple[Cashier, date, dict[str, Path | None]]]:
    """A gateway at eleven on the morning after, with wallets that hold the money; the day, and its statements."""
    clock = VirtualClock(datetime.combine(DAY + timedelta(days=1), datetime.min.time(), CHINA) + timedelta(hours=11))
    database = Database(folder / "gateway.db")
    try:
        made_up = mixed(DAY, IN_ORDER, OF_EACH)
        line = open_insurer(folder / "gateway.db", clock, ())
        made_up.fill_insurer(line.platform.book)
        insurance = NationalInsurance(line, clock)
        cashier = Cashier(database, open_wallets(folder / "gateway.db", clock), clock, insurance)
        with database.writing() as connection:
            made_up.fill(connection)
        _fill_wallets(cashier, made_up)
        yield cashier, DAY, made_up.write_statements(folder)
    finally:
        database.close()


def _fill_wallets(cashier: Cashier, made_up: MadeUpDay) -> None:
    """What is open yet must be possible to give back."""
    unsettled = {row["purchase_id"] for row in made_up.rows[tables.purchase] if row["state"] in ("open", "refunding")}
    for row in made_up.rows[tables.payment]:
        wallet = cashier.channel(row["channel"])
        if row["purchase_id"] in unsettled and isinstance(wallet, SimulatedChannel):
            wallet.charge(row["payment_id"], Money(row["amount"]), wallet.wallet.new_code())
