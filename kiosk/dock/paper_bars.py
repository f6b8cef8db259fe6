"""Reads what a printer is told for bars in Code 128, sign by sign, as it does (ISO/IEC 15417, GS k m = 73)."""

CHANGES = {"A": 101, "B": 100, "C": 99}  # the sign that changes the set
STARTS = {"A": 103, "B": 104, "C": 105}
SPECIAL = {"1": 102, "2": 97, "3": 96}  # FNC1 to FNC3
STOP = 106


def signs(content: bytes) -> tuple[str, tuple[int, ...]]:
    """What a scanner reads, and the signs from start to stop, with the check sign. Raises `ValueError`."""
    values: list[int] = []
    text, current, at = "", "", 0
    while at < len(content):
        if content[at : at + 1] == b"{" and content[at + 1 : at + 2] != b"{":
            choice = content[at + 1 : at + 2].decode("ascii")
            if choice in SPECIAL:
                values.append(SPECIAL[choice])
            elif choice in CHANGES and choice != current:
                values.append(CHANGES[choice] if values else STARTS[choice])
                current = choice
            at += 2
            continue
        at += 1 if content[at : at + 1] == b"{" else 0
        value, read = _sign(current, content[at])
        values.append(value)
        text += read
        at += 1
    if not text:
        raise ValueError("bars without a text")
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    return text, (*values, check, STOP)


def _sign(current: str, byte: int) -> tuple[int, str]:
    if current == "C" and byte < 100:
        return byte, f"{byte:02}"
    if current == "B" and 0x20 <= byte < 0x80:
        return byte - 0x20, chr(byte)
    if current == "A" and byte < 0x60:
        return (byte - 0x20) % 96, chr(byte)
    raise ValueError(f"{byte:#04x} is not in set {current or 'none'}")
