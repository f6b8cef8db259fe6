"""What the terminal does while nobody is here: look whether the hospital answers, and finish unfinished purchases."""

import logging
from collections.abc import Callable

from kiosk.contract import Hospital
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.words import Named
from kiosk.flows.cashier import Cashier, Do
from kiosk.services import Records

log = logging.getLogger(__name__)


class Quiet:
    """Every outside act goes through a `Do` that a person who comes may interrupt: all of it may be done again."""

    def __init__(self, records: Records, cashier: Cashier, named: Callable[[Named], None]) -> None:
        self._records = records
        self._cashier = cashier
        self._named = named
        self.hospital: Hospital | None = None
        self.can_pay = False
        self.looked = False

    def look_around(self, do: Do) -> None:
        """Is the hospital there, and does any channel work? Remembered in `hospital`, `can_pay`, `looked`."""
        try:
            self.hospital = do(self._records.hospital)
            self._named(self.hospital.name)
            self.can_pay = any(channel.up for channel in do(self._records.channels))
        except (BackendUnreachable, Refused) as error:
            self.hospital, self.can_pay = None, False
            log.warning("the gateway does not answer: %s", error)
        self.looked = True

    def recover(self, do: Do) -> None:
        """Drive every unfinished purchase as far as it goes; one that is stuck does not hold up the next."""
        for purchase in self._cashier.unfinished():
            try:
                moved = self._cashier.drive(purchase, do)
            except (BackendUnreachable, Refused) as error:
                log.warning("purchase %s stays %s: %s", purchase.purchase_id, purchase.state, error)
            else:
                log.info("purchase %s: %s -> %s", purchase.purchase_id, purchase.state, moved.state)
