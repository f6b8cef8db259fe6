"""What patients give back, and slips that were printed again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Four tables, and the way from a patient to their purchases."""
    _returns()
    _bills()
    op.create_table(
        "reprint",
        sa.Column("reprint_id", sa.String(length=64), nullable=False),
        sa.Column("purchase_id", sa.String(length=64), nullable=False),
        _words("terminal_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("reprint_id"),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.purchase_id"]),
        sa.UniqueConstraint("purchase_id", "number", name="reprint_number"),
    )
    op.create_index("purchase_patient", "purchase", ["patient_id", "touched_at"])


def _returns() -> None:
    op.create_table(
        "patient_return",
        sa.Column("return_id", sa.String(length=64), nullable=False),
        sa.Column("purchase_id", sa.String(length=64), nullable=False),
        _words("payment_id"),
        _words("settlement_id"),
        _words("presettlement_id"),
        _words("channel", 16),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("total", "fund", "account", "own")),
        _words("state", 16),
        _words("reason"),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("return_id"),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.purchase_id"]),
    )
    op.create_index("patient_return_purchase", "patient_return", ["purchase_id"])
    op.create_index("patient_return_state", "patient_return", ["state"])


def _bills() -> None:
    op.create_table(
        "return_bill",
        sa.Column("purchase_id", sa.String(length=64), nullable=False),
        sa.Column("bill_id", sa.String(length=64), nullable=False),
        sa.Column("return_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("purchase_id", "bill_id"),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase.purchase_id"]),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.bill_id"]),
        sa.ForeignKeyConstraint(["return_id"], ["patient_return.return_id"]),
    )
    op.create_index("return_bill_return", "return_bill", ["return_id"])
    op.create_table(
        "bill_use",
        sa.Column("bill_id", sa.String(length=64), nullable=False),
        sa.Column("use", sa.String(length=16), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("bill_id", "use"),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.bill_id"]),
    )


def _words(name: str, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default="", nullable=False)
