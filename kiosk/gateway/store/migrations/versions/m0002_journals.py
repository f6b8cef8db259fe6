"""What terminals tell of their journals, and what needs a human."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "journal_move",
        sa.Column("journal_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        _words("terminal_id"),
        _words("purchase_id"),
        sa.Column("at", sa.Double(), nullable=False),
        _words("before", 32),
        _words("after", 32),
        _words("reason"),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("own", sa.BigInteger(), nullable=False),
        _words("channel", 32),
        _words("kind", 32),
        sa.PrimaryKeyConstraint("journal_id", "seq"),
    )
    op.create_index("journal_move_purchase", "journal_move", ["purchase_id"])
    _alarms()


def _alarms() -> None:
    op.create_table(
        "alarm",
        sa.Column("alarm_id", sa.String(length=64), nullable=False),
        _words("kind", 32),
        _words("terminal_id"),
        _words("purchase_id"),
        _words("payment_id"),
        _words("state", 32),
        _words("reason"),
        _words("channel", 32),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Double(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("resolved_at", sa.Double(), nullable=True),
        _words("resolved_by", 32),
        _words("note", 200),
        sa.PrimaryKeyConstraint("alarm_id"),
    )
    op.create_index("alarm_since", "alarm", ["since", "alarm_id"])
    op.create_index("alarm_purchase", "alarm", ["purchase_id"])


def _words(name: str, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default="", nullable=False)
