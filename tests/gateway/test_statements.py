"""Statements as the channels publish them: what they say is read whole, and what does not fit is refused in words."""

import contextlib
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.core.clock import VirtualClock
from kiosk.core.money import Money
from kiosk.gateway.channels import ChannelUnreachable, KeepsStatements, open_channel
from kiosk.gateway.channels.simulated import SimulatedChannel
from kiosk.gateway.reconciliation import engine
from kiosk.gateway.reconciliation.run import READERS, NotReady, fetch, read
from kiosk.gateway.reconciliation.statements import LONGEST_LINE, StatementWrong

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DAY = date(2026, 3, 2)
CHANNELS = tuple(READERS)
COLUMNS = "kind, order_id, refund_id, fen, net_fen"
# As WeChat Pay publishes its sample, with an order that was paid and given back, and one that was taken back.
WECHAT = (Path(__file__).parents[1] / "golden" / "wechat-statement.csv").read_text(encoding="utf-8")


@pytest.fixture
def joined(tmp_path: Path) -> "Iterator[DuckDBPyConnection]":
    with engine.opened(tmp_path) as opened:
        yield opened


@pytest.fixture
def wallet_day(tmp_path: Path) -> Callable[[str], Path]:
    """A channel's statement of a day on which things happened."""

    def statement(name: str) -> Path:
        clock = VirtualClock()
        channel = open_channel(f"simulated_{name}", tmp_path / f"{name}.db", clock)
        assert isinstance(channel, SimulatedChannel)
        for number, cents in enumerate((1, 99, 100, 123_456)):
            channel.charge(f"K01-{number}-P", Money(cents), channel.wallet.new_code())
            clock.advance(20)
        channel.refund("K01-1-R", "K01-1-P", Money(40))
        channel.refund("K01-1-R2", "K01-1-P", Money(59))
        channel.close("K01-2-P")
        clock.advance(30 * 3600)
        told = channel.statement(DAY, tmp_path)
        assert told.state == "ready"
        assert told.file is not None
        return told.file

    return statement


def lines(joined: "DuckDBPyConnection", channel: str, file: Path, folder: Path) -> list[tuple[object, ...]]:
    engine.load(joined, channel, read(channel, file, DAY, folder))
    return joined.execute(f"SELECT {COLUMNS} FROM line ORDER BY ALL").fetchall()


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_a_wallet_tells_is_what_is_read(
    channel: str, joined: "DuckDBPyConnection", wallet_day: Callable[[str], Path], tmp_path: Path
) -> None:
    found = lines(joined, channel, wallet_day(channel), tmp_path)
    paid = [("paid", f"K01-{n}-P", "", cents, cents) for n, cents in enumerate((1, 99, 100, 123_456))]
    back = [
        ("refunded", "K01-1-P", "K01-1-R", 40, 40),
        ("refunded", "K01-1-P", "K01-1-R2", 59, 59),
        ("refunded", "K01-2-P", "reversal-K01-2-P", 100, 100),
    ]
    assert found == [*paid, *back]


def test_the_published_form_of_wechat(joined: "DuckDBPyConnection", tmp_path: Path) -> None:
    file = tmp_path / "wechat.csv"
    for ends in ("\n", "\r\n"):
        joined.execute("DELETE FROM line")
        file.write_bytes(WECHAT.replace("\n", ends).encode())
        assert lines(joined, "wechat", file, tmp_path) == [
            ("paid", "K01-A-P", "", 2000, 2000),
            ("refunded", "K01-A-P", "K01-A-R", 2000, 2000),
            ("refunded", "K01-B-P", "K01-B-R", 105, 105),
        ]


@pytest.mark.parametrize("channel", CHANNELS)
def test_nobody_who_paid_is_kept(
    channel: str, joined: "DuckDBPyConnection", wallet_day: Callable[[str], Path], tmp_path: Path
) -> None:
    lines(joined, channel, wallet_day(channel), tmp_path)
    kept = str(joined.execute("SELECT * FROM line").fetchall())
    assert "openid" not in kept
    assert "138****0000" not in kept


WRONG = [
    ("SUCCESS", "SUCCEEDED", 2, "column 交易状态"),
    ("`2026-03-02 23:59:59", "`2026-03-03 00:00:00", 4, "column 交易时间"),
    ("`CNY,`0.00,`0.00,`50300002", "`USD,`0.00,`0.00,`50300002", 4, "column 货币种类"),
    ("`20.00,`0.00,`\n", "`20.0,`0.00,`\n", 2, "column 订单金额"),
    ("`1.05,`0.00,`ORIGINAL", "`-1.05,`0.00,`ORIGINAL", 4, "column 退款金额"),
    ("`K01-B-P", "K01-B-P", 4, "column 商户订单号"),
    ("`门诊缴费,`,`-0.12000", "`门诊缴费,`,`,`-0.12000", 3, "27 cells, not 28"),
    ("`3,`20.00", "`2,`20.00", 6, "总交易单数 3"),
    ("`3,`20.00", "`3,`20.01", 6, "应结订单总金额 2000"),
    ("`20.00,`21.05\n", "`20.00,`21.06\n", 6, "申请退款总金额 2105"),
    ("交易时间,", "时间,", 1, "the header of a trade statement"),
    ("总交易单数,", "单数,", 5, "the header of the totals"),
    ("`3,`20.00", "`three,`20.00", 6, "seven totals"),
]


@pytest.mark.parametrize(("told", "instead", "line", "expected"), WRONG)
def test_what_does_not_fit_is_refused_with_line_and_column(
    told: str, instead: str, line: int, expected: str, joined: "DuckDBPyConnection", tmp_path: Path
) -> None:
    file = tmp_path / "wechat.csv"
    assert told in WECHAT
    file.write_text(WECHAT.replace(told, instead, 1), encoding="utf-8")
    with pytest.raises(StatementWrong) as wrong:
        lines(joined, "wechat", file, tmp_path)
    assert (wrong.value.file, wrong.value.line) == ("wechat.csv", line)
    assert expected in wrong.value.expected


def test_another_encoding_is_named(joined: "DuckDBPyConnection", tmp_path: Path) -> None:
    file = tmp_path / "wechat.csv"
    file.write_bytes(WECHAT.encode().replace("门诊缴费".encode(), "门诊缴费".encode("gbk"), 1))
    with pytest.raises(StatementWrong, match=r"line 2: UTF-8"):
        lines(joined, "wechat", file, tmp_path)


def test_a_giant_cell_is_refused(joined: "DuckDBPyConnection", tmp_path: Path) -> None:
    file = tmp_path / "wechat.csv"
    file.write_text(WECHAT.replace("门诊缴费", "费" * LONGEST_LINE, 1), encoding="utf-8")
    with pytest.raises(StatementWrong, match="a line of at most"):
        lines(joined, "wechat", file, tmp_path)


@pytest.mark.parametrize("channel", ["alipay", "unionpay"])
def test_a_zip_that_grows_beyond_all_bounds_is_refused(
    channel: str, joined: "DuckDBPyConnection", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"kiosk.gateway.reconciliation.statements.{channel}.LARGEST_FILE", 1 << 20)
    file = tmp_path / "bomb.zip"
    names = {"alipay": ("1_业务明细.csv", "1_业务明细(汇总).csv"), "unionpay": ("INN26030288ZM_1",)}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names[channel]:
            archive.writestr(name, b"#" * (3 << 20))
    assert file.stat().st_size < 1 << 14
    with pytest.raises(StatementWrong, match="at most 1048576 bytes"):
        lines(joined, channel, file, tmp_path)
    assert all(left.stat().st_size <= 1 << 20 for left in tmp_path.iterdir() if left.is_file())


def altered(file: Path, told: str, instead: str) -> None:
    """The same zip, with something else in its texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(out, "w") as after:
        for member in before.infolist():
            text = before.read(member).decode("gbk")
            after.writestr(member.filename, text.replace(told, instead, 1).encode("gbk"))
    file.write_bytes(out.getvalue())


ALTERED = [
    ("alipay", "退款\t", "退货\t", "column 业务类型"),
    ("alipay", "交易\t,", "退款\t,", "a payment above nothing"),
    ("alipay", "#交易合计：4笔", "#交易合计：5笔", "交易合计 笔 4"),
    ("alipay", "商家实收退款共-1.99", "商家实收退款共-1.98", "退款合计 商家实收 199"),
    ("alipay", "合计\t,\t,4,3,", "合计\t,\t,4,2,", "退款订单总笔数 3"),
    ("alipay", "支付宝交易号,", "交易号,", "the header of the rows"),
    ("unionpay", " 01 ", " 99 ", "column 交易类型"),
    ("unionpay", "000000123456", "00000012345X", "column 交易金额"),
]


@pytest.mark.parametrize(("channel", "told", "instead", "expected"), ALTERED)
def test_the_zips_are_read_as_strictly(
    channel: str,
    told: str,
    instead: str,
    expected: str,
    joined: "DuckDBPyConnection",
    wallet_day: Callable[[str], Path],
    tmp_path: Path,
) -> None:
    file = wallet_day(channel)
    altered(file, told, instead)
    with pytest.raises(StatementWrong) as wrong:
        lines(joined, channel, file, tmp_path)
    assert expected in wrong.value.expected


@pytest.mark.parametrize("channel", CHANNELS)
def test_whatever_comes_only_the_declared_error_comes_out(
    channel: str, joined: "DuckDBPyConnection", wallet_day: Callable[[str], Path], tmp_path: Path
) -> None:
    """Bytes turned, cut out and put in: the statement is read as it was, or refused; never anything else."""
    source = wallet_day(channel)
    good = first_text(source)
    true = lines(joined, channel, source, tmp_path)
    file = tmp_path / "any"

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
    @given(
        place=st.integers(0, len(good)),
        length=st.integers(0, 40),
        put=st.one_of(st.binary(max_size=40), st.sampled_from([b"`", b",", b"\n", b'"', b"\x00", b"0", b"9"])),
    )
    def turned(place: int, length: int, put: bytes) -> None:
        joined.execute("DELETE FROM line")
        file.write_bytes(with_first_text(source, good[:place] + put + good[place + length :]))
        with contextlib.suppress(StatementWrong):
            found = lines(joined, channel, file, tmp_path)
            # What nobody reads may be another: money may not. UnionPay's file says no sums of itself.
            if channel != "unionpay":
                assert sorted(map(amount, found)) == sorted(map(amount, true))

    turned()


def amount(line: tuple[object, ...]) -> tuple[str, int]:
    return str(line[0]), int(str(line[3]))


def first_text(file: Path) -> bytes:
    """The text itself, or the first one in the zip."""
    if file.suffix != ".zip":
        return file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        return archive.read(archive.namelist()[0])


def with_first_text(file: Path, text: bytes) -> bytes:
    if file.suffix != ".zip":
        return text
    out = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(out, "w") as after:
        for place, name in enumerate(before.namelist()):
            after.writestr(name, before.read(name) if place else text)
    return out.getvalue()


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
@given(channel=st.sampled_from(CHANNELS), content=st.binary(max_size=400))
def test_anything_but_a_statement_is_refused(
    channel: str, content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    file = folder / "any"
    file.write_bytes(content)
    with pytest.raises(StatementWrong), engine.opened(folder) as opened:
        lines(opened, channel, file, folder)


def test_a_statement_is_there_from_ten_on_the_day_after(tmp_path: Path) -> None:
    clock = VirtualClock()  # nine in the morning in China
    channel = open_channel("simulated_wechat", tmp_path / "wechat.db", clock)
    assert isinstance(channel, SimulatedChannel)
    assert isinstance(channel, KeepsStatements)
    channel.charge("K01-1-P", Money(100), channel.wallet.new_code())
    clock.advance(25 * 3600 - 1)
    with pytest.raises(NotReady) as not_yet:
        fetch({"wechat": channel}, DAY, tmp_path)
    assert not_yet.value.ready_at == clock.now().timestamp() + 1
    clock.advance(1)
    files, missing = fetch({"wechat": channel}, DAY, tmp_path)
    assert files["wechat"] is not None
    assert files["wechat"].name == "1900000109All2026-03-02.csv"
    assert missing == {}
    channel.wallet.faults.set("error_500", "statement")
    with pytest.raises(ChannelUnreachable):
        channel.statement(DAY, tmp_path)
    assert fetch({"wechat": channel}, DAY, tmp_path) == ({}, {"wechat": "the channel does not answer"})


def test_a_day_without_a_payment_has_no_statement(tmp_path: Path) -> None:
    clock = VirtualClock()
    channel = open_channel("simulated_alipay", tmp_path / "alipay.db", clock)
    clock.advance(48 * 3600)
    assert fetch({"alipay": channel}, DAY, tmp_path) == ({"alipay": None}, {})


def test_unionpays_day_ends_at_eleven_in_the_evening(joined: "DuckDBPyConnection", tmp_path: Path) -> None:
    clock = VirtualClock()
    channel = open_channel("simulated_unionpay", tmp_path / "unionpay.db", clock)
    assert isinstance(channel, SimulatedChannel)
    clock.advance(14 * 3600 - 1)
    channel.charge("K01-1-P", Money(100), channel.wallet.new_code())
    clock.advance(1)
    channel.charge("K01-2-P", Money(200), channel.wallet.new_code())
    clock.advance(48 * 3600)
    told = channel.statement(DAY, tmp_path)
    assert told.file is not None
    assert lines(joined, "unionpay", told.file, tmp_path) == [("paid", "K01-1-P", "", 100, 100)]
