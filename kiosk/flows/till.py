"""Sells what no insurance has a part in: money on the card, or a due that is repaid. One way to pay, then the money."""

from dataclasses import dataclass

from kiosk.contract import (
    LEDGERS,
    ChannelState,
    Patient,
    PreSettlement,
    PreSettlementRequest,
    PurchaseKind,
    PurchaseRequest,
)
from kiosk.core.desk import Desk
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase
from kiosk.flows import account_troubles, troubles
from kiosk.flows.agreement import Agreed, Agreement
from kiosk.flows.cashier import Cashier
from kiosk.flows.collect import Collection, Ended
from kiosk.flows.identity import retry
from kiosk.flows.payment import ONE_MOMENT, Place, has_paper, release
from kiosk.services import Purchases, Records

# A card is not filled from itself, and a due is not repaid by another.
NOT_WITH: dict[PurchaseKind, tuple[str, ...]] = {"top_up": LEDGERS, "dues": ("pay_later",)}


@dataclass(frozen=True)
class Wanted:
    """What is to be sold. `due_ids` of dues that are repaid; `total` is what the patient was shown."""

    kind: PurchaseKind
    total: Money
    due_ids: tuple[str, ...] = ()


class Till:
    """One sale after the other; the money is followed to its end by the same cashier as for bills."""

    def __init__(self, desk: Desk, records: Records, purchases: Purchases, cashier: Cashier, place: Place) -> None:
        self._desk = desk
        self._records = records
        self._purchases = purchases
        self._cashier = cashier
        self._place = place

    def sell(self, patient: Patient, wanted: Wanted) -> Ended | None:
        """From the choice of a way to pay to the end; `None` when the patient goes back or it cannot be begun."""
        if not has_paper(self._desk, self._place):
            return None
        purchase = Purchase(self._place.new_id(), patient.patient_id, wanted.due_ids, wanted.total, kind=wanted.kind)
        try:
            purchase = self._cashier.plan(purchase)
        except Refused as error:
            self._say_why(error)
            return None
        try:
            split, channels = self._desk.during(lambda: self._lock(purchase, wanted), ONE_MOMENT)
            agreed = Agreement(self._desk, split, channels, self._place.scans, lambda _: split).run()
        except (Refused, BackendUnreachable) as error:
            release(self._desk, self._cashier, purchase)
            self._say_why(error)
            return None
        if agreed is None or agreed.channel is None:
            release(self._desk, self._cashier, purchase)
            return None
        return self._collect(purchase, agreed)

    def _lock(self, purchase: Purchase, wanted: Wanted) -> tuple[PreSettlement, list[ChannelState]]:
        request = PurchaseRequest(
            terminal_id=self._place.terminal_id,
            patient_id=purchase.patient_id,
            bill_ids=list(wanted.due_ids),
            kind=wanted.kind,
            amount=wanted.total if wanted.kind == "top_up" else None,
        )
        if self._purchases.open_purchase(purchase.purchase_id, request).total != wanted.total:
            raise Refused("due-changed")
        asked = PreSettlementRequest(purchase_id=purchase.purchase_id, acct_used_flag="0")
        split = self._purchases.pre_settle(f"{purchase.purchase_id}-S1", asked)
        if split.psn_cash_pay != wanted.total or split.medfee_sumamt != wanted.total:
            raise Refused("split-wrong")
        channels = self._records.channels_of(purchase.patient_id)
        return split, [state for state in channels if state.channel not in NOT_WITH[wanted.kind]]

    def _collect(self, purchase: Purchase, agreed: Agreed) -> Ended:
        assert agreed.channel is not None  # there is money to be paid, and no insurance
        collection = Collection(self._desk, self._cashier, self._place.hospital.payee, self._place.qr_s)
        return collection.run(purchase, agreed.split, agreed.channel, agreed.code)

    def _say_why(self, error: Refused | BackendUnreachable) -> None:
        if isinstance(error, BackendUnreachable):
            retry(self._desk, troubles.unreachable())
        else:
            retry(self._desk, account_troubles.refused(error.code, self._place.hospital))
