"""What a channel's statement must look like, told once: the engine reads by it, and so does who explains a mistake."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

LARGEST_FILE = 1 << 30  # bytes, unpacked; a million payments are a quarter of that
LONGEST_LINE = 8192  # bytes
_PIECE = 1 << 20


class StatementWrong(Exception):
    """The statement cannot be believed: nothing of it is used. Says in which file and line, and what was expected."""

    def __init__(self, file: str, line: int, expected: str) -> None:
        super().__init__(f"{file}, line {line}: {expected}" if line else f"{file}: {expected}")
        self.file, self.line, self.expected = file, line, expected


@dataclass(frozen=True)
class Cell:
    """A column by its name, and what may stand in it: a pattern that RE2 and Python read alike; empty: anything.

    `usual`: what mostly stands there, which needs no second look; or mostly the `same_as` in another column, whose
    pattern is no wider.
    """

    name: str
    pattern: str = ""
    usual: str | None = None
    same_as: str = ""


@dataclass(frozen=True)
class Total:
    """What the statement says of itself, and how the engine finds it from the lines: an SQL sum. It stands in this
    line, counted from the end; 0: in another text."""

    name: str
    said: int
    sql: str
    line: int


@dataclass(frozen=True)
class Sheet:
    """The `rows` of a statement, cut out of its plain UTF-8 `text`, and how a row becomes a line of the comparison.

    Row: `delimiter` between the cells, `prefix` before each, blanks after each where `blanks`; or, with `widths`, cells
    of a fixed width with one space between. `first_line`: the number of the first row in the statement itself. `kind`,
    `order_id`, `refund_id`, `fen`, `net_fen`, `fee` are SQL over the cells `c0`, `c1`, ...; `fen` is what the patient
    paid or gets back, `net_fen` what the hospital does, `fee` in thousandths of a fen. `number` is the channel's own,
    and `original` that of the payment a refund belongs to, where a refund does not name its order.
    """

    name: str
    text: Path
    rows: Path
    first_line: int
    cells: tuple[Cell, ...]
    kind: str
    order_id: str
    refund_id: str
    fen: str
    net_fen: str
    fee: str = "0"
    number: str = "NULL"
    original: str = "NULL"
    delimiter: str = ","
    prefix: str = ""
    blanks: bool = False
    widths: tuple[int, ...] = ()
    totals: tuple[Total, ...] = ()

    def column(self, place: int) -> str:
        """SQL for the cell at this place, as it stands in the row."""
        if not self.widths:
            return f"c{place}"
        return f"substr(c0, {sum(self.widths[:place]) + place + 1}, {self.widths[place]})"

    def pattern(self, cell: Cell) -> str:
        """What the whole cell must be, with what stands around it; empty when it may be anything."""
        if not cell.pattern:
            return "[ -~]*" if self.widths else ""
        return f"{re.escape(self.prefix)}({cell.pattern}){_BLANKS if self.blanks else ''}"

    def explain(self) -> StatementWrong | None:
        """The first row that does not fit, in words; nothing when each does."""
        wanted = [re.compile(self.pattern(cell) or ".*") for cell in self.cells]
        for number, raw in enumerate(_lines(self.rows), self.first_line):
            wrong = self._wrong(raw, wanted)
            if wrong:
                return StatementWrong(self.name, number, wrong)
        return None

    def _wrong(self, raw: bytes, wanted: list[re.Pattern[str]]) -> str:
        if len(raw) > LONGEST_LINE:
            return f"a line of at most {LONGEST_LINE} bytes"
        try:
            cells = self._split(raw.decode("utf-8").rstrip("\r\n"))
        except UnicodeDecodeError:
            return "UTF-8"
        if len(cells) != len(self.cells):
            return f"{len(self.cells)} cells" + ("" if self.widths else f", not {len(cells)}")
        for cell, pattern, told in zip(self.cells, wanted, cells, strict=True):
            if not pattern.fullmatch(told):
                return f"column {cell.name}: {self.prefix}{cell.pattern}"
        return ""

    def _split(self, line: str) -> list[str]:
        if not self.widths:
            return line.split(self.delimiter)
        if len(line) != sum(self.widths) + len(self.widths) - 1:
            return []
        begins = [sum(self.widths[:place]) + place for place in range(len(self.widths))]
        return [line[begin : begin + width] for begin, width in zip(begins, self.widths, strict=True)]


_BLANKS = r"[ \t]*"
ANYTHING = ".*"  # and still read, so that another encoding is noticed
YUAN = r"[0-9]{1,9}\.[0-9]{2}"
ORDER_ID = r"[0-9A-Za-z._|*@-]+"


def fen_of(said: str) -> int:
    """Yuan with two decimals as fen; the pattern has been checked."""
    return int(said.replace(".", ""))


def check_size(name: str, file: Path) -> None:
    """Raises `StatementWrong` for a file that is larger than any statement, or cannot be read."""
    try:
        size = file.stat().st_size
    except OSError as error:
        raise StatementWrong(name, 0, f"a file that can be read ({error.strerror})") from error
    if size > LARGEST_FILE:
        raise StatementWrong(name, 0, f"at most {LARGEST_FILE} bytes")


def cut(name: str, text: Path, head: int, tail: int, rows: Path) -> tuple[list[str], list[str]]:
    """Copy what lies between the first `head` and the last `tail` lines into `rows`; gives the lines around it.

    Raises `StatementWrong`.
    """
    with text.open("rb") as source:
        first = [source.readline(LONGEST_LINE + 1) for _ in range(head)]
        begin = source.tell()
        last, end = _last_lines(source, tail)
        if end < begin:
            raise StatementWrong(name, head, f"{head} lines before the rows and {tail} after them")
        with rows.open("wb") as out:
            _copy(source, begin, end, out)
    return _decoded(name, first, 1), _decoded(name, last, 0)


def from_the_end(text: Path, line: int) -> int:
    """The number of a line that is counted from the end; 0 for one that stands in another text."""
    if not line:
        return 0
    with text.open("rb") as source:
        count = sum(piece.count(b"\n") for piece in iter(lambda: source.read(_PIECE), b""))
        source.seek(-1, 2)
        return count + (source.read(1) != b"\n") - line + 1


def _last_lines(source: BinaryIO, wanted: int) -> tuple[list[bytes], int]:
    """The last lines, and where they begin; a file may or may not end with an end of line."""
    size = source.seek(0, 2)
    source.seek(max(0, size - LONGEST_LINE * wanted))
    lines = source.read().splitlines(keepends=True)[-wanted:] if wanted else []
    return lines, size - sum(map(len, lines))


def _copy(source: BinaryIO, begin: int, end: int, out: BinaryIO) -> None:
    while begin < end:  # the kernel copies: a quarter of a gigabyte needs not go through us
        begin += os.sendfile(out.fileno(), source.fileno(), begin, end - begin)


def _decoded(name: str, lines: list[bytes], number: int) -> list[str]:
    try:
        return [line.decode("utf-8-sig").rstrip("\r\n") for line in lines]
    except UnicodeDecodeError as error:
        raise StatementWrong(name, number, "UTF-8") from error


def _lines(text: Path) -> Iterator[bytes]:
    with text.open("rb") as source:
        while line := source.readline(LONGEST_LINE + 1):
            yield line
