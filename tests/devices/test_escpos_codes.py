"""Bars on a slip, sign by sign as the standard has them, and what becomes of those that do not fit."""

import io

import pytest
from barcode import Code128  # type: ignore[import-untyped]  # python-barcode: an encoder that is not ours
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.devices import Barcode, Qr, Slip
from kiosk.devices.receipt_printers.escpos_codes import bars
from kiosk.devices.receipt_printers.escpos_encode import encode
from kiosk.dock.paper import Bars, QrCode, read_paper
from kiosk.dock.paper_commands import NotUnderstood
from kiosk.dock.picture import draw_paper

LOOK = "1b4a0c 1b6101 1d6850 1d7703 1d4802 1d6600 1d6b49"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("ABC-1", "07 7b42 4142432d31"),
        ("1234", "04 7b43 0c22"),
        ("A123456B", "0b 7b42 41 7b43 0c2238 7b42 42"),
        ("AB12345", "09 7b42 414231 7b43 172d"),
        ("A12B", "06 7b42 41313242"),
        ("{x", "05 7b42 7b7b78"),
        ("5104", "04 7b43 3304"),
        ("1604", "06 7b42 31363034"),  # as two signs it would be 10 04: a question to the printer
    ],
)
def test_bars_become_these_bytes(text: str, content: str) -> None:
    assert bars(text, 576) == bytes.fromhex(LOOK + content + "1b6100")


@pytest.mark.parametrize(("text", "dots"), [("", 576), ("中", 576), ("a\x10b", 576), ("A" * 30, 576), ("A" * 13, 384)])
def test_what_bars_cannot_hold_they_are_not_asked_to(text: str, dots: int) -> None:
    assert bars(text, dots) is None


@pytest.mark.parametrize(
    ("line", "dots", "only_bars", "kind"),
    [
        (Barcode("T01-ABCDEFGH"), 384, False, Bars),
        (Barcode("T01-20260302-ABCDEFGH"), 384, False, QrCode),  # too wide for narrow paper
        (Barcode("T01-20260302-ABCDEFGH"), 576, False, Bars),
        (Barcode("张三"), 576, False, QrCode),
        (Qr("T01-ABCDEFGH"), 576, False, QrCode),
        (Qr("T01-ABCDEFGH"), 576, True, Bars),  # where windows read nothing else
        (Qr("https://hospital.example/a-long-address"), 576, True, QrCode),
    ],
)
def test_a_code_is_never_left_out(line: Barcode | Qr, dots: int, only_bars: bool, kind: type[Bars | QrCode]) -> None:
    (code,) = (i for i in read_paper(encode(Slip((line,)), dots, only_bars=only_bars)) if isinstance(i, Bars | QrCode))
    assert isinstance(code, kind)
    assert code.text == line.text


@pytest.mark.parametrize("text", ["T01-ABCDEFGH", "12345678", "AB-123456"])
def test_the_paper_shows_the_bars_that_another_encoder_draws(text: str) -> None:
    (code,) = (item for item in read_paper(encode(Slip((Barcode(text),)), 576)) if isinstance(item, Bars))
    drawn = Image.open(io.BytesIO(draw_paper([code]))).convert("L")
    row = drawn.crop((80, 120, 80 + 576, 121)).point(lambda grey: 255 if grey < 128 else 0)
    left, _, right, _ = row.getbbox() or (0, 0, 0, 0)
    modules = "".join("1" if row.getpixel((x, 0)) else "0" for x in range(left + 1, right, code.module))
    assert modules == Code128(text).build()[0]
    assert min(left, 576 - right) >= 10 * code.module  # a scanner needs white on both sides


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=24))
def test_a_scanner_reads_what_stood_on_the_slip(text: str) -> None:
    drawn = bars(text, 1200)
    if drawn is None:
        return
    (code,) = (item for item in read_paper(drawn) if isinstance(item, Bars))
    assert code.text == text
    assert (11 * (len(code.signs) - 1) + 13 + 20) * code.module <= 1200


@pytest.mark.parametrize("content", ["02 7b42", "01 41", "03 7b43 64", "03 7b42 1f", "01 7b"])
def test_bars_that_no_printer_prints_are_not_read(content: str) -> None:
    with pytest.raises(NotUnderstood):
        read_paper(bytes.fromhex("1d6b49" + content))
