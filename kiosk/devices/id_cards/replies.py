"""What we ask an identity card module, and what its answers mean (GA 450 and the makers' published tables)."""

from dataclasses import dataclass
from struct import unpack

from kiosk.devices.id_cards.frames import encode

STATUS = encode(b"\x11\xff")
NUMBER = encode(b"\x12\xff")
FIND = encode(b"\x20\x01")
SELECT = encode(b"\x20\x02")
READ = encode(b"\x30\x01")
LATER_ADDRESS = encode(b"\x30\x03")

OK, FOUND, NO_CARD = 0x90, 0x9F, 0x80
NOTHING_STORED = 0x91  # a card without that part
SELF_TEST_FAILED, NOT_AUTHORISED = 0x60, 0x66
SELECT_FAILED, READ_FAILED, NO_RANDOM = 0x81, 0x41, 0x47
NOT_GENUINE = frozenset({0x31, 0x32, 0x40})  # card and module do not believe each other; another kind of card
CONTENT_FALSE = 0x33

PULLED, UNKNOWN, SILENT, NO_MODULE = "E-CRD-01", "E-CRD-02", "E-CRD-03", "E-CRD-04"
EXPIRED, DAMAGED = "E-CRD-06", "E-CRD-07"
TEXT_BYTES, PHOTO_BYTES = 256, 1024
NUMBER_BYTES = 16


class UnreadableIdCard(Exception):
    """The card cannot be read, or what was read is not what the standard says; `code` is what people are told."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


class BadReply(Exception):
    """A frame that is no answer of a module."""


@dataclass(frozen=True)
class Reply:
    """`state` is the module's own word (SW3), e.g. `FOUND`."""

    state: int
    data: bytes

    def __repr__(self) -> str:
        return f"Reply({self.state:02X}, {len(self.data)} bytes)"


@dataclass(frozen=True)
class Content:
    """What a card holds: `text` in UTF-16LE (256 bytes), `photo` as the module gives it (1024 bytes, WLT)."""

    text: bytes
    photo: bytes

    def __repr__(self) -> str:
        return "Content(masked)"


def decode(body: bytes) -> Reply:
    """The answer in a frame's body. Raises `BadReply`."""
    if len(body) < 3:
        raise BadReply(f"an answer of {len(body)} bytes")
    return Reply(body[2], body[3:])


def content(data: bytes) -> Content:
    """What is behind the two lengths of the answer to `READ`. Raises `BadReply`."""
    if len(data) < 4:
        raise BadReply("no lengths")
    text, photo = unpack(">HH", data[:4])
    if (text, photo) != (TEXT_BYTES, PHOTO_BYTES) or len(data) != 4 + text + photo:
        raise BadReply(f"lengths {text} and {photo} in {len(data)} bytes")
    return Content(data[4 : 4 + text], data[4 + text :])


def module_number(data: bytes) -> str:
    """As the makers print it, e.g. `05.03-20120629-0000202551-1234567890`. Raises `BadReply`."""
    if len(data) != NUMBER_BYTES:
        raise BadReply(f"a module number of {len(data)} bytes")
    kind, maker, made, serial, check = unpack("<HHIII", data)
    return f"{kind:02d}.{maker:02d}-{made:08d}-{serial:010d}-{check:010d}"


def why_unread(state: int) -> str:
    """The code of a card that was found but could not be read."""
    if state in NOT_GENUINE:
        return UNKNOWN
    return DAMAGED if state == CONTENT_FALSE else PULLED
