"""Sorts what a receipt printer says: answers to our questions, messages of its own accord, and noise. Pure.

Told apart by their fixed bits, as printers' manuals list them ("identification of send status"): DLE EOT 0xx1xx10,
GS r 0xx0xxxx, automatic status 0xx1xx00 and three of 0xx0xxxx, XON and XOFF 00010001 and 00010011. A block begins with
its header and ends with NUL (GS I: `_`, text of at most 80 bytes).
"""

from collections.abc import Iterator
from dataclasses import dataclass

TOLD = 0x5F  # GS I, n = 65 to 69, 112
HEADERS = frozenset({TOLD, 0x3D, 0x37, 0x3B})  # other blocks: identity A, a command's data, power
LONGEST = 83  # bytes of a block: header, identifier, 80 of text, NUL
ASB = 4  # bytes of an automatic status
XON, XOFF = 0x11, 0x13


@dataclass(frozen=True)
class Status:
    """Answers DLE EOT."""

    byte: int


@dataclass(frozen=True)
class Done:
    """Answers GS r: all before it has been printed."""

    byte: int


@dataclass(frozen=True)
class Told:
    """Answers GS I with n = 65 and more."""

    text: str


Said = Status | Done | Told


class Answers:
    """What comes on the line, put together from pieces of any size. Noise and messages nobody asked for are dropped."""

    def __init__(self) -> None:
        self._begun = b""  # of a message longer than a byte; at most `LONGEST`

    def feed(self, data: bytes) -> Iterator[Said]:
        """What is whole with these bytes. Raises nothing, whatever comes."""
        for byte in data:
            if self._begun and self._goes_on(byte):
                continue
            if self._begun:
                block, self._begun = self._begun, b""
                if byte == 0 and block[0] in HEADERS:
                    if block[0] == TOLD:
                        yield Told(block[1:].decode("ascii"))
                    continue
            if (said := self._alone(byte)) is not None:
                yield said

    def _goes_on(self, byte: int) -> bool:
        """Whether this byte belongs to the message that has begun, and is not its last."""
        if self._begun[0] in HEADERS:
            fits = 0x20 <= byte < 0x7F and len(self._begun) < LONGEST - 1
            self._begun += bytes((byte,)) if fits else b""
            return fits
        if byte in (XON, XOFF):
            return True  # flow control goes between anything
        if byte & 0x90:
            return False  # it was noise that looked like one
        self._begun += bytes((byte,))
        if len(self._begun) == ASB:
            self._begun = b""
        return True

    def _alone(self, byte: int) -> Said | None:
        if byte & 0x93 == 0x12:
            return Status(byte)
        if byte & 0x90 == 0:
            return Done(byte)
        if byte in HEADERS or byte & 0x93 == 0x10:
            self._begun = bytes((byte,))
        return None
