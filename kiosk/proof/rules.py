"""What must hold when everything has come to an end, compared between journal, gateway, insurance and wallet."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kiosk.core.errors import JournalUnusable, Refused
from kiosk.core.money import NOTHING
from kiosk.core.purchase import NEXT, MoveNotAllowed, Purchase, State
from kiosk.core.screens import Booked, NotPaid, Returned, Screen, Trouble
from kiosk.flows.troubles import CARD, NO_MONEY
from kiosk.proof.books import Books
from kiosk.proof.terminal import Terminal

WENT_BACK = "{amount} went back"  # of a card that is closed out
KINDS = {"top_up": "top_up", "repaid": "dues"}  # what settles it, by how it is called on an account


@dataclass(frozen=True)
class Said:
    """What a screen or a slip said about a purchase, and how it really stood in that moment.

    `held`: fen the wallet had of it. `stood`: it was booked, or was before the patient gave some of it back.
    """

    kind: str
    purchase_id: str
    booked: bool
    stood: bool
    held: int
    no_money: bool = False
    gone: bool = True  # it did not say more of money that goes back than was so

    @staticmethod
    def now(kind: str, purchase_id: str, books: Books) -> "Said":
        booked = bool(books.standing(purchase_id))
        stood = booked or bool(books.given_back(purchase_id))
        return Said(kind, purchase_id, booked, stood, _held(books, purchase_id))

    @staticmethod
    def on_screen(screen: Screen, purchase_id: str, books: Books) -> "Said":
        no_money = isinstance(screen, NotPaid | Trouble) and screen.money in (NO_MONEY, CARD)
        told_gone = isinstance(screen, Booked) and screen.outcome.text == WENT_BACK
        gone = not told_gone or not books.accounts.frozen()
        if isinstance(screen, Returned):
            gone = _is_so(books, screen)
        return replace(Said.now(type(screen).__name__, purchase_id, books), no_money=no_money, gone=gone)


def broken(books: Books, terminals: Sequence[Terminal], said: Sequence[Said]) -> list[str]:
    """Every rule that does not hold, in plain words."""
    found = [*_of_bills(books), *_of_returns(books), *_of_accounts(books)]
    for terminal in terminals:
        for purchase_id in terminal.asked:
            found += [f"{purchase_id}: {rule}" for rule in _of_purchase(books, terminal, purchase_id)]
        found += [*terminal.fell, *_of_outbox(books, terminal)]
        try:
            found += journal_yields(terminal, sorted(set(books.bills) - set(books.paid_bills())))
        except JournalUnusable as error:
            found.append(f"{terminal.name}: nothing can be written down any more: {error}")
    for one in said:
        found += [f"{one.purchase_id}: {rule}" for rule in _of_screen(books, one)]
    return found


def at_the_end(books: Books, purchase_id: str, to: State) -> Iterator[str]:
    """What must hold in the very moment in which the journal says that a purchase has ended."""
    booked, held = bool(books.standing(purchase_id)), _held(books, purchase_id)
    charge = books.wallet.charges.get(_payment_id(purchase_id))
    if to == "settled" and not booked and not books.given_back(purchase_id):
        yield "saved as settled, and the hospital has not booked it"
    if to in ("closed", "refunded") and (booked or held):
        yield f"saved as {to}, and the channel holds {held} fen or the bill is settled"
    if to == "closed" and charge is not None and charge.state != "closed":
        yield "saved as closed, and the patient can still pay"
    if to == "refunded" and not books.wallet.arrived(_payment_id(purchase_id)):
        yield "saved as refunded, and the money is still on its way"


def _of_bills(books: Books) -> Iterator[str]:
    for bill, times in Counter(books.paid_bills()).items():
        if times > 1:
            yield f"bill {bill} is paid {times} times"
    for bill in (*books.bills, *books.accounts.dues):
        if owner := books.locked_by(bill):
            yield f"bill {bill} is locked by {owner} for ever"
    for settlement_id in books.undone:
        yield f"{settlement_id} was booked, and was undone all the same"
    insured = {name for name in books.booked if books.is_insured(name)}
    for settlement_id in sorted(insured ^ books.insured):
        where = "hospital" if settlement_id in insured else "insurance"
        yield f"{settlement_id} stands only at the {where}"


def _of_returns(books: Books) -> Iterator[str]:
    for return_id, given in books.returns.items():
        if not given.ended:
            yield f"{return_id} never comes to its end: {given.state}"
        number = int(return_id.rpartition("-V")[2], 16)
        bought = books.sales[given.purchase_id].bill_ids
        if {bill for place, bill in enumerate(bought) if number >> place & 1} != set(given.bill_ids):
            yield f"{return_id} is of {given.bill_ids}, and its id says other bills: another return may have it as well"


def _of_accounts(books: Books) -> Iterator[str]:
    """Everything on the card and on dues was moved by something that stands, once; what was closed out is back."""
    accounts, wallet = books.accounts, books.wallet
    moved = Counter((entry.kind, entry.reference) for entry in accounts.card)
    moved.update((entry.kind, f"{due} {entry.reference}") for due, of in accounts.dues.items() for entry in of)
    for (kind, reference), times in moved.items():
        if times > 1:
            yield f"{reference} is on an account {times} times as {kind}"
    for kind in ("top_up", "repaid"):
        stands = {name for name, owner in books.booked.items() if books.sales[owner].kind == KINDS[kind]}
        there = {entry.reference for entry in accounts.entries() if entry.kind == kind}
        if stands != there:
            yield f"{kind}: {sorted(stands)} are settled, {sorted(there)} are on accounts"
    if min([accounts.balance(), *map(accounts.owed, accounts.dues)]) < 0:
        yield "an account is below nothing"
    parts = [part for parts in accounts.close_outs.values() for part in parts if part.state != "window"]
    gone = [wallet.refunds[part.part_id].amount for part in parts if part.part_id in wallet.refunds]
    if accounts.frozen() or sum(gone) != -sum(entry.fen for entry in accounts.card if entry.kind == "close_out"):
        yield f"closed out: {parts}, and the wallet gave back {gone}"
    for payment_id in wallet.charges:
        if wallet.given(payment_id) > wallet.taken(payment_id):
            yield f"{payment_id}: more went back than was taken"


def _of_purchase(books: Books, terminal: Terminal, purchase_id: str) -> Iterator[str]:
    purchase = terminal.saved(purchase_id)
    if purchase is None:
        if purchase_id in books.sales:
            yield "the hospital heard of it before it was saved"
        return
    sale = books.sales.get(purchase_id)
    if sale is not None and sale.total and sale.kind != purchase.kind:  # a tombstone is of no kind
        yield f"the journal says that {purchase.kind} are bought, and the hospital sells something else"
    yield from _of_money(books, purchase)
    yield from _of_moves(terminal.moves(purchase_id), purchase.state)


def _of_money(books: Books, purchase: Purchase) -> Iterator[str]:
    payments = [name for name, order in books.orders.items() if order.request.purchase_id == purchase.purchase_id]
    taken = sum(_taken(books, name) for name in payments)
    given = sum(_given(books, name) for name in payments)
    refunds = sum(name.startswith(f"{purchase.purchase_id}-") for name in _refund_ids(books))
    standing, returns = books.standing(purchase.purchase_id), books.given_back(purchase.purchase_id)
    booked = bool(standing)
    due = int(books.splits[books.told[standing]].psn_cash_pay if returns else purchase.own) if booked else 0
    if not purchase.final:
        yield f"it never ends: {purchase.state}"
    if taken != due + given:
        yield f"{taken} fen taken, {due} settled, {given} given back"
    if sum(_taken(books, name) > 0 for name in payments) > 1 or refunds > max(1, len(returns)):
        yield f"charged or refunded twice: {payments}, {refunds} refunds"
    if any(len(books.refund_numbers.get(name, ())) > 1 for name in payments):
        yield "one refund was asked for under several numbers: only this gateway's rule kept it from being many"
    if (purchase.state == "settled") != booked and not (returns and not booked):
        yield f"the journal says {purchase.state}, the hospital has {'booked' if booked else 'not booked'} it"
    if purchase.state == "refunded" and not given:
        yield "the journal says refunded, and nothing went back"


def _of_moves(moves: Sequence[tuple[str, str]], state: State) -> Iterator[str]:
    stands = ""
    for before, after in moves:
        if before != stands or (before and after not in NEXT[before]):  # type: ignore[index]
            yield f"it was {stands}, and moved {before} -> {after}"
        stands = after
    if stands != state:
        yield f"it is {state}, and the last move that was written down led to {stands}"


def _of_outbox(books: Books, terminal: Terminal) -> Iterator[str]:
    """What the hospital was told of this journal is what is in it."""
    told = books.office.journals.get(terminal.journal.journal_id(), [])
    if [move.seq for move in told] != list(range(1, len(told) + 1)):
        yield f"{terminal.name}: the hospital has moves of its journal twice or in no order"
    for purchase_id in sorted({*terminal.asked, *(move.purchase_id for move in told)}):
        there = [move for move in told if move.purchase_id == purchase_id]
        if [(move.before, move.after) for move in there] != terminal.moves(purchase_id):
            yield f"{purchase_id}: the journal moved {terminal.moves(purchase_id)}, and the hospital was told {there}"
        saved = terminal.saved(purchase_id)
        if (
            there
            and saved
            and (there[-1].own, there[-1].channel, there[-1].kind)
            != (
                saved.own,
                saved.channel,
                saved.kind,
            )
        ):
            yield f"{purchase_id}: the hospital was told {there[-1]}, and the journal has {saved}"


def _of_screen(books: Books, said: Said) -> Iterator[str]:
    booked = bool(books.standing(said.purchase_id))
    stood = booked or bool(books.given_back(said.purchase_id))
    closed_out = said.purchase_id in books.accounts.close_outs
    if (
        said.kind in ("Paid", "Payment slip", "Booked", "Top-up slip", "Repayment slip")
        and not closed_out
        and not (said.stood and stood)
    ):
        yield f"the patient was told {said.kind}, and it is not settled"
    if said.kind in ("NotPaid", "Refund slip") and (said.booked or booked or _held(books, said.purchase_id)):
        yield f"the patient was told {said.kind}, and the money is kept or the bill is settled"
    if not said.gone:
        yield "the screen said that money went back, or is on its way, and it was not so"
    if said.kind == "Refund slip" and said.purchase_id not in (*books.sales, *books.returns):
        yield "the slip says that bills go back, and nobody heard of it"
    if said.no_money and said.held:
        yield f"the screen said that no money was taken, and the channel held {said.held} fen"


def _is_so(books: Books, screen: Returned) -> bool:
    given = books.returns.get(screen.reference)
    if screen.state == "unknown":
        return True
    if given is None or given.state in ("saved", "refused"):
        return False
    there = books.wallet.refunds.get(f"{screen.reference}-R")
    arrived = there is None or there.arrives_at <= books.clock.monotonic()
    return screen.state == "processing" or (given.state == "refunded" and arrived)


def _held(books: Books, purchase_id: str) -> int:
    payment_id = _payment_id(purchase_id)
    return _taken(books, payment_id) - _given(books, payment_id)


def _taken(books: Books, payment_id: str) -> int:
    """By the wallet, from the card, or put off; in fen."""
    return books.wallet.taken(payment_id) + books.accounts.taken(payment_id)


def _given(books: Books, payment_id: str) -> int:
    """What went back of it, but for what was closed out of a card."""
    back = books.wallet.given(payment_id) - books.accounts.closed_out(payment_id)
    return back + books.accounts.moved("given_back", payment_id)


def _refund_ids(books: Books) -> list[str]:
    """Every refund that was begun at a wallet or on a ledger, but for close-outs."""
    given = {entry.reference for entry in books.accounts.entries() if entry.kind == "given_back"}
    parts = {part.part_id for parts in books.accounts.close_outs.values() for part in parts}
    return sorted({*books.wallet.refunds, *given} - parts)


def _payment_id(purchase_id: str) -> str:
    return Purchase(purchase_id, "", (), NOTHING).payment_id


def journal_yields(terminal: Terminal, bills: Sequence[str]) -> Iterator[str]:
    """Try what the journal must refuse, and what it must not: the bills are free, and the table is all there is."""
    if unfinished := [purchase.purchase_id for purchase in terminal.journal.unfinished() if purchase.final]:
        yield f"these have ended and are kept as unfinished: {unfinished}"
    terminal.journal.step = lambda _: None
    terminal.journal.moved = lambda *_: None
    free = (*bills, "B-probe")
    try:
        purchase = terminal.journal.plan(Purchase("probe-1", "PAT-1", free, NOTHING))
    except Refused:
        yield "bills are free, and cannot be paid at this terminal any more"
        return
    if _allowed(lambda: terminal.journal.plan(Purchase("probe-2", "PAT-1", free, NOTHING))):
        yield "two live purchases of one bill"
    for state in NEXT:
        if state not in NEXT["planned"] and _allowed(partial(terminal.journal.move, purchase, state)):
            yield f"a move that is not in the table was saved: planned -> {state}"
            return
    terminal.journal.move(terminal.journal.move(purchase, "closing"), "closed")
    if _allowed(lambda: terminal.journal.move(purchase, "closing")):
        yield "a closed purchase was moved on"


def _allowed(act: Callable[[], object]) -> bool:
    try:
        act()
    except (MoveNotAllowed, Refused):
        return False
    return True
