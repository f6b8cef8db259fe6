"""What was asked of the insurer for a settlement, saved before it is asked; and what its audit found."""

from sqlalchemy import Column, Index, Integer, String, Table

from kiosk.gateway.store.columns import key, metadata, moment, words

insurance_settlement = Table(
    "insurance_settlement",
    metadata,
    key("settlement_id"),
    words("purchase_id"),
    words("presettlement_id"),
    words("bill_ids", 4096),  # what it is of, parted by blanks: a repeat says the same to the letter
    Column("msgid", String(30), nullable=False, unique=True),  # of the 2207; 2601 reverses by it
    words("psn_no"),
    words("mdtrt_id"),
    words("state", 16),  # asked, settled, undoing, watched, undone
    words("setl_id"),
    words("reason"),
    moment("at"),  # when the state was last moved
    Index("insurance_settlement_state", "state", "at"),
    Index("insurance_settlement_purchase", "purchase_id"),
)

audit_finding = Table(
    "audit_finding",
    metadata,
    Column("purchase_id", String(64), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    words("bill_id"),
    Column("line", Integer, nullable=False),  # 0: the whole bill
    Column("item_zh", String(64)),
    Column("item_en", String(64)),
    words("code", 32),
    words("reason_zh", 128),
    words("reason_en", 128),
)
