"""What the made-up gateway does by itself: lets go, closes, goes on, and gives up on terminals that never came back."""

from contextlib import suppress

from kiosk.contract import RefundRequest
from kiosk.core.errors import BackendUnreachable
from kiosk.core.money import NOTHING
from kiosk.core.purchase import Purchase
from kiosk.proof import returns
from kiosk.proof.gateway import Gateway
from kiosk.proof.orders import LIVE, Sale, left_s
from kiosk.proof.stories import HOUR

ABANDONED_S, LEFT_BEHIND_S = 900.0, 12 * HOUR


def go_round(gateway: Gateway) -> None:
    """Once over all purchases and close-outs."""
    for purchase_id, sale in gateway.books.sales.items():
        now = gateway.books.clock.monotonic()
        order = gateway.books.live(sale)
        if sale.state == "open" and order is None and now - sale.touched_at > ABANDONED_S:
            sale.state, sale.reason = "closed", "abandoned"
        elif sale.state == "open" and order is not None and order.state != "paid" and not left_s(order, now):
            gateway.close(purchase_id)
        gateway.bring_on(purchase_id)
        if now - sale.touched_at > LEFT_BEHIND_S and (sale.state == "refused" or _holds(gateway, sale)):
            _give_up(gateway, purchase_id, sale)
    for close_out_id in gateway.books.accounts.close_outs:
        gateway.books.accounts.go_on(close_out_id)
    for given in gateway.books.returns.values():
        with suppress(BackendUnreachable):
            returns.go_on(gateway.books, given)


def _give_up(gateway: Gateway, purchase_id: str, sale: Sale) -> None:
    gateway.books.given_up.add(purchase_id)
    ids = Purchase(purchase_id, "", (), NOTHING)
    gateway.void(ids.settlement_id)
    if gateway.books.live(sale) is not None:
        amount = gateway.books.orders[sale.payment_id].request.amount
        gateway.refund(ids.refund_id, RefundRequest(payment_id=sale.payment_id, amount=amount))


def _holds(gateway: Gateway, sale: Sale) -> bool:
    order = gateway.books.live(sale)
    return order is not None and order.state == "paid" and sale.state in (*LIVE, "refused", "voided")
