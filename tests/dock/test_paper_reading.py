"""The reader of paper: bytes written by hand from the command reference, an encoder that is not ours, and nonsense."""

import pytest
from escpos.printer import Dummy  # type: ignore[import-untyped]  # python-escpos has no stubs
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.dock.paper import Cut, Feed, Item, QrCode, Question, Raster, Span, Style, TextLine, read_paper
from kiosk.dock.paper_commands import COMMANDS, NotUnderstood, Reader

PLAIN = Style()


def line(text: str, style: Style = PLAIN, align: str = "left", spacing: int = 30) -> TextLine:
    return TextLine((Span(text, style),) if text else (), align, spacing)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "items"),
    [
        ("48690a", [line("Hi")]),
        ("0a", [line("")]),
        ("480d0a", [line("H")]),
        ("1c26 d6d0ceb4 0a", [line("中未")]),
        ("1c26 8139ef31 0a", [line("㐂")]),  # GB 18030 has signs of four bytes
        ("d6d0 0a", [line("╓╨")]),  # without FS & the bytes are letters of code page 437
        ("1c26 d6d0 1c2e d6 0a", [TextLine((Span("中", PLAIN), Span("╓", PLAIN)), "left", 30)]),
        ("1b7410 80 0a", [line("€")]),
        ("1b4501 41 1b4500 42 0a", [TextLine((Span("A", Style(bold=True)), Span("B", PLAIN)), "left", 30)]),
        ("1d2111 41 0a", [line("A", Style(wide=2, high=2))]),
        ("1d2130 41 0a", [line("A", Style(wide=4))]),
        ("1b2138 41 0a", [line("A", Style(bold=True, wide=2, high=2))]),
        ("1c2188 41 0a", [line("A", Style(underlined=True, high=2))]),
        ("1b2d02 41 0a", [line("A", Style(underlined=True))]),
        ("1b2d30 41 0a", [line("A")]),
        ("1d4201 41 0a", [line("A", Style(reverse=True))]),
        ("1b6101 41 0a", [line("A", align="centre")]),
        ("1b6132 41 0a", [line("A", align="right")]),
        ("1b3340 41 0a", [line("A", spacing=64)]),
        ("41 1b6402", [line("A"), Feed(60)]),
        ("1b4a18", [Feed(24)]),
        ("1b4501 1b40 41 0a", [line("A")]),
        ("1d5600", [Cut(partial=False, feed=0)]),
        ("1d564205", [Cut(partial=True, feed=5)]),
        ("1d763000 0100 0200 80 01", [Raster(8, 2, b"\x80\x01", "left")]),
        (
            "1d286b0300 314305 1d286b0300 314532 1d286b0500 315030 4142 1d286b0300 315130",
            [QrCode("AB", 5, "Q", "left")],
        ),
        ("100404", [Question("DLE EOT", 4)]),
        ("1d7201", [Question("GS r", 1)]),
        ("10140801031401060208", [Question("DLE DC4", 8)]),
        ("1d763000 0300 0100 100401 0a", [Raster(24, 1, b"\x10\x04\x01", "left"), line("")]),  # dots, no question
    ],
)
def test_what_the_reference_says(data: str, items: list[Item]) -> None:
    assert read_paper(bytes.fromhex(data)) == items


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        ("41 0a 1b01", 2),
        ("41 1b6101 0a", 1),  # the alignment can be changed at the beginning of a line only
        ("41 0a 07", 2),
        ("1b6109 0a", 0),
        ("1c26 d60a", 2),  # half a Chinese sign
        ("1b74c8", 0),
        ("1d763000 0000 0000", 0),
        ("1d286b0300 311402", 0),
        ("1d286b0200 3141", 0),
        ("41", 1),  # a line that was never printed
        ("1d76300001", 5),
        ("1b", 1),
        ("1d5699", 0),
        ("1d763000 ffffffff", 0),
        ("1b4d01", 0),
    ],
)
def test_what_is_not_understood_is_said_with_its_place(data: str, offset: int) -> None:
    with pytest.raises(NotUnderstood) as raised:
        read_paper(bytes.fromhex(data))
    assert raised.value.offset == offset


def test_slips_of_an_encoder_that_is_not_ours() -> None:
    other = Dummy()
    other.set(align="center", bold=True, double_height=True, double_width=True)
    other.text("RECEIPT\n")
    other.set_with_default()
    other.text("Paid 25.00\n")
    other.qr("T01-ABC", native=True, size=6)
    other.image(Image.new("1", (16, 2), 0), impl="bitImageRaster")
    other.cut()
    items = [item for item in read_paper(other.output) if not isinstance(item, TextLine) or item.text]
    title, text = (item for item in items if isinstance(item, TextLine))
    assert (title.text, title.align) == ("RECEIPT", "centre")
    assert {(s.style.bold, s.style.wide, s.style.high) for s in title.spans} == {(True, 2, 2)}
    assert text == line("Paid 25.00")
    assert [(item.text, item.module) for item in items if isinstance(item, QrCode)] == [("T01-ABC", 6)]
    assert [item.dots for item in items if isinstance(item, Raster)] == [b"\xff" * 4]
    assert isinstance(items[-1], Cut)


@settings(max_examples=3000, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(sorted(COMMANDS)), st.binary(max_size=12)), max_size=12))
def test_nonsense_is_not_understood_but_never_worse(parts: list[bytes]) -> None:
    data = b"".join(parts)
    try:
        items = read_paper(data)
    except NotUnderstood as error:
        assert 0 <= error.offset <= len(data)  # noqa: PT017  # either outcome is right
    else:
        assert isinstance(items, list)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from(["1b40", "1b6101", "41", "1c26d6d01c2e", "0a", "1d763000010001008f", "100401"])), st.data()
)
def test_it_does_not_matter_how_the_bytes_are_split(parts: list[str], data: st.DataObject) -> None:
    whole = bytes.fromhex("".join(parts))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    reader = Reader()
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    commands = [command for piece in pieces for command in reader.feed(piece)]
    assert b"".join(command.raw for command in commands) == whole
    names = [command.name for command in Reader().feed(whole)]
    assert [name for name in names if name != "text"] == [c.name for c in commands if c.name != "text"]
