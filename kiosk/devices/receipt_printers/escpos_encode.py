"""Turns a slip into the bytes that an ESC/POS receipt printer understands. Pure, but for the font of rare names.

Command names and parameters after Epson's ESC/POS command reference; Chinese as GB 18030 in the multi-byte mode (FS &).
"""

from kiosk.devices import Slip
from kiosk.devices.receipt_printers.escpos_codes import AIR, CENTRE, ESC, GS, LEFT, LF, bars, qr
from kiosk.devices.receipt_printers.escpos_picture import picture
from kiosk.devices.receipt_printers.layout import Code, Row, lay_out

FS = b"\x1c"
START = ESC + b"@"  # forgets what the last slip set
CHINESE_ON, CHINESE_OFF = FS + b"&", FS + b"."
CUT = GS + b"VB\x00"  # feeds to the knife, leaves the slip hanging by a point
TELL_WHEN_DONE = GS + b"r\x01"  # answered in its turn: when all before it has been printed
NARROW = 12  # dots of a narrow character of font A; a Chinese one has 24


def encode(slip: Slip, dots: int, logo: bytes = b"", only_bars: bool = False) -> bytes:
    """The slip for paper of `dots` dots (576 for 80 mm, 384 for 58 mm), the cut, and the question whether it is out.

    `logo`: commands that print it, above all else. `only_bars`: every code as bars, where bars can hold it. Raises
    `ValueError` for a QR text of more than 666 bytes.
    """
    rows = (
        _row(row, dots) if isinstance(row, Row) else _code(row, dots, only_bars)
        for row in lay_out(slip, dots // NARROW)
    )
    return b"".join((START, logo, *rows, CUT, TELL_WHEN_DONE))


def _code(code: Code, dots: int, only_bars: bool) -> bytes:
    drawn = bars(code.text, dots) if code.bars or only_bars else None
    return qr(code.text) if drawn is None else drawn


def _row(row: Row, dots: int) -> bytes:
    try:
        text = row.text.encode("gbk")  # what a Chinese printer's font holds
    except UnicodeEncodeError:
        return _drawn(row, dots)
    if not row.text.isascii():
        text = CHINESE_ON + text + CHINESE_OFF
    on, off = _style(row)
    return on + text + LF + off


def _style(row: Row) -> tuple[bytes, bytes]:
    """The commands before and after a row that is not plain."""
    on, off = b"", b""
    if row.align == "centre":
        on, off = on + CENTRE, off + LEFT
    if row.large:
        on, off = on + GS + b"!\x11", off + GS + b"!\x00" + AIR
    if row.bold:
        on, off = on + ESC + b"E\x01", off + ESC + b"E\x00"
    return on, off


def _drawn(row: Row, dots: int) -> bytes:
    from kiosk.devices.receipt_printers.escpos_raster import draw  # imported for rare names only: Pillow takes 90 ms

    packed, _ = draw(row, dots)
    return picture(packed, dots)
