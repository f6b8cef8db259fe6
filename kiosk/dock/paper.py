"""Reads the bytes of a slip as a receipt printer would, and says what stands on the paper.

A state machine after Epson's ESC/POS command reference, strict: what it does not know it reports with its place.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Literal

from kiosk.dock.paper_bars import signs
from kiosk.dock.paper_commands import Command, NotUnderstood, Reader

Align = Literal["left", "centre", "right"]
ALIGN: dict[int, Align] = {0: "left", 48: "left", 1: "centre", 49: "centre", 2: "right", 50: "right"}
CODE_PAGES = {
    0: "cp437",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
}
CORRECTION = {48: "L", 49: "M", 50: "Q", 51: "H"}


@dataclass(frozen=True)
class Style:
    """How text looks. `wide` and `high` are multiples, 1 to 8."""

    bold: bool = False
    underlined: bool = False
    reverse: bool = False
    wide: int = 1
    high: int = 1


@dataclass(frozen=True)
class Span:
    """Text in one style."""

    text: str
    style: Style


@dataclass(frozen=True)
class TextLine:
    """A line of text; without spans it is blank. `spacing`: dots the paper goes forward at least."""

    spans: tuple[Span, ...]
    align: Align
    spacing: int

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Raster:
    """A picture: a bit a dot, 1 is black, the leftmost in the highest bit; each row is whole bytes."""

    width: int
    height: int
    dots: bytes
    align: Align


@dataclass(frozen=True)
class QrCode:
    """A QR code. `module`: dots a module; `correction`: L, M, Q, H."""

    text: str
    module: int
    correction: str
    align: Align


@dataclass(frozen=True)
class Bars:
    """A bar code in Code 128. `signs`: from start to stop; `module`: dots; `worded`: its text stands below it."""

    text: str
    signs: tuple[int, ...]
    module: int
    height: int
    worded: bool
    align: Align


@dataclass(frozen=True)
class Feed:
    """Empty paper, in dots."""

    dots: int


@dataclass(frozen=True)
class Cut:
    """The knife; `partial` leaves a point uncut. `feed`: dots fed before, beyond the way to the knife."""

    partial: bool
    feed: int


@dataclass(frozen=True)
class Question:
    """The printer is asked something; nothing of it is on the paper."""

    name: str
    n: int


Item = TextLine | Raster | QrCode | Bars | Feed | Cut | Question


def read_paper(data: bytes) -> list[Item]:
    """What is on the paper after these bytes, from a printer just switched on. Raises `NotUnderstood`, nothing else."""
    reader, paper = Reader(), Paper()
    items = [item for command in reader.feed(data) for item in paper.put(command)]
    if reader.unfinished or paper.line:
        raise NotUnderstood(len(data), "cut off in the middle of a command or a line")
    return items


class Paper:
    """The state of the machine: style, alignment, character mode, the line that is not printed yet, the QR code."""

    def __init__(self) -> None:
        self.line: list[Span] = []
        self._reset(b"")
        self._acts: dict[str, Callable[[bytes], list[Item]]] = {
            "text": self._text,
            "LF": self._end_line,
            "CR": _nothing,  # the reference: ignored unless a switch says otherwise
            "ESC @": self._reset,
            "ESC !": self._mode,
            "ESC -": lambda p: self._look(underlined=_one_of(p[0], range(3), range(48, 51)) % 48 > 0),
            "ESC 2": lambda _: self._space(30),
            "ESC 3": lambda p: self._space(p[0]),
            "ESC E": lambda p: self._look(bold=bool(p[0] & 1)),
            "ESC G": lambda p: self._look(bold=bool(p[0] & 1)),
            "ESC J": lambda p: [*self._flush(), Feed(p[0])],
            "ESC M": lambda p: _only(p[0], 0, 48),
            "ESC R": lambda p: _only(p[0], 0, 15),  # the sign sets that leave ASCII as it is: USA, China
            "ESC a": self._align_to,
            "ESC d": lambda p: [*self._flush(), Feed(p[0] * self._spacing)],
            "ESC t": self._turn_page,
            "ESC {": lambda p: _only(p[0] & 1, 0),
            "FS !": self._chinese_mode,
            "FS &": lambda _: self._chinese(on=True),
            "FS .": lambda _: self._chinese(on=False),
            "GS !": lambda p: self._look(wide=(p[0] >> 4 & 7) + 1, high=(p[0] & 7) + 1),
            "GS ( k": self._symbol,
            "GS B": lambda p: self._look(reverse=bool(p[0] & 1)),
            "GS I": lambda p: [Question("GS I", p[0])],
            "GS V": self._cut,
            "GS b": _nothing,  # smooths enlarged letters
            "GS r": lambda p: [Question("GS r", p[0])],
            "GS v 0": self._raster,
            "DLE EOT": lambda p: [Question("DLE EOT", p[0])],
            "DLE ENQ": lambda p: [Question("DLE ENQ", p[0])],
            "DLE DC4": lambda p: [Question("DLE DC4", p[0])],
            **self._acts_of_bars(),
        }

    def _acts_of_bars(self) -> dict[str, Callable[[bytes], list[Item]]]:
        return {
            "GS H": lambda p: self._bar(worded=_one_of(p[0], (0, 2, 48, 50)) % 48 == 2),
            "GS f": lambda p: _only(p[0], 0, 48),
            "GS h": lambda p: self._bar(height=_one_of(p[0], range(1, 256))),
            "GS k": self._bars,
            "GS w": lambda p: self._bar(module=_one_of(p[0], range(2, 7))),
        }

    def put(self, command: Command) -> list[Item]:
        """What this command brings onto the paper. Raises `NotUnderstood`."""
        try:
            return self._acts[command.name](command.params)
        except (LookupError, ValueError) as error:
            raise NotUnderstood(command.offset, f"{command.name}: {error}") from error

    def _reset(self, params: bytes) -> list[Item]:  # noqa: ARG002  # every act is given its parameters
        self.line.clear()
        self._style = Style()
        self._align: Align = "left"
        self._spacing = 30
        self._page = CODE_PAGES[0]
        self._multi_byte = False
        self._module, self._correction, self._stored = 3, "L", ""
        self._look_of_bars = Bars("", (), module=3, height=162, worded=False, align="left")
        return []

    def _text(self, params: bytes) -> list[Item]:
        text = params.decode("gb18030" if self._multi_byte else self._page)
        self.line.append(Span(text, self._style))
        return []

    def _end_line(self, params: bytes) -> list[Item]:  # noqa: ARG002
        line = TextLine(tuple(self.line), self._align, self._spacing)
        self.line.clear()
        return [line]

    def _flush(self) -> list[Item]:
        return self._end_line(b"") if self.line else []

    def _look(self, **how: bool | int) -> list[Item]:
        self._style = replace(self._style, **how)  # type: ignore[arg-type]  # each caller names fields of Style
        return []

    def _mode(self, params: bytes) -> list[Item]:
        """ESC !: bit 0 font B, 3 bold, 4 twice as high, 5 twice as wide, 7 underlined."""
        n = params[0]
        _only(n & 1, 0)
        return self._look(bold=bool(n & 8), high=2 if n & 16 else 1, wide=2 if n & 32 else 1, underlined=bool(n & 128))

    def _chinese_mode(self, params: bytes) -> list[Item]:
        """FS !: bit 2 twice as wide, 3 twice as high, 7 underlined."""
        n = params[0]
        return self._look(wide=2 if n & 4 else 1, high=2 if n & 8 else 1, underlined=bool(n & 128))

    def _chinese(self, on: bool) -> list[Item]:
        self._multi_byte = on
        return []

    def _space(self, dots: int) -> list[Item]:
        self._spacing = dots
        return []

    def _align_to(self, params: bytes) -> list[Item]:
        if self.line:
            raise ValueError("works only at the beginning of a line")
        self._align = ALIGN[params[0]]
        return []

    def _turn_page(self, params: bytes) -> list[Item]:
        self._page = CODE_PAGES[params[0]]
        return []

    def _cut(self, params: bytes) -> list[Item]:
        if self.line:
            raise ValueError("works only at the beginning of a line")
        _one_of(params[0], (0, 1, 48, 49, 65, 66))
        return [Cut(partial=params[0] in (1, 49, 66), feed=params[1] if len(params) > 1 else 0)]

    def _raster(self, params: bytes) -> list[Item]:
        _only(params[0], 0, 48)
        width = 8 * int.from_bytes(params[1:3], "little")
        height = int.from_bytes(params[3:5], "little")
        if not (width and height) or self.line:
            raise ValueError("an empty picture, or one in the middle of a line")
        return [Raster(width, height, params[5:], self._align)]

    def _bar(self, **how: int | bool) -> list[Item]:
        self._look_of_bars = replace(self._look_of_bars, **how)  # type: ignore[arg-type]  # as in _look
        return []

    def _bars(self, params: bytes) -> list[Item]:
        """GS k m n d...: m 73 is Code 128."""
        _only(params[0], 73)
        if self.line:
            raise ValueError("bars in the middle of a line")
        text, read = signs(params[2:])
        return [replace(self._look_of_bars, text=text, signs=read, align=self._align)]

    def _symbol(self, params: bytes) -> list[Item]:
        """GS ( k: pL pH cn fn ...; cn 49 is QR: fn 65 model, 67 module, 69 correction, 80 store, 81 print."""
        if len(params) < 5 or params[2] != 49:
            raise ValueError("not a QR code")
        fn, rest = params[3], params[4:]
        if fn == 65:
            _one_of(rest[0], (49, 50))
        elif fn == 67:
            self._module = _one_of(rest[0], range(1, 17))
        elif fn == 69:
            self._correction = CORRECTION[rest[0]]
        elif fn == 80:
            self._stored = rest[1:].decode()
        elif fn == 81:
            return [QrCode(self._stored, self._module, self._correction, self._align)]
        else:
            raise ValueError(f"no function {fn}")
        return []


def _nothing(params: bytes) -> list[Item]:  # noqa: ARG001
    return []


def _only(value: int, *allowed: int) -> list[Item]:
    """For settings of which this reader knows one choice only."""
    _one_of(value, allowed)
    return []


def _one_of(value: int, *allowed: Collection[int]) -> int:
    if not any(value in choice for choice in allowed):
        raise ValueError(f"{value} is not allowed here")
    return value
