"""How the made-up gateway gives own money back: whole, once, and only when nothing stands any more."""

from kiosk.contract import Refund, RefundRequest
from kiosk.core.errors import Refused
from kiosk.proof.books import Books
from kiosk.proof.orders import Sale
from kiosk.proof.wallet import Silent


def refund(books: Books, refund_id: str, request: RefundRequest) -> Refund:
    """Begun, and as far as it is by now."""
    books.refund_numbers.setdefault(request.payment_id, set()).add(refund_id)
    books.kept.once("refund", refund_id, request, lambda: _begin(books, request))
    arrived = _give_back(books, refund_id, request)
    state = "refunded" if arrived else "processing"
    return Refund(refund_id=refund_id, payment_id=request.payment_id, amount=request.amount, state=state)  # type: ignore[arg-type]


def go_on(books: Books, sale: Sale) -> None:
    """Ask the channel about a refund that is under way."""
    for refund_id, request in books.refunds():
        if sale.state == "refunding" and request.payment_id == sale.payment_id:
            _give_back(books, refund_id, request)


def _begin(books: Books, request: RefundRequest) -> None:
    _check_refund(books, request)
    books.sales[books.orders[request.payment_id].request.purchase_id].state = "refunding"


def _check_refund(books: Books, request: RefundRequest) -> None:
    order = books.orders.get(request.payment_id)
    if order is None:
        raise Refused("unknown-order")
    if order.request.purchase_id in books.booked.values():
        raise Refused("settlement-stands")
    if order.state != "paid":
        raise Refused("not-paid")
    if order.request.amount != request.amount:
        raise Refused("amount-differs")
    if books.given_back(order.request.purchase_id) or _begun(books, request.payment_id):
        raise Refused("refund-differs")


def _begun(books: Books, payment_id: str) -> bool:
    return any(other.payment_id == payment_id for _, other in books.refunds())


def _give_back(books: Books, refund_id: str, request: RefundRequest) -> bool:
    try:
        channel = books.channel(books.orders[request.payment_id].request)
        arrived = channel.refund(refund_id, request.payment_id, request.amount)
    except Silent:
        return False
    if arrived:
        books.sales[books.orders[request.payment_id].request.purchase_id].state = "refunded"
    return arrived
