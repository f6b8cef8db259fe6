"""Every table of the gateway's first version; later ones stand in files of their own and are named at the end."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from kiosk.gateway.store.account_tables import account as account
from kiosk.gateway.store.account_tables import account_entry as account_entry
from kiosk.gateway.store.account_tables import agreement as agreement
from kiosk.gateway.store.account_tables import close_out as close_out
from kiosk.gateway.store.account_tables import close_out_part as close_out_part
from kiosk.gateway.store.columns import belongs, fen, key, moment, words
from kiosk.gateway.store.columns import metadata as metadata
from kiosk.gateway.store.insurance_tables import audit_finding as audit_finding
from kiosk.gateway.store.insurance_tables import insurance_settlement as insurance_settlement
from kiosk.gateway.store.journal_tables import alarm as alarm
from kiosk.gateway.store.journal_tables import journal_move as journal_move
from kiosk.gateway.store.reconciliation_tables import reconciliation as reconciliation
from kiosk.gateway.store.reconciliation_tables import reconciliation_item as reconciliation_item
from kiosk.gateway.store.returns_tables import bill_use as bill_use
from kiosk.gateway.store.returns_tables import patient_return as patient_return
from kiosk.gateway.store.returns_tables import reprint as reprint
from kiosk.gateway.store.returns_tables import return_bill as return_bill

campus = Table("campus", metadata, key("campus_id"), words("name_zh"), words("name_en"))

department = Table(
    "department",
    metadata,
    key("department_id"),
    belongs("campus_id", "campus.campus_id"),
    words("name_zh"),
    words("name_en"),
)

doctor = Table(
    "doctor",
    metadata,
    key("doctor_id"),
    belongs("department_id", "department.department_id"),
    words("name"),
    words("title_zh"),
    words("title_en"),
)

patient = Table(
    "patient",
    metadata,
    key("patient_id"),
    words("name"),
    words("sex", 8),
    Column("birth", Date, nullable=False),
    words("id_number", 18),
    words("phone", 20),
    words("insutype", 3),
    words("psn_no"),
    words("guardian_id"),  # the patient under whose carriers this child is found
    Index("patient_guardian", "guardian_id"),
    Index("patient_id_number", "id_number"),
)

carrier = Table(
    "carrier",
    metadata,
    Column("carrier", String(32), primary_key=True),
    Column("number", String(64), primary_key=True),
    belongs("patient_id", "patient.patient_id"),
    words("state", 8),
)

visit = Table(
    "visit",
    metadata,
    key("visit_id"),
    belongs("patient_id", "patient.patient_id"),
    belongs("department_id", "department.department_id"),
    belongs("doctor_id", "doctor.doctor_id"),
    Column("day", Date, nullable=False),
    Index("visit_patient", "patient_id"),
)

purchase = Table(
    "purchase",
    metadata,
    key("purchase_id"),
    words("terminal_id"),
    words("patient_id"),  # empty in a tombstone: closed before it was ever heard of
    fen("total"),
    words("state", 16),  # open, closing, closed, settled, refused, voided, refunding, refunded
    words("reason"),
    moment("touched_at"),
    Column("kind", String(16), nullable=False, server_default="bills"),  # bills, top_up, dues
    Index("purchase_state", "state", "touched_at"),
    Index("purchase_patient", "patient_id", "touched_at"),
)

bill = Table(
    "bill",
    metadata,
    key("bill_id"),
    belongs("visit_id", "visit.visit_id"),
    words("title_zh"),
    words("title_en"),
    fen("total"),
    words("state", 8),  # unpaid, paid, window
    Column("window_zh", String(64)),
    Column("window_en", String(64)),
    Column("next_place_zh", String(64)),
    Column("next_place_en", String(64)),
    belongs("purchase_id", "purchase.purchase_id", required=False),  # whose lock it is under, or who paid it
    Index("bill_visit", "visit_id"),
    Index("bill_purchase", "purchase_id"),
)

item = Table(
    "item",
    metadata,
    Column("bill_id", String(64), ForeignKey("bill.bill_id"), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    words("name_zh"),
    words("name_en"),
    Column("count", Integer, nullable=False),
    words("unit", 16),
    fen("unit_price"),
    fen("amount"),
    words("insurance_class", 1),
    words("med_list_codg", 32),  # the item in the national catalogue; empty: in none
    Column("prd_days", Integer, nullable=False, server_default="0"),  # how long a medicine lasts; 0: it is none
)

purchase_bill = Table(
    "purchase_bill",
    metadata,
    Column("purchase_id", String(64), ForeignKey("purchase.purchase_id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    belongs("bill_id", "bill.bill_id"),
)

presettlement = Table(
    "presettlement",
    metadata,
    key("presettlement_id"),
    belongs("purchase_id", "purchase.purchase_id"),
    words("psn_no"),
    words("insutype", 3),
    words("mdtrt_id"),
    words("acct_used_flag", 1),
    fen("medfee_sumamt"),
    fen("fund_pay_sumamt"),
    fen("hifp_pay"),
    fen("maf_pay"),
    fen("hifmi_pay"),
    fen("acct_pay"),
    fen("psn_cash_pay"),
    fen("balc"),
)

payment = Table(
    "payment",
    metadata,
    key("payment_id"),
    belongs("purchase_id", "purchase.purchase_id"),
    belongs("presettlement_id", "presettlement.presettlement_id"),
    words("channel", 16),
    words("mode", 16),
    fen("amount"),
    Column("payment_code", String(24), unique=True),  # a code is used once
    words("state", 16),  # sent (the channel has said nothing yet), waiting, password, paid, closed
    words("qr", 512),
    words("reason"),
    moment("sent_at"),
    moment("asked_at"),
    Column("silent", Boolean, nullable=False),  # the channel left the last question unanswered
    # One order per purchase that is not closed: two could both be paid.
    Index(
        "payment_live",
        "purchase_id",
        unique=True,
        sqlite_where=text("state <> 'closed'"),
        postgresql_where=text("state <> 'closed'"),
    ),
)

settlement = Table(
    "settlement",
    metadata,
    key("settlement_id"),
    words("purchase_id"),  # empty in a tombstone: voided before it was ever heard of
    words("presettlement_id"),
    words("payment_id"),
    words("state", 16),  # settled, refused, voided
    words("setl_id"),
    words("reason"),
    moment("at"),
    Index(
        "settlement_stands",
        "purchase_id",
        unique=True,
        sqlite_where=text("state = 'settled'"),
        postgresql_where=text("state = 'settled'"),
    ),
)

refund = Table(
    "refund",
    metadata,
    key("refund_id"),
    Column("payment_id", String(64), ForeignKey("payment.payment_id"), nullable=False, unique=True),
    fen("amount"),
    words("state", 16),  # processing, refunded
    moment("asked_at"),
)

staff_call = Table("staff_call", metadata, key("call_id"), words("terminal_id"), moment("at"))

write = Table(
    "write",
    metadata,
    Column("route", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    words("body_hash"),
    Column("status", Integer),  # nothing while it is under way
    Column("answer", LargeBinary),
    moment("at"),
)
