"""Lays a slip out on paper of so many columns: what stands on which row, and not a character lost.

A column is one narrow character; a Chinese character takes two. Pure: knows no printer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from unicodedata import category, east_asian_width

from kiosk.devices import Barcode, Line, Pair, Qr, Rule, Slip, SlipLine, Title

CONTROL = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # private characters stay: old systems keep rare names there
LONELY = 2  # columns
NEVER_FIRST = frozenset(",.;:!?)]}%，。；：！？）］｝》」』”’、…%×")
NEVER_LAST = frozenset("([{（［｛《「『“‘￥×")


@dataclass(frozen=True)
class Row:
    """One printed row. `large`: twice as wide and high, so that a character takes two columns, a Chinese one four."""

    text: str
    bold: bool = False
    large: bool = False
    align: Literal["left", "centre"] = "left"


@dataclass(frozen=True)
class Code:
    """A code on rows of its own, centred. `bars`: rather as bars than as QR."""

    text: str
    bars: bool = False


def lay_out(slip: Slip, columns: int) -> list[Row | Code]:
    """The rows of a slip on paper of `columns` columns (48 on 80 mm, 32 on 58 mm)."""
    return [row for line in slip.lines for row in _rows(line, columns)]


def width(text: str) -> int:
    """Columns that a text takes: one for ASCII and half-width letters, two for everything Chinese."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into rows: between Chinese characters anywhere, in Latin text at blanks, never before a comma."""
    rows = []
    rest = clean(text).strip()
    while width(rest) > columns:
        cut = _break(rest, columns)
        rows.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*rows, rest]


def clean(text: str) -> str:
    """The text without control characters: nothing in a name may command the printer. A yen sign becomes Chinese."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if category(char) in CONTROL else char for char in text.replace("¥", "￥"))


def _rows(line: SlipLine, columns: int) -> Iterator[Row | Code]:
    match line:
        case Title(text):
            yield from (Row(row, bold=True, large=True, align="centre") for row in wrap(text, columns // 2))
        case Line(text, bold, centred):
            yield from (Row(row, bold=bold, align="centre" if centred else "left") for row in wrap(text, columns))
        case Pair(left, right, bold):
            yield from (Row(row, bold=bold) for row in _pair(left, clean(right).strip(), columns))
        case Rule():
            yield Row("-" * columns)
        case Qr(text):
            yield Code(text)
        case Barcode(text):
            yield Code(text, bars=True)


def _pair(left: str, right: str, columns: int) -> list[str]:
    """The right part ends at the right edge of the last row; where it is too long, it gets rows of its own."""
    both = width(clean(left).strip()) + 1 + width(right)
    if both > columns and width(right) > columns // 2:
        return [*wrap(left, columns), *(_push_right("", row, columns) for row in wrap(right, columns))]
    *above, last = wrap(left, columns - width(right) - 1)
    return [*above, _push_right(last, right, columns)]


def _push_right(left: str, right: str, columns: int) -> str:
    return left + " " * (columns - width(left) - width(right)) + right


@lru_cache(4096)
def _cell(char: str) -> int:
    if char.isascii():
        return 1
    # What a Chinese printer's font holds is full width there, even the signs that Unicode calls ambiguous (· — ￥).
    return len(char.encode("gbk", "ignore")) or (2 if east_asian_width(char) in "WFA" else 1)


def _break(text: str, columns: int) -> int:
    """How many characters go on this row; at least one."""
    fits = _fitting(text, columns)
    cuts = [cut for cut in range(fits, fits // 4, -1) if _may_break(text[cut - 1], text[cut])]
    return next((cut for cut in cuts if not _lonely(text[cut:])), cuts[0] if cuts else fits)


def _lonely(rest: str) -> bool:
    """Whether one character would stand on a row of its own."""
    return width(rest.strip()) <= LONELY


def _fitting(text: str, columns: int) -> int:
    used = 0
    for count, char in enumerate(text):
        used += _cell(char)
        if used > columns:
            return max(1, count)
    return len(text)


def _may_break(before: str, after: str) -> bool:
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return before == " " or after == " " or before == "-" or _cell(before) == 2 or _cell(after) == 2
