"""What an ESC/POS printer answers when it is asked how it is (DLE EOT n, real-time), and when it is done (GS r). Pure.

Bits after Epson's ESC/POS command reference.
"""

from kiosk.devices import Health, Paper

PRINTER, CAUSE, ERROR, PAPER = 1, 2, 3, 4  # n of DLE EOT n
# Whatever waits in the printer is thrown away, so that it never comes out in front of the next patient (DLE DC4, fn 8).
FORGET = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"

OFFLINE = 0x08
COVER_OPEN, PAPER_STOPPED_IT, ERROR_STOPPED_IT = 0x04, 0x20, 0x40
KNIFE = 0x08
NEAR_END, END = 0x0C, 0x60


def ask(n: int) -> bytes:
    """The real-time question for status `n`."""
    return bytes((0x10, 0x04, n))


def is_status(byte: int) -> bool:
    """Whether a byte answers DLE EOT: bits 1 and 4 are set, bits 0 and 7 are not."""
    return byte & 0x93 == 0x12


def is_done(byte: int) -> bool:
    """Whether a byte answers GS r 1: bits 4 and 7 are not set."""
    return byte & 0x90 == 0


def decode(printer: int, cause: int, paper: int, error: int = 0) -> Health:
    """How the printer is, from its answers to 1, 2 and 4, and to 3 where it speaks of an error."""
    knife = bool(error & KNIFE)
    feels = _paper(knife, cause, paper)
    cover_open = bool(cause & COVER_OPEN)
    if cause & ERROR_STOPPED_IT:
        return Health("online" if knife else "hardware_error", feels, cover_open, "E-PRN-05")
    if cover_open:
        return Health("online", feels, cover_open, "E-PRN-04")
    if feels == "out":
        return Health("online", feels, cover_open, "E-PRN-02")
    if printer & OFFLINE:
        return Health("offline", feels, cover_open, "E-PRN-01")
    return Health("online", feels, cover_open)


def _paper(knife: bool, cause: int, paper: int) -> Paper:
    if knife:
        return "jammed"
    if paper & END or cause & PAPER_STOPPED_IT:
        return "out"
    return "low" if paper & NEAR_END else "full"
