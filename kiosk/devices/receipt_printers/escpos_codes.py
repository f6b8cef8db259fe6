"""Codes on a slip that a window's scanner or a telephone reads: QR, and bars in Code 128. Pure.

Commands after Epson's ESC/POS command reference; Code 128 after ISO/IEC 15417.
"""

import re

ESC, GS, LF = b"\x1b", b"\x1d", b"\n"
AIR = ESC + b"J\x0c"  # a little paper around what is large
CENTRE, LEFT = ESC + b"a\x01", ESC + b"a\x00"
QR_DOTS = 240  # about 30 mm: large enough for a telephone, small enough for 58 mm paper
QR_BYTES_M = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666)
BARS_HIGH = 80  # dots, 10 mm: a hand-held scanner need not be aimed
SYMBOL, STOP, QUIET = 11, 13, 10  # modules of a sign, of the stop sign, and of the white left and right of the bars
FINEST, WIDEST = 2, 3  # dots a module: 0.25 mm is what a printer prints cleanly; more than 0.375 only takes room
LONGEST = 255  # bytes of one GS k
DIGITS = re.compile(rb"^\d{4,}|\d{6,}|\d{4,}$")  # where two digits a sign are shorter, the change of set included
REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")  # what a printer takes for a question, wherever it stands


def qr(text: str) -> bytes:
    """A QR code, centred. Raises `ValueError` for more than 666 bytes."""
    content = text.encode()
    store = _symbol(b"\x50\x30" + content)
    choose = _symbol(b"\x41\x32\x00") + _symbol(b"\x43" + bytes((_module(len(content)),))) + _symbol(b"\x45\x31")
    return AIR + CENTRE + choose + store + _symbol(b"\x51\x30") + LF + LEFT


def bars(text: str, dots: int) -> bytes | None:
    """Bars, centred, the text below them; `None` when paper of `dots` dots, or Code 128 itself, cannot hold it."""
    if not text or not text.isascii() or not text.isprintable():
        return None
    content, signs = _shortest(text.encode())
    module = min(WIDEST, dots // (SYMBOL * (signs + 2) + STOP + 2 * QUIET))  # and start and check sign
    if module < FINEST or len(content) > LONGEST:
        return None
    look = GS + b"h" + bytes((BARS_HIGH,)) + GS + b"w" + bytes((module,)) + GS + b"H\x02" + GS + b"f\x00"
    return AIR + CENTRE + look + GS + b"kI" + bytes((len(content),)) + content + LEFT


def _shortest(text: bytes) -> tuple[bytes, int]:
    """What GS k is told, and how many signs that makes, changes of the set included."""
    content, signs = _coded(text)
    if any(question in content for question in REAL_TIME):
        return b"{B" + _escaped(text), len(text)
    return content, signs


def _coded(text: bytes) -> tuple[bytes, int]:
    """Runs of digits two a sign (set C), all else one (set B)."""
    content, signs, at = b"", -1, 0  # the first choice of a set is the start sign itself
    for run in DIGITS.finditer(text):
        begin, end = run.start() + (run.end() - run.start()) % 2, run.end()
        if begin > at:
            content, signs = content + b"{B" + _escaped(text[at:begin]), signs + 1 + begin - at
        pairs = bytes(int(text[pair : pair + 2]) for pair in range(begin, end, 2))
        content, signs, at = content + b"{C" + pairs, signs + 1 + len(pairs), end
    if at < len(text):
        content, signs = content + b"{B" + _escaped(text[at:]), signs + 1 + len(text) - at
    return content, signs


def _escaped(text: bytes) -> bytes:
    return text.replace(b"{", b"{{")


def _symbol(function: bytes) -> bytes:
    """GS ( k for QR codes (cn = 49)."""
    return GS + b"(k" + (len(function) + 1).to_bytes(2, "little") + b"\x31" + function


def _module(length: int) -> int:
    """Dots a module, so that the whole code has about the size we want."""
    versions = [version for version, room in enumerate(QR_BYTES_M, 1) if length <= room]
    if not versions:
        raise ValueError(f"a QR code of {length} bytes is too long for a slip")
    return max(3, min(8, QR_DOTS // (17 + 4 * versions[0])))
