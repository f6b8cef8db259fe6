"""What a terminal tells of its money book: every move, once, in order; no names and no numbers of people."""

from typing import Annotated

from msgspec import Meta

from kiosk.contract.record import Amount, Id, Record

Seq = Annotated[int, Meta(ge=1, le=2**53, description="counts a journal's moves from 1, without gaps")]
Word = Annotated[str, Meta(max_length=32, pattern=r"^[a-z0-9_-]*$")]
Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?\+00:00$", description="UTC")]


class JournalMove(Record, frozen=True, kw_only=True):
    """One line of a terminal's journal. `before` is empty when the purchase was planned; amounts are whole fen.

    `own` and `channel` are nothing and empty until own money is asked for; `kind` is what is bought: `bills`, ...
    """

    seq: Seq
    purchase_id: Id
    at: Moment
    before: Word
    after: Word
    reason: Annotated[str, Meta(max_length=64, pattern=r"^[ -~]*$")]  # a stable code
    total: Amount
    own: Amount
    channel: Word
    kind: Word


class JournalBatch(Record, frozen=True, kw_only=True):
    """Moves that follow each other, under the id `<journal_id>-<first seq>-<last seq>`: the same id is always the same
    moves. A journal's id is made with its file: a new disk is not taken for the old one."""

    terminal_id: Id
    journal_id: Id
    moves: Annotated[list[JournalMove], Meta(min_length=1, max_length=200)]


class JournalTold(Record, frozen=True, kw_only=True):
    """How far the gateway has this journal; 0: nothing of it."""

    journal_id: Id
    through: Annotated[int, Meta(ge=0)]
