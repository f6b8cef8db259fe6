"""The simulated insurer's own book on its own disk: whom it insures, what it settled, which messages it answered."""

from collections.abc import Iterable
from pathlib import Path

from kiosk.core.money import Money
from kiosk.gateway.hospital.records import MemberRow
from kiosk.gateway.simulated import BookFile

_TABLES = """
CREATE TABLE IF NOT EXISTS member (
    psn_no TEXT PRIMARY KEY,
    insutype TEXT NOT NULL,
    gend TEXT NOT NULL,
    retired INTEGER NOT NULL,
    aid INTEGER NOT NULL,
    balc INTEGER NOT NULL CHECK (balc >= 0)
) STRICT;
CREATE TABLE IF NOT EXISTS visit (
    mdtrt_id TEXT PRIMARY KEY,
    psn_no TEXT NOT NULL REFERENCES member,
    ipt_otp_no TEXT NOT NULL,
    UNIQUE (psn_no, ipt_otp_no)
) STRICT;
CREATE TABLE IF NOT EXISTS settlement (
    msgid TEXT PRIMARY KEY,
    setl_id TEXT NOT NULL UNIQUE,
    mdtrt_id TEXT NOT NULL,
    psn_no TEXT NOT NULL REFERENCES member,
    state TEXT NOT NULL CHECK (state IN ('settled', 'voided')),
    day TEXT NOT NULL,
    medfee_sumamt INTEGER NOT NULL,
    fund_pay_sumamt INTEGER NOT NULL,
    acct_pay INTEGER NOT NULL,
    psn_cash_pay INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS fee (
    msgid TEXT NOT NULL REFERENCES settlement,
    rx_drord_no TEXT NOT NULL,
    line INTEGER NOT NULL,
    med_list_codg TEXT NOT NULL,
    prd_days INTEGER NOT NULL,
    PRIMARY KEY (msgid, rx_drord_no, line)
) STRICT;
CREATE TABLE IF NOT EXISTS answered (
    msgid TEXT PRIMARY KEY,
    infno TEXT NOT NULL,
    answer BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS on_their_way (
    message BLOB NOT NULL,
    arrives_at REAL NOT NULL
) STRICT;
"""


class Book:
    """`file` is what is done with it by others: each effect is one transaction."""

    def __init__(self, path: Path) -> None:
        self.file = BookFile(path, _TABLES)

    def admit(self, members: Iterable[MemberRow]) -> None:
        """People who were not insured before; whoever was keeps their balance."""
        with self.file.effect() as db:
            db.executemany(
                "INSERT OR IGNORE INTO member VALUES (?, ?, ?, ?, ?, ?)",
                [(m.psn_no, m.insutype, m.gend, m.retired, m.aid, m.balc) for m in members],
            )

    def balance(self, psn_no: str) -> Money:
        """What is on somebody's personal account. Raises `KeyError` for nobody."""
        found = self.file.look("SELECT balc FROM member WHERE psn_no = ?", psn_no)
        if not found:
            raise KeyError(psn_no)
        return Money(found[0]["balc"])

    def spend(self, psn_no: str, amount: Money) -> None:
        """The person pays with the account somewhere else, in fen."""
        with self.file.effect() as db:
            db.execute("UPDATE member SET balc = balc - ? WHERE psn_no = ?", (amount, psn_no))
