"""Every table, as kiosk had them when its chain of changes began; what changes later is a file of its own."""

import sqlalchemy as sa
from alembic import op

from kiosk.gateway.store.columns import belongs, fen, key, moment, words

revision = "0007"  # seven steps were made one before any hospital had a database of ours
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """In this order: a table stands before those that belong to it."""
    _hospital()
    _bills()
    _bill_lines()
    _payments()
    _settlements()
    _findings()
    _accounts()
    _close_outs()
    _returns()
    _office()
    _reconciliations()


def _hospital() -> None:
    op.create_table("campus", key("campus_id"), *_words("name_zh", "name_en"))
    op.create_table(
        "department", key("department_id"), belongs("campus_id", "campus.campus_id"), *_words("name_zh", "name_en")
    )
    op.create_table(
        "doctor",
        key("doctor_id"),
        belongs("department_id", "department.department_id"),
        *_words("name", "title_zh", "title_en"),
    )
    op.create_table(
        "patient",
        key("patient_id"),
        words("name"),
        words("sex", 8),
        sa.Column("birth", sa.Date, nullable=False),
        words("id_number", 18),
        words("phone", 20),
        words("insutype", 3),
        *_words("psn_no", "guardian_id"),
        sa.Index("patient_guardian", "guardian_id"),
        sa.Index("patient_id_number", "id_number"),
    )
    op.create_table(
        "carrier",
        sa.Column("carrier", sa.String(32), primary_key=True),
        sa.Column("number", sa.String(64), primary_key=True),
        belongs("patient_id", "patient.patient_id"),
        words("state", 8),
    )
    op.create_table(
        "visit",
        key("visit_id"),
        belongs("patient_id", "patient.patient_id"),
        belongs("department_id", "department.department_id"),
        belongs("doctor_id", "doctor.doctor_id"),
        sa.Column("day", sa.Date, nullable=False),
        sa.Index("visit_patient", "patient_id"),
    )


def _bills() -> None:
    op.create_table(
        "purchase",
        key("purchase_id"),
        *_words("terminal_id", "patient_id"),
        fen("total"),
        words("state", 16),
        words("reason"),
        moment("touched_at"),
        sa.Column("kind", sa.String(16), nullable=False, server_default="bills"),
        sa.Index("purchase_state", "state", "touched_at"),
        sa.Index("purchase_patient", "patient_id", "touched_at"),
    )
    op.create_table(
        "bill",
        key("bill_id"),
        belongs("visit_id", "visit.visit_id"),
        *_words("title_zh", "title_en"),
        fen("total"),
        words("state", 8),
        sa.Column("window_zh", sa.String(64)),
        sa.Column("window_en", sa.String(64)),
        sa.Column("next_place_zh", sa.String(64)),
        sa.Column("next_place_en", sa.String(64)),
        belongs("purchase_id", "purchase.purchase_id", required=False),
        sa.Index("bill_visit", "visit_id"),
        sa.Index("bill_purchase", "purchase_id"),
    )


def _bill_lines() -> None:
    op.create_table(
        "item",
        sa.Column("bill_id", sa.String(64), sa.ForeignKey("bill.bill_id"), primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        *_words("name_zh", "name_en"),
        sa.Column("count", sa.Integer, nullable=False),
        words("unit", 16),
        *_fen("unit_price", "amount"),
        words("insurance_class", 1),
        words("med_list_codg", 32),
        sa.Column("prd_days", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table(
        "purchase_bill",
        sa.Column("purchase_id", sa.String(64), sa.ForeignKey("purchase.purchase_id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        belongs("bill_id", "bill.bill_id"),
    )
    op.create_table(
        "bill_use",
        sa.Column("bill_id", sa.String(64), sa.ForeignKey("bill.bill_id"), primary_key=True),
        sa.Column("use", sa.String(16), primary_key=True),
        moment("at"),
    )


def _payments() -> None:
    op.create_table(
        "presettlement",
        key("presettlement_id"),
        belongs("purchase_id", "purchase.purchase_id"),
        words("psn_no"),
        words("insutype", 3),
        words("mdtrt_id"),
        words("acct_used_flag", 1),
        *_fen(
            "medfee_sumamt", "fund_pay_sumamt", "hifp_pay", "maf_pay", "hifmi_pay", "acct_pay", "psn_cash_pay", "balc"
        ),
    )
    op.create_table(
        "payment",
        key("payment_id"),
        belongs("purchase_id", "purchase.purchase_id"),
        belongs("presettlement_id", "presettlement.presettlement_id"),
        *_words("channel", "mode", length=16),
        fen("amount"),
        sa.Column("payment_code", sa.String(24), unique=True),
        words("state", 16),
        words("qr", 512),
        words("reason"),
        moment("sent_at"),
        moment("asked_at"),
        sa.Column("silent", sa.Boolean, nullable=False),
        sa.Index(
            "payment_live",
            "purchase_id",
            unique=True,
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        ),
    )


def _settlements() -> None:
    op.create_table(
        "refund",
        key("refund_id"),
        sa.Column("payment_id", sa.String(64), sa.ForeignKey("payment.payment_id"), nullable=False, unique=True),
        fen("amount"),
        words("state", 16),
        moment("asked_at"),
    )
    op.create_table(
        "settlement",
        key("settlement_id"),
        *_words("purchase_id", "presettlement_id", "payment_id"),
        words("state", 16),
        *_words("setl_id", "reason"),
        moment("at"),
        sa.Index(
            "settlement_stands",
            "purchase_id",
            unique=True,
            sqlite_where=sa.text("state = 'settled'"),
            postgresql_where=sa.text("state = 'settled'"),
        ),
    )
    op.create_table(
        "insurance_settlement",
        key("settlement_id"),
        *_words("purchase_id", "presettlement_id"),
        words("bill_ids", 4096),
        sa.Column("msgid", sa.String(30), nullable=False, unique=True),
        *_words("psn_no", "mdtrt_id"),
        words("state", 16),
        *_words("setl_id", "reason"),
        moment("at"),
        sa.Index("insurance_settlement_state", "state", "at"),
        sa.Index("insurance_settlement_purchase", "purchase_id"),
    )


def _findings() -> None:
    op.create_table(
        "audit_finding",
        sa.Column("purchase_id", sa.String(64), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        words("bill_id"),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("item_zh", sa.String(64)),
        sa.Column("item_en", sa.String(64)),
        words("code", 32),
        *_words("reason_zh", "reason_en", length=128),
    )


def _accounts() -> None:
    op.create_table(
        "account",
        key("account_id"),
        belongs("patient_id", "patient.patient_id"),
        words("kind", 16),
        sa.Column("made_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date),
        belongs("purchase_id", "purchase.purchase_id", required=False),
        sa.Index("account_patient", "patient_id", "kind"),
        sa.Index("account_purchase", "purchase_id"),
    )
    op.create_table(
        "account_entry",
        sa.Column("account_id", sa.String(64), sa.ForeignKey("account.account_id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        words("kind", 16),
        *_fen("amount", "balance"),
        *_words("reference", "payment_id"),
        moment("at"),
        sa.Index("account_entry_reference", "account_id", "kind", "reference", unique=True),
        sa.Index("account_entry_payment", "payment_id"),
        sa.CheckConstraint("balance >= 0", name="account_never_below_zero"),
    )
    op.create_table(
        "agreement",
        key("agreement_id"),
        belongs("patient_id", "patient.patient_id"),
        *_words("terminal_id", "version"),
        moment("at"),
        sa.Index("agreement_patient", "patient_id", "version"),
    )


def _close_outs() -> None:
    op.create_table(
        "close_out",
        key("close_out_id"),
        belongs("patient_id", "patient.patient_id"),
        words("terminal_id"),
        fen("balance"),
        words("state", 16),
        moment("at"),
        sa.Index(
            "close_out_running",
            "patient_id",
            unique=True,
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        ),
    )
    op.create_table(
        "close_out_part",
        key("part_id"),
        belongs("close_out_id", "close_out.close_out_id"),
        sa.Column("position", sa.Integer, nullable=False),
        words("payment_id"),
        words("channel", 16),
        fen("amount"),
        words("state", 16),
        words("reason"),
        sa.Column("ended_at", sa.Double),
        sa.Index("close_out_part_payment", "payment_id"),
        sa.Index("close_out_part_close_out", "close_out_id"),
    )


def _returns() -> None:
    op.create_table(
        "patient_return",
        key("return_id"),
        belongs("purchase_id", "purchase.purchase_id"),
        *_words("payment_id", "settlement_id", "presettlement_id"),
        words("channel", 16),
        *_fen("total", "fund", "account", "own"),
        words("state", 16),
        words("reason"),
        moment("at"),
        sa.Column("ended_at", sa.Double),
        sa.Index("patient_return_purchase", "purchase_id"),
        sa.Index("patient_return_state", "state"),
    )
    op.create_table(
        "return_bill",
        sa.Column("purchase_id", sa.String(64), sa.ForeignKey("purchase.purchase_id"), primary_key=True),
        sa.Column("bill_id", sa.String(64), sa.ForeignKey("bill.bill_id"), primary_key=True),
        belongs("return_id", "patient_return.return_id"),
        sa.Index("return_bill_return", "return_id"),
    )
    op.create_table(
        "reprint",
        key("reprint_id"),
        belongs("purchase_id", "purchase.purchase_id"),
        words("terminal_id"),
        sa.Column("number", sa.Integer, nullable=False),
        moment("at"),
        sa.UniqueConstraint("purchase_id", "number", name="reprint_number"),
    )


def _office() -> None:
    op.create_table(
        "journal_move",
        sa.Column("journal_id", sa.String(64), primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        *_words("terminal_id", "purchase_id"),
        moment("at"),
        *_words("before", "after", length=32),
        words("reason"),
        *_fen("total", "own"),
        *_words("channel", "kind", length=32),
        sa.Index("journal_move_purchase", "purchase_id"),
    )
    op.create_table(
        "alarm",
        key("alarm_id"),
        words("kind", 32),
        *_words("terminal_id", "purchase_id", "payment_id"),
        words("state", 32),
        words("reason"),
        words("channel", 32),
        fen("amount"),
        moment("since"),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("resolved_at", sa.Double),
        words("resolved_by", 32),
        words("note", 200),
        sa.Index("alarm_since", "since", "alarm_id"),
        sa.Index("alarm_purchase", "purchase_id"),
    )
    op.create_table("staff_call", key("call_id"), words("terminal_id"), moment("at"))


def _reconciliations() -> None:
    op.create_table(
        "reconciliation",
        sa.Column("date", sa.String(10), primary_key=True),
        moment("ran_at"),
        words("missing", 200),
        sa.Column("table", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "reconciliation_item",
        sa.Column("date", sa.String(10), primary_key=True),
        sa.Column("order_id", sa.String(64), primary_key=True),
        *_words("purchase_id", "terminal_id"),
        words("channel", 16),
        words("finding", 32),
        *_fen("charged", "booked", "returned", "refunded"),
        *_words("said", "answer", length=32),
        words("state", 8),
        moment("found_at"),
        moment("changed_at"),
        sa.Index("reconciliation_item_state", "state", "date"),
    )
    op.create_table(
        "write",
        sa.Column("route", sa.String(32), primary_key=True),
        sa.Column("id", sa.String(64), primary_key=True),
        words("body_hash"),
        sa.Column("status", sa.Integer),
        sa.Column("answer", sa.LargeBinary),
        moment("at"),
    )


def _words(*names: str, length: int = 64) -> list[sa.Column[str]]:
    return [words(name, length) for name in names]


def _fen(*names: str) -> list[sa.Column[int]]:
    return [fen(name) for name in names]
