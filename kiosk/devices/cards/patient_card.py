"""Reads a hospital's own patient card: which file and where in it the number lies is told by the configuration."""

from dataclasses import dataclass

from kiosk.devices.cards.apdu import OK, Exchange, UnreadableCard, ask, fields, number, select, select_application

CARRIER = "patient_card"


@dataclass(frozen=True)
class Layout:
    """Where the number lies.

    `application`: name in hex, empty for none. `file`: two bytes in hex, e.g. `0015`. `record`: its number, 0 for a
    file without records. `tag`: the field within it, 0 for none; then `offset` and `length` (0: to the end) in bytes.
    """

    application: str = ""
    file: str = ""
    record: int = 0
    tag: int = 0
    offset: int = 0
    length: int = 0

    def __post_init__(self) -> None:
        if _bytes_in(self.application) > 16 or _bytes_in(self.file) not in (0, 2):
            raise ValueError("patient card: application has up to 16 bytes in hex, file has 2, like 0015")
        if not (
            0 <= self.record <= 254 and 0 <= self.tag <= 254 and 0 <= self.offset <= 255 and 0 <= self.length <= 255
        ):
            raise ValueError("patient card: record and tag are 0 to 254, offset and length 0 to 255")


def _bytes_in(text: str) -> int:
    """Of hex; more than any file or application has where it is none."""
    try:
        return len(bytes.fromhex(text))
    except ValueError:
        return 17


def read(exchange: Exchange, layout: Layout) -> str | None:
    """The card's number; `None` when the card has no such application or file, or no layout was configured.

    Raises `UnreadableCard` when the file does not hold a number there.
    """
    if not layout.file or not _select(exchange, layout):
        return None
    content, status = ask(exchange, _command(layout.record))
    if status != OK:
        raise UnreadableCard(f"read answered {status:04X}")
    return number(_cut(_field(content, layout.tag), layout))


def _select(exchange: Exchange, layout: Layout) -> bool:
    if layout.application and not select(exchange, select_application(bytes.fromhex(layout.application))):
        return False
    return select(exchange, bytes.fromhex("00A4000002" + layout.file))


def _command(record: int) -> bytes:
    """READ RECORD by its place, or READ BINARY from the start."""
    return bytes((0x00, 0xB2, record, 0x04, 0x00)) if record else bytes.fromhex("00B0000000")


def _field(content: bytes, tag: int) -> bytes:
    if not tag:
        return content
    found = dict(fields(content)).get(tag)
    if found is None:
        raise UnreadableCard(f"no field {tag:02X}")
    return found


def _cut(value: bytes, layout: Layout) -> bytes:
    return value[layout.offset : layout.offset + layout.length] if layout.length else value[layout.offset :]
