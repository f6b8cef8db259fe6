"""What the answers of a card dispenser of the CRT-571 family mean for us: whether it can be used, and why not."""

from kiosk.devices import Health, Media
from kiosk.devices.dispensers.crt571_frames import Done, Refused

OFFLINE, NO_CARDS, JAMMED, BIN_FULL, OTHER, UNREADABLE = (f"E-DSP-0{n}" for n in range(1, 7))
CODES = {"10": JAMMED, "13": JAMMED, "14": JAMMED, "50": BIN_FULL, "A0": NO_CARDS, "A1": BIN_FULL}
PULLED_AWAY = frozenset({"16", "40", "45"})  # by the patient, in the very moment in which it was taken back
NOT_STARTED = "B0"

ERRORS = {
    "00": "unknown command",
    "01": "wrong parameter",
    "02": "command out of order",
    "03": "not supported by this machine",
    "04": "wrong data",
    "05": "the contacts do not let go of the card",
    "10": "a card is jammed",
    "12": "sensor error",
    "13": "the card is too long",
    "14": "the card is too short",
    "16": "the card was moved by hand",
    "40": "the card was pulled away while it was taken back",
    "41": "the magnet of the contacts fails",
    "42": "the card cannot be moved to the contacts",
    "43": "the card cannot be moved to the contacts",
    "45": "the card was moved by hand",
    "50": "the counter of the bin is full",
    "51": "the motor fails",
    "60": "the chip short-circuits its supply",
    "61": "the chip cannot be started",
    "62": "the chip does not know the command",
    "65": "the chip is not started",
    "66": "this chip does not know the command",
    "67": "the chip answers wrongly",
    "68": "the chip does not answer in time",
    "69": "the chip does not follow the standard",
    "A0": "no card in the stack",
    "A1": "the bin is full",
    "B0": "not started since it was switched on",
}


def code(refused: Refused) -> str:
    """What a technician looks up."""
    return CODES.get(refused.error, OTHER)


def reason(refused: Refused) -> str:
    return ERRORS.get(refused.error, f"error {refused.error}")


def needs_start(refused: Refused) -> bool:
    """Whether the machine does nothing more before it was started again."""
    return code(refused) not in (NO_CARDS, BIN_FULL) and refused.error not in PULLED_AWAY


def health(answer: Done | Refused) -> Health:
    """How the machine is that answered so."""
    if isinstance(answer, Refused):
        why = code(answer)
        return Health(
            "hardware_error" if why == OTHER else "online",
            code=why,
            media="jammed" if why == JAMMED else None,
            stock="empty" if why == NO_CARDS else None,
            bin="full" if why == BIN_FULL else None,
        )
    why = BIN_FULL if answer.bin == "full" else NO_CARDS if answer.stock == "empty" else ""
    media: Media = "not_present" if answer.card == "nowhere" else "present"
    return Health("online", code=why, media=media, stock=answer.stock, bin=answer.bin)
