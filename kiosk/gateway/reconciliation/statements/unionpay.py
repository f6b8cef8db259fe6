"""Reads the merchant's flow file of UnionPay (ZM file).

Source: UnionPay full-channel platform, "文件接口规范", ZM flow file, as integrators publish its 41 columns with names
and widths: fixed widths with one space between, no header, no sums, amounts in fen; 交易类型 01 is a payment, 04 a
refund and 31 a reversal, each a transaction of its own that names the first one by 原交易查询流水号. The clearing day
runs from 23:00 to 23:00. The card number stands in it, masked, and is not kept.
"""

import zipfile
import zlib
from datetime import date, timedelta
from pathlib import Path

from kiosk.gateway.reconciliation.statements import LARGEST_FILE, ORDER_ID, Cell, Sheet, StatementWrong, check_size

_COLUMNS: tuple[tuple[str, int, str], ...] = (
    ("交易代码", 3, "[A-Z][0-9]{2}"),
    ("代理机构标识码", 11, ""),
    ("发送机构标识码", 11, ""),
    ("系统跟踪号", 6, "[0-9]{6}"),
    ("交易传输时间", 10, ""),  # by the day
    ("账号", 19, ""),
    ("交易金额", 12, "[0-9]{12}"),
    ("商户类别", 4, ""),
    ("终端类型", 2, ""),
    ("查询流水号", 21, "[0-9]{21}"),
    ("支付方式（旧）", 2, ""),
    ("商户订单号", 32, ORDER_ID),
    ("支付卡类型", 2, ""),
    ("原始交易的系统跟踪号", 6, ""),
    ("原始交易日期时间", 10, ""),
    ("商户手续费", 13, "([CD][0-9]{12})?"),
    ("结算金额", 13, "[CD][0-9]{12}"),
    ("支付方式", 4, ""),
    ("集团商户代码", 15, ""),
    ("交易类型", 2, "01|04|31"),
    ("交易子类", 2, ""),
    ("业务类型", 6, ""),
    ("帐号类型", 2, ""),
    ("账单类型", 4, ""),
    ("账单号码", 32, ""),
    ("交互方式", 1, ""),
    ("原交易查询流水号", 21, "([0-9]{21})?"),
    ("商户代码", 15, "[0-9]{15}"),
    ("分账入账方式", 1, ""),
    ("二级商户代码", 15, ""),
    ("二级商户简称", 32, ""),
    ("二级商户分账入账金额", 13, ""),
    ("清算净额", 13, ""),
    ("终端号", 8, ""),
    ("商户自定义域", 32, ""),
    ("优惠金额", 13, ""),
    ("发票金额", 13, ""),
    ("分期付款附加手续费", 12, ""),
    ("分期付款期数", 2, ""),
    ("交易介质", 1, ""),
    ("保留使用", 131, ""),
)
_NAMES = [name for name, _, _ in _COLUMNS]


def read(file: Path, day: date, folder: Path) -> Sheet:
    """The rows, unpacked into `folder`. Raises `StatementWrong`."""
    name = file.name
    check_size(name, file)
    rows = folder / f"{name}.rows"
    try:
        with zipfile.ZipFile(file) as archive:
            _unpack(name, archive, rows)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise StatementWrong(name, 0, "a zip that can be unpacked, without a password") from error
    paid = f"{_column('交易类型')} = '01'"
    amount = f"TRY_CAST({_column('交易金额')} AS BIGINT)"
    return Sheet(
        name=name,
        text=rows,
        rows=rows,
        first_line=1,
        cells=tuple(Cell(name, _at(day) if name == "交易传输时间" else wanted) for name, _, wanted in _COLUMNS),
        widths=tuple(width for _, width, _ in _COLUMNS),
        blanks=True,
        kind=f"CASE WHEN {paid} THEN 'paid' ELSE 'refunded' END",
        # A refund's own number stands where the order's does; it names the order by the channel's number.
        order_id=f"CASE WHEN {paid} THEN rtrim({_column('商户订单号')}) ELSE '' END",
        refund_id=f"CASE WHEN {paid} THEN '' ELSE rtrim({_column('商户订单号')}) END",
        fen=amount,
        net_fen=f"TRY_CAST(substr({_column('结算金额')}, 2) AS BIGINT)",
        number=f"CASE WHEN {paid} THEN {_column('查询流水号')} ELSE '' END",
        original=f"rtrim({_column('原交易查询流水号')})",
    )


def _unpack(name: str, archive: zipfile.ZipFile, rows: Path) -> None:
    found = [one for one in archive.infolist() if "ZM_" in one.filename]
    if len(found) != 1:
        raise StatementWrong(name, 0, "a zip with one flow file (ZM)")
    unpacked = 0
    with archive.open(found[0]) as source, rows.open("wb") as out:
        while piece := source.read(1 << 20):
            unpacked += len(piece)
            if unpacked > LARGEST_FILE:
                raise StatementWrong(name, 0, f"at most {LARGEST_FILE} bytes")
            out.write(piece)


def _at(day: date) -> str:
    before = day - timedelta(days=1)
    return f"({before:%m%d}23|{day:%m%d}([01][0-9]|2[0-2]))[0-5][0-9][0-5][0-9]"


def _column(name: str) -> str:
    place = _NAMES.index(name)
    begins = sum(width + 1 for _, width, _ in _COLUMNS[:place]) + 1
    return f"substr(c0, {begins}, {_COLUMNS[place][1]})"
