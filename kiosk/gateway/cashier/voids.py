"""2208: a settlement is undone, or can never come to be."""

from sqlalchemy import Connection

from kiosk.contract import Nothing, Void
from kiosk.core.errors import Refused
from kiosk.gateway.accounts import kinds
from kiosk.gateway.cashier import Cashier, purchase_lock
from kiosk.gateway.cashier import claims as claiming
from kiosk.gateway.store import claims, purchases, returns, settlements
from kiosk.gateway.store.claims import ClaimRow
from kiosk.gateway.store.rows import SettlementRow
from kiosk.gateway.store.writes import Answer, Asked, begin, end


def void(cashier: Cashier, settlement_id: str) -> Answer:
    """Frees the bills; a settlement that comes late meets its tombstone. Refused: balance-spent, for a top-up that is
    booked and spent; given-back, when the patient has given something of it back; insurance-silent: the insurer may
    still have it booked, ask again; nothing else."""
    with cashier.database.reading() as connection:
        purchase_id = _purchase_of(connection, settlement_id)
    with cashier.locks.of(purchase_lock(purchase_id) if purchase_id else f"settlements/{settlement_id}"):
        return void_held(cashier, settlement_id, purchase_id)


def void_held(cashier: Cashier, settlement_id: str, purchase_id: str) -> Answer:
    """As `void`, for whoever holds this purchase's lock already."""
    asked = Asked("voids", settlement_id, Nothing(), cashier.now())
    begun = begin(cashier.database, asked, lambda connection: _begin(connection, asked, purchase_id))
    if isinstance(begun, Answer):
        return begun
    claiming.undo(cashier, settlement_id)
    return end(cashier.database, asked, lambda connection: _void(connection, asked))


def begun(cashier: Cashier) -> list[str]:
    """Voids that were begun and lost whoever asked for them, once the insurer's part is undone."""
    with cashier.database.reading() as connection:
        return claims.half_voided(connection)


def _purchase_of(connection: Connection, settlement_id: str) -> str:
    """Empty for one that nobody has heard of: its tombstone is one transaction and needs no turn."""
    found = claims.find(connection, settlement_id) or settlements.find(connection, settlement_id)
    return found.purchase_id if found else ""


def _begin(connection: Connection, asked: Asked, locked: str) -> Void | None:
    """The whole of it, unless the insurer has to undo its part first: own money goes back after that, never before."""
    row = settlements.find(connection, asked.id)
    if row is not None and returns.is_given_back(connection, row.purchase_id):
        raise Refused("given-back")  # what the patient gives back is undone there, and only there
    if not claiming.give_up(connection, asked.id, asked.at):
        return _void(connection, asked)
    if _purchase_of(connection, asked.id) != locked:
        raise Refused("busy", "the insurer was asked to settle it in this very moment")
    return None


def _void(connection: Connection, asked: Asked) -> Void:
    row = settlements.find(connection, asked.id)
    claim = claims.find(connection, asked.id)
    if row is None and claim is not None:
        _let_go(connection, claim, asked.at)
    elif row is None:
        settlements.add(connection, SettlementRow(asked.id, "", "", "", "voided", "", "", asked.at))
    else:
        _undo(connection, row, asked.at)
    return Void(settlement_id=asked.id)


def _undo(connection: Connection, row: SettlementRow, now: float) -> None:
    settlements.void(connection, row.settlement_id)
    purchase = purchases.find(connection, row.purchase_id)
    if purchase is None:
        return
    if row.state == "settled":
        kinds.undo(connection, row, now)
    # A refused settlement of a purchase that another one has settled leaves that purchase alone.
    if row.state == purchase.state:
        purchases.free_bills(connection, purchase.purchase_id)
        purchases.move(connection, purchase.purchase_id, "voided", now, row.reason)


def _let_go(connection: Connection, claim: ClaimRow, now: float) -> None:
    """The insurer was asked, and nothing was ever booked here."""
    row = SettlementRow(
        claim.settlement_id, claim.purchase_id, claim.presettlement_id, "", "voided", claim.setl_id, "", now
    )
    settlements.add(connection, row)
    purchase = purchases.find(connection, claim.purchase_id)
    if purchase is not None and purchase.state in ("open", "closing"):
        purchases.free_bills(connection, claim.purchase_id)
        purchases.move(connection, claim.purchase_id, "voided", now)
