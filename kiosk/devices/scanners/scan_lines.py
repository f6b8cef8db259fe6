"""Cuts what a scanner sends into scans. Pure: knows no wire and no clock.

A scan is one line that ends with CR or LF, as scanners send it by themselves (and keyboards end it with Return).
"""

MOST = 2048  # characters of one scan: more than any QR code of a slip or a phone holds that is for us
ENDS = b"\r\n"
BLANKED = b"*"


class ScanLines:
    """Whole lines out of bytes that come in pieces."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._too_long = False

    def feed(self, came: bytes) -> list[str]:
        """The scans that are whole now; empty lines and unreadable ones are none. Never raises."""
        scans = []
        for byte in came:
            if byte in ENDS:
                scans += self._end()
            elif len(self._line) < MOST:
                self._line.append(byte)
            else:
                self._too_long = True
        return scans

    def drop(self) -> None:
        """The scanner fell silent in the middle: half a code must not join the next one."""
        self._line.clear()
        self._too_long = False

    def _end(self) -> list[str]:
        scan = None if self._too_long else text(bytes(self._line))
        self.drop()
        return [scan] if scan else []


def text(scanned: bytes) -> str | None:
    """The scan as text, blanks at its ends taken off; `None` when it is empty or no text. Phones show UTF-8, old
    systems of hospitals print GB 18030."""
    for encoding in ("utf-8", "gb18030"):
        try:
            found = scanned.decode(encoding).strip()
        except UnicodeDecodeError:
            continue
        return found if found and belongs(found) else None
    return None


def belongs(text: str) -> bool:
    """Whether all of it may stand in a code: the separator of GS1 codes is no letter, but belongs to them."""
    return all(char.isprintable() or char == "\x1d" for char in text)


def blank(said: bytes) -> bytes:
    """For a tape: every code may be a person's or worth money, so only its length and its ends stay."""
    return bytes(byte if byte in ENDS else BLANKED[0] for byte in said)
