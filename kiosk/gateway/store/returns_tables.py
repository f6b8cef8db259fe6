"""The tables of what patients give back, what was done with a bill since it was paid, and slips printed again."""

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from kiosk.gateway.store.columns import belongs, fen, key, metadata, moment, words

patient_return = Table(
    "patient_return",
    metadata,
    key("return_id"),
    belongs("purchase_id", "purchase.purchase_id"),
    words("payment_id"),  # empty when no own money had been due
    words("settlement_id"),  # the settlement that is undone
    words("presettlement_id"),  # the split of what is left; empty when nothing is
    words("channel", 16),
    fen("total"),  # what goes back: total = fund + account + own
    fen("fund"),
    fen("account"),
    fen("own"),
    words("state", 16),  # saved, undone, refunded, refused
    words("reason"),
    moment("at"),
    Column("ended_at", Double),  # when the money was back
    Index("patient_return_purchase", "purchase_id"),
    Index("patient_return_state", "state"),
)

return_bill = Table(
    "return_bill",
    metadata,
    # No bill of a purchase goes back twice, whoever asks and under whatever id.
    Column("purchase_id", String(64), ForeignKey("purchase.purchase_id"), primary_key=True),
    Column("bill_id", String(64), ForeignKey("bill.bill_id"), primary_key=True),
    belongs("return_id", "patient_return.return_id"),
    Index("return_bill_return", "return_id"),
)

bill_use = Table(
    "bill_use",
    metadata,
    Column("bill_id", String(64), ForeignKey("bill.bill_id"), primary_key=True),
    Column("use", String(16), primary_key=True),  # dispensed, done, invoiced
    moment("at"),
)

reprint = Table(
    "reprint",
    metadata,
    key("reprint_id"),
    belongs("purchase_id", "purchase.purchase_id"),
    words("terminal_id"),
    Column("number", Integer, nullable=False),
    moment("at"),
    UniqueConstraint("purchase_id", "number", name="reprint_number"),
)
