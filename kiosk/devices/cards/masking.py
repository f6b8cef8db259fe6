"""What a chip card said as it may stand on a tape: how it is built stays, what it holds of a person becomes zeros.

Such a card can be read again as nobody's: its number is made of zeros.
"""

from kiosk.devices.cards.apdu import UnreadableCard
from kiosk.devices.cards.bank_card import ANSWER, ENTRY, NAME, NUMBER, PLACES, PRIORITY, SFI, TRACK_2, WANTED
from kiosk.devices.cards.tlv import places

SELECT, READ_RECORD, OPTIONS, FETCH = 0xA4, 0xB2, 0xA8, 0xC0  # instructions; the last gets what another has left
DESCRIBES, RECORD, OPTION = 0x6F, 0x70, 0x77
ANSWERS = {SELECT: (DESCRIBES,), READ_RECORD: (RECORD, ENTRY), OPTIONS: (OPTION, ANSWER)}  # fields within fields
CALLED, PROFILE = 0x84, 0x82  # the application's own name, and what it can
KEPT = frozenset({NAME, CALLED, PRIORITY, SFI, WANTED, PLACES, PROFILE})  # where things lie, and nobody's
LAST_TAG = 0x2F  # of a record with one field: what lies beyond are letters and digits
FILLING = b"\x00\xff"


def blanked(command: bytes, answer: bytes) -> bytes:
    """The card's answer to this command, as long as before. What is built in no known way is zeros but for filling at
    its end; the status word stays."""
    data, status = answer[:-2], answer[-2:]
    asked = command[1] if len(command) > 1 else 0
    known = sum(ANSWERS.values(), ()) if asked == FETCH else ANSWERS.get(asked, ())
    if data[:1] and data[0] in known:
        return _built(data) + status
    return (_record(data) if asked == READ_RECORD else _zeros(data)) + status


def _built(data: bytes) -> bytes:
    """Fields within fields, with the values of all that tell more than where something lies made zeros."""
    masked = bytearray(data)
    try:
        for tag, begin, end, holds in places(data):
            if not holds and tag not in KEPT:
                masked[begin:end] = _value(tag, data[begin:end])
    except UnreadableCard:
        return _zeros(data)
    return bytes(masked)


def _value(tag: int, value: bytes) -> bytes:
    if tag == ANSWER and len(value) % 4 == 2 and _lies(value[2:]):
        return value  # two bytes of profile, and where the records lie
    if tag in (NUMBER, TRACK_2):  # a digit in each half byte; what is none ends the number
        return bytes.fromhex("".join(half if half in "df" else "0" for half in value.hex()))
    return b"0" * len(value)


def _lies(said: bytes) -> bool:
    """Whether these may be places of records: file, first, last, signed."""
    rows = (said[at : at + 4] for at in range(0, len(said), 4))
    return all(not row[0] & 7 and row[1] <= row[2] and row[3] <= row[2] - row[1] + 1 for row in rows)


def _record(data: bytes) -> bytes:
    """A record with one field keeps its tag and its length (LD/T 32)."""
    if len(data) < 2 or not 0 < data[0] <= LAST_TAG or data[2 + data[1] :].strip(FILLING) or len(data) < 2 + data[1]:
        return _zeros(data)
    end = 2 + data[1]
    return data[:2] + b"0" * data[1] + data[end:]


def _zeros(data: bytes) -> bytes:
    text = data.rstrip(FILLING)
    return b"0" * len(text) + data[len(text) :]
