"""What needs a human, and what terminals say of it; ids, states and amounts only."""

from typing import Annotated, Literal

from msgspec import Meta

from kiosk.contract.journals import Word
from kiosk.contract.record import Amount, Id, Record
from kiosk.core.money import NOTHING

PERSONAL = r"\d{7}"  # people, cards and phones have numbers that long; what the staff see to has none
NOT_IN_NOTES = {"not": {"pattern": rf"{PERSONAL}|\u0000"}}  # a zero is in no text of the contract


class AlarmReport(Record, frozen=True, kw_only=True):
    """A terminal says that something needs a human, or with `ended` that it does not any more.

    `purchase-stuck`: `purchase_id` has not moved for ten minutes (it ends by the journal's last move of it);
    `journal-unusable`: no money can be written down; `journal-differs`: the gateway has other moves of this journal.
    """

    terminal_id: Id
    kind: Literal["purchase-stuck", "journal-unusable", "journal-differs"]
    purchase_id: Annotated[str, Meta(max_length=64, pattern=r"^[A-Za-z0-9._-]*$")] = ""
    state: Word = ""
    reason: Word = ""
    channel: Word = ""
    amount: Amount = NOTHING
    ended: bool = False


class AlarmHeard(Record, frozen=True, kw_only=True):
    """The alarm that a report is about: the same thing is always the same alarm."""

    alarm_id: Id


class Alarm(Record, frozen=True, kw_only=True):
    """Something that needs a human. Moments are UTC, ISO 8601; `resolved_at` is empty while it is open.

    `resolved_by` is `itself` when its cause went away, else who saw to it the last time. `times`: how often it came.
    """

    alarm_id: Id
    kind: str
    terminal_id: str
    purchase_id: str
    payment_id: str
    state: str
    reason: str
    channel: str
    amount: Amount
    since: str
    times: int
    resolved_at: str = ""
    resolved_by: str = ""
    note: str = ""


class AlarmQuery(Record, frozen=True, kw_only=True):
    """Which alarms; `after` is the last one of the page before."""

    state: Literal["open", "resolved", "all"] = "open"
    after: Annotated[str, Meta(max_length=64, pattern=r"^[A-Za-z0-9._-]*$")] = ""


class AlarmPage(Record, frozen=True, kw_only=True):
    """Oldest first. `next` is what to give as `after` for the next page; empty on the last."""

    alarms: list[Alarm]
    next: str = ""


class ResolutionRequest(Record, frozen=True, kw_only=True):
    """A human has seen to it. It changes no money, and an alarm whose cause stands comes again.

    `note` carries nothing about a patient; one with a number of seven or more digits in it is refused.
    """

    who: Annotated[str, Meta(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9._-]+$", description="a staff id")]
    note: Annotated[str, Meta(max_length=200, extra_json_schema=NOT_IN_NOTES)] = ""
