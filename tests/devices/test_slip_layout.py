"""How a slip is laid out: amounts at the right edge, breaks where one may break, and not a character lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices import Line, Pair, Qr, Rule, Slip, Title
from kiosk.devices.receipt_printers.layout import Code, Row, lay_out, width, wrap

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf")))


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [
        ("北京示范医院", 12, ["北京示范医院"]),
        ("北京示范医院", 8, ["北京示范", "医院"]),
        ("北京示范医院", 7, ["北京示", "范医院"]),
        ("Please keep this slip", 12, ["Please keep", "this slip"]),
        ("Pneumonoultramicroscopic", 10, ["Pneumonoul", "tramicrosc", "opic"]),
        ("您的款项未确认，请保留", 14, ["您的款项未确", "认，请保留"]),  # a comma never begins a row
        ("B超 20260302", 9, ["B超", "20260302"]),
        ("如有疑问请到3号窗口", 18, ["如有疑问请到3号", "窗口"]),  # no character stands alone
        ("头孢 0.25g×12片", 14, ["头孢", "0.25g×12片"]),
        ("去医院（东院）", 8, ["去医院", "（东院）"]),
        ("", 10, [""]),
    ],
)
def test_where_rows_break(text: str, columns: int, rows: list[str]) -> None:
    assert wrap(text, columns) == rows


def test_pairs_end_at_the_right_edge() -> None:
    slip = Slip(
        (
            Pair("挂号费", "¥25.00"),
            Pair("阿莫西林克拉维酸钾分散片", "¥1,234.50"),
            Pair("号", "P-2026-ABCDEFGHIJKL"),
            Pair("参考号", "P-2026-ABCDEFGHIJKL"),
        )
    )
    rows = [row.text for row in lay_out(slip, 24) if isinstance(row, Row)]
    assert rows == [
        "挂号费           ￥25.00",
        "阿莫西林克拉",
        "维酸钾分散片  ￥1,234.50",
        "号   P-2026-ABCDEFGHIJKL",
        "参考号",
        "     P-2026-ABCDEFGHIJKL",
    ]
    assert {width(row) for row in rows if "￥" in row or "P-" in row} == {24}


def test_titles_are_large_and_codes_stand_alone() -> None:
    rows = lay_out(Slip((Title("示范医院门诊部"), Line("凭条", centred=True), Rule(), Qr("P-1"))), 24)
    assert rows == [
        Row("示范医院门", bold=True, large=True, align="centre"),
        Row("诊部", bold=True, large=True, align="centre"),
        Row("凭条", align="centre"),
        Row("-" * 24),
        Code("P-1"),
    ]


def test_nothing_in_a_name_commands_the_printer() -> None:
    rows = lay_out(Slip((Line("张\x1b@\x1dV\x00三\n四"), Pair("\x10\x04\x01a", "b\x1d"))), 40)
    text = "".join(row.text for row in rows if isinstance(row, Row))
    assert text.isprintable()


@settings(max_examples=1500, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from([16, 32, 48]))
def test_no_character_is_lost_and_no_row_too_long(left: str, right: str, columns: int) -> None:
    slip = Slip((Title(left), Line(left), Pair(left, right)))
    rows = [row for row in lay_out(slip, columns) if isinstance(row, Row)]
    assert all(width(row.text) * (2 if row.large else 1) <= columns for row in rows)
    printed = "".join("".join(row.text.split()) for row in rows)
    wanted = left * 3 + right
    assert printed == wanted.replace("¥", "￥")
