"""How an ESC/POS printer is asked how it is (DLE EOT, at once) and who it is (GS I, in turn), and what it means. Pure.

Bits after Epson's ESC/POS command reference.
"""

from kiosk.devices import Health, Paper

PRINTER, CAUSE, ERROR, PAPER = 1, 2, 3, 4  # n of DLE EOT n
# Whatever waits in the printer is thrown away, so that it never comes out in front of the next patient (DLE DC4, fn 8).
FORGET = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"

FIRMWARE, MAKER, MODEL = 65, 66, 67  # n of GS I n

OFFLINE, BUTTON = 0x08, 0x40  # to 1; BUTTON: somebody holds the feed button
COVER_OPEN, FEEDING, PAPER_STOPPED_IT, ERROR_STOPPED_IT = 0x04, 0x08, 0x20, 0x40  # to 2
KNIFE, BROKEN, PASSES = 0x08, 0x20, 0x40  # to 3; PASSES: the head is too hot, and cools by itself
NEEDS_A_HAND = KNIFE | 0x04  # with what some models call recoverable: a lost paper mark
NEAR_END, END = 0x0C, 0x60  # to 4


def ask(n: int) -> bytes:
    """The real-time question for status `n`."""
    return bytes((0x10, 0x04, n))


def who(n: int) -> bytes:
    """The question for fact `n`; answered in its turn, and not at all by a printer that is offline or does not know."""
    return bytes((0x1D, 0x49, n))


def decode(printer: int, cause: int, paper: int, error: int = 0) -> Health:
    """How the printer is, from its answers to 1, 2 and 4, and to 3 where it speaks of an error."""
    knife = bool(error & KNIFE)
    feels = _paper(knife, cause, paper)
    cover_open = bool(cause & COVER_OPEN)
    hot = error & (NEEDS_A_HAND | BROKEN | PASSES) == PASSES  # some printers call an open cover so, too
    if cause & ERROR_STOPPED_IT and not hot:
        return Health("online" if knife else "hardware_error", feels, cover_open, "E-PRN-05")
    if cover_open:
        return Health("online", feels, cover_open, "E-PRN-04")
    if feels == "out":
        return Health("online", feels, cover_open, "E-PRN-02")
    if hot or printer & BUTTON or cause & FEEDING:
        return Health("busy", feels, cover_open, "E-PRN-01")
    if printer & OFFLINE:
        return Health("offline", feels, cover_open, "E-PRN-01")
    return Health("online", feels, cover_open)


def _paper(knife: bool, cause: int, paper: int) -> Paper:
    if knife:
        return "jammed"
    if paper & END or cause & PAPER_STOPPED_IT:
        return "out"
    return "low" if paper & NEAR_END else "full"
