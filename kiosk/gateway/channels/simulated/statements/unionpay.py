"""The merchant's flow file (ZM) as UnionPay makes it: columns of a fixed width with a space between, in a zip.

Source: UnionPay full-channel platform, "文件接口规范" (ZM flow file: 41 columns, the last one kept free), as
integrators publish it with names and widths. A clearing day runs from 23:00 to 23:00; a refund is a transaction of its
own, which names the one it belongs to by its query number.
"""

import zipfile
from datetime import date
from pathlib import Path

from kiosk.gateway.channels.simulated.statements import Movement

WIDTHS = (
    *(3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2),
    *(6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1, 131),
)
# Where in the columns above what we have to tell stands.
CODE, TRACE, AT, AMOUNT, QUERY_ID, ORDER, SETTLED, TYPE, SUBTYPE, ORIGINAL, MERCHANT_AT = (
    *(0, 3, 4, 6, 9, 11, 16, 19, 20),
    *(26, 27),
)
MERCHANT = "777290058110097"


def write(folder: Path, day: date, movements: list[Movement]) -> Path:
    """`<merchant>_<day>.zip` with `INN<yymmdd>88ZM_<merchant>` in it."""
    file = folder / f"{MERCHANT}_{day:%Y%m%d}.zip"
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(f"INN{day:%y%m%d}88ZM_{MERCHANT}", "w") as out,
    ):
        for number, movement in enumerate(movements, 1):
            out.write((_line(number, movement) + "\r\n").encode("ascii"))
    return file


def _line(number: int, movement: Movement) -> str:
    paid = movement.kind == "paid"
    amount = movement.amount if paid else movement.given_back
    told = {
        CODE: "S22" if paid else "S30",
        TRACE: f"{number % 1_000_000:06d}",
        AT: f"{movement.at:%m%d%H%M%S}",
        AMOUNT: f"{amount:012d}",
        QUERY_ID: _query_id(movement.trade_no, "" if paid else movement.refund_id),
        ORDER: (movement.payment_id if paid else movement.refund_id)[:32],
        SETTLED: f"{'D' if paid else 'C'}{amount:012d}",
        TYPE: "01" if paid else "04" if movement.kind == "refunded" else "31",
        SUBTYPE: "06" if movement.mode == "payment_code" else "07",
        ORIGINAL: "" if paid else _query_id(movement.trade_no, ""),
        MERCHANT_AT: MERCHANT,
    }
    return " ".join(told.get(place, "").ljust(width)[:width] for place, width in enumerate(WIDTHS))


def _query_id(trade_no: str, refund_id: str) -> str:
    """21 digits, one number for each transaction."""
    told = trade_no + "".join(str(ord(letter) % 10) for letter in refund_id)
    return told[-21:].rjust(21, "0")
