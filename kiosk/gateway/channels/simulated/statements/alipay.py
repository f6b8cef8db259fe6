"""The business statement (业务明细) as Alipay makes it: two GBK texts in a zip.

Source: Alipay open platform, alipay.data.dataservice.bill.downloadurl.query (bill_type trade), and the samples that
integrators publish: lines of `#` around the rows, a tab after cells that a spreadsheet would spoil, negative amounts
for what goes back, sums in the last lines and once more in the second text.
"""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

from kiosk.gateway.channels.simulated.statements import Movement, yuan

HEADER = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
    "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,"
    "商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
)
SUMMARY_HEADER = (
    "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,"
    "卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）"
)
PARTNER = "2088000000000156"


def write(folder: Path, day: date, movements: list[Movement]) -> Path:
    """`<partner>_<day>.csv.zip` in the folder."""
    name = f"{PARTNER}_{day:%Y%m%d}"
    file = folder / f"{name}.csv.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with (
            archive.open(f"{name}_业务明细.csv", "w") as raw,
            io.TextIOWrapper(raw, encoding="gbk", newline="\r\n") as out,
        ):
            _write_rows(out, day, movements)
        archive.writestr(f"{name}_业务明细(汇总).csv", _summary(day, movements).encode("gbk"))
    return file


def _write_rows(out: io.TextIOWrapper, day: date, movements: list[Movement]) -> None:
    print("#支付宝业务明细查询", *_head(day), f"#{'-' * 41}业务明细列表{'-' * 40}", HEADER, sep="\n", file=out)
    for movement in movements:
        print(",".join(_cells(movement)), file=out)
    paid, back = _sums(movements)
    print(f"#{'-' * 41}业务明细列表结束{'-' * 36}", file=out)
    print(f"#交易合计：{paid[0]}笔，商家实收共{yuan(paid[1])}元，商家优惠共0.00元", file=out)
    print(f"#退款合计：{back[0]}笔，商家实收退款共{yuan(back[1])}元，商家优惠退款共0.00元", file=out)
    print(f"#导出时间：[{day + timedelta(days=1):%Y年%m月%d日} 05:46:49]", file=out)


def _head(day: date) -> tuple[str, str]:
    until = day + timedelta(days=1)
    return (
        f"#账号：[{PARTNER}0156]",
        f"#起始日期：[{day:%Y年%m月%d日} 00:00:00]   终止日期：[{until:%Y年%m月%d日} 00:00:00]",
    )


def _cells(movement: Movement) -> list[str]:
    paid = movement.kind == "paid"
    amount, at = yuan(movement.amount if paid else -movement.given_back), f"{movement.at:%Y-%m-%d %H:%M:%S}"
    return [
        f"{movement.trade_no}\t",
        f"{movement.payment_id}\t",
        f"{'交易' if paid else '退款'}\t",
        "门诊缴费",
        at,
        at,
        *("\t", "\t", "\t", "\t"),
        "*诊(138****0000)\t",
        amount,
        amount,
        *("0.00", "0.00", "0.00", "0.00", "0.00"),
        "",
        "0.00\t",
        "0.00",
        f"{movement.refund_id}\t",
        "0.00",
        "0.00",
        "",
    ]


def _summary(day: date, movements: list[Movement]) -> str:
    paid, back = _sums(movements)
    net = yuan(paid[1] + back[1])
    row = f"合计\t,\t,{paid[0]},{back[0]},{net},{net},0.00,0.00,0.00,0.00,0.00,{net}"
    return "\r\n".join(
        (
            "#支付宝业务汇总查询",
            *_head(day),
            f"#{'-' * 41}业务汇总列表{'-' * 40}",
            SUMMARY_HEADER,
            row,
            f"#{'-' * 40}业务汇总列表结束{'-' * 37}",
            f"#导出时间：[{day + timedelta(days=1):%Y年%m月%d日} 05:46:49]",
            "",
        )
    )


def _sums(movements: list[Movement]) -> tuple[tuple[int, int], tuple[int, int]]:
    """How many and how much: taken, and given back (negative)."""
    paid = [one.amount for one in movements if one.kind == "paid"]
    back = [-one.given_back for one in movements if one.kind != "paid"]
    return (len(paid), sum(paid)), (len(back), sum(back))
