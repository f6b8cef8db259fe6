"""What was asked of the insurer, what its audit found, and what it has to know about a line of a bill."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _settlements()
    _findings()
    for kept_by_the_insurer in ("retired", "aid", "account"):
        op.drop_column("patient", kept_by_the_insurer)
    op.add_column("item", sa.Column("med_list_codg", sa.String(length=32), server_default="", nullable=False))
    op.add_column("item", sa.Column("prd_days", sa.Integer(), server_default="0", nullable=False))


def _settlements() -> None:
    op.create_table(
        "insurance_settlement",
        sa.Column("settlement_id", sa.String(length=64), nullable=False),
        sa.Column("purchase_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("presettlement_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("bill_ids", sa.String(length=4096), server_default="", nullable=False),
        sa.Column("msgid", sa.String(length=30), nullable=False),
        sa.Column("psn_no", sa.String(length=64), server_default="", nullable=False),
        sa.Column("mdtrt_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("state", sa.String(length=16), server_default="", nullable=False),
        sa.Column("setl_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("reason", sa.String(length=64), server_default="", nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("settlement_id"),
        sa.UniqueConstraint("msgid"),
    )
    op.create_index("insurance_settlement_state", "insurance_settlement", ["state", "at"])
    op.create_index("insurance_settlement_purchase", "insurance_settlement", ["purchase_id"])


def _findings() -> None:
    op.create_table(
        "audit_finding",
        sa.Column("purchase_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bill_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("item_zh", sa.String(length=64), nullable=True),
        sa.Column("item_en", sa.String(length=64), nullable=True),
        sa.Column("code", sa.String(length=32), server_default="", nullable=False),
        sa.Column("reason_zh", sa.String(length=128), server_default="", nullable=False),
        sa.Column("reason_en", sa.String(length=128), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("purchase_id", "position"),
    )
