"""Takes the person out of what was said on an identity card module's line, so that a tape may leave the hospital."""

from struct import unpack

from kiosk.core.id_numbers import check_character
from kiosk.devices.id_cards.card_text import FOR_EVER, LAYOUTS, TYPE, Places
from kiosk.devices.id_cards.frames import HEAD, LONGEST, PREAMBLE, SHORTEST, checksum
from kiosk.devices.id_cards.replies import NUMBER_BYTES, PHOTO_BYTES, TEXT_BYTES

LENGTHS = TEXT_BYTES.to_bytes(2, "big") + PHOTO_BYTES.to_bytes(2, "big")
NOBODY = "99010019000101000"  # no region of the country has the code 990100
NOBODY_FOREIGN = "XXX990100000000"
MADE = range(2000_00_00, 2100_00_00)  # when a module was made, as its number tells


def mask(said: bytes) -> bytes:
    """As long as before, with the same frames; on a card stands nobody. What is no frame becomes zeros.

    The module's own number stays. A wrong checksum stays as wrong as it was, a right one right.
    """
    kept = bytearray(len(said))
    at = said.find(PREAMBLE)
    while at >= 0:
        length = int.from_bytes(said[at + len(PREAMBLE) : at + HEAD], "big")
        known = SHORTEST <= length <= LONGEST
        frame = said[at : at + HEAD + (length if known else 0)]
        kept[at : at + len(frame)] = _masked(frame, length) if known else frame
        at = said.find(PREAMBLE, at + len(frame))
    return bytes(kept)


def stand_in(text: bytes) -> bytes:
    """A card of the same type that belongs to nobody: only the number and the end of validity are there."""
    blank = bytearray(" ".encode("utf-16-le") * (TEXT_BYTES // 2))
    kind = text[slice(TYPE[0][0], sum(TYPE[0]))]
    layout = LAYOUTS.get(kind.decode("utf-16-le", "replace").strip(" \x00"))
    if layout is not None:
        _put(blank, TYPE, kind)
        number = NOBODY + check_character(NOBODY) if layout.citizen_number else NOBODY_FOREIGN
        _put(blank, layout.number, number.encode("utf-16-le"))
        _put(blank, layout.expires, FOR_EVER.encode("utf-16-le"))
    return bytes(blank)


def _masked(frame: bytes, length: int) -> bytes:
    """A frame, or the beginning of one."""
    end = HEAD + length - 1
    head, data, last = frame[: HEAD + 3], frame[HEAD + 3 : end], frame[end:]
    if length <= 4:  # no data in it
        return frame
    made = head + _masked_data(data)
    wrong = checksum(frame[len(PREAMBLE) :])
    return made + (bytes((checksum(made[len(PREAMBLE) :]) ^ wrong,)) if last else b"")


def _masked_data(data: bytes) -> bytes:
    if data.startswith(LENGTHS):
        text = data[len(LENGTHS) : len(LENGTHS) + TEXT_BYTES]
        blank = stand_in(text.ljust(TEXT_BYTES, b"\x00"))[: len(text)]
        return (LENGTHS + blank).ljust(len(data), b"\x00")
    return data if _is_module_number(data) else bytes(len(data))


def _is_module_number(data: bytes) -> bool:
    """Part of a card's text, were its frame's length spoiled, would not look like one."""
    return len(data) == NUMBER_BYTES and unpack("<I", data[4:8])[0] in MADE


def _put(text: bytearray, places: Places, said: bytes) -> None:
    start = places[0][0]
    text[start : start + len(said)] = said
