"""Reads the business statement of Alipay (业务明细): two GBK texts in a zip.

Source: Alipay open platform, alipay.data.dataservice.bill.downloadurl.query with bill_type trade, and the samples that
integrators publish: four lines of `#`, a header, rows of 25 cells with tabs after some of them, `#` lines with the
sums; what goes back is negative and named by 退款批次号/请求号; the second text (汇总) has the sums once more. The
other side's account stands in it, masked, and is not kept.
"""

import codecs
import re
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import IO

from kiosk.gateway.reconciliation.statements import (
    LARGEST_FILE,
    ORDER_ID,
    Cell,
    Sheet,
    StatementWrong,
    Total,
    check_size,
    cut,
    fen_of,
    from_the_end,
)

_YUAN = r"-?[0-9]{1,9}\.[0-9]{2}"
_PATTERNS = {
    "商户订单号": ORDER_ID,
    "业务类型": "交易|退款",
    "订单金额（元）": _YUAN,
    "商家实收（元）": _YUAN,
    "退款批次号/请求号": r"[0-9A-Za-z._|*@-]*",
    "服务费（元）": _YUAN,
}
_NAMES = (
    *("支付宝交易号", "商户订单号", "业务类型", "商品名称", "创建时间", "完成时间", "门店编号", "门店名称", "操作员"),
    *("终端号", "对方账户", "订单金额（元）", "商家实收（元）", "支付宝红包（元）", "集分宝（元）", "支付宝优惠（元）"),
    *(
        "商家优惠（元）",
        "券核销金额（元）",
        "券名称",
        "商家红包消费金额（元）",
        "卡消费金额（元）",
        "退款批次号/请求号",
    ),
    *("服务费（元）", "分润（元）", "备注"),
)
_SUMMARY_NAMES = (
    *(
        "门店编号",
        "门店名称",
        "交易订单总笔数",
        "退款订单总笔数",
        "订单金额（元）",
        "商家实收（元）",
        "支付宝优惠（元）",
    ),
    *("商家优惠（元）", "卡消费金额（元）", "服务费（元）", "分润（元）", "实收净额（元）"),
)
_HEAD, _TAIL = 5, 4
_PAID = "trim(c2, ' \t') = '交易'"
_LARGEST_SUMMARY = 1 << 20


def read(file: Path, day: date, folder: Path) -> Sheet:
    """The rows, as UTF-8 in `folder`, and what the statement says of them. Raises `StatementWrong`."""
    name = file.name
    check_size(name, file)
    text, rows = folder / f"{name}.text", folder / f"{name}.rows"
    try:
        with zipfile.ZipFile(file) as archive:
            detail, summary = _members(name, archive)
            with archive.open(detail) as source:
                _to_utf8(f"{name}/业务明细", source, text)
            with archive.open(summary) as source:
                said = _summary(f"{name}/业务明细(汇总)", source.read(_LARGEST_SUMMARY + 1))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise StatementWrong(name, 0, "a zip that can be unpacked, without a password") from error
    head, tail = cut(name, text, _HEAD, _TAIL, rows)
    _check_head(name, head)
    return _sheet(name, text, rows, day, (*_totals(name, text, tail), *said))


def _sheet(name: str, text: Path, rows: Path, day: date, totals: tuple[Total, ...]) -> Sheet:
    patterns = {**_PATTERNS, "完成时间": rf"{day:%Y-%m-%d} [0-2][0-9]:[0-5][0-9]:[0-5][0-9]"}
    return Sheet(
        name=name,
        text=text,
        rows=rows,
        first_line=_HEAD + 1,
        cells=tuple(Cell(column, patterns.get(column, "")) for column in _NAMES),
        blanks=True,
        kind=f"CASE WHEN {_PAID} THEN 'paid' ELSE 'refunded' END",
        order_id="trim(c1, ' \t')",
        refund_id=f"CASE WHEN {_PAID} THEN '' ELSE coalesce(trim(c21, ' \t'), '') END",
        # A payment that is negative, or a refund that is not, fits no line: it becomes nothing, and is refused.
        fen=_signed("订单金额（元）"),
        net_fen=_signed("商家实收（元）"),
        fee=f"{_fen('服务费（元）')} * 1000",
        totals=totals,
    )


def _members(name: str, archive: zipfile.ZipFile) -> tuple[str, str]:
    """The two texts of the zip: the rows, and the sums."""
    found = archive.infolist()
    if len(found) != 2 or sum(one.file_size for one in found) > LARGEST_FILE:
        raise StatementWrong(name, 0, f"a zip of two texts, of at most {LARGEST_FILE} bytes")
    summary = [one.filename for one in found if "汇总" in _member_name(one)]
    if len(summary) != 1:
        raise StatementWrong(name, 0, "one text of the two to be named 业务明细(汇总)")
    return next(one.filename for one in found if one.filename != summary[0]), summary[0]


def _member_name(member: zipfile.ZipInfo) -> str:
    """Alipay's zip does not say that its names are GBK: they come out as if they were of an old PC."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _to_utf8(name: str, source: IO[bytes], text: Path) -> None:
    decoder, unpacked = codecs.getincrementaldecoder("gb18030")(), 0
    with text.open("w", encoding="utf-8", newline="") as out:
        while piece := source.read(1 << 20):
            unpacked += len(piece)
            if unpacked > LARGEST_FILE:
                raise StatementWrong(name, 0, f"at most {LARGEST_FILE} bytes")
            out.write(_decoded(name, decoder, piece))
        out.write(_decoded(name, decoder, b"", final=True))


def _decoded(name: str, decoder: codecs.IncrementalDecoder, piece: bytes, final: bool = False) -> str:
    try:
        return decoder.decode(piece, final)
    except UnicodeDecodeError as error:
        raise StatementWrong(name, 0, "GBK") from error


def _check_head(name: str, head: list[str]) -> None:
    if head[-1] != ",".join(_NAMES):
        raise StatementWrong(name, _HEAD, "the header of the rows (业务明细)")
    for number, line in enumerate(head[:-1], 1):
        if not line.startswith("#"):
            raise StatementWrong(name, number, "a line that begins with #")


def _totals(name: str, text: Path, tail: list[str]) -> tuple[Total, ...]:
    taken = re.fullmatch(rf"#交易合计：([0-9]{{1,9}})笔，商家实收共({_YUAN})元，商家优惠共{_YUAN}元", tail[1])
    back = re.fullmatch(rf"#退款合计：([0-9]{{1,9}})笔，商家实收退款共({_YUAN})元，商家优惠退款共{_YUAN}元", tail[2])
    if taken is None or back is None or "业务明细列表结束" not in tail[0]:
        raise StatementWrong(name, from_the_end(text, 3), "#交易合计 and #退款合计 after the rows")
    return (
        Total("交易合计 笔", int(taken[1]), "count(*) FILTER (kind = 'paid')", 3),
        Total("交易合计 商家实收", fen_of(taken[2]), "sum(net_fen) FILTER (kind = 'paid')", 3),
        Total("退款合计 笔", int(back[1]), "count(*) FILTER (kind = 'refunded')", 2),
        Total("退款合计 商家实收", -fen_of(back[2]), "sum(net_fen) FILTER (kind = 'refunded')", 2),
    )


def _summary(name: str, raw: bytes) -> tuple[Total, ...]:
    try:
        lines = raw.decode("gb18030").splitlines()
    except UnicodeDecodeError as error:
        raise StatementWrong(name, 0, "GBK") from error
    if len(raw) > _LARGEST_SUMMARY or ",".join(_SUMMARY_NAMES) not in lines:
        raise StatementWrong(name, 0, "the header of the sums (业务汇总)")
    number, cells = next(((n, line.split(",")) for n, line in enumerate(lines, 1) if line.startswith("合计")), (0, []))
    cells = [cell.strip() for cell in cells]
    if len(cells) != len(_SUMMARY_NAMES) or not re.fullmatch(
        rf"[0-9]{{1,9}},[0-9]{{1,9}},{_YUAN},{_YUAN}", ",".join(cells[2:6])
    ):
        raise StatementWrong(name, number, "合计 with its twelve cells")
    signed = "sum(CASE WHEN kind = 'paid' THEN {0} ELSE -{0} END)"
    return (
        Total("交易订单总笔数", int(cells[2]), "count(*) FILTER (kind = 'paid')", 0),
        Total("退款订单总笔数", int(cells[3]), "count(*) FILTER (kind = 'refunded')", 0),
        Total("订单金额（元）", fen_of(cells[4]), signed.format("fen"), 0),
        Total("商家实收（元）", fen_of(cells[5]), signed.format("net_fen"), 0),
    )


def _signed(name: str) -> str:
    amount = _fen(name)
    return f"CASE WHEN ({_PAID}) = ({amount} >= 0) THEN abs({amount}) END"


def _fen(name: str) -> str:
    return f"TRY_CAST(replace(trim(c{_NAMES.index(name)}, ' \t'), '.', '') AS BIGINT)"
