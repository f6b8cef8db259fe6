"""Reads the trade statement of WeChat Pay (交易账单, bill_type ALL).

Source: WeChat Pay merchant documents, pay.weixin.qq.com "交易账单详细说明" (2024-11-25) and "下载账单": UTF-8 with byte
order mark; a header line, rows, a header line of the totals, the totals; a backtick before every cell; amounts in yuan,
fees with five decimals; a row SUCCESS stays when the order is paid back later and REFUND or REVOKED stands beside it.
The user's openid stands in it and is not kept.
"""

import re
from datetime import date
from pathlib import Path

from kiosk.gateway.reconciliation.statements import (
    ANYTHING,
    ORDER_ID,
    YUAN,
    Cell,
    Sheet,
    StatementWrong,
    Total,
    check_size,
    cut,
    fen_of,
    from_the_end,
)

_FEE = r"-?[0-9]{1,9}\.[0-9]{2,5}"
_PATTERNS = {
    "商户订单号": ORDER_ID,
    "交易状态": "SUCCESS|REFUND|REVOKED",
    "货币种类": "CNY",
    "应结订单金额": YUAN,
    "商户退款单号": r"[0-9A-Za-z._|*@-]*",
    "退款金额": YUAN,
    "商品名称": ANYTHING,
    "手续费": _FEE,
    "订单金额": YUAN,
    "申请退款金额": YUAN,
}
_USUAL = {
    "交易状态": "SUCCESS",
    "货币种类": "CNY",
    "商户退款单号": "0",
    "退款金额": "0.00",
    "申请退款金额": "0.00",
    "手续费": "0.00000",
}
_SAME = {"应结订单金额": "订单金额"}  # unless a coupon paid a part
_NAMES = (
    *("交易时间", "公众账号ID", "商户号", "特约商户号", "设备号", "微信订单号", "商户订单号", "用户标识", "交易类型"),
    *("交易状态", "付款银行", "货币种类", "应结订单金额", "代金券金额", "微信退款单号", "商户退款单号", "退款金额"),
    *("充值券退款金额", "退款类型", "退款状态", "商品名称", "商户数据包", "手续费", "费率", "订单金额", "申请退款金额"),
    "费率备注",
)
_TOTALS = (
    *("总交易单数", "应结订单总金额", "退款总金额", "充值券退款总金额", "手续费总金额", "订单总金额", "申请退款总金额"),
)


def read(file: Path, day: date, folder: Path) -> Sheet:
    """The rows, cut out into `folder`, and what the statement says of them. Raises `StatementWrong`."""
    name = file.name
    check_size(name, file)
    rows = folder / f"{name}.rows"
    head, tail = cut(name, file, 1, 2, rows)
    if head != [",".join(_NAMES)]:
        raise StatementWrong(name, 1, "the header of a trade statement of type ALL")
    if len(tail) != 2 or tail[0] != ",".join(_TOTALS):
        raise StatementWrong(name, from_the_end(file, 2), "the header of the totals")
    patterns = {**_PATTERNS, "交易时间": rf"{day:%Y-%m-%d} [0-2][0-9]:[0-5][0-9]:[0-5][0-9]"}
    paid = f"{_cell('交易状态')} = '`SUCCESS'"
    return Sheet(
        name=name,
        text=file,
        rows=rows,
        first_line=2,
        cells=tuple(
            Cell(column, patterns.get(column, ""), _USUAL.get(column), _SAME.get(column, "")) for column in _NAMES
        ),
        prefix="`",
        kind=f"CASE WHEN {paid} THEN 'paid' ELSE 'refunded' END",
        order_id=f"substr({_cell('商户订单号')}, 2)",
        refund_id=f"CASE WHEN {paid} THEN '' ELSE substr({_cell('商户退款单号')}, 2) END",
        fen=_fen(f"CASE WHEN {paid} THEN {_cell('订单金额')} ELSE {_cell('申请退款金额')} END"),
        net_fen=_fen(f"CASE WHEN {paid} THEN {_cell('应结订单金额')} ELSE {_cell('退款金额')} END"),
        fee=f"CAST(TRY_CAST(substr({_cell('手续费')}, 2) AS DECIMAL(18, 5)) * 100000 AS BIGINT)",
        totals=_totals(file, tail[1]),
    )


def _totals(file: Path, line: str) -> tuple[Total, ...]:
    number_of, money, fee = "[0-9]{1,9}", r"[0-9]{1,12}\.[0-9]{1,2}", r"-?[0-9]{1,12}\.[0-9]{1,5}"
    wanted = ",".join(f"`({one})" for one in (number_of, money, money, money, fee, money, money))
    said = re.fullmatch(wanted, line)
    if said is None:
        raise StatementWrong(file.name, from_the_end(file, 1), "seven totals")
    count, net_taken, net_back, _, fees, taken, back = said.groups()
    return (
        Total("总交易单数", int(count), "count(*)", 1),
        Total("应结订单总金额", _padded(net_taken, 2), "sum(net_fen) FILTER (kind = 'paid')", 1),
        Total("退款总金额", _padded(net_back, 2), "sum(net_fen) FILTER (kind = 'refunded')", 1),
        Total("手续费总金额", _padded(fees, 5), "sum(fee)", 1),
        Total("订单总金额", _padded(taken, 2), "sum(fen) FILTER (kind = 'paid')", 1),
        Total("申请退款总金额", _padded(back, 2), "sum(fen) FILTER (kind = 'refunded')", 1),
    )


def _padded(said: str, decimals: int) -> int:
    """`12.3` with two decimals is 1230: totals are written without the zeros at their end."""
    whole, _, rest = said.partition(".")
    return fen_of(f"{whole}.{rest.ljust(decimals, '0')}")


def _cell(name: str) -> str:
    return f"c{_NAMES.index(name)}"


def _fen(cell: str) -> str:
    return f"CAST(TRY_CAST(substr({cell}, 2) AS DECIMAL(18, 2)) * 100 AS BIGINT)"
