"""A simulated insurance platform: reads messages, keeps its own book, and answers each numbered message once."""

import hashlib
import sqlite3

import msgspec

from kiosk.core.clock import Clock
from kiosk.core.money import Money
from kiosk.gateway.hospital.days import day_of
from kiosk.gateway.insurance.messages import NEVER_HEARD, Json, yuan_text
from kiosk.gateway.insurance.simulated.book import Book
from kiosk.gateway.insurance.simulated.faults import FaultKind, Infno
from kiosk.gateway.insurance.simulated.settling import Desk, Humour, no, yes
from kiosk.gateway.simulated import Faults

IN_GOOD_HUMOUR = Humour()
DONE_ONCE = ("2207", "2208", "2601")


class Platform:
    """The party. What it is asked and what it answers are the bytes of `messages.py`."""

    def __init__(self, book: Book, clock: Clock) -> None:
        self.book = book
        self.faults = Faults[FaultKind, Infno](book.file)
        self._clock = clock

    def hear(self, message: bytes, humour: Humour = IN_GOOD_HUMOUR) -> bytes:
        """The answer to one message. A number that was answered before gets the same answer."""
        with self.book.file.effect() as db:
            self._let_arrive(db)
            return self._answer(db, message, humour)

    def hear_later(self, message: bytes, seconds: float) -> None:
        """The message is on its way for so long."""
        with self.book.file.effect() as db:
            db.execute("INSERT INTO on_their_way VALUES (?, ?)", (message, self._now() + seconds))

    def wait_for_the_post(self) -> None:
        """What was to arrive by now has arrived."""
        with self.book.file.effect() as db:
            self._let_arrive(db)

    def _let_arrive(self, db: sqlite3.Connection) -> None:
        """Nobody looks between two messages: what was to arrive meanwhile arrives now."""
        due = db.execute("DELETE FROM on_their_way WHERE arrives_at <= ? RETURNING *", (self._now(),)).fetchall()
        for late in sorted(due, key=lambda row: float(row["arrives_at"])):
            self._answer(db, late["message"], IN_GOOD_HUMOUR)

    def _answer(self, db: sqlite3.Connection, message: bytes, humour: Humour) -> bytes:
        asked: Json = msgspec.json.decode(message)
        infno, msgid = str(asked["infno"]), str(asked["msgid"])
        before = db.execute("SELECT answer FROM answered WHERE msgid = ?", (msgid,)).fetchone()
        if before is not None:
            return bytes(before["answer"])
        said = self._act(db, infno, msgid, asked["input"], humour)
        answer = msgspec.json.encode(said)
        # A 2207 that nobody has heard of may still come: that it was not there is no lasting answer.
        if infno in DONE_ONCE and not said["err_msg"].startswith(NEVER_HEARD):
            db.execute("INSERT INTO answered VALUES (?, ?, ?)", (msgid, infno, answer))
        return answer

    def _act(self, db: sqlite3.Connection, infno: str, msgid: str, body: Json, humour: Humour) -> Json:
        desk = Desk(db, day_of(self._clock), humour)
        match infno:
            case "1101":
                return _person(db, body)
            case "2201":
                return _register(db, body)
            case "2206":
                return desk.pre_settle(body)
            case "2207":
                return desk.settle(msgid, body)
            case "2208":
                return _void(db, "setl_id", body["setl_id"])
            case "2601":
                return _void(db, "msgid", body["omsgid"])
            case "3201":
                return _totals(db, body)
            case "3202":
                return _details(db, body)
        return no("交易编号不存在")

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _person(db: sqlite3.Connection, body: Json) -> Json:
    member = db.execute("SELECT * FROM member WHERE psn_no = ?", (body["psn_no"],)).fetchone()
    if member is None:
        return no("未查询到参保信息")
    account = {"insutype": member["insutype"], "balc": yuan_text(Money(member["balc"]))}
    return yes({"baseinfo": {"psn_no": member["psn_no"], "gend": member["gend"]}, "insuinfo": [account]})


def _register(db: sqlite3.Connection, body: Json) -> Json:
    psn_no, visit = body["psn_no"], body["ipt_otp_no"]
    mdtrt_id = "M" + hashlib.sha256(f"{psn_no}:{visit}".encode()).hexdigest()[:18].upper()
    db.execute("INSERT OR IGNORE INTO visit VALUES (?, ?, ?)", (mdtrt_id, psn_no, visit))
    return yes({"mdtrt_id": mdtrt_id})


def _void(db: sqlite3.Connection, by: str, number: str) -> Json:
    """2208 and 2601: the settlement does not stand any more, and the personal account has its money again."""
    row = db.execute(f"SELECT * FROM settlement WHERE {by} = ?", (number,)).fetchone()  # noqa: S608 - a column's name
    if row is None:
        refused = db.execute("SELECT 1 FROM answered WHERE msgid = ?", (number,)).fetchone()
        return yes({}) if refused else no(NEVER_HEARD)
    if row["state"] == "settled":
        db.execute("UPDATE settlement SET state = 'voided' WHERE msgid = ?", (row["msgid"],))
        db.execute("UPDATE member SET balc = balc + ? WHERE psn_no = ?", (row["acct_pay"], row["psn_no"]))
    return yes({"setlinfo": {"setl_id": row["setl_id"]}})


def _totals(db: sqlite3.Connection, body: Json) -> Json:
    row = db.execute(
        "SELECT count(*) AS n, coalesce(sum(medfee_sumamt), 0) AS medfee_sumamt,"
        " coalesce(sum(fund_pay_sumamt), 0) AS fund_pay_sumamt, coalesce(sum(acct_pay), 0) AS acct_pay,"
        " coalesce(sum(psn_cash_pay), 0) AS psn_cash_pay"
        " FROM settlement WHERE state = 'settled' AND day BETWEEN ? AND ?",
        (body["stmt_begndate"], body["stmt_enddate"]),
    ).fetchone()
    return yes({"fixmedins_setl_cnt": str(row["n"]), **_sums(row)})


def _details(db: sqlite3.Connection, body: Json) -> Json:
    rows = db.execute(
        "SELECT * FROM settlement WHERE day BETWEEN ? AND ? ORDER BY rowid",
        (body["stmt_begndate"], body["stmt_enddate"]),
    )
    return yes({"detail": [_detail(row) for row in rows]})


def _detail(row: sqlite3.Row) -> Json:
    words = {name: row[name] for name in ("msgid", "setl_id", "mdtrt_id", "psn_no")}
    return {**words, "refd_setl_flag": "1" if row["state"] == "voided" else "0", **_sums(row)}


def _sums(row: sqlite3.Row) -> Json:
    names = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay")
    return {name: yuan_text(Money(row[name])) for name in names}
