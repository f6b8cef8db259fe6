"""Takes what a card says of its holder out of a recorded conversation with a card dispenser, and leaves the rest."""

from kiosk.devices.dispensers.crt571_frames import (
    ACK,
    COMMAND,
    DONE,
    EOT,
    ETX,
    EXTRA,
    MOST,
    NAK,
    REFUSED,
    STX,
    checksum,
)

CARD_COMMANDS = (0x51, 0x52, 0x53, 0x54, 0x60)  # whatever is said to a card and comes from it
AROUND = {COMMAND: 3, DONE: 6, **dict.fromkeys(REFUSED, 5)}  # bytes of a text before its data


def mask(said: bytes) -> bytes:
    """The same frames with the data of cards blanked and the checksums made right again; of everything else only the
    single words ACK, NAK and EOT stay."""
    masked = bytearray(len(said))
    at = 0
    while at < len(said):
        frame = _frame(said[at : at + MOST + 12])
        if frame:
            masked[at : at + len(frame)] = _blank(frame)
            at += len(frame)
            continue
        if said[at] in (ACK, NAK, EOT):
            masked[at] = said[at]
        at += 1
    return bytes(masked)


def _frame(said: bytes) -> bytes:
    """The whole frame that begins here; empty when none does."""
    size = int.from_bytes(said[2:4], "big") + EXTRA
    frame = said[:size]
    whole = len(said) >= max(size, EXTRA + 3) and said[0] == STX and frame[-2] == ETX and checksum(frame) == 0
    return frame if whole and frame[4] in AROUND and len(frame) >= EXTRA + AROUND[frame[4]] else b""


def _blank(frame: bytes) -> bytes:
    if frame[5] not in CARD_COMMANDS:
        return frame
    head = frame[: 4 + AROUND[frame[4]]]
    blanked = head + bytes(len(frame) - len(head) - 2) + bytes((ETX,))
    return blanked + bytes((checksum(blanked),))
