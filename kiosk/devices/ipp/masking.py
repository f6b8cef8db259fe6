"""What was said to a network printer and what it answered, as it may stand on a tape: no document, no name of a job, of
a person or of a place."""

import re

from kiosk.devices.ipp.decode import IN_WORDS, SIZES, NotIpp
from kiosk.devices.ipp.words import About, Tag

ABOUT_NOBODY = frozenset({About.OPERATION, About.PRINTER})  # groups whose keywords are the protocol's
JOB_WORDS = frozenset({b"job-state-reasons", b"media", b"sides"})  # in all others only these
PRINTER_TEXTS = frozenset({b"printer-make-and-model", b"printer-firmware-string-version"})
NUMBERS = frozenset({Tag.INTEGER, Tag.BOOLEAN, Tag.ENUM, Tag.RESOLUTION, Tag.RANGE})
KEYWORDS = frozenset({Tag.KEYWORD, Tag.URI_SCHEME, Tag.CHARSET, Tag.LANGUAGE, Tag.MIME_TYPE})
WITH_LANGUAGE = frozenset({Tag.TEXT_WITH_LANGUAGE, Tag.NAME_WITH_LANGUAGE})
OCTETS = frozenset({Tag.OCTETS, Tag.DATE_TIME})
WORD = re.compile(rb"[A-Za-z0-9._/+;=-]{1,255}")
HEAD = 8  # version, operation or status, number of the question


def mask(said: bytes) -> bytes:
    """The same message: what tells of somebody is `x`, or zeros where it is no text; what follows the attributes is
    left out. What is no message of this protocol becomes zeros."""
    try:
        return _masked(said)
    except NotIpp:
        return bytes(len(said))


def _masked(said: bytes) -> bytes:
    masked, about, name, at = bytearray(said), 0, b"", HEAD
    while (tag := _taken(said, at, 1)[0]) != About.END:
        at += 1
        if tag < 0x10:
            about = tag
            continue
        spoken, at = _counted(said, at)
        value, end = _counted(said, at)
        if spoken and not WORD.fullmatch(spoken):
            raise NotIpp("a name that is no word")
        name = spoken or name
        masked[end - len(value) : end] = _value(about, name, tag, value)
        at = end
    return bytes(masked[: at + 1])


def _value(about: int, name: bytes, tag: int, value: bytes) -> bytes:
    if tag in NUMBERS and len(value) == SIZES[Tag(tag)]:
        return value
    if tag == Tag.MEMBER or tag in KEYWORDS:
        known = tag == Tag.MEMBER or about in ABOUT_NOBODY or name in JOB_WORDS
        return value if known and WORD.fullmatch(value) else b"x" * len(value)
    if tag in IN_WORDS and about == About.PRINTER and name in PRINTER_TEXTS:
        return value
    if tag in WITH_LANGUAGE:
        return _after_language(value)
    return bytes(len(value)) if tag in OCTETS else b"x" * len(value)


def _after_language(value: bytes) -> bytes:
    """Both lengths stay (RFC 8010, 3.9)."""
    language, at = _counted(value, 0)
    text, end = _counted(value, at)
    if end != len(value):
        raise NotIpp("something follows a text")
    return value[:2] + b"x" * len(language) + value[at : at + 2] + b"x" * len(text)


def _counted(said: bytes, at: int) -> tuple[bytes, int]:
    """A length of two bytes and what it says, and where that ends."""
    end = at + 2 + int.from_bytes(_taken(said, at, 2), "big")
    return _taken(said, at + 2, end - at - 2), end


def _taken(said: bytes, at: int, count: int) -> bytes:
    if at + count > len(said):
        raise NotIpp("it ends too early")
    return said[at : at + count]
