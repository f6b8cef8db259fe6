"""The tables of what terminals tell of their journals, and of what needs a human."""

from sqlalchemy import BigInteger, Column, Double, Index, Integer, String, Table

from kiosk.gateway.store.columns import fen, key, metadata, moment, words

journal_move = Table(
    "journal_move",
    metadata,
    Column("journal_id", String(64), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    words("terminal_id"),
    words("purchase_id"),
    moment("at"),  # by the terminal's clock
    words("before", 32),  # empty: planned
    words("after", 32),
    words("reason"),
    fen("total"),
    fen("own"),
    words("channel", 32),
    words("kind", 32),
    Index("journal_move_purchase", "purchase_id"),
)

alarm = Table(
    "alarm",
    metadata,
    key("alarm_id"),
    words("kind", 32),
    words("terminal_id"),
    words("purchase_id"),
    words("payment_id"),
    words("state", 32),
    words("reason"),
    words("channel", 32),
    fen("amount"),
    moment("since"),
    Column("times", Integer, nullable=False),
    Column("resolved_at", Double),  # nothing while it is open
    words("resolved_by", 32),
    words("note", 200),
    Index("alarm_since", "since", "alarm_id"),
    Index("alarm_purchase", "purchase_id"),
)
