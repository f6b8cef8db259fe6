"""What can stand on a slip. Pure facts: how a printer brings them onto paper is its own affair."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Title:
    """A centred line in double size."""

    text: str


@dataclass(frozen=True)
class Line:
    """A line of text, wrapped to the paper."""

    text: str
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True)
class Pair:
    """Text on the left, an amount or a fact at the right edge; wraps rather than lose a character."""

    left: str
    right: str
    bold: bool = False


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True)
class Qr:
    """A QR code, centred."""

    text: str


@dataclass(frozen=True)
class Barcode:
    """Bars, centred, their text below; a QR code where the paper is too narrow for them."""

    text: str


SlipLine = Title | Line | Pair | Rule | Qr | Barcode


@dataclass(frozen=True)
class Slip:
    """What is printed for the patient, in the patient's language, masked. Cut at the end."""

    lines: tuple[SlipLine, ...]
