"""What is said to a card dispenser of the CRT-571 family and what it answers, as bytes. Pure: no line, no waiting.

A command is `F2 addr len(2) 43 CM PM data 03 bcc`: `len` (big-endian) counts from 43 to the end of the data, `bcc` is
the exclusive or of all before it. The machine says ACK (06) or NAK (15, send it again), does it, and answers
`50 CM PM st0 st1 st2 data` or `4E CM PM e1 e0 data` (45 in older texts) in the same frame; the host says ACK or NAK.

After the maker's "CRT-571 communication protocol" as it was published in programs of others, which agree with each
other: github.com/syntech-pro/crt571 (constants, error table), the card dispenser modules of lamassu-machine (chip card,
ACK and NAK), CRT591_Com.cs (version, counter; "if no card is present it will pull from the stack"), Coink's
Dispenser.cpp (whole frames, error table).
"""

import re
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import Literal

from kiosk.devices import Bin, Stock

STX, ETX, ACK, NAK, EOT = 0xF2, 0x03, 0x06, 0x15, 0x04
COMMAND, DONE, REFUSED = 0x43, 0x50, (0x4E, 0x45)
MOST = 512  # bytes of data in one frame
EXTRA = 6  # bytes of a frame around its text: start, address, two of length, end, checksum
SHORTEST = 5  # a text has at least this: head, CM, PM and a two-character error

Spot = Literal["nowhere", "gate", "reader"]
"""Where the card in the channel is: `gate`: held so that a person can pull it; `reader`: where chips are read."""

SPOTS: dict[int, Spot] = {0x30: "nowhere", 0x31: "gate", 0x32: "reader"}
STOCKS: dict[int, Stock] = {0x30: "empty", 0x31: "few", 0x32: "enough"}
BINS: dict[int, Bin] = {0x30: "ok", 0x31: "full"}
ERROR = re.compile(rb"[0-9A-F]{2}")


class BadFrame(Exception):
    """Not a frame of this machine's."""


@dataclass(frozen=True)
class Command:
    """`cm` and `pm` as the maker calls them: what to do, and how."""

    cm: int
    pm: int
    data: bytes = b""

    def __repr__(self) -> str:
        return f"Command({self.cm:02X} {self.pm:02X})"


INIT_INTO_BIN = Command(0x30, 0x35)  # a card inside goes into the bin, and is counted
STATUS = Command(0x31, 0x30)
TO_GATE = Command(0x32, 0x30)  # held there, so that it can be pulled back
TO_READER = Command(0x32, 0x31)  # an empty channel takes a card from the stack; so does every other move
INTO_BIN = Command(0x32, 0x33)
NO_ENTRY = Command(0x33, 0x31)  # nothing can be pushed in from outside
VERSION = Command(0xA4, 0x30)
BIN_COUNT = Command(0xA5, 0x30)
BIN_EMPTIED = Command(0xA5, 0x31, b"000")


@dataclass(frozen=True)
class Done:
    """The machine did it; where the card is and how stack and bin are afterwards."""

    cm: int
    pm: int
    card: Spot
    stock: Stock
    bin: Bin
    data: bytes = b""

    def __repr__(self) -> str:
        return f"Done({self.cm:02X} {self.pm:02X}, {self.card}, {self.stock}, {self.bin}, {len(self.data)} bytes)"


@dataclass(frozen=True)
class Refused:
    """The machine could not do it; `error`: two characters, see `crt571_words`."""

    cm: int
    pm: int
    error: str


@dataclass(frozen=True)
class Taken:
    """The command came in (ACK)."""


@dataclass(frozen=True)
class Garbled:
    """What was said did not come in whole: NAK or EOT from the machine, or a frame of its own that is damaged.

    `ours`: it was our command that was damaged on its way.
    """

    ours: bool


Heard = Done | Refused | Taken | Garbled


def encode(command: Command, address: int = 0) -> bytes:
    """The command as a frame for the machine with this address (0 to 15)."""
    if len(command.data) > MOST:
        raise ValueError(f"{len(command.data)} bytes are too many for one frame")
    text = bytes((COMMAND, command.cm, command.pm)) + command.data
    frame = bytes((STX, address)) + len(text).to_bytes(2, "big") + text + bytes((ETX,))
    return frame + bytes((checksum(frame),))


def checksum(data: bytes) -> int:
    return reduce(xor, data, 0)


def decode(frame: bytes, address: int = 0) -> Done | Refused:
    """The machine's answer in one whole frame. Raises `BadFrame`."""
    wrong = _wrong_start(frame, address)
    if wrong or len(frame) != _size(frame):
        raise BadFrame(wrong or "not as long as it says")
    if frame[-2] != ETX or checksum(frame) != 0:  # with its own checksum in it, a whole frame comes to nothing
        raise BadFrame("the checksum or the end is wrong")
    return _answer(frame[4:-2])


class Ear:
    """Picks the machine's answers out of the bytes that come; keeps at most one frame, whatever comes."""

    def __init__(self, address: int = 0) -> None:
        self._address = address
        self._kept = bytearray()

    def feed(self, data: bytes) -> list[Heard]:
        """What was heard, in order. Noise between the frames is passed over."""
        heard: list[Heard] = []
        for at in range(0, len(data), MOST):
            self._kept.extend(data[at : at + MOST])
            heard.extend(self._sort_out())
        return heard

    def hush(self) -> list[Heard]:
        """The line fell silent: what looked like the beginning of a frame was none. What was heard after it."""
        heard: list[Heard] = []
        while self._kept:
            del self._kept[0]
            heard.extend(self._sort_out())
        return heard

    def _sort_out(self) -> list[Heard]:
        heard: list[Heard] = []
        while self._kept:
            first = self._kept[0]
            if first == STX and not _wrong_start(self._kept, self._address):
                if len(self._kept) < 4 or len(self._kept) < _size(self._kept):
                    break  # the rest is on its way
                heard.append(self._whole())
                continue
            del self._kept[0]
            if first == ACK:
                heard.append(Taken())
            elif first in (NAK, EOT):
                heard.append(Garbled(ours=True))
        return heard

    def _whole(self) -> Heard:
        size = _size(self._kept)
        try:
            answer = decode(bytes(self._kept[:size]), self._address)
        except BadFrame:
            del self._kept[0]  # the next frame may begin within this one
            return Garbled(ours=False)
        del self._kept[:size]
        return answer


def _wrong_start(frame: bytes | bytearray, address: int) -> str:
    """What is wrong with the first bytes that have come; empty when nothing is."""
    if frame[:1] not in (b"", bytes((STX,))):
        return "no start"
    if frame[1:2] not in (b"", bytes((address,))):
        return "for another address"
    if len(frame) >= 4 and not SHORTEST <= _size(frame) - EXTRA <= MOST + 6:
        return "no frame is so long"
    if len(frame) >= 5 and frame[4] not in (DONE, *REFUSED):
        return "not an answer"
    return ""


def _size(frame: bytes | bytearray) -> int:
    return int.from_bytes(frame[2:4], "big") + EXTRA


def _answer(text: bytes) -> Done | Refused:
    head, cm, pm = text[:3]
    if head != DONE:
        if not ERROR.fullmatch(text[3:5]):
            raise BadFrame("not an error")
        return Refused(cm, pm, text[3:5].decode("ascii"))
    if len(text) < 6 or text[3] not in SPOTS or text[4] not in STOCKS or text[5] not in BINS:
        raise BadFrame("not a status")
    return Done(cm, pm, SPOTS[text[3]], STOCKS[text[4]], BINS[text[5]], text[6:])
