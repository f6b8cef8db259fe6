"""When the money of a return, or of a part of a closed card, was back."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column each; nothing for what was refunded before."""
    for table in ("patient_return", "close_out_part"):
        op.add_column(table, sa.Column("ended_at", sa.Double(), nullable=True))
