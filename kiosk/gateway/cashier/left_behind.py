"""Money that no terminal came back for: the purchase is voided and the money given back, as the terminal would do it.

The patient has paid and has nothing to show for it; nobody is there any more who could ask for the settlement. The ids
are the terminal's own, so that one that comes back after all meets the same void and the same refund.
"""

import logging

from sqlalchemy import Connection

from kiosk.contract import RefundRequest
from kiosk.core.purchase import Purchase
from kiosk.gateway.cashier import Cashier, purchase_lock
from kiosk.gateway.cashier.refunds import refund
from kiosk.gateway.cashier.voids import void_held
from kiosk.gateway.store import alarms, claims, payments, purchases, settlements
from kiosk.gateway.store.alarms import Cause
from kiosk.gateway.store.rows import PaymentRow

log = logging.getLogger(__name__)

LEFT_BEHIND_S = 12 * 3600  # a terminal that was switched off over night may still settle in the morning


def left_behind(cashier: Cashier) -> list[str]:
    """Purchases that hold money or bills and that nobody has touched for so long."""
    with cashier.database.reading() as connection:
        return _left(cashier, connection)


def finish(cashier: Cashier, purchase_id: str) -> None:
    """Void, then refund; a settlement that comes later is refused. Doing it again changes nothing. Refused: busy."""
    with cashier.locks.of(purchase_lock(purchase_id)):  # who settles holds it too: it stands by now, or never will
        with cashier.database.reading() as connection:
            if purchase_id not in _left(cashier, connection):
                return
            purchase = purchases.find(connection, purchase_id)
            order = payments.live(connection, purchase_id)
            tried = settlements.ids_of(connection, purchase_id)
            tried += [claim.settlement_id for claim in claims.of_purchase(connection, purchase_id)]
        assert purchase is not None  # it is in the list
        log.error("purchase %s: terminal %s never came back, voided", purchase_id, purchase.terminal_id)
        ids = Purchase(purchase_id, purchase.patient_id, (), purchase.total)
        for settlement_id in {ids.settlement_id, *tried}:
            void_held(cashier, settlement_id, purchase_id)
        if order is not None:
            _tell_staff(cashier, purchase.terminal_id, order)
    if order is not None:
        _give_back(cashier, ids.refund_id, order)


def _tell_staff(cashier: Cashier, terminal_id: str, order: PaymentRow) -> None:
    """The patient was told that it is being verified, and may come and ask."""
    cause = Cause(
        "left-behind", order.purchase_id, order.payment_id, terminal_id, channel=order.channel, amount=order.amount
    )
    with cashier.database.writing() as connection:
        alarms.raise_(connection, cause, cashier.now())


def _give_back(cashier: Cashier, refund_id: str, order: PaymentRow) -> None:
    answer = refund(cashier, refund_id, RefundRequest(payment_id=order.payment_id, amount=order.amount))
    if answer.status != 200:
        log.error("refund %s of what was left behind is refused: a human must see to it", refund_id)


def _left(cashier: Cashier, connection: Connection) -> list[str]:
    return purchases.left_behind(connection, cashier.now() - LEFT_BEHIND_S)
