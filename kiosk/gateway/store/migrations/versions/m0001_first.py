"""The first tables: the hospital's rows, and everything that happens around a purchase."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _places()
    _people()
    _visits()
    _purchases()
    _bills()
    _bill_lines()
    _presettlements()
    _payments()
    _settlements_and_refunds()
    _calls_and_writes()


def _places() -> None:
    op.create_table(
        "campus",
        sa.Column("campus_id", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=64), server_default="", nullable=False),
        sa.Column("name_en", sa.String(length=64), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("campus_id"),
    )
    op.create_table(
        "department",
        sa.Column("department_id", sa.String(length=64), nullable=False),
        sa.Column("campus_id", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=64), server_default="", nullable=False),
        sa.Column("name_en", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["campus_id"],
            ["campus.campus_id"],
        ),
        sa.PrimaryKeyConstraint("department_id"),
    )
    op.create_table(
        "doctor",
        sa.Column("doctor_id", sa.String(length=64), nullable=False),
        sa.Column("department_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), server_default="", nullable=False),
        sa.Column("title_zh", sa.String(length=64), server_default="", nullable=False),
        sa.Column("title_en", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.department_id"],
        ),
        sa.PrimaryKeyConstraint("doctor_id"),
    )


def _people() -> None:
    op.create_table(
        "patient",
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), server_default="", nullable=False),
        sa.Column("sex", sa.String(length=8), server_default="", nullable=False),
        sa.Column("birth", sa.Date(), nullable=False),
        sa.Column("id_number", sa.String(length=18), server_default="", nullable=False),
        sa.Column("phone", sa.String(length=20), server_default="", nullable=False),
        sa.Column("insutype", sa.String(length=3), server_default="", nullable=False),
        sa.Column("psn_no", sa.String(length=64), server_default="", nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("aid", sa.Boolean(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("guardian_id", sa.String(length=64), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("patient_id"),
    )
    op.create_index("patient_guardian", "patient", ["guardian_id"], unique=False)
    op.create_index("patient_id_number", "patient", ["id_number"], unique=False)
    op.create_table(
        "carrier",
        sa.Column("carrier", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.patient_id"],
        ),
        sa.PrimaryKeyConstraint("carrier", "number"),
    )


def _visits() -> None:
    op.create_table(
        "visit",
        sa.Column("visit_id", sa.String(length=64), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.Column("department_id", sa.String(length=64), nullable=False),
        sa.Column("doctor_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.department_id"],
        ),
        sa.ForeignKeyConstraint(
            ["doctor_id"],
            ["doctor.doctor_id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.patient_id"],
        ),
        sa.PrimaryKeyConstraint("visit_id"),
    )
    op.create_index("visit_patient", "visit", ["patient_id"], unique=False)


def _purchases() -> None:
    op.create_table(
        "purchase",
        sa.Column("purchase_id", sa.String(length=64), nullable=False),
        sa.Column("terminal_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("patient_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="", nullable=False),
        sa.Column("reason", sa.String(length=64), server_default="", nullable=False),
        sa.Column("touched_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("purchase_id"),
    )
    op.create_index("purchase_state", "purchase", ["state", "touched_at"], unique=False)


def _bills() -> None:
    op.create_table(
        "bill",
        sa.Column("bill_id", sa.String(length=64), nullable=False),
        sa.Column("visit_id", sa.String(length=64), nullable=False),
        sa.Column("title_zh", sa.String(length=64), server_default="", nullable=False),
        sa.Column("title_en", sa.String(length=64), server_default="", nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="", nullable=False),
        sa.Column("window_zh", sa.String(length=64), nullable=True),
        sa.Column("window_en", sa.String(length=64), nullable=True),
        sa.Column("next_place_zh", sa.String(length=64), nullable=True),
        sa.Column("next_place_en", sa.String(length=64), nullable=True),
        sa.Column("purchase_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["purchase_id"],
            ["purchase.purchase_id"],
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visit.visit_id"],
        ),
        sa.PrimaryKeyConstraint("bill_id"),
    )
    op.create_index("bill_purchase", "bill", ["purchase_id"], unique=False)
    op.create_index("bill_visit", "bill", ["visit_id"], unique=False)


def _bill_lines() -> None:
    op.create_table(
        "item",
        sa.Column("bill_id", sa.String(length=64), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name_zh", sa.String(length=64), server_default="", nullable=False),
        sa.Column("name_en", sa.String(length=64), server_default="", nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=16), server_default="", nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("insurance_class", sa.String(length=1), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_id"],
            ["bill.bill_id"],
        ),
        sa.PrimaryKeyConstraint("bill_id", "line"),
    )
    op.create_table(
        "purchase_bill",
        sa.Column("purchase_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bill_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_id"],
            ["bill.bill_id"],
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"],
            ["purchase.purchase_id"],
        ),
        sa.PrimaryKeyConstraint("purchase_id", "position"),
    )


def _presettlements() -> None:
    op.create_table(
        "presettlement",
        sa.Column("presettlement_id", sa.String(length=64), nullable=False),
        sa.Column("purchase_id", sa.String(length=64), nullable=False),
        sa.Column("psn_no", sa.String(length=64), server_default="", nullable=False),
        sa.Column("insutype", sa.String(length=3), server_default="", nullable=False),
        sa.Column("mdtrt_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("acct_used_flag", sa.String(length=1), server_default="", nullable=False),
        sa.Column("medfee_sumamt", sa.BigInteger(), nullable=False),
        sa.Column("fund_pay_sumamt", sa.BigInteger(), nullable=False),
        sa.Column("hifp_pay", sa.BigInteger(), nullable=False),
        sa.Column("maf_pay", sa.BigInteger(), nullable=False),
        sa.Column("hifmi_pay", sa.BigInteger(), nullable=False),
        sa.Column("acct_pay", sa.BigInteger(), nullable=False),
        sa.Column("psn_cash_pay", sa.BigInteger(), nullable=False),
        sa.Column("balc", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["purchase_id"],
            ["purchase.purchase_id"],
        ),
        sa.PrimaryKeyConstraint("presettlement_id"),
    )


def _payments() -> None:
    op.create_table(
        "payment",
        sa.Column("payment_id", sa.String(length=64), nullable=False),
        sa.Column("purchase_id", sa.String(length=64), nullable=False),
        sa.Column("presettlement_id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=16), server_default="", nullable=False),
        sa.Column("mode", sa.String(length=16), server_default="", nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("payment_code", sa.String(length=24), nullable=True),
        sa.Column("state", sa.String(length=16), server_default="", nullable=False),
        sa.Column("qr", sa.String(length=512), server_default="", nullable=False),
        sa.Column("reason", sa.String(length=64), server_default="", nullable=False),
        sa.Column("sent_at", sa.Double(), nullable=False),
        sa.Column("asked_at", sa.Double(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["presettlement_id"],
            ["presettlement.presettlement_id"],
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"],
            ["purchase.purchase_id"],
        ),
        sa.PrimaryKeyConstraint("payment_id"),
        sa.UniqueConstraint("payment_code"),
    )
    op.create_index(
        "payment_live",
        "payment",
        ["purchase_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )


def _settlements_and_refunds() -> None:
    op.create_table(
        "settlement",
        sa.Column("settlement_id", sa.String(length=64), nullable=False),
        sa.Column("purchase_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("presettlement_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("payment_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("state", sa.String(length=16), server_default="", nullable=False),
        sa.Column("setl_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("reason", sa.String(length=64), server_default="", nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("settlement_id"),
    )
    op.create_index(
        "settlement_stands",
        "settlement",
        ["purchase_id"],
        unique=True,
        sqlite_where=sa.text("state = 'settled'"),
        postgresql_where=sa.text("state = 'settled'"),
    )
    op.create_table(
        "refund",
        sa.Column("refund_id", sa.String(length=64), nullable=False),
        sa.Column("payment_id", sa.String(length=64), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="", nullable=False),
        sa.Column("asked_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["payment.payment_id"],
        ),
        sa.PrimaryKeyConstraint("refund_id"),
        sa.UniqueConstraint("payment_id"),
    )


def _calls_and_writes() -> None:
    op.create_table(
        "staff_call",
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("terminal_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("call_id"),
    )
    op.create_table(
        "write",
        sa.Column("route", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), server_default="", nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("route", "id"),
    )
