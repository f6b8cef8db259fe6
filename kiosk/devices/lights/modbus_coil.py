"""Switching one output of a relay board on and off, as bytes. Pure: no line, no waiting.

Modbus over serial line (V1.02: RTU frames, checksum) and Modbus application protocol (V1.1b3, 6.5 "Write Single
Coil"): `unit 05 output(2) FF00 or 0000 crc(2, low byte first)`; the board says the same back, or `unit 85 reason crc`.
Relay and LED boards that speak it print these very bytes in their manuals (e.g. Waveshare "Modbus RTU Relay").
"""

from dataclasses import dataclass

WRITE_COIL = 0x05
REFUSED = 0x80  # added to the function in a refusal
ON, OFF = b"\xff\x00", b"\x00\x00"
ECHO_BYTES, REFUSAL_BYTES = 8, 5


class BadFrame(Exception):
    """Not an answer of this board."""


@dataclass(frozen=True)
class Switched:
    """The board did it. `output` counts from 0."""

    output: int
    on: bool


@dataclass(frozen=True)
class Declined:
    """The board cannot do it: 1 unknown function, 2 no such output, 3 wrong value, 4 the board has failed."""

    reason: int


def write_coil(unit: int, output: int, on: bool) -> bytes:
    """The command for the board with this number (1 to 247)."""
    text = bytes((unit, WRITE_COIL)) + output.to_bytes(2, "big") + (ON if on else OFF)
    return text + crc(text)


def crc(text: bytes) -> bytes:
    """The checksum of Modbus RTU, low byte first."""
    value = 0xFFFF
    for byte in text:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value.to_bytes(2, "little")


def decode(frame: bytes, unit: int) -> Switched | Declined:
    """The board's answer in one whole frame. Raises `BadFrame`."""
    if len(frame) < REFUSAL_BYTES or frame[0] != unit or crc(frame[:-2]) != frame[-2:]:
        raise BadFrame("not from this board, or damaged")
    if frame[1] == WRITE_COIL + REFUSED and len(frame) == REFUSAL_BYTES:
        return Declined(frame[2])
    if frame[1] != WRITE_COIL or len(frame) != ECHO_BYTES or frame[4:6] not in (ON, OFF):
        raise BadFrame("not an answer to what was asked")
    return Switched(int.from_bytes(frame[2:4], "big"), frame[4:6] == ON)


class Ear:
    """Picks the board's answers out of the bytes that come; keeps less than one answer, whatever comes."""

    def __init__(self, unit: int) -> None:
        self._unit = unit
        self._kept = b""

    def feed(self, data: bytes) -> list[Switched | Declined]:
        """What was heard, in order. Noise between the answers is passed over."""
        heard: list[Switched | Declined] = []
        said, at = self._kept + data, 0
        while at + REFUSAL_BYTES <= len(said):
            size = REFUSAL_BYTES if said[at + 1] == WRITE_COIL + REFUSED else ECHO_BYTES
            if at + size > len(said):
                break
            try:
                heard.append(decode(said[at : at + size], self._unit))
                at += size
            except BadFrame:
                at += 1
        self._kept = said[at:]
        return heard
