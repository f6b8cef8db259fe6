"""How the made-up gateway takes bills back: what is left is settled anew, then own money goes back, once."""

from collections.abc import Sequence

from msgspec import structs

from kiosk.contract import (
    Bar,
    PaidBill,
    PreSettlement,
    PreSettlementRequest,
    Quote,
    QuoteRequest,
    Return,
    ReturnRequest,
    Transaction,
)
from kiosk.contract.returns import return_id as named
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.money import Money
from kiosk.core.words import Named
from kiosk.proof.books import Books
from kiosk.proof.orders import Given, Sale
from kiosk.proof.records import split_of
from kiosk.proof.wallet import Silent

AT = "2026-03-02T09:00:00+08:00"
TOLD = {"saved": "verifying", "undone": "processing", "refunded": "refunded", "refused": "refused"}
_BAR = Bar(code="elsewhere", words=Named("请到窗口办理", "at the window"))  # one reason is like another here


def listed(books: Books) -> list[Transaction]:
    """Bills that were settled, the newest first; the rest cannot go back at a terminal."""
    return [_transaction(books, name, sale) for name, sale in reversed(books.sales.items()) if _first(books, name)]


def quote(books: Books, request: QuoteRequest) -> Quote:
    """What would go back; changes nothing. Refused: unknown-purchase, unknown-bill, bill-returned, return-barred."""
    return _offer(books, request.purchase_id, request.bill_ids).quote


def give_back(books: Books, return_id: str, request: ReturnRequest) -> Return:
    """Begun, and as far as it is by now. Refused: return-differs, amount-differs, and as `quote`."""
    if return_id not in books.returns:
        offered = _offer(books, request.purchase_id, request.bill_ids)
        if offered.quote.return_id != return_id:
            raise Refused("return-differs")
        if offered.quote.own != request.own:
            raise Refused("amount-differs")
        books.returns[return_id] = offered
    given = books.returns[return_id]
    go_on(books, given)
    told = given.quote
    return Return(
        return_id=return_id,
        purchase_id=given.purchase_id,
        total=told.total,
        fund=told.fund,
        account=told.account,
        own=told.own,
        channel=told.channel,
        state=TOLD[given.state],  # type: ignore[arg-type]
        reason="insurance-refused" if given.state == "refused" else "",
    )


def go_on(books: Books, given: Given) -> None:
    """As far as it goes now. `BackendUnreachable`: the gateway stopped between insurance and hospital."""
    if given.state == "saved":
        _undo(books, given)
    if given.state == "undone":
        _pay_back(books, given)


def _first(books: Books, purchase_id: str) -> PreSettlement | None:
    """What was settled at first; `None` for what never was, and what is no bill."""
    if books.sales[purchase_id].kind != "bills":
        return None
    told = (books.splits[name] for name in books.told.values())
    settled = next((split for split in told if split.purchase_id == purchase_id), None)
    return settled if books.standing(purchase_id) or books.given_back(purchase_id) else None


def _transaction(books: Books, purchase_id: str, sale: Sale) -> Transaction:
    told, given = _first(books, purchase_id), books.given_back(purchase_id)
    assert told is not None  # only such are listed
    under_way = any(not one.ended for one in given)
    barred = under_way or len(given) < len(books.asked_back(purchase_id))
    left = [bill for bill in sale.bill_ids if not any(bill in one.bill_ids for one in given)]
    state = "refunding" if under_way else "paid" if not given else "partly_refunded" if left else "refunded"
    return Transaction(
        purchase_id=purchase_id,
        at=AT,
        kind="bills",
        total=sale.total,
        insured=bool(told.insutype),
        fund=told.fund_pay_sumamt,
        account=told.acct_pay,
        own=told.psn_cash_pay,
        channel=_channel(books, sale, told),  # type: ignore[arg-type]
        state=state,  # type: ignore[arg-type]
        back=Money(sum(one.quote.own for one in given)),
        bills=[_bill(books, bill, bill in left, under_way, barred) for bill in sale.bill_ids],
        bar=_BAR if barred else None,
    )


def _bill(books: Books, bill: str, left: bool, under_way: bool, barred: bool) -> PaidBill:
    state = "paid" if left else "returning" if under_way else "returned"
    amount, bar = Money(books.bills[bill]), _BAR if barred else None
    return PaidBill(bill_id=bill, title=Named("检验", "Lab test"), amount=amount, state=state, bar=bar)  # type: ignore[arg-type]


def _channel(books: Books, sale: Sale, told: PreSettlement) -> str:
    return books.orders[sale.payment_id].request.channel if told.psn_cash_pay else ""


def _offer(books: Books, purchase_id: str, bill_ids: Sequence[str]) -> Given:
    """What is left is split as if the settlement that stands were undone already."""
    sale = books.sales.get(purchase_id)
    if sale is None:
        raise Refused("unknown-purchase")
    given = books.given_back(purchase_id)
    if not bill_ids or not set(sale.bill_ids).issuperset(bill_ids):
        raise Refused("unknown-bill")
    if any(set(one.bill_ids) & set(bill_ids) for one in given):
        raise Refused("bill-returned")
    standing = books.standing(purchase_id)
    if not standing or any(one.state != "refunded" for one in books.asked_back(purchase_id)):
        raise Refused("return-barred")
    told, name = books.splits[books.told[standing]], named(purchase_id, sale.bill_ids, bill_ids)
    rest = _rest(books, told, f"{name}-S", [bill for bill in books.bought(sale) if bill not in bill_ids])
    shares = [told.medfee_sumamt, told.fund_pay_sumamt, told.acct_pay, told.psn_cash_pay]
    if rest is not None:
        after = (rest.medfee_sumamt, rest.fund_pay_sumamt, rest.acct_pay, rest.psn_cash_pay)
        shares = [Money(before - now) for before, now in zip(shares, after, strict=True)]
    total, fund, account, own = shares
    quoted = Quote(
        return_id=name,
        total=total,
        fund=fund,
        account=account,
        own=own,
        channel=_channel(books, sale, told),  # type: ignore[arg-type]
    )
    return Given(quoted, purchase_id, list(bill_ids), rest)


def _rest(books: Books, told: PreSettlement, presettlement_id: str, left: list[str]) -> PreSettlement | None:
    if not left:
        return None
    due = Money(sum(books.bills[bill] for bill in left))
    request = PreSettlementRequest(purchase_id=told.purchase_id, acct_used_flag=told.acct_used_flag)
    insurance = (books.fund, books.account) if told.insutype else (0, 0)
    split = split_of(presettlement_id, request, due, *insurance)
    return structs.replace(split, psn_no=told.psn_no, insutype=told.insutype)  # insured, also when it pays nothing now


def _undo(books: Books, given: Given) -> None:
    """2208 of what stands and 2207 of what is left at the insurer, then both at the hospital. When the insurer refuses
    what is left, it settles again what stood."""
    sale, standing = books.sales[given.purchase_id], books.standing(given.purchase_id)
    rest_id, rest = f"{given.quote.return_id}-T", given.rest
    refused = books.is_insured(standing) and rest is not None and "return" in books.refuses
    if books.is_insured(standing):
        books.insured.discard(standing)
        books.insured |= {rest_id} if rest and not refused else set()
    if books.stumbles():
        raise BackendUnreachable("stopped between insurance and hospital")
    if refused:
        books.insured.add(standing)
        given.state = "refused"
        return
    del books.booked[standing]
    if rest is not None:
        books.splits[rest.presettlement_id] = rest
        books.told[rest_id] = rest.presettlement_id
        books.booked[rest_id] = given.purchase_id
    else:
        sale.state = "refunding" if given.quote.own else "refunded"
    given.state = "undone" if given.quote.own else "refunded"


def _pay_back(books: Books, given: Given) -> None:
    sale = books.sales[given.purchase_id]
    channel = books.channel(books.orders[sale.payment_id].request)
    try:
        arrived = channel.refund(f"{given.quote.return_id}-R", sale.payment_id, given.quote.own)
    except Silent:
        return
    if arrived:
        given.state = "refunded"
        if given.rest is None:
            sale.state = "refunded"
