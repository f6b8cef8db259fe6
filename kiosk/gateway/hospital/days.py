"""Which day it is in the hospital."""

from datetime import date, datetime

from kiosk.core.clock import CHINA, Clock


def day_of(clock: Clock) -> date:
    """The day in the hospital's own time zone."""
    return clock.now().astimezone(CHINA).date()


def day_at(moment: float) -> date:
    """The day of this moment (seconds since 1970), in the hospital's own time zone."""
    return datetime.fromtimestamp(moment, CHINA).date()


def age_on(day: date, birth: date) -> int:
    """Whole years."""
    before_birthday = (day.month, day.day) < (birth.month, birth.day)
    return max(0, day.year - birth.year - before_birthday)
