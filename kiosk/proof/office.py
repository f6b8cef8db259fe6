"""Where the hospital keeps what terminals tell of their journals: every move once, in order, and never changed.

Its rules are those of the real gateway, told in a few lines: the tests hold both beside each other.
"""

from dataclasses import dataclass, field

from kiosk.contract import JournalBatch, JournalMove
from kiosk.core.errors import Refused


@dataclass
class Office:
    """`journals`: the moves that are here, by journal. `batches`: what was answered with yes."""

    journals: dict[str, list[JournalMove]] = field(default_factory=dict)
    batches: dict[str, JournalBatch] = field(default_factory=dict)

    def tell_moves(self, batch: JournalBatch) -> None:
        """Refused: journal-differs, journal-gap, id-reused."""
        first, name = batch.moves[0].seq, f"{batch.journal_id}-{batch.moves[0].seq}-{batch.moves[-1].seq}"
        here = self.journals.get(batch.journal_id, [])
        known = here[first - 1 : first - 1 + len(batch.moves)]
        if known != batch.moves[: len(known)]:
            raise Refused("journal-differs")
        if self.batches.get(name, batch) != batch:
            raise Refused("id-reused")
        if first > len(here) + 1:
            raise Refused("journal-gap")
        self.batches[name] = batch
        self.journals[batch.journal_id] = here + batch.moves[len(known) :]

    def moves_told(self, journal_id: str) -> int:
        """How far this journal is here."""
        return len(self.journals.get(journal_id, []))
