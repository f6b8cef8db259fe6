"""What the playing printer says of itself, as the manuals list it bit by bit: asked for, or of its own accord."""

from dataclasses import dataclass

ALWAYS = 0x12  # bits 1 and 4 are set in every answer to DLE EOT
FACTS = {65: "1.07 PLAYED", 66: "KIOSK", 67: "RP-1"}  # GS I: firmware, maker, model


@dataclass(frozen=True)
class Condition:
    """How the printer is. `hot`: the head cools by itself; `broken`: nothing helps but a repair."""

    low: bool = False
    out: bool = False
    jammed: bool = False
    cover_open: bool = False
    button: bool = False
    hot: bool = False
    broken: bool = False

    @property
    def error(self) -> bool:
        return self.jammed or self.hot or self.broken

    @property
    def stopped(self) -> bool:
        return self.out or self.cover_open or self.button or self.error


def answer(now: Condition, n: int) -> int:
    """To DLE EOT n: 1 printer, 2 why it is offline, 3 error, 4 paper."""
    bits = {
        1: ((now.stopped, 0x08), (now.button, 0x40)),
        2: ((now.cover_open, 0x04), (now.button, 0x08), (now.out, 0x20), (now.error, 0x40)),
        3: ((now.jammed, 0x08), (now.broken, 0x20), (now.hot, 0x40)),
        4: ((now.low or now.out, 0x0C), (now.out, 0x60)),
    }
    return ALWAYS | sum(bit for is_so, bit in bits[n] if is_so)


def paper(now: Condition) -> int:
    """To GS r 1."""
    return 0x0F if now.out else 0x03 if now.low else 0x00


def by_itself(now: Condition) -> bytes:
    """Automatic status back: printer, error, paper, nothing."""
    first = 0x10 | (0x08 if now.stopped else 0) | (0x20 if now.cover_open else 0) | (0x40 if now.button else 0)
    second = (0x08 if now.jammed else 0) | (0x20 if now.broken else 0) | (0x40 if now.hot else 0)
    return bytes((first, second, paper(now), 0))


def told(n: int) -> bytes:
    """To GS I n: `_`, text, NUL. Printers say nothing to an n they do not know."""
    return b"_" + FACTS[n].encode() + b"\x00" if n in FACTS else b""
