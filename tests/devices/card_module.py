"""An identity card module on a pseudo-terminal, written from the published tables; it can fail as the real ones do."""

import contextlib
import os
import select
import termios
import threading
import tty
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

# Sizes in bytes, one after the other, as the published tables list them; 256 in all.
CITIZEN = (30, 2, 4, 16, 70, 36, 30, 16, 16, 36)
COMPATRIOT = (30, 2, 4, 16, 70, 36, 30, 16, 16, 18, 4, 6, 2, 6)
FOREIGNER_2017 = (120, 2, 30, 6, 30, 16, 16, 16, 4, 8, 2, 6)
FOREIGNER_2023 = (30, 2, 4, 16, 70, 36, 30, 16, 16, 22, 6, 2, 6)

PHOTO = bytes(range(256)) * 4
MODULE_NUMBER = bytes.fromhex("0500 0300 35043301 37170300 15cd5b07")  # 05.03-20120629-0000202551-0123456789
SPEEDS = {getattr(termios, f"B{baud}"): baud for baud in (115200, 57600, 38400, 19200, 9600)}


def text(sizes: tuple[int, ...], *said: str) -> bytes:
    """The 256 bytes of a card; fields are filled with spaces."""
    fields = [one.encode("utf-16-le") for one in said] + [b""] * (len(sizes) - len(said))
    assert all(len(one) <= size for one, size in zip(fields, sizes, strict=True))
    whole = b"".join(one + b" \x00" * ((size - len(one)) // 2) for one, size in zip(fields, sizes, strict=True))
    assert len(whole) == 256
    return whole


def citizen(name: str = "张三丰", number: str = "990100199001011234", until: str = "长期", **other: str) -> bytes:
    """A card of somebody who does not exist: no region has the code 990100."""
    return text(
        CITIZEN,
        name,
        other.get("sex", "1"),
        other.get("nation", "01"),
        other.get("birth", "19900101"),
        other.get("address", "无名省无名市无名路1号"),
        number,
        "无名市公安局",
        "20160101",
        until,
    )


def frame(*body: int) -> bytes:
    """As the tables say: preamble, length of what follows, body, and the exclusive-or of length and body."""
    counted = [(len(body) + 1) >> 8, (len(body) + 1) & 0xFF, *body]
    check = 0
    for byte in counted:
        check = check ^ byte
    return bytes([0xAA, 0xAA, 0xAA, 0x96, 0x69, *counted, check])


Bend = Callable[[bytes], bytes]


def wrong_checksum(answer: bytes) -> bytes:
    return answer[:-1] + bytes([answer[-1] ^ 0x55])


def half(answer: bytes) -> bytes:
    return answer[: len(answer) // 2]


def silence(answer: bytes) -> bytes:
    return b""


def amid_noise(answer: bytes) -> bytes:
    return b"\x00\xff\xaa\xaa\x96\x69\xaa" + answer + b"\xaa\xaa\xaa\x96"


def behind_a_false_head(answer: bytes) -> bytes:
    """Noise that looks like the beginning of a long frame."""
    return bytes.fromhex("AAAAAA96690FFF") + answer


@dataclass
class CardModule:
    """`link` is where the terminal finds the line. `bends`: what becomes of the next answers to a command, by its
    name. `forgetful`: finds the same card again and again. `old`: knows no later address. `baud`: the only rate that
    it understands; `None`: all."""

    link: Path
    baud: int | None = None
    forgetful: bool = False
    old: bool = False
    status: int = 0x90
    bends: dict[str, list[Bend]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda command: None
    _card: tuple[bytes, bytes] | None = None
    _found: bool = False
    _selected: bool = False
    _master: int | None = None
    _thread: threading.Thread | None = None

    def plug(self) -> None:
        master, slave = os.openpty()
        tty.setraw(slave)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(slave))
        stop, self._stop = os.pipe()
        self._master = master
        self._thread = threading.Thread(target=self._serve, args=(master, slave, stop), daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Pull the plug; may be called from `before`."""
        self.link.unlink(missing_ok=True)
        if self._master is not None:
            self._master = None
            os.close(self._stop)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(20)

    def lay(self, text: bytes, photo: bytes = PHOTO) -> None:
        self._card, self._found, self._selected = (text, photo), False, False

    def take(self) -> None:
        self._card, self._found, self._selected = None, False, False

    def say(self, unasked: bytes) -> None:
        """As a module does whose answer comes after nobody waits for it any more."""
        assert self._master is not None
        os.write(self._master, unasked)

    def _serve(self, master: int, slave: int, stop: int) -> None:
        came = b""
        try:
            while self._master == master:
                ready, _, _ = select.select([master, stop], [], [])
                if stop in ready:
                    return
                came += os.read(master, 4096)
                while len(came) >= 10:  # all requests are so long
                    asked, came = came[:10], came[10:]
                    if self.baud in (None, SPEEDS.get(termios.tcgetattr(master)[4])) and self._master == master:
                        self._say_if_plugged(master, self._answer(asked))
        finally:
            for one in (master, slave, stop):
                os.close(one)

    def _say_if_plugged(self, master: int, answer: bytes) -> None:
        if self._master == master:  # the plug may have been pulled while it thought
            with contextlib.suppress(OSError):
                os.write(master, answer)

    def _answer(self, asked: bytes) -> bytes:
        if asked != frame(asked[7], asked[8]):
            return frame(0, 0, 0x10)
        name = {
            (0x11, 0xFF): "status",
            (0x12, 0xFF): "number",
            (0x20, 0x01): "find",
            (0x20, 0x02): "select",
            (0x30, 0x01): "read",
            (0x30, 0x03): "address",
        }.get((asked[7], asked[8]), "unknown")
        self.asked.append(name)
        self.before(name)
        answer = getattr(self, f"_{name}")()
        bends = self.bends.get(name, [])
        return bends.pop(0)(answer) if bends else bytes(answer)

    def _unknown(self) -> bytes:
        return frame(0, 0, 0x21)

    def _status(self) -> bytes:
        return frame(0, 0, self.status)

    def _number(self) -> bytes:
        return frame(0, 0, 0x90, *MODULE_NUMBER)

    def _find(self) -> bytes:
        if self._card is None or (self._found and not self.forgetful):
            return frame(0, 0, 0x80)
        self._found, self._selected = True, False
        return frame(0, 0, 0x9F, 0, 0, 0, 0)

    def _select(self) -> bytes:
        if self._card is None or not self._found or self._selected:
            return frame(0, 0, 0x81)
        self._selected = True
        return frame(0, 0, 0x90, 0, 0, 0, 0, 0, 0, 0, 0)

    def _read(self) -> bytes:
        if self._card is None or not self._selected:
            return frame(0, 0, 0x41)
        text, photo = self._card
        return frame(0, 0, 0x90, 0x01, 0x00, 0x04, 0x00, *text, *photo)

    def _address(self) -> bytes:
        if self.old:
            return frame(0, 0, 0x21)
        return frame(0, 0, 0x91 if self._card is not None and self._selected else 0x41)
