"""What is said to a printer, as bytes (RFC 8010)."""

import struct

from kiosk.devices.ipp.words import LONGEST, About, Attribute, Range, Resolution, Tag

VERSION = b"\x02\x00"  # IPP/2.0, which every printer of the last fifteen years speaks


def encode(
    operation: int,
    request_id: int,
    asked: tuple[Attribute, ...],
    job: tuple[Attribute, ...] = (),
    data: bytes = b"",
) -> bytes:
    """A request: `asked` are the attributes of the operation after charset and language, `job` those of the job, `data`
    the document. `request_id`: 1 to 2**31 - 1. Raises `ValueError` for a name or value that is too long."""
    head = VERSION + struct.pack(">Hi", operation, request_id)
    said = (
        Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),
        Attribute("attributes-natural-language", Tag.LANGUAGE, ("en",)),
        *asked,
    )
    groups = bytes([About.OPERATION]) + b"".join(map(_attribute, said))
    if job:
        groups += bytes([About.JOB]) + b"".join(map(_attribute, job))
    return head + groups + bytes([About.END]) + data


def _attribute(attribute: Attribute) -> bytes:
    """Its first value carries the name, the others none (3.1.5)."""
    names = (attribute.name, *[""] * (len(attribute.values) - 1))
    return b"".join(
        _collected(name, value) if isinstance(value, tuple) else _field(attribute.tag, name, _raw(value))
        for name, value in zip(names, attribute.values, strict=True)
    )


def _collected(name: str, members: tuple[Attribute, ...]) -> bytes:
    said = [_field(Tag.COLLECTION, name, b"")]
    for member in members:
        said.append(_field(Tag.MEMBER, "", member.name.encode("ascii")))
        said.append(_attribute(Attribute("", member.tag, member.values)))
    return b"".join(said) + _field(Tag.COLLECTION_END, "", b"")


def _field(tag: int, name: str, raw: bytes) -> bytes:
    if max(len(name), len(raw)) > LONGEST:
        raise ValueError(f"{name} is too long")
    return struct.pack(">BH", tag, len(name)) + name.encode("ascii") + struct.pack(">H", len(raw)) + raw


def _raw(value: int | bool | str | bytes | Range | Resolution) -> bytes:
    match value:
        case bool():
            return struct.pack(">B", value)
        case int():
            return struct.pack(">i", value)
        case Range():
            return struct.pack(">ii", value.low, value.high)
        case Resolution():
            return struct.pack(">iib", value.across, value.along, value.unit)
        case str():
            return value.encode("utf-8")
    return value
