"""Blanks what a slip says, for a tape that others may see: commands and lengths stay. Pure."""

import re

# What a printer answers holds nothing about a patient; see `escpos_answers` for the bits.
STATUS = bytes(byte for byte in range(256) if byte & 0x93 == 0x12)
HEAD = bytes(byte for byte in range(256) if byte & 0x93 == 0x10)
TAIL = bytes(byte for byte in range(256) if byte & 0x90 == 0)
ANSWERS = re.compile(
    rb"(?:[%b]|[\x00-\x0f\x11\x13]|[%b][%b]{3}|_[\x20-\x7e]{0,80}\x00)*" % tuple(map(re.escape, (STATUS, HEAD, TAIL)))
)
SHORT = re.compile(  # a command and its parameters, without what is printed
    rb"\x1b@|\x1b[EJadt].|\x1c[&.]|\x1d[!BHIfhrw].|\x1dV[AB].|\x1dV.|\x10[\x04\x05].|\x10\x14\x08.{7}|[\x00-\x1f]",
    re.DOTALL,
)
PICTURE, SYMBOL, BARS = b"\x1dv0", b"\x1d(k", b"\x1dkI"
STORE = 80  # function of GS ( k that holds what a QR code says
BLANK = b"x"


def mask(said: bytes) -> bytes:
    """One turn of a conversation, as long as it was. Text becomes `x`, a picture white."""
    if ANSWERS.fullmatch(said):
        return said
    out = bytearray()
    while len(out) < len(said):
        out += _next(said[len(out) :])
    return bytes(out)


def _next(rest: bytes) -> bytes:
    """The command, or the byte of text, that the rest begins with; blank."""
    if rest.startswith(PICTURE):
        size = int.from_bytes(rest[4:6], "little") * int.from_bytes(rest[6:8], "little")
        return rest[:8] + bytes(len(rest[8 : 8 + size]))
    if rest.startswith(SYMBOL):
        whole = rest[: 5 + int.from_bytes(rest[3:5], "little")]
        keep = 8 if whole[6:7] == bytes((STORE,)) else len(whole)
        return whole[:keep] + BLANK * len(whole[keep:])
    if rest.startswith(BARS):
        whole = rest[: 4 + rest[3]] if len(rest) > 3 else rest
        return whole[:6] + BLANK * len(whole[6:])
    command = SHORT.match(rest)
    return command[0] if command else BLANK
