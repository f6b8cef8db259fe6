"""A chip card made of software: lies on pcscd's virtual reader and answers as the published layouts say.

The reader's protocol (vsmartcard): two bytes of length, big-endian, and a body; one byte is control (0 off, 1 on,
2 reset, 4 tell the ATR), anything else is a command for the card. Closing the line takes the card off the reader.
"""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

ATR = bytes.fromhex("3B00")
BROKEN_ATR = bytes.fromhex("A5A5")
TELL_ATR = 4
NOT_FOUND = bytes.fromhex("6A82")
NO_RECORD = bytes.fromhex("6A83")
DONE = bytes.fromhex("9000")
SX1 = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")  # LD/T 32: sx1.sh. and 社会保障 in GB 2312


@dataclass
class Chip:
    """A card's files: application name -> file id -> records. The application `b""` is there without being selected."""

    applications: dict[bytes, dict[bytes, list[bytes]]]
    _application: bytes = field(default=b"", init=False)
    _file: list[bytes] = field(default_factory=list, init=False)

    def answer(self, command: bytes) -> bytes:
        """Answers SELECT by name, SELECT by file id, READ RECORD by number and READ BINARY; refuses the rest."""
        ins, p1, p2, content = command[1], command[2], command[3], command[5:]
        if ins == 0xA4 and p1 == 0x04:
            return self._open(content)
        if ins == 0xA4:
            return self._open_file(content)
        if ins == 0xB2 and p2 == 0x04:
            return self._file[p1 - 1] + DONE if 1 <= p1 <= len(self._file) else NO_RECORD
        if ins == 0xB0 and self._file:
            return self._file[0] + DONE
        return bytes.fromhex("6D00")

    def _open(self, name: bytes) -> bytes:
        if name not in self.applications:
            return NOT_FOUND
        self._application = name
        return DONE

    def _open_file(self, name: bytes) -> bytes:
        files = self.applications.get(self._application, {})
        if name not in files:
            return NOT_FOUND
        self._file = files[name]
        return DONE


def social_security(number: str, name: str = "") -> Chip:
    """LD/T 32: EF05 with its seven records (tag, length, value); with a name, EF06 with its six as well."""
    values = [b"\x12" * 16, b"3", b"2.00", b"\x11" * 12, b"20260101", b"20360101", number.encode()]
    files = {bytes.fromhex("EF05"): _records(1, values)}
    if name:
        born = [b"110101194912310022", name.encode("gb2312"), b"2", b"\x01", b"\x11\x01\x01", b"\x19\x49\x12\x31"]
        files[bytes.fromhex("EF06")] = _records(8, born)
    return Chip({SX1: files})


def _records(first_tag: int, values: list[bytes]) -> list[bytes]:
    return [bytes((tag, len(value))) + value for tag, value in enumerate(values, first_tag)]


@dataclass
class Scripted:
    """A card that knows these commands and their answers, in hex, and refuses the rest."""

    answers: dict[str, str]

    def answer(self, command: bytes) -> bytes:
        return bytes.fromhex(self.answers.get(command.hex().upper(), NOT_FOUND.hex()))


def bank_card(number: str) -> Scripted:
    """EMV: a directory with one debit application of UnionPay, and the number in record 1 of file 2."""
    return Scripted(
        {
            "00A404000E325041592E5359532E444446303100": "6F24840E325041592E5359532E4444463031A512BF0C0F610D4F08"
            "A0000003330101018701019000",
            "00A4040008A00000033301010100": "6F0A8408A0000003330101019000",
            "80A8000002830000": "770A820200409404100101009000",
            "00B2011400": f"700A5A08{number}9000",
        }
    )


def patient_card(number: str) -> Chip:
    """A hospital's own card: file 0015 without records, ten bytes of something, then the number."""
    return Chip({b"": {bytes.fromhex("0015"): [b"HOSPITAL01" + number.encode() + b"\xff" * 6]}})


def foreign() -> Chip:
    """A card that nobody here knows."""
    return Chip({b"": {}})


class Answers(Protocol):
    """What a card is to its reader."""

    def answer(self, command: bytes) -> bytes:
        """Empty: the card leaves the reader in this moment."""


class VirtualCard:
    """Lies on the reader from the start; `pull()` takes it off. `asked` is set at the first command.

    `broken`: answers to power with nonsense. `hangs_at`: counts commands, from this one on none is answered.
    """

    def __init__(
        self,
        connect: Callable[[], socket.socket],
        chip: Answers,
        hangs_at: int | None = None,
        broken: bool = False,
    ) -> None:
        self.asked = threading.Event()
        self.hung = threading.Event()
        self._chip = chip
        self._hangs_at = hangs_at
        self._broken = broken
        self._line = connect()
        self._line.settimeout(None)
        threading.Thread(target=self._serve, name="virtual-card", daemon=True).start()

    def pull(self) -> None:
        with suppress(OSError):  # it is off already
            self._line.shutdown(socket.SHUT_RDWR)
        self._line.close()

    def _serve(self) -> None:
        commands = 0
        while (body := self._receive()) is not None:
            if len(body) > 1:
                commands += 1
                self.asked.set()
                if self._hangs_at is not None and commands >= self._hangs_at:
                    self.hung.set()
                    continue
                said = self._chip.answer(body)
                if said:
                    self._send(said)
                else:
                    self.pull()
            elif body[0] == TELL_ATR:
                self._send(BROKEN_ATR if self._broken else ATR)

    def _send(self, body: bytes) -> None:
        try:
            self._line.sendall(struct.pack(">H", len(body)) + body)
        except OSError:
            return  # pulled while it spoke

    def _receive(self) -> bytes | None:
        head = self._exactly(2)
        return self._exactly(struct.unpack(">H", head)[0]) if head else None

    def _exactly(self, count: int) -> bytes | None:
        got = b""
        while len(got) < count:
            try:
                part = self._line.recv(count - len(got))
                # Without this the answer waits for a delayed acknowledgement: 46 ms a command instead of 0.06.
                self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            except OSError:
                return None
            if not part:
                return None
            got += part
        return got
