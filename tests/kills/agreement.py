"""Whether all books tell the same when everything is over: journal, wallets, cards, hospital, insurer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from kiosk.core.clock import SystemClock
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase
from kiosk.gateway.api.sim import insurer_of
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.cashier.rounds import go_round
from kiosk.gateway.demo import open_demo
from kiosk.gateway.mood import Mood
from kiosk.gateway.store import accounts, claims, tables


class LaterClock(SystemClock):
    """Some hours have passed, and with them whatever was on its way."""

    hours = 2

    def now(self) -> datetime:
        return super().now() + timedelta(hours=self.hours)


def wallets_agree(planned: Sequence[Purchase], told: Mapping[str, Any]) -> None:
    """What each wallet took of a purchase is what the hospital settled, or it went back."""
    ledger = {line["purchase_id"]: line for line in told["purchases"]}
    for purchase in planned:
        line = ledger.get(purchase.purchase_id, {"charged": 0, "settled": 0, "refunded": 0})
        assert line["charged"] == line["settled"] + line["refunded"], purchase
        settled = purchase.own if purchase.state == "settled" and purchase.channel != "prepaid" else 0
        assert line["settled"] == settled, purchase
    assert set(ledger) <= {purchase.purchase_id for purchase in planned}
    assert told["charged"] == told["settled"] + told["refunded"] > 0


def insurer_agrees(folder: Path) -> None:
    """What stands at the insurer stands at the hospital, once, and the cards paid for what stands; nothing is open."""
    cashier = open_demo(folder / "gateway.db", LaterClock(), Mood())
    for _ in range(3):
        go_round(cashier)
    with cashier.database.reading() as connection:
        assert claims.in_states(connection, "asked", "undoing", "watched") == []
        booked = {claim.setl_id for claim in claims.in_states(connection, "settled")}
        assert accounts.drifted(connection) == []
    standing = insurer_of(cashier).book.file.look("SELECT * FROM settlement WHERE state = 'settled'")
    at_hospital = _settled(cashier)
    assert Counter(row["setl_id"] for row in standing) == Counter(booked)
    for row in standing:
        assert row["psn_cash_pay"] == at_hospital[row["setl_id"]]
    fees = insurer_of(cashier).book.file.look(
        "SELECT fee.* FROM fee JOIN settlement USING (msgid) WHERE state = 'settled'"
    )
    paid = Counter((row["rx_drord_no"], row["line"]) for row in fees)
    assert standing
    assert max(paid.values()) == 1, "the insurance pays a line of a bill twice"
    cashier.database.close()


def _settled(cashier: Cashier) -> dict[str, Money]:
    """The hospital's settlements that stand, with the patient's own money; what the cards paid is looked at too."""
    with cashier.database.reading() as connection:
        rows = connection.execute(
            select(tables.settlement.c.setl_id, tables.settlement.c.payment_id, tables.presettlement.c.psn_cash_pay)
            .join(
                tables.presettlement,
                tables.presettlement.c.presettlement_id == tables.settlement.c.presettlement_id,
            )
            .where(tables.settlement.c.state == "settled")
        ).all()
        entries = connection.execute(select(tables.account_entry)).all()
    own = {row.payment_id: row.psn_cash_pay for row in rows}
    held = Counter[str]()
    for entry in entries:
        if entry.kind in ("spent", "given_back"):
            held[entry.payment_id] -= entry.amount
    for payment_id, fen in held.items():
        assert fen == own.get(payment_id, 0), f"the card paid {fen} for {payment_id}"
    assert any(held.values())
    return {row.setl_id: Money(row.psn_cash_pay) for row in rows}
