"""Reads the number of the card that lies at the dispenser's own reader: the chip's own, or the one written in it.

Commands 51 (chip with contacts) and 60 (radio) after the sources named in `crt571_frames`: 60 30 `AB` starts a radio
card and answers `kind ATQA(2) len UID` for a Mifare card (kind 4D), a kind of 41 or 42 for a card with a processor;
60 34 and 60 35 hand it a command; 51 30 starts a chip, 51 39 hands it a command, 51 31 and 60 31 switch off.
"""

from collections.abc import Callable
from functools import partial
from typing import Literal

from kiosk.devices.cards import patient_card
from kiosk.devices.cards.apdu import UnreadableCard
from kiosk.devices.dispensers.crt571_frames import Command, Done, Refused
from kiosk.devices.dispensers.crt571_words import reason

Ask = Callable[[Command], Done | Refused]
Source = Literal["uid", "chip", "radio_chip"]

CHIP_ON, CHIP_OFF = Command(0x51, 0x30, b"\x30"), Command(0x51, 0x31)
RADIO_ON, RADIO_OFF = Command(0x60, 0x30, b"AB"), Command(0x60, 0x31)
CHIP_COMMAND = (0x51, 0x39)  # the machine finds out by itself whether the chip speaks T=0 or T=1
RADIO_COMMANDS = {0x41: (0x60, 0x34), 0x42: (0x60, 0x35)}  # by the kind that RADIO_ON answers
MIFARE = 0x4D
UID_LENGTHS = (4, 7, 10)  # ISO/IEC 14443-3


def read_number(ask: Ask, source: Source, layout: patient_card.Layout) -> str:
    """The card's number: its `uid` in hexadecimal digits, or what `layout` finds in its chip.

    Raises `UnreadableCard` when the card has none, and `OSError` when the machine is gone.
    """
    off = CHIP_OFF if source == "chip" else RADIO_OFF
    try:
        if source == "uid":
            return uid(_done(ask(RADIO_ON)))
        number = patient_card.read(partial(_exchange, ask, _processor(ask, source)), layout)
    finally:
        ask(off)  # a chip under power is held fast; whether it was on does not matter
    if number is None:
        raise UnreadableCard("another kind of card")
    return number


def uid(started: bytes) -> str:
    """The own number of a Mifare card from the answer to RADIO_ON. Raises `UnreadableCard`."""
    if started[:1] != bytes((MIFARE,)):
        raise UnreadableCard("not a Mifare card")
    length = started[3] if len(started) > 3 else 0
    if length not in UID_LENGTHS or len(started) < 4 + length:
        raise UnreadableCard("a number of another length")
    return started[4 : 4 + length].hex().upper()


def _processor(ask: Ask, source: Source) -> tuple[int, int]:
    """Start the card's processor; CM and PM of what hands it a command."""
    if source == "chip":
        _done(ask(CHIP_ON))
        return CHIP_COMMAND
    kind = _done(ask(RADIO_ON))[:1]
    found = RADIO_COMMANDS.get(kind[0]) if kind else None
    if found is None:
        raise UnreadableCard("no processor on this card")
    return found


def _exchange(ask: Ask, through: tuple[int, int], command: bytes) -> bytes:
    return _done(ask(Command(*through, command)))


def _done(answer: Done | Refused) -> bytes:
    if isinstance(answer, Refused):
        raise UnreadableCard(reason(answer))
    return answer.data
