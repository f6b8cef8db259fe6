"""What a day's reconciliation found. Amounts are whole fen; a difference may be below zero."""

from typing import Literal

from kiosk.contract.record import Day, Id, Record
from kiosk.core.money import Money


class ReconciliationRequest(Record, frozen=True, kw_only=True):
    """Compare that day now. The same `run_id` gets the same answer; another one compares again."""

    run_id: Id


class PageQuery(Record, frozen=True, kw_only=True):
    """In which language the page is."""

    lang: Literal["zh", "en"] = "zh"


class ReconciliationLine(Record, frozen=True, kw_only=True):
    """One terminal at one channel, or all of them. By the channel's statement `charged` and `returned` (given back), by
    the hospital `booked` (settled or given back) and `refunded`.

    `difference` = (charged - returned) - (booked - refunded): what the channel holds more than the hospital knows of.
    """

    terminal_id: str
    channel: str
    orders: int
    standing_out: int
    charged: Money
    booked: Money
    returned: Money
    refunded: Money
    difference: Money


class ReconciliationItem(Record, frozen=True, kw_only=True):
    """An order that stands out. `said`: the last state in the terminal's journal.

    `answer`: `ended`, the gateway's own answer settled it; `going_on`, the gateway is at it; `task`, a human has to see
    to it; `next_day`, tomorrow's statement will tell. `state`: `open` until it is in order.
    """

    order_id: str
    purchase_id: str
    terminal_id: str
    channel: str
    finding: str
    charged: Money
    booked: Money
    returned: Money
    refunded: Money
    said: str
    answer: str
    state: Literal["open", "done"]


class ReconciliationRan(Record, frozen=True, kw_only=True):
    """It ran: how many orders were compared, how many stand out and how many of these are open. `missing`: channels
    whose statement was not there or could not be believed, each with the reason."""

    date: Day
    orders: int
    standing_out: int
    open: int
    difference: Money
    missing: list[str]


class Reconciliation(Record, frozen=True, kw_only=True):
    """A day: the table per terminal and channel, its bottom line, and what stands out. `ran_at` is UTC, ISO 8601."""

    date: Day
    ran_at: str
    missing: list[str]
    lines: list[ReconciliationLine]
    whole: ReconciliationLine
    items: list[ReconciliationItem]
