"""Prepaid cards, and what is paid later."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What a purchase is of, and five tables."""
    op.add_column("purchase", sa.Column("kind", sa.String(length=16), server_default="bills", nullable=False))
    _accounts()
    _entries()
    _close_outs()
    _close_out_parts()
    _agreements()


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), server_default="", nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("purchase_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.patient_id"]),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.purchase_id"]),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_index("account_patient", "account", ["patient_id", "kind"])
    op.create_index("account_purchase", "account", ["purchase_id"])


def _entries() -> None:
    op.create_table(
        "account_entry",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), server_default="", nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=64), server_default="", nullable=False),
        sa.Column("payment_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"]),
        sa.PrimaryKeyConstraint("account_id", "seq"),
        sa.CheckConstraint("balance >= 0", name="account_never_below_zero"),
    )
    op.create_index("account_entry_reference", "account_entry", ["account_id", "kind", "reference"], unique=True)
    op.create_index("account_entry_payment", "account_entry", ["payment_id"])


def _close_outs() -> None:
    op.create_table(
        "close_out",
        sa.Column("close_out_id", sa.String(length=64), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.Column("terminal_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="", nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.patient_id"]),
        sa.PrimaryKeyConstraint("close_out_id"),
    )
    op.create_index(
        "close_out_running",
        "close_out",
        ["patient_id"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )


def _close_out_parts() -> None:
    op.create_table(
        "close_out_part",
        sa.Column("part_id", sa.String(length=64), nullable=False),
        sa.Column("close_out_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("channel", sa.String(length=16), server_default="", nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="", nullable=False),
        sa.Column("reason", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["close_out_id"], ["close_out.close_out_id"]),
        sa.PrimaryKeyConstraint("part_id"),
    )
    op.create_index("close_out_part_payment", "close_out_part", ["payment_id"])
    op.create_index("close_out_part_close_out", "close_out_part", ["close_out_id"])


def _agreements() -> None:
    op.create_table(
        "agreement",
        sa.Column("agreement_id", sa.String(length=64), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.Column("terminal_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("version", sa.String(length=64), server_default="", nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.patient_id"]),
        sa.PrimaryKeyConstraint("agreement_id"),
    )
    op.create_index("agreement_patient", "agreement", ["patient_id", "version"])
