"""What a print server says of its printer and of our slip, in the words for every device. Pure.

States and reasons after RFC 8011 (5.3.7, 5.4.11, 5.4.12).
"""

from dataclasses import dataclass

from kiosk.devices import Health, Paper
from kiosk.devices.ipp import Group
from kiosk.devices.ipp.reasons import COVER, JAM, OUT, reasons_of

IDLE, STOPPED = 3, 5  # printer-state
PENDING, COMPLETED = 3, 9  # job-state
FIRST_END = 7  # canceled, aborted, completed
AWAY = frozenset({"offline", "shutdown", "timed-out", "connecting-to-device", "paused", "moving-to-paused"})


@dataclass(frozen=True)
class Job:
    """A slip in the queue. `begun`: the server has begun to hand it to the printer."""

    state: int
    begun: bool

    @property
    def ended(self) -> bool:
        return self.state >= FIRST_END


def decode_job(job: Group) -> Job | None:
    """`None` when it says nothing of a state."""
    state = job.number("job-state")
    return None if state is None else Job(state, bool(job.number("time-at-processing")))


def decode_queue(printer: Group) -> Health:
    """How the printer is, as far as its queue knows.

    An idle queue remembers what the last job met, perhaps long ago, and asks nobody: were that believed, a printer
    that ran out of paper once would never be given the slip that shows that it was refilled.
    """
    state, reasons = printer.number("printer-state"), reasons_of(printer)
    if printer.flag("printer-is-accepting-jobs") is False:
        return Health("offline", code="E-PRN-01")
    if state == IDLE and "paused" not in reasons:
        return Health("online", "low" if "media-low" in reasons else None)
    cover_open = True if reasons & COVER else None
    if reasons & JAM:
        return Health("online", "jammed", cover_open, "E-PRN-05")
    if cover_open:
        return Health("online", _paper(reasons), cover_open, "E-PRN-04")
    if reasons & OUT:
        return Health("online", "out", code="E-PRN-02")
    if state in (None, STOPPED) or reasons & AWAY:
        return Health("offline", _paper(reasons), code="E-PRN-01")
    return Health("online", _paper(reasons))


def faults(printer: Group) -> frozenset[str]:
    """What keeps a slip from coming out whole."""
    return reasons_of(printer) & (OUT | JAM | COVER)


def _paper(reasons: frozenset[str]) -> Paper | None:
    if reasons & OUT:
        return "out"
    return "low" if "media-low" in reasons else None
