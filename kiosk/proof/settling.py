"""How the made-up gateway settles: 2207 at the insurance, then the hospital's commit; and how both are undone."""

from kiosk.contract import PreSettlement, Settlement, SettlementRequest
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.proof.books import Books
from kiosk.proof.orders import LIVE, Sale


def settle(books: Books, settlement_id: str, request: SettlementRequest) -> Settlement:
    """Once: whoever asks again gets the kept answer."""
    sale = books.sales.get(request.purchase_id)
    if sale is None:
        raise Refused("unknown-purchase")
    split = books.splits.get(request.presettlement_id)
    if split is None or split.purchase_id != request.purchase_id:
        raise Refused("unknown-presettlement")
    if request.payment_id in books.orders:
        books.pursue(request.payment_id)
    reason = "purchase-voided" if settlement_id in books.voided else ""
    if not reason:
        _check_paid(books, sale, split, request)
        reason = _book(books, settlement_id, sale, split, request)
        if not reason and "answer" in books.refuses:
            raise Refused("id-reused")
    return Settlement(
        settlement_id=settlement_id,
        purchase_id=request.purchase_id,
        state="refused" if reason else "settled",
        setl_id="" if reason else f"S{len(books.kept)}",
        reason=reason,
    )


def void(books: Books, settlement_id: str) -> None:
    """Undone, or it can never come to be. Refused: given-back, balance-spent."""
    if settlement_id in books.voided:
        return
    came_back = settlement_id in books.told and books.given_back(books.splits[books.told[settlement_id]].purchase_id)
    if came_back or (settlement_id in books.booked and "answer" in books.refuses):
        raise Refused("given-back")
    if settlement_id in books.booked:
        books.accounts.undo(settlement_id)
    books.voided.add(settlement_id)
    books.insured.discard(settlement_id)
    owner = books.booked.pop(settlement_id, "")
    asked = books.kept.get(("settle", settlement_id))
    if owner and owner not in books.given_up:
        books.undone.append(settlement_id)
    if asked and isinstance(asked[0], SettlementRequest):
        sale = books.sales[asked[0].purchase_id]
        if sale.state == ("settled" if owner else "refused"):
            sale.state = "voided"


def _check_paid(books: Books, sale: Sale, split: PreSettlement, request: SettlementRequest) -> None:
    if not request.payment_id:
        if split.psn_cash_pay:
            raise Refused("not-paid")
        if books.live(sale) is not None:
            raise Refused("order-under-way")
        return
    if request.payment_id not in books.orders:
        raise Refused("unknown-order")
    order = books.orders[request.payment_id]
    if order.request.presettlement_id != request.presettlement_id:
        raise Refused("presettlement-differs")
    if order.state != "paid" and order.silent:
        raise BackendUnreachable("channel-silent")
    if order.state != "paid":
        raise Refused("not-paid")


def _book(books: Books, settlement_id: str, sale: Sale, split: PreSettlement, request: SettlementRequest) -> str:
    """2207, then the hospital's commit; why it is definitely refused. The insurance waits for the void then."""
    if sale.state not in LIVE:
        return f"purchase-{sale.state}"
    sale.touched_at = books.clock.monotonic()
    if "problem" in books.refuses:
        sale.state, sale.reason = "refused", "insurance-refused"
        raise Refused(sale.reason)
    if "window" in books.refuses:
        books.at_window |= set(sale.bill_ids)
    if split.insutype and "insurance" in books.refuses:
        sale.state, sale.reason = "refused", "insurance-refused"
        return sale.reason
    if split.insutype:
        books.insured.add(settlement_id)
    if books.stumbles():
        raise BackendUnreachable("stopped between insurance and hospital")
    if "hospital" in books.refuses or set(sale.bill_ids) & set(books.paid_bills()):
        sale.state, sale.reason = "refused", "bill-paid"
        return sale.reason
    if sale.kind == "dues" and sum(map(books.accounts.owed, sale.bill_ids)) != sale.total:
        sale.state, sale.reason = "refused", "due-changed"
        return sale.reason
    books.booked[settlement_id] = request.purchase_id
    books.told[settlement_id] = request.presettlement_id
    books.accounts.book(sale.kind, settlement_id, request.payment_id, sale.bill_ids, sale.total)
    sale.state = "settled"
    return ""
