"""The tables of what a day's reconciliation found."""

from sqlalchemy import Column, Index, LargeBinary, String, Table

from kiosk.gateway.store.columns import fen, metadata, moment, words

reconciliation = Table(
    "reconciliation",
    metadata,
    Column("date", String(10), primary_key=True),
    moment("ran_at"),
    words("missing", 200),  # channels whose statement was not there, with commas between
    Column("table", LargeBinary, nullable=False),  # the table per terminal and channel, as JSON
)

# What stands out, once per order and date. `state`: open until it is found to be right; then done.
reconciliation_item = Table(
    "reconciliation_item",
    metadata,
    Column("date", String(10), primary_key=True),
    Column("order_id", String(64), primary_key=True),
    words("purchase_id"),
    words("terminal_id"),
    words("channel", 16),
    words("finding", 32),
    fen("charged"),  # by the channel's statement
    fen("booked"),  # by the hospital: settled, and given back
    fen("returned"),  # given back, by the channel's statement
    fen("refunded"),  # given back, by the hospital
    words("said", 32),  # how the terminal's journal has it
    words("answer", 32),
    words("state", 8),
    moment("found_at"),
    moment("changed_at"),
    Index("reconciliation_item_state", "state", "date"),
)
