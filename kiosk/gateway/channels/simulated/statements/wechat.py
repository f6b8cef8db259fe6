"""The trade statement (交易账单, type ALL) as WeChat Pay makes it.

Source: WeChat Pay merchant documents, "交易账单详细说明": UTF-8 with byte order mark, commas, a backtick before every
cell but those of the two header lines, amounts in yuan; an order that was paid and then taken back stands there twice.
"""

from datetime import date
from pathlib import Path

from kiosk.gateway.channels.simulated.statements import Movement, yuan

HEADER = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
MERCHANT = "1900000109"


def write(folder: Path, day: date, movements: list[Movement]) -> Path:
    """`<merchant>All<day>.csv` in the folder."""
    file = folder / f"{MERCHANT}All{day:%Y-%m-%d}.csv"
    with file.open("w", encoding="utf-8-sig", newline="\r\n") as out:
        print(HEADER, file=out)
        for movement in movements:
            print(_ticked(_cells(movement)), file=out)
        print(TOTALS, file=out)
        print(_ticked(_totals(movements)), file=out)
    return file


def _cells(movement: Movement) -> list[str]:
    paid = movement.kind == "paid"
    state = {"paid": "SUCCESS", "refunded": "REFUND", "reversed": "REVOKED"}[movement.kind]
    taken, back = yuan(movement.amount if paid else 0), yuan(movement.given_back)
    return [
        f"{movement.at:%Y-%m-%d %H:%M:%S}",
        "wx0000000000demo01",
        MERCHANT,
        "0",
        "",
        movement.trade_no,
        movement.payment_id,
        f"demo-openid-{movement.trade_no[-8:]}",
        "NATIVE" if movement.mode == "shown_code" else "MICROPAY",
        state,
        "OTHERS",
        "CNY",
        taken,
        "0.00",
        "0" if paid else f"503{movement.trade_no[:25]}",
        "0" if paid else movement.refund_id,
        back,
        "0.00",
        "" if paid else "ORIGINAL",
        "" if paid else "SUCCESS" if movement.arrived else "PROCESSING",
        "门诊缴费",
        "",
        "0.00000",
        "0.00%",
        taken,
        back,
        "",
    ]


def _totals(movements: list[Movement]) -> list[str]:
    taken = yuan(sum(one.amount for one in movements if one.kind == "paid"))
    back = yuan(sum(one.given_back for one in movements))
    return [str(len(movements)), taken, back, "0.00", "0.00000", taken, back]


def _ticked(cells: list[str]) -> str:
    return ",".join(f"`{cell}" for cell in cells)
