"""Reads number and holder of a Chinese social-security card (LD/T 32, application "sx1.sh.社会保障", EF05 and EF06)."""

from kiosk.core.events import Holder
from kiosk.devices.cards.apdu import OK, Exchange, UnreadableCard, ask, fields, number, select, select_application

CARRIER = "social_security_card"
APPLICATION = b"sx1.sh." + "社会保障".encode("gb2312")
SELECT_EF05 = bytes.fromhex("00A4020002EF05")
SELECT_EF06 = bytes.fromhex("00A4020002EF06")
CARD_NUMBER = 0x07
ID_NUMBER, NAME, SEX, NATION, BIRTH = 0x08, 0x09, 0x0A, 0x0B, 0x0D  # in EF06; its records count from 1
HOLDER_RECORDS = 6
# The seventh record by its place; some cards want it by its tag; on some it lies elsewhere.
READS = tuple(
    bytes((0x00, 0xB2, record, how, 0x00)) for record, how in ((7, 0x04), (7, 0x00), *((n, 4) for n in range(1, 7)))
)


def read(exchange: Exchange) -> str | None:
    """The card's number; `None` when the card is of another kind.

    Raises `UnreadableCard` when it is of this kind but does not hold what the standard says.
    """
    if not select(exchange, select_application(APPLICATION)):
        return None
    if not select(exchange, SELECT_EF05):
        raise UnreadableCard("no EF05")
    for command in READS:
        record, status = ask(exchange, command)
        found = dict(fields(record)).get(CARD_NUMBER) if status == OK else None
        if found is not None:
            return number(found)
    raise UnreadableCard("no card number in EF05")


def holder(exchange: Exchange) -> Holder | None:
    """Whose card it is, after `read`; `None` when the card keeps that behind a PIN, as some do.

    Only well-formed fields are believed, the others stay empty. Raises `UnreadableCard` for answers that are none.
    """
    if ask(exchange, SELECT_EF06)[1] != OK:
        return None
    found: dict[int, bytes] = {}
    for place in range(1, HOLDER_RECORDS + 1):
        record, status = ask(exchange, bytes((0x00, 0xB2, place, 0x04, 0x00)))
        found |= dict(fields(record)) if status == OK else {}
    if not found:
        return None
    birth = found.get(BIRTH, b"").hex()  # packed digits, YYYYMMDD
    return Holder(
        name=_chinese(found.get(NAME, b"")),
        sex=_digits(found.get(SEX, b""), 1),
        nation=found.get(NATION, b"").hex() if len(found.get(NATION, b"")) == 1 else "",
        birth=birth if len(birth) == 8 and birth.isdigit() else "",
        id_number=_ascii(found.get(ID_NUMBER, b"")),
    )


def _chinese(value: bytes) -> str:
    try:
        text = value.rstrip(b"\x00\xff ").decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return text if text.isprintable() else ""


def _digits(value: bytes, length: int) -> str:
    text = _ascii(value)
    return text if len(text) == length and text.isdigit() else ""


def _ascii(value: bytes) -> str:
    text = value.rstrip(b"\x00\xff ")
    return text.decode("ascii") if text.isalnum() else ""
