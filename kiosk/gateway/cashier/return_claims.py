"""The insurer's part of a return: the old settlement is undone, what is left is settled anew.

When the insurer takes the old one back and then refuses the rest, the old one is settled again as it was: the patient
is told no, and nothing has changed.
"""

import logging
from collections.abc import Sequence

from kiosk.gateway.cashier import Cashier
from kiosk.gateway.cashier import claims as claiming
from kiosk.gateway.store import claims, payments, settlements
from kiosk.gateway.store.returns import ReturnRow

log = logging.getLogger(__name__)


def exchange(cashier: Cashier, row: ReturnRow, kept: Sequence[str]) -> tuple[str, str]:
    """The insurer's number of what is left, or why it refuses, as a code; both empty when nothing is left.

    The old settlement was given up when the return was saved. Doing it again goes on where it stood. Raises
    `Refused("insurance-silent")`.
    """
    with cashier.database.reading() as connection:
        rest = claims.find(connection, row.rest_id)
    if rest is not None and rest.state == "settled":
        return rest.setl_id, ""
    if rest is not None and rest.state != "asked":
        return "", _restore(cashier, row, rest.reason or "split-changed")
    claiming.undo(cashier, row.settlement_id)
    return _settle_rest(cashier, row, kept) if row.presettlement_id else ("", "")


def _settle_rest(cashier: Cashier, row: ReturnRow, kept: Sequence[str]) -> tuple[str, str]:
    with cashier.database.writing() as connection:
        told = payments.find_presettlement(connection, row.presettlement_id)
        assert told is not None  # it is saved with the return
        if claims.find(connection, row.rest_id) is None:
            claiming.save(connection, row.rest_id, told, kept, cashier.now())
    heard = claiming.ask(cashier, row.rest_id)
    with cashier.database.writing() as connection:
        setl_id, reason = claiming.keep(connection, row.rest_id, heard, cashier.now())
    return ("", _restore(cashier, row, reason)) if reason else (setl_id, "")


def _restore(cashier: Cashier, row: ReturnRow, reason: str) -> str:
    claiming.undo(cashier, row.rest_id)  # it may have been booked otherwise than it was told
    with cashier.database.writing() as connection:
        claiming.anew(connection, row.settlement_id, cashier.now())
    heard = claiming.ask(cashier, row.settlement_id)
    with cashier.database.writing() as connection:
        claim = claims.find(connection, row.settlement_id)
        if claim is not None and claim.state == "asked":
            setl_id, lost = claiming.keep(connection, row.settlement_id, heard, cashier.now())
            if lost:
                log.error("settlement %s could not be booked again, a human must see to it", row.settlement_id)
            else:
                settlements.renumber(connection, row.settlement_id, setl_id)
    return reason
