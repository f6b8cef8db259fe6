"""A terminal tells the moves of its journal: each is kept once, in order, and none is ever changed."""

import logging
from dataclasses import replace
from datetime import datetime

from msgspec import structs
from sqlalchemy import Connection

from kiosk.contract import JournalBatch, JournalMove, JournalTold
from kiosk.core.errors import Refused
from kiosk.core.purchase import FINAL
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.store import alarms, journals
from kiosk.gateway.store.alarms import Cause
from kiosk.gateway.store.journals import MoveRow
from kiosk.gateway.store.writes import Answer, Asked, once

log = logging.getLogger(__name__)


def tell(cashier: Cashier, batch_id: str, batch: JournalBatch) -> Answer:
    """Refused: batch-differs, journal-gap (moves before these are missing), journal-differs (they are here, and say
    otherwise).

    A purchase that has come to its end needs no human any more.
    """
    _check(batch_id, batch)
    asked = Asked("journals", batch_id, batch, cashier.now())
    with cashier.locks.of(f"journals/{batch.journal_id}"):
        # Before the id is looked at: a journal restored from an old copy uses old ids for new moves.
        with cashier.database.reading() as connection:
            _known(connection, batch)
        return once(cashier.database, asked, lambda connection: _keep(connection, asked, batch))


def told(cashier: Cashier, journal_id: str) -> JournalTold:
    """How far this journal is here. Never refused: of one that was never heard of there is nothing."""
    with cashier.database.reading() as connection:
        return JournalTold(journal_id=journal_id, through=journals.through(connection, journal_id))


def _check(batch_id: str, batch: JournalBatch) -> None:
    first, last = batch.moves[0].seq, batch.moves[-1].seq
    if batch_id != f"{batch.journal_id}-{first}-{last}":
        raise Refused("batch-differs", "the address is <journal_id>-<first seq>-<last seq> of what is in the body")
    if [move.seq for move in batch.moves] != list(range(first, last + 1)):
        raise Refused("batch-differs", "the moves of a batch follow each other")
    try:
        for move in batch.moves:
            _seconds(move)
    except ValueError as error:
        raise Refused("batch-differs", "a move was made at a moment that no calendar has") from error


def _keep(connection: Connection, asked: Asked, batch: JournalBatch) -> JournalTold:
    rows = [_row(batch, move) for move in batch.moves]
    newest = journals.through(connection, batch.journal_id)
    if rows[0].seq > newest + 1:
        # Not an answer for ever: once the others are here, these are welcome.
        raise Refused("journal-gap", f"here it ends with {newest}")
    new = rows[_known(connection, batch) :]
    journals.add(connection, new)
    for row in new:
        if row.after in FINAL:
            alarms.clear(connection, Cause("purchase-stuck", purchase_id=row.purchase_id), asked.at)
    return JournalTold(journal_id=batch.journal_id, through=max(newest, rows[-1].seq))


def _known(connection: Connection, batch: JournalBatch) -> int:
    """How many of these moves are here. Refused: journal-differs, which is no answer for ever: the right disk may come
    back.
    """
    known = journals.between(connection, batch.journal_id, batch.moves[0].seq, batch.moves[-1].seq)
    if [_said(row) for row in known] != [_said(_row(batch, move)) for move in batch.moves[: len(known)]]:
        log.error("journal %s of %s tells moves otherwise than before", batch.journal_id, batch.terminal_id)
        raise Refused("journal-differs")
    return len(known)


def _seconds(move: JournalMove) -> float:
    return datetime.fromisoformat(move.at).timestamp()


def _said(row: MoveRow) -> MoveRow:
    """What counts: a terminal may get another name."""
    return replace(row, terminal_id="")


def _row(batch: JournalBatch, move: JournalMove) -> MoveRow:
    told = {**structs.asdict(move), "at": _seconds(move)}
    return MoveRow(journal_id=batch.journal_id, terminal_id=batch.terminal_id, **told)
