"""What the simulated insurer does with 2206 and 2207: audit, split, book; inside one transaction of its book."""

import hashlib
import sqlite3
from dataclasses import dataclass, replace
from datetime import date

from kiosk.core.money import NOTHING, Money
from kiosk.gateway.insurance import Case, Objection, Split
from kiosk.gateway.insurance.messages import Json, case_of, objection_body, split_body
from kiosk.gateway.insurance.simulated import audit
from kiosk.gateway.insurance.simulated.plans import Insured, split


@dataclass(frozen=True)
class Humour:
    """How the insurer is to answer one message. `audits`: it objects to every bill; `fen_short`: it loses a fen."""

    audits: bool = False
    fen_short: bool = False


@dataclass(frozen=True)
class Desk:
    """Where one message is worked on."""

    db: sqlite3.Connection
    today: date
    humour: Humour

    def pre_settle(self, body: Json) -> Json:
        """2206."""
        case = case_of(body)
        told = self._told(case, self._freed(case))
        return yes({"setlinfo": split_body(told)}) if isinstance(told, Split) else told

    def settle(self, msgid: str, body: Json) -> Json:
        """2207: booked under the message's number; the personal account pays its share at once."""
        case = case_of(body)
        if any(self._is_settled(fee.bill_id, fee.line) for fee in case.fees):
            return no("费用明细已结算")
        told = self._told(case, NOTHING)
        if not isinstance(told, Split):
            return told
        setl_id = "9901" + str(int(hashlib.sha256(msgid.encode()).hexdigest(), 16))[:14]
        sums = (told.medfee_sumamt, told.fund_pay_sumamt, told.acct_pay, told.psn_cash_pay)
        self.db.execute(
            "INSERT INTO settlement VALUES (?, ?, ?, ?, 'settled', ?, ?, ?, ?, ?)",
            (msgid, setl_id, case.mdtrt_id, case.psn_no, self.today.isoformat(), *sums),
        )
        self.db.executemany(
            "INSERT INTO fee VALUES (?, ?, ?, ?, ?)",
            [(msgid, fee.bill_id, fee.line, fee.med_list_codg, fee.prd_days) for fee in case.fees],
        )
        self.db.execute("UPDATE member SET balc = balc - ? WHERE psn_no = ?", (told.acct_pay, case.psn_no))
        return yes({"setlinfo": {"setl_id": setl_id, **split_body(told)}})

    def _told(self, case: Case, freed: Money) -> Split | Json:
        """Who pays what, or the refusal. `freed` comes back to the account before."""
        member = self.db.execute("SELECT * FROM member WHERE psn_no = ?", (case.psn_no,)).fetchone()
        if member is None:
            return no("未查询到参保信息")
        against = audit.objections(self.db, case, member["gend"], self.today)
        if self.humour.audits:
            against = audit.whole_bills(case)
        if against:
            return _objected(against)
        insured = Insured(member["insutype"], bool(member["retired"]), bool(member["aid"]))
        told = split(case.fees, insured, Money(member["balc"] + freed), case.acct_used_flag)
        return replace(told, psn_cash_pay=Money(told.psn_cash_pay - 1)) if self.humour.fen_short else told

    def _freed(self, case: Case) -> Money:
        row = self.db.execute(
            "SELECT acct_pay FROM settlement WHERE setl_id = ? AND psn_no = ? AND state = 'settled'",
            (case.replaces, case.psn_no),
        ).fetchone()
        return Money(row["acct_pay"]) if row else NOTHING

    def _is_settled(self, bill_id: str, line: int) -> bool:
        found = self.db.execute(
            "SELECT 1 FROM fee JOIN settlement USING (msgid) WHERE rx_drord_no = ? AND line = ? AND state = 'settled'",
            (bill_id, line),
        )
        return found.fetchone() is not None


def yes(output: Json) -> Json:
    """`infcode` 0."""
    return {"infcode": "0", "err_msg": "", "output": output}


def no(words: str, output: Json | None = None) -> Json:
    """`infcode` -1."""
    return {"infcode": "-1", "err_msg": words, "output": output or {}}


def _objected(against: tuple[Objection, ...]) -> Json:
    return no("医保智能审核不通过", {"result": [objection_body(one) for one in against]})
