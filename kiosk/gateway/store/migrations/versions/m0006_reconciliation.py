"""What a day's reconciliation found."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The days that were reconciled, and what stood out."""
    op.create_table(
        "reconciliation",
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("ran_at", sa.Double(), nullable=False),
        _words("missing", 200),
        sa.Column("table", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("date"),
    )
    op.create_table(
        "reconciliation_item",
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        _words("purchase_id"),
        _words("terminal_id"),
        _words("channel", 16),
        _words("finding", 32),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("charged", "booked", "returned", "refunded")),
        _words("said", 32),
        _words("answer", 32),
        _words("state", 8),
        sa.Column("found_at", sa.Double(), nullable=False),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("date", "order_id"),
    )
    op.create_index("reconciliation_item_state", "reconciliation_item", ["state", "date"])


def _words(name: str, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default="", nullable=False)
