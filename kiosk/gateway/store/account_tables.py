"""Prepaid cards and what is paid later: accounts whose entries are only ever added, each with the balance after it."""

from sqlalchemy import CheckConstraint, Column, Date, Double, ForeignKey, Index, Integer, String, Table, text

from kiosk.gateway.store.columns import belongs, fen, key, metadata, moment, words

account = Table(
    "account",
    metadata,
    key("account_id"),  # prepaid: the patient's own; due: the payment that is paid later
    belongs("patient_id", "patient.patient_id"),
    words("kind", 16),  # prepaid: what the hospital owes the patient; due: what the patient owes the hospital
    Column("made_on", Date, nullable=False),
    Column("due_on", Date),  # a due only
    belongs("purchase_id", "purchase.purchase_id", required=False),  # a due only: who is repaying it, or has
    Index("account_patient", "patient_id", "kind"),
    Index("account_purchase", "purchase_id"),
)

account_entry = Table(
    "account_entry",
    metadata,
    Column("account_id", String(64), ForeignKey("account.account_id"), primary_key=True),
    # Counted per account: of two entries made at once, one finds its number taken.
    Column("seq", Integer, primary_key=True, autoincrement=False),
    # prepaid: top_up, cash, spent, given_back, undone, close_out, kept; due: made, repaid, given_back, undone
    words("kind", 16),
    fen("amount"),  # below zero: taken from it
    fen("balance"),  # after this entry
    words("reference"),  # the payment, refund, settlement or part of a close-out it was made for
    words("payment_id"),  # the money it is about: the top-up, or what was paid from the card or is paid later
    moment("at"),
    Index("account_entry_reference", "account_id", "kind", "reference", unique=True),
    Index("account_entry_payment", "payment_id"),
    CheckConstraint("balance >= 0", name="account_never_below_zero"),
)

close_out = Table(
    "close_out",
    metadata,
    key("close_out_id"),
    belongs("patient_id", "patient.patient_id"),
    words("terminal_id"),
    fen("balance"),
    words("state", 16),  # running, done
    moment("at"),
    # One at a time: the account is frozen while it runs.
    Index(
        "close_out_running",
        "patient_id",
        unique=True,
        sqlite_where=text("state = 'running'"),
        postgresql_where=text("state = 'running'"),
    ),
)

close_out_part = Table(
    "close_out_part",
    metadata,
    key("part_id"),  # the refund's number at the channel
    belongs("close_out_id", "close_out.close_out_id"),
    Column("position", Integer, nullable=False),
    words("payment_id"),  # the top-up it goes back to; empty: to the window
    words("channel", 16),
    fen("amount"),
    words("state", 16),  # processing, refunded, window
    words("reason"),
    Column("ended_at", Double),  # when the money was back
    Index("close_out_part_payment", "payment_id"),
    Index("close_out_part_close_out", "close_out_id"),
)

agreement = Table(
    "agreement",
    metadata,
    key("agreement_id"),
    belongs("patient_id", "patient.patient_id"),
    words("terminal_id"),
    words("version"),
    moment("at"),
    Index("agreement_patient", "patient_id", "version"),
)
