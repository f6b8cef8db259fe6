"""Cuts what a receipt printer receives into commands, as Epson's ESC/POS command reference lays them out.

Written from the reference, for reading: it knows nothing of how our own slips are made.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

LONGEST = 1 << 20  # bytes of parameters: a picture larger than a roll is a mistake


class NotUnderstood(Exception):
    """Bytes that are no command this reader knows, or a command cut off; `offset` counts from the first byte."""

    def __init__(self, offset: int, what: str) -> None:
        super().__init__(f"byte {offset}: {what}")
        self.offset = offset


@dataclass(frozen=True)
class Command:
    """A command by its name in the reference (`ESC a`, `GS v 0`, `LF`, `text`), with its parameters or the text."""

    offset: int
    name: str
    params: bytes
    raw: bytes

    @property
    def real_time(self) -> bool:
        """Done the moment it arrives, whatever waits before it."""
        return self.name.startswith("DLE")


Length = Callable[[bytes], int | None]  # of the parameters, from those that are there; None: not yet known


def _fixed(count: int) -> Length:
    return lambda _: count


def _by_word(at: int) -> Length:
    """A length in two bytes, low first, then so many more."""
    return lambda got: at + 2 + int.from_bytes(got[at : at + 2], "little") if len(got) >= at + 2 else None


def _raster(got: bytes) -> int | None:
    """GS v 0: m xL xH yL yH, then x bytes for each of y rows."""
    if len(got) < 5:
        return None
    return 5 + int.from_bytes(got[1:3], "little") * int.from_bytes(got[3:5], "little")


def _cut(got: bytes) -> int | None:
    """GS V: m alone cuts where the paper is; 65, 66, 97, 98, 103, 104 have a feed before."""
    if not got:
        return None
    return 2 if got[0] in (65, 66, 97, 98, 103, 104) else 1


def _dc4(got: bytes) -> int | None:
    """DLE DC4: the function decides: 1 pulse, 2 power off, 3 buzzer, 7 tell status, 8 clear buffers."""
    if not got:
        return None
    return {1: 3, 2: 3, 3: 6, 7: 2, 8: 8}.get(got[0], 1)


def _bars(got: bytes) -> int | None:
    """GS k m n d...: the forms with a length (65 to 79)."""
    if len(got) < 2:
        return None
    return 2 + got[1]


COMMANDS: dict[bytes, tuple[str, Length]] = {
    b"\n": ("LF", _fixed(0)),
    b"\r": ("CR", _fixed(0)),
    b"\x10\x04": ("DLE EOT", _fixed(1)),
    b"\x10\x05": ("DLE ENQ", _fixed(1)),
    b"\x10\x14": ("DLE DC4", _dc4),
    b"\x1b@": ("ESC @", _fixed(0)),
    b"\x1b!": ("ESC !", _fixed(1)),
    b"\x1b-": ("ESC -", _fixed(1)),
    b"\x1b2": ("ESC 2", _fixed(0)),
    b"\x1b3": ("ESC 3", _fixed(1)),
    b"\x1bE": ("ESC E", _fixed(1)),
    b"\x1bG": ("ESC G", _fixed(1)),
    b"\x1bJ": ("ESC J", _fixed(1)),
    b"\x1bM": ("ESC M", _fixed(1)),
    b"\x1bR": ("ESC R", _fixed(1)),
    b"\x1ba": ("ESC a", _fixed(1)),
    b"\x1bd": ("ESC d", _fixed(1)),
    b"\x1bt": ("ESC t", _fixed(1)),
    b"\x1b{": ("ESC {", _fixed(1)),
    b"\x1c!": ("FS !", _fixed(1)),
    b"\x1c&": ("FS &", _fixed(0)),
    b"\x1c.": ("FS .", _fixed(0)),
    b"\x1d!": ("GS !", _fixed(1)),
    b"\x1d(k": ("GS ( k", _by_word(0)),
    b"\x1dB": ("GS B", _fixed(1)),
    b"\x1dH": ("GS H", _fixed(1)),
    b"\x1dI": ("GS I", _fixed(1)),
    b"\x1dV": ("GS V", _cut),
    b"\x1db": ("GS b", _fixed(1)),
    b"\x1df": ("GS f", _fixed(1)),
    b"\x1dh": ("GS h", _fixed(1)),
    b"\x1dk": ("GS k", _bars),
    b"\x1dr": ("GS r", _fixed(1)),
    b"\x1dv0": ("GS v 0", _raster),
    b"\x1dw": ("GS w", _fixed(1)),
}
PREFIXES = {name[:length] for name in COMMANDS for length in range(1, len(name))}


class Reader:
    """Takes bytes as they come and gives commands as soon as they are whole."""

    def __init__(self) -> None:
        self._waiting = b""
        self._offset = 0

    @property
    def unfinished(self) -> int:
        """How many bytes of a command that is not whole yet are here."""
        return len(self._waiting)

    def feed(self, data: bytes) -> Iterator[Command]:
        """The commands that are whole now. Raises `NotUnderstood`, and stays before those bytes: see `skip`."""
        self._waiting += data
        while (command := self._next()) is not None:
            yield command

    def skip(self) -> None:
        """Leave out one byte that was not understood."""
        self._take(1)

    def clear(self) -> None:
        self._take(len(self._waiting))

    def _next(self) -> Command | None:
        if not self._waiting:
            return None
        if self._waiting[0] >= 0x20:
            return self._text()
        name = next((self._waiting[:n] for n in (1, 2, 3) if self._waiting[:n] in COMMANDS), None)
        if name is None:
            if self._waiting in PREFIXES:
                return None
            raise NotUnderstood(self._offset, f"no command begins with {self._waiting[:3].hex(' ')}")
        return self._with_params(name)

    def _text(self) -> Command:
        end = next((at for at, byte in enumerate(self._waiting) if byte < 0x20), len(self._waiting))
        text = self._waiting[:end]
        return self._command("text", text, text)

    def _with_params(self, prefix: bytes) -> Command | None:
        name, length = COMMANDS[prefix]
        got = self._waiting[len(prefix) :]
        count = length(got)
        if count is not None and count > LONGEST:
            raise NotUnderstood(self._offset, f"{name} with {count} bytes")
        if count is None or len(got) < count:
            return None
        return self._command(name, got[:count], self._waiting[: len(prefix) + count])

    def _command(self, name: str, params: bytes, raw: bytes) -> Command:
        command = Command(self._offset, name, params, raw)
        self._take(len(raw))
        return command

    def _take(self, count: int) -> None:
        self._waiting = self._waiting[count:]
        self._offset += count
