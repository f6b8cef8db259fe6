"""Every table of the gateway; amounts are whole fen, moments are seconds since 1970 in UTC."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)

metadata = MetaData()


def _fen(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _words(name: str, length: int = 64) -> Column[str]:
    return Column(name, String(length), nullable=False, server_default="")


def _key(name: str) -> Column[str]:
    return Column(name, String(64), primary_key=True)


def _belongs(name: str, to: str, required: bool = True) -> Column[str]:
    return Column(name, String(64), ForeignKey(to), nullable=not required)


def _moment(name: str) -> Column[float]:
    return Column(name, Double, nullable=False)


campus = Table("campus", metadata, _key("campus_id"), _words("name_zh"), _words("name_en"))

department = Table(
    "department",
    metadata,
    _key("department_id"),
    _belongs("campus_id", "campus.campus_id"),
    _words("name_zh"),
    _words("name_en"),
)

doctor = Table(
    "doctor",
    metadata,
    _key("doctor_id"),
    _belongs("department_id", "department.department_id"),
    _words("name"),
    _words("title_zh"),
    _words("title_en"),
)

patient = Table(
    "patient",
    metadata,
    _key("patient_id"),
    _words("name"),
    _words("sex", 8),
    Column("birth", Date, nullable=False),
    _words("id_number", 18),
    _words("phone", 20),
    _words("insutype", 3),
    _words("psn_no"),
    Column("retired", Boolean, nullable=False),
    Column("aid", Boolean, nullable=False),
    _fen("account"),  # balance of the personal insurance account
    _words("guardian_id"),  # the patient under whose carriers this child is found
    Index("patient_guardian", "guardian_id"),
    Index("patient_id_number", "id_number"),
)

carrier = Table(
    "carrier",
    metadata,
    Column("carrier", String(32), primary_key=True),
    Column("number", String(64), primary_key=True),
    _belongs("patient_id", "patient.patient_id"),
    _words("state", 8),
)

visit = Table(
    "visit",
    metadata,
    _key("visit_id"),
    _belongs("patient_id", "patient.patient_id"),
    _belongs("department_id", "department.department_id"),
    _belongs("doctor_id", "doctor.doctor_id"),
    Column("day", Date, nullable=False),
    Index("visit_patient", "patient_id"),
)

purchase = Table(
    "purchase",
    metadata,
    _key("purchase_id"),
    _words("terminal_id"),
    _words("patient_id"),  # empty in a tombstone: closed before it was ever heard of
    _fen("total"),
    _words("state", 16),  # open, closing, closed, settled, refused, voided, refunding, refunded
    _words("reason"),
    _moment("touched_at"),
    Index("purchase_state", "state", "touched_at"),
)

bill = Table(
    "bill",
    metadata,
    _key("bill_id"),
    _belongs("visit_id", "visit.visit_id"),
    _words("title_zh"),
    _words("title_en"),
    _fen("total"),
    _words("state", 8),  # unpaid, paid, window
    Column("window_zh", String(64)),
    Column("window_en", String(64)),
    Column("next_place_zh", String(64)),
    Column("next_place_en", String(64)),
    _belongs("purchase_id", "purchase.purchase_id", required=False),  # whose lock it is under, or who paid it
    Index("bill_visit", "visit_id"),
    Index("bill_purchase", "purchase_id"),
)

item = Table(
    "item",
    metadata,
    Column("bill_id", String(64), ForeignKey("bill.bill_id"), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    _words("name_zh"),
    _words("name_en"),
    Column("count", Integer, nullable=False),
    _words("unit", 16),
    _fen("unit_price"),
    _fen("amount"),
    _words("insurance_class", 1),
)

purchase_bill = Table(
    "purchase_bill",
    metadata,
    Column("purchase_id", String(64), ForeignKey("purchase.purchase_id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    _belongs("bill_id", "bill.bill_id"),
)

presettlement = Table(
    "presettlement",
    metadata,
    _key("presettlement_id"),
    _belongs("purchase_id", "purchase.purchase_id"),
    _words("psn_no"),
    _words("insutype", 3),
    _words("mdtrt_id"),
    _words("acct_used_flag", 1),
    _fen("medfee_sumamt"),
    _fen("fund_pay_sumamt"),
    _fen("hifp_pay"),
    _fen("maf_pay"),
    _fen("hifmi_pay"),
    _fen("acct_pay"),
    _fen("psn_cash_pay"),
    _fen("balc"),
)

payment = Table(
    "payment",
    metadata,
    _key("payment_id"),
    _belongs("purchase_id", "purchase.purchase_id"),
    _belongs("presettlement_id", "presettlement.presettlement_id"),
    _words("channel", 16),
    _words("mode", 16),
    _fen("amount"),
    Column("payment_code", String(24), unique=True),  # a code is used once
    _words("state", 16),  # sent (the channel has said nothing yet), waiting, password, paid, closed
    _words("qr", 512),
    _words("reason"),
    _moment("sent_at"),
    _moment("asked_at"),
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
    _key("settlement_id"),
    _words("purchase_id"),  # empty in a tombstone: voided before it was ever heard of
    _words("presettlement_id"),
    _words("payment_id"),
    _words("state", 16),  # settled, refused, voided
    _words("setl_id"),
    _words("reason"),
    _moment("at"),
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
    _key("refund_id"),
    Column("payment_id", String(64), ForeignKey("payment.payment_id"), nullable=False, unique=True),
    _fen("amount"),
    _words("state", 16),  # processing, refunded
    _moment("asked_at"),
)

staff_call = Table("staff_call", metadata, _key("call_id"), _words("terminal_id"), _moment("at"))

write = Table(
    "write",
    metadata,
    Column("route", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    _words("body_hash"),
    Column("status", Integer),  # nothing while it is under way
    Column("answer", LargeBinary),
    _moment("at"),
)
