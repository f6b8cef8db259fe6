"""What each errand needs of the devices: while that does not work, its tile is off and says why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from kiosk.core.screens import Way
from kiosk.core.words import Phrase, phrase
from kiosk.devices import Health

# carriers: any of cards, id_cards, scanners that can tell who stands here. slips: receipt_printers, where the rule
# wants a slip. reports: report_printers. What an errand can do without is not named: it is told on the way.
Part = Literal["carriers", "slips", "reports"]
NEEDS: dict[str, tuple[Part, ...]] = {
    "pay": ("carriers", "slips"),
    "top_up": ("carriers", "slips"),
    "pay_later": ("carriers",),
    "transactions": ("carriers",),
    "reports": ("carriers", "reports"),
}
PRINTERS_S = 3.0  # how often printers, which do not speak up by themselves, are asked how they are
OFFLINE = Health("offline", code="E-PRN-01")


@dataclass(frozen=True)
class Broken:
    """A part that does not work: `words` for the tile, `code` for the technician."""

    words: Phrase
    code: str


NO_CARRIER = Broken(phrase("No reader works now"), "E-CRD-04")
NO_SLIP = phrase("No slip can be printed here now")
GO_ELSEWHERE = phrase("No card or code can be read here now. Please use another terminal.")


def why_not(tile: str, broken: Mapping[Part, Broken]) -> Broken | None:
    """Why this errand cannot begin now; `None` when it can."""
    return next((broken[part] for part in NEEDS.get(tile, ()) if part in broken), None)


class Working:
    """What works now: readers and scanners as they say by themselves, printers as they answered when last asked.

    A printer that was not asked yet is believed to work: it is asked again before any money.
    """

    def __init__(
        self,
        ways: Callable[[], tuple[Way, ...]],
        slips: Callable[[], Health] | None = None,
        slip_required: bool = False,
        no_reports: Callable[[], Phrase | None] | None = None,
    ) -> None:
        """`slips`, `no_reports`: ask a printer, which may take seconds; `None` where nobody wants to know."""
        self._ways = ways
        self._ask_slips, self._slip_required = slips, slip_required
        self._ask_reports = no_reports
        self._slips = Health("online")
        self._no_reports: Phrase | None = None
        self.asking = False  # a printer that hangs is not asked again before it has answered

    @property
    def asks(self) -> bool:
        """Whether there is a printer to be asked, and none is being asked."""
        return not self.asking and (self._ask_slips is not None or self._ask_reports is not None)

    def look(self) -> None:
        """Ask the printers; to be done beside the screen."""
        self.asking = True
        try:
            self._slips = self._ask_slips() if self._ask_slips else self._slips
            self._no_reports = self._ask_reports() if self._ask_reports else None
        finally:
            self.asking = False

    def silent(self) -> None:
        """A printer has not answered in time."""
        self._slips = OFFLINE

    def why_not(self, tile: str) -> Broken | None:
        """Why this errand cannot begin now; `None` when it can."""
        return why_not(tile, self._broken())

    def cards(self) -> bool:
        """Whether any card can be read, and not codes alone."""
        return any(way.enabled and not way.carrier.endswith(("_credential", "_code")) for way in self._ways())

    def notice(self) -> Phrase | None:
        """What everybody who comes should know."""
        if "carriers" in self._broken():
            return GO_ELSEWHERE
        return self.no_slip()

    def no_slip(self) -> Phrase | None:
        """Why no slip can be printed now; `None` when one can."""
        return None if self._prints else NO_SLIP

    @property
    def _prints(self) -> bool:
        return self._slips.usable or self._slips.state == "busy"

    def _broken(self) -> dict[Part, Broken]:
        broken: dict[Part, Broken] = {}
        if not any(way.enabled for way in self._ways()):
            broken["carriers"] = NO_CARRIER
        if self._slip_required and not self._prints:
            broken["slips"] = Broken(NO_SLIP, self._slips.code or OFFLINE.code)
        if self._no_reports is not None:
            broken["reports"] = Broken(self._no_reports, "E-RPT-01")
        return broken
