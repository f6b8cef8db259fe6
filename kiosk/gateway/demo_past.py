"""What the demo's patients did before anybody looked: payments of the last days, made as a terminal makes them."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import select, update

from kiosk.contract import (
    ChannelName,
    OrderRequest,
    PreSettlement,
    PreSettlementRequest,
    PurchaseRequest,
    SettlementRequest,
)
from kiosk.core.clock import VirtualClock
from kiosk.gateway.cashier import Cashier, orders, presettlements, purchases, settlements
from kiosk.gateway.channels.simulated import SimulatedChannel
from kiosk.gateway.demo import open_insurer, open_wallets
from kiosk.gateway.hospital.days import day_of
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.gateway.insurance.national import NationalInsurance
from kiosk.gateway.store import returns, tables
from kiosk.gateway.store.returns import Use

TERMINAL = "K02"  # another one in the same lobby


@dataclass(frozen=True)
class Paid:
    """One payment: which bills of whom, how long ago, and what was done with them since."""

    patient_id: str
    bill_ids: tuple[str, ...]
    days_ago: int
    channel: ChannelName
    uses: tuple[tuple[str, Use], ...] = ()


PAST = (
    Paid("P0008", ("B0008-2-1", "B0008-2-2"), 1, "wechat", (("B0008-2-1", "dispensed"),)),
    Paid("P0008", ("B0008-3-1",), 5, "alipay"),
)


def live_through(cashier: Cashier, beside: Path) -> None:
    """Pay what was paid before; nothing when the database has seen a purchase. The wallets' books lie `beside`."""
    with cashier.database.reading() as connection:
        if connection.execute(select(tables.purchase.c.purchase_id).limit(1)).first() is not None:
            return
    logging.disable(logging.INFO)  # what was done before anybody looked is no news
    try:
        for number, paid in enumerate(PAST, 1):
            then = _then(cashier, beside, cashier.clock.now() - timedelta(days=paid.days_ago))
            _pay(then, f"{TERMINAL}-PAST{number}", paid)
    finally:
        logging.disable(logging.NOTSET)


def _then(cashier: Cashier, beside: Path, at: datetime) -> Cashier:
    """The same hospital on an earlier day, with the same books."""
    clock = VirtualClock(at)
    insurer = open_insurer(beside, clock, demo_hospital(day_of(cashier.clock)).members)
    channels = {**cashier.channels, **open_wallets(beside, clock)}
    return replace(cashier, channels=channels, clock=clock, insurance=NationalInsurance(insurer, clock))


def _pay(then: Cashier, purchase_id: str, paid: Paid) -> None:
    with then.database.writing() as connection:
        unpaid = update(tables.bill).where(tables.bill.c.bill_id.in_(paid.bill_ids)).values(state="unpaid")
        connection.execute(unpaid)
    wanted = PurchaseRequest(terminal_id=TERMINAL, patient_id=paid.patient_id, bill_ids=list(paid.bill_ids))
    purchases.open_purchase(then, purchase_id, wanted)
    ask = PreSettlementRequest(purchase_id=purchase_id, acct_used_flag="0")
    split = msgspec.json.decode(presettlements.pre_settle(then, f"{purchase_id}-S1", ask).body, type=PreSettlement)
    orders.place(then, f"{purchase_id}-P", _order(then, split, paid.channel))
    settlements.settle(
        then,
        f"{purchase_id}-T",
        SettlementRequest(
            purchase_id=purchase_id, presettlement_id=split.presettlement_id, payment_id=f"{purchase_id}-P"
        ),
    )
    with then.database.writing() as connection:
        for bill_id, use in paid.uses:
            returns.add_use(connection, bill_id, use, then.now())


def _order(then: Cashier, split: PreSettlement, name: ChannelName) -> OrderRequest:
    channel = then.channels[name]
    assert isinstance(channel, SimulatedChannel)
    return OrderRequest(
        purchase_id=split.purchase_id,
        presettlement_id=split.presettlement_id,
        channel=name,
        mode="payment_code",
        amount=split.psn_cash_pay,
        payment_code=channel.wallet.new_code(),
    )
