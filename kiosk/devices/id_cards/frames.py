"""How an identity card module and we speak: in frames with a length and a checksum, found in whatever comes.

GA 450: `AA AA AA 96 69`, length (2 bytes, big-endian: of all that follows), body, checksum (xor of length and body).
"""

from dataclasses import dataclass
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("AAAAAA9669")
HEAD = len(PREAMBLE) + 2
SHORTEST, LONGEST = 3, 4096  # the longest known answer, with fingerprints, says 2314


@dataclass(frozen=True)
class Frame:
    """One frame; `intact`: whether its checksum is right."""

    body: bytes
    intact: bool

    def __repr__(self) -> str:
        return f"Frame({len(self.body)} bytes, {'intact' if self.intact else 'spoiled'})"


def encode(body: bytes) -> bytes:
    """The frame around this body (2 to 4095 bytes)."""
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes((checksum(counted),))


def checksum(counted: bytes) -> int:
    """Over length and body; over these and the checksum it is 0."""
    return reduce(xor, counted, 0)


class Frames:
    """Takes bytes as they come, noise and half frames among them; keeps at most one frame that has not ended."""

    def __init__(self) -> None:
        self._came = bytearray()

    def feed(self, got: bytes) -> list[Frame]:
        """The frames that are whole now. Noise between them is dropped. Raises nothing."""
        found = []
        for start in range(0, len(got), LONGEST):
            self._came += got[start : start + LONGEST]
            found += self._whole()
        return found

    def give_up(self) -> list[Frame]:
        """Nothing more comes: what looked like the head of a frame was noise. The frames that it had hidden."""
        found = []
        while self._came:
            del self._came[:1]
            found += self._whole()
        return found

    def _whole(self) -> list[Frame]:
        found = []
        while self._at_head():
            length = int.from_bytes(self._came[len(PREAMBLE) : HEAD], "big")
            counted = bytes(self._came[len(PREAMBLE) : HEAD + length])
            if not SHORTEST <= length <= LONGEST:
                del self._came[:1]
            elif len(counted) < 2 + length:
                break
            else:
                intact = checksum(counted) == 0
                found.append(Frame(counted[2:-1], intact))
                # The length may be what was spoiled: then the next frame begins inside of this one.
                del self._came[: HEAD + length if intact else 1]
        return found

    def _at_head(self) -> bool:
        """Drop what cannot begin a frame; whether preamble and length are there."""
        at = self._came.find(PREAMBLE)
        if at < 0:
            at = max(0, len(self._came) - len(PREAMBLE) + 1)
        del self._came[:at]
        return len(self._came) >= HEAD and self._came.startswith(PREAMBLE)
