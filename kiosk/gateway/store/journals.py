"""What terminals told of their journals, in the tables: every move once."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, insert, select

from kiosk.core.money import Money
from kiosk.gateway.store.journal_tables import journal_move


@dataclass(frozen=True)
class MoveRow:
    """One move of one journal; amounts in fen, `at` in seconds since 1970 by the terminal's clock."""

    journal_id: str
    seq: int
    terminal_id: str
    purchase_id: str
    at: float
    before: str
    after: str
    reason: str
    total: Money
    own: Money
    channel: str
    kind: str


def through(connection: Connection, journal_id: str) -> int:
    """The last move that is here of this journal; 0 when there is none."""
    newest = select(func.max(journal_move.c.seq)).where(journal_move.c.journal_id == journal_id)
    return connection.execute(newest).scalar_one() or 0


def between(connection: Connection, journal_id: str, first: int, last: int) -> list[MoveRow]:
    """Moves of a journal, in order; both ends are among them."""
    rows = connection.execute(
        select(journal_move)
        .where(journal_move.c.journal_id == journal_id, journal_move.c.seq.between(first, last))
        .order_by(journal_move.c.seq)
    )
    return [MoveRow(**row._mapping) for row in rows]


def of_purchase(connection: Connection, purchase_id: str) -> list[MoveRow]:
    """Everything a terminal told of one purchase, in order."""
    rows = connection.execute(
        select(journal_move)
        .where(journal_move.c.purchase_id == purchase_id)
        .order_by(journal_move.c.journal_id, journal_move.c.seq)
    )
    return [MoveRow(**row._mapping) for row in rows]


def add(connection: Connection, moves: list[MoveRow]) -> None:
    """Write them down."""
    if moves:
        connection.execute(insert(journal_move), [asdict(move) for move in moves])
