"""Reads which bank card it is, masked at once: the whole number never leaves this file (EMV Book 1, 3; JR/T 0025)."""

from kiosk.devices.cards.apdu import OK, Exchange, UnreadableCard, ask, select_application
from kiosk.devices.cards.tlv import elements, first, lengths

CARRIER = "bank_card"
DIRECTORIES = (b"2PAY.SYS.DDF01", b"1PAY.SYS.DDF01")  # without and with contacts
UNIONPAY = tuple(bytes.fromhex("A0000003330101" + kind) for kind in ("01", "02", "03"))  # debit, credit, quasi credit
NAME, ENTRY, PRIORITY, SFI, WANTED = 0x4F, 0x61, 0x87, 0x88, 0x9F38
ANSWER, PLACES, NUMBER, TRACK_2, EXPIRES = 0x80, 0x94, 0x5A, 0x57, 0x5F24
MOST_RECORDS, MOST_APPLICATIONS, MOST_WANTED = 32, 8, 240


def read(exchange: Exchange) -> str | None:
    """The number, masked: first six and last four digits. `None` when no payment application is on the card.

    Raises `UnreadableCard` when there is one but no number is found in it.
    """
    for name in _applications(exchange):
        chosen, status = ask(exchange, select_application(name) + b"\x00")
        if status == OK:
            return _masked(_number(exchange, chosen))
    return None


def _applications(exchange: Exchange) -> list[bytes]:
    """Names of what the card can pay with, the one it prefers first; where it has no directory, those of UnionPay."""
    for directory in DIRECTORIES:
        answer, status = ask(exchange, select_application(directory) + b"\x00")
        if status == OK:
            return _listed(answer + _records_of(exchange, answer))
    return list(UNIONPAY)


def _records_of(exchange: Exchange, directory: bytes) -> bytes:
    """A directory with contacts lists its applications in a file of its own."""
    file = first(directory, SFI)
    if file is None or len(file) != 1:
        return b""
    found = b""
    for number in range(1, MOST_APPLICATIONS + 1):
        record, status = ask(exchange, _read_record(number, file[0]))
        if status != OK:
            break
        found += record
    return found


def _listed(directory: bytes) -> list[bytes]:
    found = []
    for tag, entry in elements(directory):
        name = first(entry, NAME) if tag == ENTRY else None
        if name is not None and 5 <= len(name) <= 16:
            found.append(((first(entry, PRIORITY) or b"\x0f")[:1], name))
    return [name for _, name in sorted(found)[:MOST_APPLICATIONS]]


def _number(exchange: Exchange, chosen: bytes) -> str:
    answer, status = ask(exchange, _options(chosen))
    if status != OK:
        raise UnreadableCard(f"processing options answered {status:04X}")
    if (number := _number_in(answer)) is not None:
        return number
    for command in _places(answer):
        record, status = ask(exchange, command)
        if status == OK and (number := _number_in(record)) is not None:
            return number
    raise UnreadableCard("no number on a bank card")


def _options(chosen: bytes) -> bytes:
    """GET PROCESSING OPTIONS; what the card wants to know of a purchase is zero: there is none."""
    wanted = sum(length for _, length in lengths(first(chosen, WANTED) or b""))
    if wanted > MOST_WANTED:
        raise UnreadableCard("a bank card that wants to know too much")
    told = bytes((0x83, wanted)) + bytes(wanted)
    return bytes((0x80, 0xA8, 0x00, 0x00, len(told))) + told + b"\x00"


def _places(answer: bytes) -> list[bytes]:
    """Commands for the records where the card says its data lie: four bytes each (file, first, last, signed)."""
    places = first(answer, PLACES)
    if places is None:
        places = (first(answer, ANSWER) or b"")[2:]  # the short form: two bytes of profile before them
    commands = []
    for at in range(0, len(places) - 3, 4):
        file, begin, end = places[at] >> 3, places[at + 1], places[at + 2]
        commands += [_read_record(number, file) for number in range(begin, end + 1)]
    return commands[:MOST_RECORDS]


def _read_record(number: int, file: int) -> bytes:
    return bytes((0x00, 0xB2, number, (file & 0x1F) << 3 | 4, 0x00))


def _number_in(data: bytes) -> str | None:
    number = first(data, NUMBER)
    if number is not None:
        return number.hex().rstrip("f")
    track = first(data, TRACK_2)
    return track.hex().partition("d")[0] if track is not None else None


def _masked(number: str) -> str:
    """First six and last four digits. Raises `UnreadableCard` when its check digit (ISO/IEC 7812-1) is wrong."""
    if not (12 <= len(number) <= 19 and number.isdecimal() and _checks(number)):
        raise UnreadableCard("not a bank card number")
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def _checks(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
