"""Turns a slip into the bytes that an ESC/POS receipt printer understands. Pure, but for the font of rare names.

Command names and parameters after Epson's ESC/POS command reference; Chinese as GB 18030 in the multi-byte mode (FS &).
"""

from kiosk.devices import Slip
from kiosk.devices.receipt_printers.layout import Row, lay_out

ESC, FS, GS, LF = b"\x1b", b"\x1c", b"\x1d", b"\n"
START = ESC + b"@"  # forgets what the last slip set
CHINESE_ON, CHINESE_OFF = FS + b"&", FS + b"."
CUT = GS + b"VB\x00"  # feeds to the knife, leaves the slip hanging by a point
TELL_WHEN_DONE = GS + b"r\x01"  # answered in its turn: when all before it has been printed
AIR = ESC + b"J\x0c"  # a little paper around what is large
NARROW = 12  # dots of a narrow character of font A; a Chinese one has 24
QR_DOTS = 240  # about 30 mm: large enough for a telephone, small enough for 58 mm paper
QR_BYTES_M = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666)


def encode(slip: Slip, dots: int) -> bytes:
    """The slip for paper of `dots` dots (576 for 80 mm, 384 for 58 mm), the cut, and the question whether it is out.

    Raises `ValueError` for a QR text of more than 666 bytes.
    """
    rows = (_row(row, dots) if isinstance(row, Row) else _qr(row.text) for row in lay_out(slip, dots // NARROW))
    return b"".join((START, *rows, CUT, TELL_WHEN_DONE))


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
        on, off = on + ESC + b"a\x01", off + ESC + b"a\x00"
    if row.large:
        on, off = on + GS + b"!\x11", off + GS + b"!\x00" + AIR
    if row.bold:
        on, off = on + ESC + b"E\x01", off + ESC + b"E\x00"
    return on, off


def _drawn(row: Row, dots: int) -> bytes:
    from kiosk.devices.receipt_printers.escpos_raster import draw  # imported for rare names only: Pillow takes 90 ms

    packed, height = draw(row, dots)
    # A printer that looks for real-time commands even inside pictures must not find one: a dot more nobody sees.
    packed = (
        packed.replace(b"\x10\x04", b"\x10\x0c").replace(b"\x10\x05", b"\x10\x0d").replace(b"\x10\x14", b"\x10\x1c")
    )
    return GS + b"v0\x00" + (dots // 8).to_bytes(2, "little") + height.to_bytes(2, "little") + packed


def _qr(text: str) -> bytes:
    content = text.encode()
    store = _symbol(b"\x50\x30" + content)
    choose = _symbol(b"\x41\x32\x00") + _symbol(b"\x43" + bytes((_module(len(content)),))) + _symbol(b"\x45\x31")
    return AIR + ESC + b"a\x01" + choose + store + _symbol(b"\x51\x30") + LF + ESC + b"a\x00"


def _symbol(function: bytes) -> bytes:
    """GS ( k for QR codes (cn = 49)."""
    return GS + b"(k" + (len(function) + 1).to_bytes(2, "little") + b"\x31" + function


def _module(length: int) -> int:
    """Dots a module, so that the whole code has about the size we want."""
    versions = [version for version, room in enumerate(QR_BYTES_M, 1) if length <= room]
    if not versions:
        raise ValueError(f"a QR code of {length} bytes is too long for a slip")
    return max(3, min(8, QR_DOTS // (17 + 4 * versions[0])))
