"""Which day a payment belongs to: the channel's own day, and what to do about the minutes around midnight."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kiosk.core.clock import CHINA

# UnionPay's clearing day ends an hour before midnight; the others' at midnight.
BEGINS: dict[str, timedelta] = {"unionpay": timedelta(hours=-1)}
# The channel's clock and ours may differ so much: what was paid so late may stand in tomorrow's statement.
SKEW_S = 300.0
# A shown code lives two hours: so long before we last asked, or after, an order may have been paid.
MARGIN_S = 3 * 3600.0


@dataclass(frozen=True)
class Bounds:
    """Seconds since 1970: from, and up to but without."""

    begin: float
    end: float


def bounds(day: date, channel: str = "") -> Bounds:
    """A day as this channel counts it, in China's time."""
    begin = datetime.combine(day, time(), CHINA) + BEGINS.get(channel, timedelta())
    return Bounds(begin.timestamp(), (begin + timedelta(days=1)).timestamp())


def yesterday(now: float) -> date:
    """The day before, in China's time."""
    return datetime.fromtimestamp(now, CHINA).date() - timedelta(days=1)
