"""Fields within fields, as payment cards nest them (BER-TLV, ISO/IEC 8825-1 and EMV Book 3 annex B). Pure."""

from collections.abc import Iterator

from kiosk.devices.cards.apdu import UnreadableCard

MOST_DEPTH = 6
CONSTRUCTED, MORE_TAG, LONG = 0x20, 0x1F, 0x80


def elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and value of every field at any depth, the outer one before those within. Filling (00, FF) between is passed.

    Raises `UnreadableCard` for a field longer than what holds it, a tag of more than two bytes, too much depth.
    """
    return ((tag, data[begin:end]) for tag, begin, end, _ in places(data))


def places(data: bytes) -> Iterator[tuple[int, int, int, bool]]:
    """As `elements`: the tag, where its value begins and ends, and whether that holds fields itself."""
    return _places(data, 0, len(data), 0)


def _places(data: bytes, at: int, end: int, depth: int) -> Iterator[tuple[int, int, int, bool]]:
    if depth > MOST_DEPTH:
        raise UnreadableCard("fields too deep within each other")
    while at < end:
        if data[at] in (0x00, 0xFF):
            at += 1
            continue
        holds = bool(data[at] & CONSTRUCTED)
        tag, begin = _tag(data[:end], at)
        length, begin = _length(data[:end], begin)
        if begin + length > end:
            raise UnreadableCard("a field longer than what holds it")
        yield tag, begin, begin + length, holds
        if holds:
            yield from _places(data, begin, begin + length, depth + 1)
        at = begin + length


def first(data: bytes, tag: int) -> bytes | None:
    """The value of the first field with that tag, at any depth."""
    return next((value for found, value in elements(data) if found == tag), None)


def lengths(data: bytes) -> list[tuple[int, int]]:
    """A list of wanted fields (tag and length, no value), as 9F38 holds it."""
    wanted, at = [], 0
    while at < len(data):
        tag, at = _tag(data, at)
        length, at = _length(data, at)
        wanted.append((tag, length))
    return wanted


def _tag(data: bytes, at: int) -> tuple[int, int]:
    if data[at] & MORE_TAG != MORE_TAG:
        return data[at], at + 1
    if at + 1 >= len(data) or data[at + 1] & LONG:
        raise UnreadableCard("a tag of more than two bytes")
    return data[at] << 8 | data[at + 1], at + 2


def _length(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data):
        raise UnreadableCard("a field without a length")
    if not data[at] & LONG:
        return data[at], at + 1
    count = data[at] & ~LONG
    if not 1 <= count <= 2 or at + 1 + count > len(data):
        raise UnreadableCard("a length of another form")
    return int.from_bytes(data[at + 1 : at + 1 + count], "big"), at + 1 + count
