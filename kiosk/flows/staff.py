"""What the terminal tells the hospital's staff while nobody is here: its journal's moves, and what needs a human."""

import logging
from collections.abc import Callable
from typing import Protocol

from kiosk.contract import AlarmReport, JournalBatch, JournalMove
from kiosk.core.clock import Clock
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.purchase import JOURNAL_BEHIND, Purchase
from kiosk.flows.cashier import Do
from kiosk.services import Office

BATCH = 100  # moves in one request: at most half of what the gateway takes
AGAIN_S = 3600.0  # what a human has not mended by then is said again
ROUND = 20  # batches in one quiet moment: after days of outage the first look at the hospital must not wait for all
log = logging.getLogger(__name__)


class Diary(Protocol):
    """The journal, as far as it is told to the gateway."""

    def journal_id(self) -> str: ...

    def unsent(self, limit: int) -> list[JournalMove]: ...

    def mark_sent(self, through: int) -> None: ...


class Staff:
    """Every request may be interrupted by a person who comes, and is then made again under the same id."""

    def __init__(self, diary: Diary, office: Office, terminal_id: str, new_id: Callable[[], str], clock: Clock) -> None:
        self._diary = diary
        self._office = office
        self._terminal_id = terminal_id
        self._new_id = new_id
        self._clock = clock
        self._reports: dict[str, AlarmReport] = {}  # under the id of the first time; gone once they are answered
        self._journal_usable: bool | None = None  # what was said of it last
        self._differs: tuple[int, float] | None = None  # from which move on, and when that was said

    @property
    def journal_differs(self) -> bool:
        """Whether the gateway has other moves of this journal than the journal."""
        return self._differs is not None

    def stuck(self, purchase: Purchase) -> None:
        """It has not moved for too long. It ends with the journal's last move of it, which is told as well; that of an
        older copy does not arrive, so its end is said."""
        self._say(
            AlarmReport(
                terminal_id=self._terminal_id,
                kind="purchase-stuck",
                purchase_id=purchase.purchase_id,
                state=purchase.state,
                reason=JOURNAL_BEHIND if purchase.reason == JOURNAL_BEHIND else "",
                channel=purchase.channel,
                amount=purchase.own,
                ended=purchase.final,
            )
        )

    def journal(self, usable: bool) -> None:
        """Whether money can be written down; said when it changes, and once after every start."""
        if usable != self._journal_usable:
            self._journal_usable = usable
            self._say(AlarmReport(terminal_id=self._terminal_id, kind="journal-unusable", ended=usable))

    def report(self, do: Do) -> None:
        """Tell what needs a human. Without an answer it waits for the next time."""
        try:
            for report_id in list(self._reports):
                self._report(report_id, do)
        except BackendUnreachable as error:
            log.info("what needs a human is told later: %s", error)

    def tell_moves(self, do: Do) -> None:
        """Bring the gateway up to date, the oldest moves first; the mark moves on after each answer.

        Raises `JournalUnusable`. Without an answer the same moves are told the next time.
        """
        try:
            for _ in range(ROUND):
                moves = self._diary.unsent(BATCH)
                if not moves:
                    return
                self._tell(moves, do)
        except BackendUnreachable as error:
            log.info("the journal's moves are told later: %s", error)

    def _report(self, report_id: str, do: Do) -> None:
        said = self._reports[report_id]
        try:
            do(lambda: self._office.report_alarm(report_id, said))
        except Refused as error:  # a gateway of an older version
            log.error("the gateway does not take that %s: %s", said.kind, error)
        del self._reports[report_id]

    def _tell(self, moves: list[JournalMove], do: Do) -> None:
        batch = JournalBatch(terminal_id=self._terminal_id, journal_id=self._diary.journal_id(), moves=moves)
        try:
            do(lambda: self._office.tell_moves(batch))
        except Refused as refused:
            if refused.code in ("journal-differs", "batch-differs"):
                self._say_it_differs(moves[0].seq, refused)
            if refused.code not in ("journal-gap", "id-reused"):
                raise BackendUnreachable(f"the gateway does not take the journal's moves: {refused}") from refused
            self._begin_where_it_ends(moves, do)
        else:
            self._diary.mark_sent(moves[-1].seq)
            self._say_it_agrees()

    def _begin_where_it_ends(self, moves: list[JournalMove], do: Do) -> None:
        """The gateway has lost what it had, e.g. by a restored backup, or has more than it could say: ask it."""
        journal_id = self._diary.journal_id()
        through = do(lambda: self._office.moves_told(journal_id))
        if through == moves[0].seq - 1:
            raise BackendUnreachable("the gateway ends where it always did")
        self._diary.mark_sent(min(through, moves[-1].seq))

    def _say_it_differs(self, first: int, refused: Refused) -> None:
        """Once; again when it changed, or after an hour: whoever has seen to it has not mended it."""
        now = self._clock.monotonic()
        if self._differs is not None and self._differs[0] == first and now - self._differs[1] < AGAIN_S:
            return
        log.error("the gateway has other moves of this journal, from %d on: %s", first, refused)
        self._differs = first, now
        report = AlarmReport(terminal_id=self._terminal_id, kind="journal-differs")
        if report not in self._reports.values():
            self._say(report)

    def _say_it_agrees(self) -> None:
        if self._differs is not None:
            self._differs = None
            self._say(AlarmReport(terminal_id=self._terminal_id, kind="journal-differs", ended=True))

    def _say(self, report: AlarmReport) -> None:
        self._reports[self._new_id()] = report
