"""Draws a row of text as dots, for names whose characters the printer's own font does not hold."""

from functools import lru_cache
from pathlib import Path

from escpos.image import EscposImage  # type: ignore[import-untyped]  # python-escpos has no stubs
from PIL import Image, ImageDraw, ImageFont

from kiosk import ASSETS
from kiosk.devices.receipt_printers.layout import Row, width

SIZE = 24  # dots of a Chinese character, as in the printer's own font
WHITE, DARK = 255, 145  # grey levels: paper, and what is printed
HEIGHT = 30  # dots of a row, as the printer feeds
INSTALLED = Path("/usr/share/fonts/opentype/noto")  # Debian's fonts-noto-cjk: holds all of 通用规范汉字表
MONO_SC = 7  # in its collection: Noto Sans Mono CJK SC, whose Latin letters are half as wide
NOT_A_CHARACTER = "\U0010ffff"
GETA = "〓"  # what Chinese and Japanese printers set for a character nobody has

Font = ImageFont.FreeTypeFont


def draw(row: Row, dots: int) -> tuple[bytes, int]:
    """The row as packed dots (a bit a dot, 1 is black, rows of `dots / 8` bytes) and its height in dots."""
    scale = 2 if row.large else 1
    picture = Image.new("L", (dots, HEIGHT * scale), WHITE)
    pen = ImageDraw.Draw(picture)
    cell = SIZE // 2 * scale
    left = (dots - width(row.text) * cell) // 2 if row.align == "centre" else 0
    for char in row.text:
        room = width(char) * cell
        _set(pen, char, left, room, scale, row.bold)
        left += room
    ink = picture.point(lambda grey: 0 if grey < DARK else WHITE)  # two tones only: else it is dithered
    raster: bytes = EscposImage(ink).to_raster_format()
    return raster, picture.height


def fonts(bold: bool) -> list[tuple[Path, int]]:
    """Files and their faces to look for a character in, best first."""
    weight = "Bold" if bold else "Regular"
    bundled = sorted(path for path in (ASSETS / "fonts").iterdir() if path.suffix in (".otf", ".ttf"))
    bundled.sort(key=lambda path: weight not in path.name)
    installed = INSTALLED / f"NotoSansCJK-{weight}.ttc"
    return [*([(installed, MONO_SC)] if installed.exists() else []), *((path, 0) for path in bundled)]


def _set(pen: ImageDraw.ImageDraw, char: str, left: int, room: int, scale: int, bold: bool) -> None:
    """Set a character into its cell, smaller where the face is wider than a printer's."""
    char, font = _glyph(char, SIZE * scale, bold)
    wide = font.getlength(char)
    if wide > room:
        font = font.font_variant(size=round(SIZE * scale * room / wide))
    pen.text((left + room / 2, round(SIZE * 0.9 * scale)), char, fill=0, font=font, anchor="ms")


@lru_cache(512)
def _glyph(char: str, size: int, bold: bool) -> tuple[str, Font]:
    """The character with the first face that has it; a stand-in where none has."""
    faces = [open_face(path, face, size) for path, face in fonts(bold)]
    for wanted in (char, GETA):
        for font in faces:
            if has_glyph(font, wanted):
                return wanted, font
    return "=", faces[0]


@lru_cache(64)
def open_face(path: Path, face: int, size: int) -> Font:
    """The face of that size in pixels."""
    return ImageFont.truetype(str(path), size, index=face)


def has_glyph(font: Font, char: str) -> bool:
    """Whether the face can draw it: it draws the same empty box for all that it lacks."""
    return char == " " or bytes(font.getmask(char)) != bytes(font.getmask(NOT_A_CHARACTER))
