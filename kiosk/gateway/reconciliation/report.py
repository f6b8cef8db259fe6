"""A day's result for people: a table in the terminal window, a list for the spreadsheet, a page for the printer."""

import csv
import html
import io
from collections.abc import Iterable
from itertools import groupby

from kiosk.contract import Reconciliation, ReconciliationItem, ReconciliationLine
from kiosk.core.money import Money
from kiosk.core.words import Named
from kiosk.gateway.reconciliation.findings import KINDS

ANSWERS = {
    "ended": Named("系统已处理完毕", "the gateway has ended it"),
    "going_on": Named("系统正在处理", "the gateway is at it"),
    "task": Named("人工处理", "for a human"),
    "next_day": Named("待次日账单", "tomorrow's statement"),
}
CHANNELS = {
    "wechat": Named("微信支付", "WeChat Pay"),
    "alipay": Named("支付宝", "Alipay"),
    "unionpay": Named("银联", "UnionPay"),
    "prepaid": Named("就诊卡预交金", "Prepaid card"),
    "pay_later": Named("先诊疗后付费", "Pay later"),
    "insurance": Named("医保", "Insurance"),
    "": Named("无订单", "No order"),
}
SAID = {
    "planned": Named("未付款", "planned"),
    "asking": Named("付款中", "asking"),
    "closing": Named("关闭中", "closing"),
    "closed": Named("已关闭", "closed"),
    "unsure": Named("待核实", "unsure"),
    "paid": Named("已付款", "paid"),
    "settling": Named("结算中", "settling"),
    "settled": Named("已结算", "settled"),
    "voiding": Named("冲正中", "voiding"),
    "refunding": Named("退款中", "refunding"),
    "refunded": Named("已退款", "refunded"),
    "": Named("-", "-"),
}
_AMOUNTS = ("charged", "returned", "booked", "refunded")
_HEADS = {
    "terminal": Named("终端", "Terminal"),
    "channel": Named("渠道", "Channel"),
    "orders": Named("笔数", "Orders"),
    "standing_out": Named("异常", "Stand out"),
    "charged": Named("渠道收款", "Channel took"),
    "returned": Named("渠道退款", "Channel gave back"),
    "booked": Named("本院入账", "Hospital booked"),
    "refunded": Named("本院退款", "Hospital gave back"),
    "difference": Named("差额", "Difference"),
}
_TITLE = Named("渠道对账单", "Reconciliation")
_WHOLE = Named("合计", "Total")
_MISSING = Named("未能核对的渠道", "Channels that could not be compared")
_NOTHING = Named("没有异常订单", "No order stands out")
_ORDER = Named("订单号", "Order")
_SAID = Named("终端记录", "Terminal says")
_ANSWER = Named("处理", "Answer")
_SIGNED = Named("收费处签字", "Cashier's office")
_STYLE = """
@page { size: A4 landscape; margin: 12mm }
body { font: 11pt/1.45 "Noto Sans CJK SC", sans-serif; color: #111; margin: 2rem auto; max-width: 1100px }
h1 { font-size: 20pt; margin: 0 }
h2 { font-size: 13pt; margin: 1.6em 0 .2em }
p { margin: .2em 0 .8em; color: #444 }
table { border-collapse: collapse; width: 100%; page-break-inside: auto }
tr { page-break-inside: avoid }
thead { display: table-header-group }
th, td { text-align: left; padding: .28em .6em; border-bottom: 1px solid #ccc }
th { border-bottom: 2px solid #111; font-weight: 600 }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.whole td { border-top: 2px solid #111; font-weight: 600 }
.off { background: #fdecea }
.signed { margin-top: 3em }
@media print { body { margin: 0; max-width: none } .off { background: none } .off td { font-weight: 600 } }
"""


def table(kept: Reconciliation) -> str:
    """Plain text: per terminal and channel, the totals, and how many of each finding."""
    heads = [head.en for head in _HEADS.values()]
    rows = [[*_names(line), str(line.orders), str(line.standing_out), *_sums(line)] for line in kept.lines]
    whole = ["Total", "", str(kept.whole.orders), str(kept.whole.standing_out), *_sums(kept.whole)]
    widths = [max(len(row[place]) for row in (heads, whole, *rows)) for place in range(len(heads))]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    lines = [f"Reconciliation of {kept.date}", "", _aligned(heads, widths), rule]
    lines += [_aligned(row, widths) for row in rows]
    lines += [rule, _aligned(whole, widths), ""]
    lines += [f"not compared: {one}" for one in kept.missing]
    lines.append(f"{kept.whole.orders - kept.whole.standing_out:6}  in order")
    return "\n".join([*lines, *_counts(kept.items), ""])


def differences(kept: Reconciliation) -> str:
    """CSV with a byte order mark, amounts in yuan, one row per order that stands out."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(["date", *ReconciliationItem.__struct_fields__, "task"])
    for item in kept.items:
        told = [_cell(getattr(item, name)) for name in ReconciliationItem.__struct_fields__]
        task = KINDS[item.finding].task
        write([kept.date, *told, task.zh if task and item.answer == "task" else ""])
    return "\ufeff" + out.getvalue()


def page(kept: Reconciliation, language: str) -> str:
    """HTML in `zh` or `en`, to be looked at or printed."""
    body = [
        f"<h1>{_said(_TITLE, language)} {kept.date}</h1>",
        *([_paragraph(f"{_said(_MISSING, language)}: {'; '.join(kept.missing)}")] if kept.missing else []),
        _lines(kept, language),
        *(_group(name, list(items), language) for name, items in groupby(_sorted(kept.items), _finding)),
        *([] if kept.items else [_paragraph(_said(_NOTHING, language))]),
        f'<p class="signed">{_said(_SIGNED, language)}: ____________________</p>',
    ]
    title = f"{_said(_TITLE, language)} {kept.date}"
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style>{''.join(body)}</html>"
    )


def _lines(kept: Reconciliation, language: str) -> str:
    rows = [
        _row(
            [
                html.escape(line.terminal_id or "?"),
                _named(CHANNELS, line.channel, language),
                _number(line.orders),
                _number(line.standing_out),
                *map(_right, _sums(line)),
            ],
            "off" if line.standing_out else "",
        )
        for line in kept.lines
    ]
    whole = kept.whole
    totals = [_said(_WHOLE, language), "", _number(whole.orders), _number(whole.standing_out)]
    rows.append(_row([*totals, *map(_right, _sums(whole))], "whole"))
    return _table([_said(head, language) for head in _HEADS.values()], rows, 2)


def _group(name: str, items: list[ReconciliationItem], language: str) -> str:
    kind = KINDS[name]
    heads = [_said(head, language) for head in (_ORDER, _HEADS["terminal"], _HEADS["channel"])]
    heads += [
        _said(_SAID, language),
        _said(_ANSWER, language),
        *(_said(_HEADS[amount], language) for amount in _AMOUNTS),
    ]
    rows = [
        _row(
            [
                html.escape(item.order_id),
                html.escape(item.terminal_id or "?"),
                _named(CHANNELS, item.channel, language),
                _named(SAID, item.said, language),
                _said(ANSWERS[item.answer], language),
                *(_right(_plain(getattr(item, amount))) for amount in _AMOUNTS),
            ]
        )
        for item in items
    ]
    tasks = any(item.answer == "task" and item.state == "open" for item in items)
    task = _paragraph(_said(kind.task, language)) if kind.task and tasks else ""
    return f"<h2>{_said(kind.name, language)} ({len(items)})</h2>{task}{_table(heads, rows, 5)}"


def _sorted(items: Iterable[ReconciliationItem]) -> list[ReconciliationItem]:
    order = list(KINDS)
    return sorted(items, key=lambda item: (order.index(item.finding), item.order_id))


def _finding(item: ReconciliationItem) -> str:
    return item.finding


def _table(heads: list[str], rows: list[str], words: int) -> str:
    head = "".join(f"<th{'' if place < words else ' class=n'}>{name}</th>" for place, name in enumerate(heads))
    return f"<table><thead><tr>{head}</tr></thead>{''.join(rows)}</table>"


def _row(cells: list[str], kind: str = "") -> str:
    told = "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in cells)
    return f'<tr class="{kind}">{told}</tr>' if kind else f"<tr>{told}</tr>"


def _right(text: str) -> str:
    return f'<td class="n">{text}</td>'


def _number(count: int) -> str:
    return _right(str(count))


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def _named(names: dict[str, Named], word: str, language: str) -> str:
    """Our word for it; one that we have none for, as it came."""
    return _said(names[word], language) if word in names else html.escape(word)


def _said(named: Named, language: str) -> str:
    return named.en if language == "en" else named.zh


def _names(line: ReconciliationLine) -> tuple[str, str]:
    return line.terminal_id or "?", line.channel or "-"


def _sums(line: ReconciliationLine) -> list[str]:
    return [_plain(amount) for amount in (line.charged, line.returned, line.booked, line.refunded, line.difference)]


def _aligned(cells: list[str], widths: list[int]) -> str:
    told = zip(cells, widths, range(len(cells)), strict=True)
    return "  ".join(cell.ljust(width) if place < 2 else cell.rjust(width) for cell, width, place in told).rstrip()


def _counts(items: list[ReconciliationItem]) -> list[str]:
    found = [(name, list(of)) for name, of in groupby(_sorted(items), _finding)]
    return [
        f"{len(of):6}  {name:22}  {KINDS[name].name.en}"
        + (f"; for a human: {sum(one.answer == 'task' and one.state == 'open' for one in of)}")
        for name, of in found
    ]


def _cell(value: object) -> object:
    """A number from outside must not become a formula in somebody's spreadsheet."""
    if isinstance(value, int):
        return _plain(Money(value))
    return f"'{value}" if str(value)[:1] in ("=", "+", "-", "@") else value


def _plain(amount: Money) -> str:
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"
