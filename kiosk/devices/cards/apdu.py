"""How one asks a chip card a question and reads its answer, after ISO/IEC 7816-4. Pure: knows no reader."""

from collections.abc import Callable, Iterator

Exchange = Callable[[bytes], bytes]
"""Sends a command to the card and returns its answer, status word included."""

OK = 0x9000
NOT_FOUND = frozenset({0x6A82, 0x6A86, 0x6A87, 0x6A81, 0x6D00, 0x6E00, 0x6700})
MAX_ANSWER = 258  # a short answer: 256 bytes and the status word
LONGEST = 32  # characters of a card number
MAX_PARTS = 8  # a card that always has "more to come" must not hold us for ever


class UnreadableCard(Exception):
    """The card answered something that its standard does not allow, or refused to be read."""


def ask(exchange: Exchange, command: bytes) -> tuple[bytes, int]:
    """The card's data and status word, fetched in as many parts as the card gives them.

    Raises `UnreadableCard` for an answer without a status word, a longer one than a short answer may be, or no end.
    """
    data = b""
    for _ in range(MAX_PARTS):
        answer = exchange(command)
        if not 2 <= len(answer) <= MAX_ANSWER:
            raise UnreadableCard(f"an answer of {len(answer)} bytes")
        data, status = data + answer[:-2], int.from_bytes(answer[-2:], "big")
        if status >> 8 == 0x61:  # so many more bytes wait to be fetched
            command = bytes((0x00, 0xC0, 0x00, 0x00, status & 0xFF))
        elif status >> 8 == 0x6C:  # asked for the wrong length: again with the right one
            command = command[:4] + bytes((status & 0xFF,))
        else:
            return data, status
    raise UnreadableCard("an answer without end")


def select(exchange: Exchange, command: bytes) -> bool:
    """Whether the card has that application or file. Raises `UnreadableCard` when it says neither yes nor no."""
    _, status = ask(exchange, command)
    if status in NOT_FOUND:
        return False
    if status != OK:
        raise UnreadableCard(f"select answered {status:04X}")
    return True


def select_application(name: bytes) -> bytes:
    """The command that selects an application by its name (1 to 16 bytes)."""
    return bytes((0x00, 0xA4, 0x04, 0x00, len(name))) + name


def fields(record: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and value of each field: one byte tag, one byte length, value. Filling (00, FF) ends them.

    Raises `UnreadableCard` for a field that is longer than its record.
    """
    at = 0
    while at < len(record) and record[at] not in (0x00, 0xFF):
        if at + 2 > len(record) or at + 2 + record[at + 1] > len(record):
            raise UnreadableCard("a field longer than its record")
        value = record[at + 2 : at + 2 + record[at + 1]]
        yield record[at], value
        at += 2 + len(value)


def number(value: bytes) -> str:
    """A card number in ASCII letters and digits, filling at its end taken off.

    Raises `UnreadableCard` for anything else, and for one of more than `LONGEST` characters.
    """
    text = value.rstrip(b"\x00\xff ")
    if not 1 <= len(text) <= LONGEST or not text.isalnum():  # bytes.isalnum knows ASCII only
        raise UnreadableCard("not a card number")
    return text.decode("ascii")
