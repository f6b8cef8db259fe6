"""What of a purchase can be given back, why not, and how much it would be: what is left is split anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs
from sqlalchemy import Connection

from kiosk.contract import PreSettlement, Quote, QuoteRequest
from kiosk.contract.returns import return_id
from kiosk.core.errors import Refused
from kiosk.core.money import Money, total
from kiosk.gateway.cashier import Cashier, claims
from kiosk.gateway.cashier.presettlements import adds_up, as_told, ask_insurer
from kiosk.gateway.hospital.days import day_at, day_of
from kiosk.gateway.hospital.return_rules import RETURNS
from kiosk.gateway.insurance import Fee, Refusal
from kiosk.gateway.problems import known
from kiosk.gateway.store import payments, purchases, returns, settlements, transactions
from kiosk.gateway.store.returns import BoughtBill, ReturnRow
from kiosk.gateway.store.rows import PaymentRow, PurchaseRow, SettlementRow


@dataclass(frozen=True)
class Case:
    """A purchase as far as giving back cares. `settlement`, with what it was told, is the one that stands."""

    purchase: PurchaseRow
    bought: Sequence[BoughtBill]
    settlement: SettlementRow | None
    told: PreSettlement | None
    order: PaymentRow | None
    settled_at: float
    given_back: dict[str, str]  # by bill: the return it went back with
    uses: dict[str, list[returns.Use]]
    returns: Sequence[ReturnRow]

    @property
    def left(self) -> list[BoughtBill]:
        """What has not gone back."""
        return [bill for bill in self.bought if bill.bill_id not in self.given_back]


@dataclass(frozen=True)
class Offer:
    """What giving these bills back comes to; `rest` is the split of what is left, `None` when nothing is."""

    case: Case
    quote: Quote
    rest: PreSettlement | None


def look(connection: Connection, purchase: PurchaseRow) -> Case:
    """Everything that decides whether something can be given back."""
    purchase_id = purchase.purchase_id
    standing = settlements.standing(connection, purchase_id)
    bought = returns.bought(connection, purchase_id)
    return Case(
        purchase=purchase,
        bought=bought,
        settlement=standing,
        told=payments.find_presettlement(connection, standing.presettlement_id) if standing else None,
        order=payments.live(connection, purchase_id),
        settled_at=transactions.settled_at(connection, purchase_id) or purchase.touched_at,
        given_back=returns.bills_given_back(connection, purchase_id),
        uses=returns.uses(connection, [bill.bill_id for bill in bought]),
        returns=returns.of_purchase(connection, purchase_id),
    )


def bar(cashier: Cashier, case: Case, bill_ids: Sequence[str]) -> str:
    """Why these bills cannot be given back here, as a code of the rules; empty when they can."""
    used = [use for bill_id in bill_ids for use in case.uses.get(bill_id, [])]
    if any(not given.ended for given in case.returns):
        return "under-way"
    if case.settlement is None:
        return "not-settled"
    if any(given.state == "refused" for given in case.returns):
        return "elsewhere"  # the insurance said no once: a human must look at it
    if (day_of(cashier.clock) - day_at(case.settled_at)).days >= RETURNS.days:
        return "too-old"
    if used:
        return used[0]
    return "whole-only" if not RETURNS.single and len(bill_ids) < len(case.left) else ""


def offer(cashier: Cashier, request: QuoteRequest) -> Offer:
    """Refused: unknown-purchase, unknown-bill, bill-returned, return-barred, return-dearer, split-wrong, what the
    insurer refuses; insurance-silent."""
    with cashier.database.reading() as connection:
        purchase = known(purchases.find(connection, request.purchase_id), "unknown-purchase")
        case = look(connection, purchase)
        check(cashier, case, request.bill_ids)
        kept = [bill.bill_id for bill in case.left if bill.bill_id not in request.bill_ids]
        fees = claims.fees(connection, kept)
    named = return_id(purchase.purchase_id, [bill.bill_id for bill in case.bought], request.bill_ids)
    rest = _rest(cashier, case, fees, f"{named}-S") if kept else None
    return Offer(case, _quote(case, named, rest), rest)


def check(cashier: Cashier, case: Case, bill_ids: Sequence[str]) -> None:
    """Refused: unknown-bill, bill-returned, return-barred."""
    _check_bills(case, bill_ids)
    barred = bar(cashier, case, bill_ids)
    if barred:
        raise Refused("return-barred", barred)


def _check_bills(case: Case, bill_ids: Sequence[str]) -> None:
    bought = {bill.bill_id for bill in case.bought}
    if not bill_ids or len(set(bill_ids)) < len(bill_ids) or not bought.issuperset(bill_ids):
        raise Refused("unknown-bill")
    if any(bill_id in case.given_back for bill_id in bill_ids):
        raise Refused("bill-returned")


def _rest(cashier: Cashier, case: Case, fees: tuple[Fee, ...], presettlement_id: str) -> PreSettlement:
    """2206 of what is left, as if the settlement that stands were undone already."""
    told, standing = case.told, case.settlement
    assert told is not None  # nothing is offered of a purchase without a settlement that stands
    assert standing is not None
    due = total(fee.det_item_fee_sumamt for fee in fees)
    if not told.psn_no:
        return all_own(told, presettlement_id, due)
    asked = claims.case_of(told, fees, replaces=standing.setl_id)
    heard = ask_insurer(cashier, asked)
    if isinstance(heard, Refusal):
        raise Refused("insurance-audit" if heard.objections else "insurance-refused")
    if not adds_up(heard, due):
        raise Refused("split-wrong", case.purchase.purchase_id)
    return as_told(presettlement_id, told.purchase_id, asked, heard)


def all_own(told: PreSettlement, presettlement_id: str, due: Money) -> PreSettlement:
    """What is left of a purchase that no insurance paid any of."""
    return structs.replace(told, presettlement_id=presettlement_id, medfee_sumamt=due, psn_cash_pay=due)


def _quote(case: Case, named: str, rest: PreSettlement | None) -> Quote:
    """Old less new, share by share. Refused: return-dearer when anybody would have to pay more than before."""
    told = case.told
    assert told is not None  # nothing is offered of a purchase without a settlement that stands
    quote = [
        Money(before - after)
        for before, after in (
            (told.medfee_sumamt, rest.medfee_sumamt if rest else 0),
            (told.fund_pay_sumamt, rest.fund_pay_sumamt if rest else 0),
            (told.acct_pay, rest.acct_pay if rest else 0),
            (told.psn_cash_pay, rest.psn_cash_pay if rest else 0),
        )
    ]
    if min(quote) < 0:
        raise Refused("return-dearer")
    channel = case.order.channel if case.order and told.psn_cash_pay else ""
    return Quote(return_id=named, total=quote[0], fund=quote[1], account=quote[2], own=quote[3], channel=channel)
