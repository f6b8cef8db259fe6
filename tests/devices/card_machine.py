"""A card dispenser of the CRT-571 family as its published protocol describes it: a stack, a channel, a gate, a bin.

Written from the maker's side, with a table of its own; it knows nothing of the driver. It counts where every card is,
and does what is dangerous about the real one: any move takes a card from the stack when the channel is empty.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Fault = Literal["lose_command", "lose_ack", "lose_answer", "garble_answer", "half_answer", "nak", "false_nak", "noise"]
ANSWERS_TO = {0x30, 0x31, 0x32, 0x33, 0x51, 0x60, 0xA4, 0xA5}


@dataclass
class CardMachine:
    """Hand it what comes on the line; it returns what it says. `faults`: what goes wrong with the next commands."""

    stack: int = 10
    few: int = 3
    reader: int = 0  # cards in the channel, where chips are read
    gate: int = 0
    bin: int = 0
    bin_holds: int = 5
    patients: int = 0  # cards that somebody took
    started: bool = False
    jammed: bool = False
    entry: bool = True
    uid: bytes = bytes.fromhex("11223344")
    chip: Callable[[bytes], bytes] | None = None  # answers commands to the card's chip
    faults: list[Fault | None] = field(default_factory=list)
    on_move: Callable[["CardMachine"], None] | None = None  # what a person does while it moves
    commands: list[tuple[int, int]] = field(default_factory=list)  # those that came in
    counted: int = 0
    _heard: bytearray = field(default_factory=bytearray)
    _last: bytes = b""

    @property
    def cards(self) -> int:
        """Every card there is, wherever."""
        return self.stack + self.reader + self.gate + self.bin + self.patients

    @property
    def out(self) -> int:
        """Cards that have left the machine, or can be pulled out of it."""
        return self.gate + self.patients

    def take(self) -> None:
        """A person pulls the card out of the gate, if one is there."""
        self.gate, self.patients = 0, self.patients + self.gate

    def switch_off_and_on(self) -> None:
        self.started = False
        self._heard.clear()

    def hear(self, data: bytes) -> bytes:
        """What it says to these bytes."""
        self._heard.extend(data)
        said = b""
        while self._heard:
            if self._heard[0] == 0x15:
                said += self._last  # the host did not understand: once more
            if self._heard[0] != 0xF2:
                del self._heard[0]
                continue
            if len(self._heard) < 4 or len(self._heard) < (size := int.from_bytes(self._heard[2:4], "big") + 6):
                break
            frame, self._heard = bytes(self._heard[:size]), self._heard[size:]
            said += self._obey(frame)
        return said

    def _obey(self, frame: bytes) -> bytes:
        fault = self.faults.pop(0) if self.faults else None
        if fault == "lose_command":
            return b""
        bcc = 0
        for byte in frame[:-1]:
            bcc ^= byte
        if fault == "nak" or bcc != frame[-1] or frame[-2] != 0x03:
            return b"\x15"
        cm, pm, data = frame[5], frame[6], frame[7:-2]
        self.commands.append((cm, pm))
        self._last = self._frame(cm, pm, self._do(cm, pm, data))
        return self._say(fault)

    def _say(self, fault: Fault | None) -> bytes:
        whole = b"\x06" + self._last
        damaged = bytes((*self._last[:-1], self._last[-1] ^ 0x40))
        return {
            None: whole,
            "lose_ack": self._last,
            "lose_answer": b"\x06",
            "garble_answer": b"\x06" + damaged,
            "half_answer": b"\x06" + self._last[: len(self._last) // 2],
            "false_nak": b"\x15" + self._last,
            "noise": b"\xf2\x00\x00\xff\x06\xf2" + whole + b"\xf2\x00\x41",
        }.get(fault, whole)

    def _frame(self, cm: int, pm: int, outcome: str | bytes) -> bytes:
        if isinstance(outcome, str):
            text = b"N" + bytes((cm, pm)) + outcome.encode("ascii")
        else:
            text = b"P" + bytes((cm, pm)) + self._status() + outcome
        frame = b"\xf2\x00" + len(text).to_bytes(2, "big") + text + b"\x03"
        bcc = 0
        for byte in frame:
            bcc ^= byte
        return frame + bytes((bcc,))

    def _status(self) -> bytes:
        spot = "2" if self.reader else "1" if self.gate else "0"
        stack = "0" if not self.stack else "1" if self.stack <= self.few else "2"
        return (spot + stack + ("1" if self.bin >= self.bin_holds else "0")).encode("ascii")

    def _do(self, cm: int, pm: int, data: bytes) -> str | bytes:
        if cm not in ANSWERS_TO:
            return "00"
        if cm == 0x30:
            return self._start(pm)
        if not self.started:
            return "B0"
        if cm == 0x32:
            return self._move(pm)
        if cm == 0x33:
            self.entry = pm == 0x30
        if cm == 0xA5 and pm == 0x31:
            self.counted = int(data)
        return {0xA4: b"CRT-571 V2.10", 0xA5: f"{self.counted:03}".encode()}.get(cm) or self._card(cm, pm, data)

    def _card(self, cm: int, pm: int, data: bytes) -> str | bytes:
        if cm not in (0x51, 0x60) or pm == 0x31:
            return b""
        if not self.reader:
            return "61" if cm == 0x51 else "65"
        if pm == 0x30 and cm == 0x60:
            return b"A\x00\x08" if self.chip else b"M\x00\x04" + bytes((len(self.uid),)) + self.uid
        if pm == 0x30:
            return b"0;\x6e\x00\x00" if self.chip else "61"
        return self.chip(data) if self.chip else "62"

    def _start(self, pm: int) -> str | bytes:
        if self.jammed:
            return "10"
        self.started = True
        if pm in (0x31, 0x35) and self.reader + self.gate:
            self._into_bin()
        return b"CRT-571 V2.10"

    def _move(self, pm: int) -> str | bytes:
        if self.jammed:
            return "10"
        if not self.reader + self.gate:
            if not self.stack:
                return "A0"
            self.stack, self.reader = self.stack - 1, 1
        if self.on_move is not None:
            self.on_move(self)
            if self.jammed:
                return "10"
        inside = self.reader + self.gate
        if pm == 0x33:
            return self._swallow() if inside else "40"
        self.reader = self.gate = 0
        if pm in (0x31, 0x32):
            self.reader = inside
        elif pm == 0x30:
            self.gate = inside
        else:
            self.patients += inside
        return b""

    def _swallow(self) -> str | bytes:
        if self.bin >= self.bin_holds:
            return "A1"
        self._into_bin()
        return b""

    def _into_bin(self) -> None:
        self.bin, self.counted = self.bin + self.reader + self.gate, self.counted + 1
        self.reader = self.gate = 0
