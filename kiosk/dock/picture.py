"""Draws a slip as it lies in the patient's hand: the paper, its dots, and the torn edges."""

import io

import segno
from barcode.charsets.code128 import CODES, STOP  # type: ignore[import-untyped]  # python-barcode has no stubs
from PIL import Image, ImageDraw, ImageFilter

from kiosk.devices.receipt_printers.escpos_raster import GETA, fonts, has_glyph, open_face
from kiosk.dock.paper import Align, Bars, Cut, Feed, Item, QrCode, Question, Raster, Span, Style, TextLine

CELL = 12  # dots of a narrow character of font A; a Chinese one has 24 x 24
MARGIN = 32  # dots of paper left and right of what can be printed on
TOP, BOTTOM = 40, 96
PAPER, INK, TABLE = (252, 251, 247), (38, 38, 44), (214, 219, 225)
TEETH = 12


def draw_paper(items: list[Item], dots: int = 576) -> bytes:
    """A PNG of the slip, one pixel a dot, paper of `dots` printable dots on a table.

    The printer's own Chinese font is taken to be Noto Sans: what it looks like depends on the printer.
    """
    paper = _print(items, dots)
    table = Image.new("RGB", (paper.width + 96, paper.height + 96), TABLE)
    shadow = Image.new("L", table.size, 0)
    outline = _outline(paper.size)
    shadow.paste(110, (48, 56), outline)
    table.paste((96, 104, 114), (0, 0), shadow.filter(ImageFilter.GaussianBlur(10)))
    table.paste(paper, (48, 44), outline)
    png = io.BytesIO()
    table.save(png, "PNG", optimize=True)
    return png.getvalue()


def _print(items: list[Item], dots: int) -> Image.Image:
    strips = [strip for strip in (_strip(item, dots) for item in items) if strip is not None]
    paper = Image.new("RGB", (dots + 2 * MARGIN, TOP + sum(strip.height for strip in strips) + BOTTOM), PAPER)
    top = TOP
    for strip in strips:
        paper.paste(INK, (MARGIN, top), strip)
        top += strip.height
    return paper


def _strip(item: Item, dots: int) -> Image.Image | None:
    """One item as a mask as wide as the paper; `None` for what leaves no trace."""
    match item:
        case TextLine():
            return _text(item, dots)
        case Raster():
            picture = Image.frombytes("1", (item.width, item.height), item.dots).convert("L")
            return _place(picture, item.align, dots)
        case QrCode():
            return _place(_qr(item), item.align, dots)
        case Bars():
            return _place(_bars(item, dots), item.align, dots)
        case Feed(height) if height:
            return Image.new("L", (dots, height))
        case Cut(feed=height) if height:
            return Image.new("L", (dots, height))
        case Feed() | Cut() | Question():
            return None


def _text(line: TextLine, dots: int) -> Image.Image:
    """Characters in the printer's grid; what does not fit goes on with the next row, as in the machine."""
    rows: list[list[tuple[str, Span]]] = [[]]
    used = 0
    for span in line.spans:
        for char in span.text:
            wide = _columns(char) * CELL * span.style.wide
            if used + wide > dots:
                rows.append([])
                used = 0
            rows[-1].append((char, span))
            used += wide
    strips = [_row(row, line, dots) for row in rows]
    whole = Image.new("L", (dots, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole


def _row(row: list[tuple[str, Span]], line: TextLine, dots: int) -> Image.Image:
    tall = max((24 * span.style.high for _, span in row), default=0)
    strip = Image.new("L", (dots, max(tall, line.spacing)))
    free = dots - sum(_columns(char) * CELL * span.style.wide for char, span in row)
    left = {"left": 0, "centre": free // 2, "right": free}[line.align]
    for char, span in row:
        glyph = _glyph(char, span)
        strip.paste(glyph, (left, tall - glyph.height))
        left += glyph.width
    return strip


def _glyph(char: str, span: Span) -> Image.Image:
    """One character in its cell, stretched as the style says."""
    style = span.style
    room = _columns(char) * CELL * style.wide
    cell = Image.new("L", (room, 24 * style.high))
    pen = ImageDraw.Draw(cell)
    size = (22 if char.isascii() else 24) * min(style.wide, style.high)  # Latin letters reach below the line
    face = next((f for f in (open_face(*which, size) for which in fonts(style.bold)) if has_glyph(f, char)), None)
    if face is None:
        return _glyph(GETA, span) if char != GETA else cell
    pen.text((room / 2, (18 if char.isascii() else 20) * style.high), char, fill=255, font=face, anchor="ms")
    if style.underlined:
        pen.line((0, cell.height - 1, room, cell.height - 1), fill=255)
    return cell.point(lambda grey: 255 - grey) if style.reverse else cell


def _columns(char: str) -> int:
    """A Chinese printer sets what is not ASCII from its two-byte font, as wide as it is high."""
    return 1 if char.isascii() else 2


def _qr(code: QrCode) -> Image.Image:
    made = segno.make_qr(code.text or " ", error=code.correction.lower(), boost_error=False)
    modules = [bytes(255 if dark else 0 for dark in row) for row in made.matrix]
    small = Image.frombytes("L", (len(modules[0]), len(modules)), b"".join(modules))
    return small.resize((small.width * code.module, small.height * code.module), Image.Resampling.NEAREST)


def _bars(item: Bars, dots: int) -> Image.Image:
    """The bars and the text below; nothing but their room when they are too wide, as in the machine."""
    pattern = "".join(CODES[sign] for sign in item.signs[:-1]) + STOP + "11"
    row = Image.frombytes("L", (len(pattern), 1), bytes(255 if module == "1" else 0 for module in pattern))
    drawn = row.resize((row.width * item.module, item.height), Image.Resampling.NEAREST)
    if drawn.width > dots:
        return Image.new("L", (dots, item.height))
    words = _row([(char, Span(item.text, Style())) for char in item.text], TextLine((), "centre", 30), drawn.width)
    whole = Image.new("L", (drawn.width, item.height + (words.height if item.worded else 0)))
    whole.paste(drawn, (0, 0))
    whole.paste(words, (0, item.height))
    return whole


def _place(picture: Image.Image, align: Align, dots: int) -> Image.Image:
    strip = Image.new("L", (dots, picture.height))
    free = dots - picture.width
    strip.paste(picture, ({"left": 0, "centre": free // 2, "right": free}[align], 0))
    return strip


def _outline(size: tuple[int, int]) -> Image.Image:
    """The paper's shape: the knife leaves teeth above and below."""
    wide, high = size
    upper = [(x, (x // TEETH % 2) * TEETH // 2) for x in range(0, wide, TEETH)]
    upper.append((wide, 0))
    lower = [(x, high - 1 - y) for x, y in reversed(upper)]
    shape = Image.new("L", size)
    ImageDraw.Draw(shape).polygon([*upper, *lower], fill=255)
    return shape
