"""Reads the number of a Chinese social-security card (LD/T 32, application "sx1.sh.社会保障", file EF05)."""

from kiosk.devices.cards.apdu import OK, Exchange, UnreadableCard, ask, fields, number, select, select_application

CARRIER = "social_security_card"
APPLICATION = b"sx1.sh." + "社会保障".encode("gb2312")
SELECT_EF05 = bytes.fromhex("00A4020002EF05")
CARD_NUMBER = 0x07
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
