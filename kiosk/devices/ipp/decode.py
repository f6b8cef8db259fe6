"""What a printer answered, out of its bytes (RFC 8010): strict, and within limits."""

import struct

from kiosk.devices.ipp.words import LONGEST, About, Answer, Group, Range, Resolution, Tag, Value

MOST_BYTES = 1_048_576  # of an answer; a talkative printer that is asked for everything says about 60 kB
MOST_VALUES = 20_000  # of an answer, those inside collections too
DEEPEST = 8  # collections in collections; the standards use three
FIRST_OUT_OF_BAND, LAST_OUT_OF_BAND = 0x10, 0x1F  # "unknown", "no value", ...: tags that are values (3.5.2)
FIRST_TEXT, LAST_TEXT = 0x40, 0x5F
IN_WORDS = (Tag.TEXT, Tag.NAME)  # for people, in UTF-8; all other texts are ASCII
SIZES = {Tag.INTEGER: 4, Tag.BOOLEAN: 1, Tag.ENUM: 4, Tag.DATE_TIME: 11, Tag.RESOLUTION: 9, Tag.RANGE: 8}


class NotIpp(ValueError):
    """These bytes are no message of this protocol, or one beyond our limits."""


def decode(said: bytes) -> Answer:
    """What a printer answered. Raises `NotIpp`, and nothing else."""
    if len(said) > MOST_BYTES:
        raise NotIpp("too long")
    reader = _Reader(said)
    reader.take(2)  # the version: the printer's own affair
    status, request_id = struct.unpack(">Hi", reader.take(6))
    groups = []
    about = reader.byte()
    while about != About.END:
        if not 0 < about < FIRST_OUT_OF_BAND:
            raise NotIpp(f"no group begins with {about:#04x}")
        attributes, next_about = _group(reader)
        groups.append(Group(about, attributes))
        about = next_about
    return Answer(status, request_id, tuple(groups), reader.rest())


class _Reader:
    """Where we are in the bytes, and how many more values may come."""

    def __init__(self, said: bytes) -> None:
        self._said = said
        self._at = 0
        self._values = 0

    def take(self, count: int) -> bytes:
        taken = self._said[self._at : self._at + count]
        if len(taken) < count:
            raise NotIpp("it ends too early")
        self._at += count
        return taken

    def byte(self) -> int:
        return self.take(1)[0]

    def counted(self) -> bytes:
        """A length of two bytes and what it says."""
        length = int.from_bytes(self.take(2), "big")
        if length > LONGEST:
            raise NotIpp("a negative length")
        return self.take(length)

    def field(self) -> tuple[str, bytes]:
        """A name, empty for one more value of the same, and a value's bytes."""
        self._values += 1
        if self._values > MOST_VALUES:
            raise NotIpp("too many values")
        return _ascii(self.counted()), self.counted()

    def rest(self) -> bytes:
        return self._said[self._at :]


def _group(reader: _Reader) -> tuple[dict[str, tuple[Value, ...]], int]:
    """The attributes up to the next delimiter, and that delimiter."""
    found: dict[str, tuple[Value, ...]] = {}
    values: list[Value] = []
    name = ""
    while (tag := reader.byte()) >= FIRST_OUT_OF_BAND:
        said, raw = reader.field()
        if said:
            found.setdefault(name, tuple(values))
            name, values = said, []
        elif not name:
            raise NotIpp("a value without a name")
        values.append(_value(reader, tag, raw, 0))
    found.setdefault(name, tuple(values))
    found.pop("", None)
    return found, tag


def _collection(reader: _Reader, depth: int) -> dict[str, tuple[Value, ...]]:
    """The members up to the end of the collection (3.1.6)."""
    if depth > DEEPEST:
        raise NotIpp("collections too deep")
    found: dict[str, list[Value]] = {}
    values: list[Value] | None = None
    while (tag := reader.byte()) != Tag.COLLECTION_END:
        name, raw = reader.field()
        if name or tag < FIRST_OUT_OF_BAND:
            raise NotIpp("a collection without an end")
        if tag == Tag.MEMBER:
            values = found.setdefault(_ascii(raw), [])
        elif values is None:
            raise NotIpp("a member without a name")
        else:
            values.append(_value(reader, tag, raw, depth))
    if any(reader.field()):
        raise NotIpp("a collection's end says more")
    return {name: tuple(members) for name, members in found.items()}


def _value(reader: _Reader, tag: int, raw: bytes, depth: int) -> Value:
    if tag <= LAST_OUT_OF_BAND:
        return None
    if tag == Tag.COLLECTION:
        return _collection(reader, depth + 1)
    if tag in (Tag.COLLECTION_END, Tag.MEMBER) or tag >= 0x80:
        raise NotIpp(f"{tag:#04x} is no value")
    if tag in SIZES and len(raw) != SIZES[Tag(tag)]:
        raise NotIpp(f"a value of kind {tag:#04x} with {len(raw)} bytes")
    if tag in (Tag.TEXT_WITH_LANGUAGE, Tag.NAME_WITH_LANGUAGE):
        return _after_language(raw)
    if FIRST_TEXT <= tag <= LAST_TEXT:
        return raw.decode("utf-8", "replace") if tag in IN_WORDS else _ascii(raw)
    return _fixed(tag, raw)


def _fixed(tag: int, raw: bytes) -> Value:
    if tag in (Tag.INTEGER, Tag.ENUM):
        return int.from_bytes(raw, "big", signed=True)
    if tag == Tag.BOOLEAN:
        if raw not in (b"\x00", b"\x01"):
            raise NotIpp("neither true nor false")
        return raw == b"\x01"
    if tag == Tag.RANGE:
        return Range(*struct.unpack(">ii", raw))
    if tag == Tag.RESOLUTION:
        return Resolution(*struct.unpack(">iib", raw))
    return raw


def _after_language(raw: bytes) -> str:
    """A language and a text, each with its length (3.9); only the text is kept."""
    inner = _Reader(raw)
    inner.counted()
    text = inner.counted()
    if inner.rest():
        raise NotIpp("something follows a text")
    return text.decode("utf-8", "replace")


def _ascii(raw: bytes) -> str:
    try:
        return raw.decode("ascii")
    except UnicodeDecodeError as error:
        raise NotIpp("a keyword outside ASCII") from error
