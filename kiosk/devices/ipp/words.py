"""The words of the protocol: what kinds of values there are, what groups them, what may be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

LONGEST = 32_767  # bytes of one name or value (RFC 8010, 3.2)


class Tag(IntEnum):
    """What kind a value is (RFC 8010, 3.5.2)."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    COLLECTION = 0x34
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    COLLECTION_END = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER = 0x4A


class About(IntEnum):
    """What a group of attributes is about (RFC 8010, 3.5.1)."""

    OPERATION = 1
    JOB = 2
    END = 3
    PRINTER = 4
    UNSUPPORTED = 5


class Operation(IntEnum):
    """What may be asked of a printer (RFC 8011, 5.4.15)."""

    PRINT_JOB = 0x0002
    VALIDATE_JOB = 0x0004
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


@dataclass(frozen=True)
class Range:
    """From `low` to `high`, both included."""

    low: int
    high: int


@dataclass(frozen=True)
class Resolution:
    """Dots `across` and `along` the feed. `unit`: 3 per inch, 4 per centimetre."""

    across: int
    along: int
    unit: int


# What an answer holds. `None`: the printer says that it does not know, or has none. Bytes: octets and dates, as sent.
Value = int | bool | str | bytes | Range | Resolution | None | Mapping[str, "tuple[Value, ...]"]


@dataclass(frozen=True)
class Attribute:
    """What we say: a name and one or more values of one kind. The value of a `COLLECTION` is a tuple of attributes."""

    name: str
    tag: Tag
    values: "tuple[int | bool | str | bytes | Range | Resolution | tuple[Attribute, ...], ...]"


@dataclass(frozen=True)
class Group:
    """Attributes about one thing: the printer, a job. Of an attribute said twice only the first counts."""

    about: int
    attributes: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)

    def numbers(self, name: str) -> tuple[int, ...]:
        """The whole numbers under this name; empty when there are none."""
        return tuple(v for v in self.attributes.get(name, ()) if isinstance(v, int) and not isinstance(v, bool))

    def number(self, name: str) -> int | None:
        return next(iter(self.numbers(name)), None)

    def texts(self, name: str) -> tuple[str, ...]:
        """The words under this name; empty when there are none."""
        return tuple(v for v in self.attributes.get(name, ()) if isinstance(v, str))

    def text(self, name: str) -> str | None:
        return next(iter(self.texts(name)), None)

    def flag(self, name: str) -> bool | None:
        return next((v for v in self.attributes.get(name, ()) if isinstance(v, bool)), None)


@dataclass(frozen=True)
class Answer:
    """A message. `status`: below 0x0100 all is well (RFC 8011, 4.1.6); in a request it is the operation."""

    status: int
    request_id: int
    groups: tuple[Group, ...] = ()
    data: bytes = b""

    @property
    def ok(self) -> bool:
        return self.status < 0x0100

    def about(self, about: About) -> tuple[Group, ...]:
        """All groups about this, e.g. one for each job."""
        return tuple(group for group in self.groups if group.about == about)

    def first(self, about: About) -> Group:
        """The first group about this; an empty one when there is none."""
        return next(iter(self.about(about)), Group(about))
