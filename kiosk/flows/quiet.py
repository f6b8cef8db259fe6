"""What the terminal does while nobody is here: look whether the hospital answers, and finish unfinished purchases."""

import logging
from collections.abc import Callable

from kiosk.contract import Hospital
from kiosk.core.clock import Clock
from kiosk.core.errors import BackendUnreachable, Interruption, JournalUnusable, Refused
from kiosk.core.purchase import JOURNAL_BEHIND, Purchase
from kiosk.core.words import Named
from kiosk.flows.cashier import Cashier, Do
from kiosk.flows.staff import AGAIN_S, Staff
from kiosk.services import Records

log = logging.getLogger(__name__)


HUMAN_S = 600.0  # a purchase that has not moved for so long is told to the staff


class Quiet:
    """Every outside act goes through a `Do` that a person who comes may interrupt: all of it may be done again."""

    def __init__(
        self,
        records: Records,
        cashier: Cashier,
        named: Callable[[Named], None],
        clock: Clock,
        staff: Staff | None = None,
    ) -> None:
        """`staff` is told what needs a human; nobody is when there is none."""
        self._records = records
        self._cashier = cashier
        self._named = named
        self._clock = clock
        self._staff = staff
        self._stuck: dict[Purchase, float] = {}  # since when we know that it does not move
        self.hospital: Hospital | None = None
        self.can_pay = False
        self.looked = False

    @property
    def journal_differs(self) -> bool:
        """Whether the gateway was told other moves of this journal before."""
        return self._staff is not None and self._staff.journal_differs

    def look_around(self, do: Do) -> None:
        """Is the hospital there, and does any wallet work? Remembered in `hospital`, `can_pay`, `looked`."""
        try:
            self.hospital = do(self._records.hospital)
            self._named(self.hospital.name)
            self.can_pay = any(channel.up for channel in do(self._records.channels))
        except (BackendUnreachable, Refused) as error:
            if self.hospital is not None or not self.looked:
                log.warning("the gateway does not answer: %s", error)
            self.hospital, self.can_pay = None, False
        self.looked = True

    def recover(self, do: Do) -> None:
        """Drive every unfinished purchase as far as it goes; one that is stuck does not hold up the next.

        Raises `JournalUnusable`, before anybody is asked for money that could not be written down.
        """
        self.check()
        try:
            self._drive_all(do)
        except JournalUnusable:
            self._say_of_journal(usable=False)
            raise

    def check(self) -> None:
        """Whether money can be written down, remembered for the staff. Raises `JournalUnusable`."""
        try:
            self._cashier.check()
        except JournalUnusable:
            self._say_of_journal(usable=False)
            raise
        self._say_of_journal(usable=True)

    def tell_staff(self, do: Do) -> None:
        """What needs a human, then the journal's moves. Raises `JournalUnusable`."""
        self.report(do)
        if self._staff is not None:
            self._staff.tell_moves(do)

    def report(self, do: Do) -> None:
        """What needs a human, without a look into the journal."""
        if self._staff is not None:
            self._staff.report(do)

    def _drive_all(self, do: Do) -> None:
        unfinished = self._cashier.unfinished()
        self._stuck = {purchase: since for purchase, since in self._stuck.items() if purchase in unfinished}
        for purchase in unfinished:
            try:
                driven = self._cashier.drive(purchase, do)
            except (Interruption, JournalUnusable):
                raise
            except (BackendUnreachable, Refused) as error:
                self._note(purchase, str(error))
            except Exception:  # one that no rule foresaw must not put the terminal out of service for ever
                log.exception("purchase %s cannot be driven", purchase.purchase_id)
            else:
                self._look_at(purchase, driven)

    def _look_at(self, purchase: Purchase, driven: Purchase) -> None:
        """An answer that brought it no further leaves it stuck as much as none."""
        if driven.final:
            log.info("purchase %s was %s", purchase.purchase_id, purchase.state)
            if self._staff is not None and driven.reason == JOURNAL_BEHIND:
                self._staff.stuck(driven)
        else:
            self._note(driven, "no end yet")

    def _say_of_journal(self, usable: bool) -> None:
        if self._staff is not None:
            self._staff.journal(usable)

    def _note(self, purchase: Purchase, why: str) -> None:
        """Once when it gets stuck, again when a human should look at it, and every hour from then on."""
        now = self._clock.monotonic()
        if purchase not in self._stuck:
            log.warning("purchase %s stays %s: %s", purchase.purchase_id, purchase.state, why)
            self._stuck[purchase] = now
        elif now - self._stuck[purchase] >= HUMAN_S:
            log.error("purchase %s needs a human: still %s: %s", purchase.purchase_id, purchase.state, why)
            self._stuck[purchase] = now + AGAIN_S - HUMAN_S
            if self._staff is not None:
                self._staff.stuck(purchase)
