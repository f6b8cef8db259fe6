"""What the short codes of the devices mean for a technician, and what to do about each."""

from collections.abc import Iterable

from kiosk.devices import Health
from kiosk.flows.printer_words import FOR_TECHNICIANS

WHAT_TO_DO = {
    "E-CRD-01": "The card was taken away too early: have it put on again and left there.",
    "E-CRD-02": "A card of a kind this reader is not told to read: look at `patient_*` and `bank_cards`.",
    "E-CRD-03": "The card does not answer: wipe its chip, turn it round, try another one.",
    "E-CRD-04": "No reader: look at its cable, at `connection` or `reader`, and at who may open the port.",
    "E-CRD-05": "The computer's card service does not run: `systemctl start pcscd`, or install pcscd.",
    "E-CRD-06": "The card has expired: its owner needs a new one.",
    "E-CRD-07": "The card's content is damaged, or was changed: try another reader, then another card.",
    "E-CRD-08": "Too many cards never answered: pull the plug, put it back, restart the card service and the terminal.",
    "E-CRD-10": "The hospital does not know the card: nothing is wrong with the reader.",
    "E-CRD-11": "The hospital has blocked the card: nothing is wrong with the reader.",
    "E-CRD-12": "The hospital says that the card has expired: nothing is wrong with the reader.",
    "E-CRD-19": "The hospital does not accept the card: look at the gateway's log for why.",
    "E-SCN-01": "No scanner: look at its cable, at `connection`, and at who may open the port.",
    "E-SCN-10": "A code that nobody knows: if it is the hospital's own, look at `codes.referral_prefix`.",
    "E-SCN-11": "A payment code, held up where somebody should say who they are.",
    "E-SCN-12": "The code of one of our slips, held up where somebody should say who they are.",
    "E-SCN-13": "A referral slip: it is handed in at the window.",
    "E-SCN-14": "Its kind is not among the `carriers` of the scanner.",
    "E-PRN-01": "No receipt printer: look at its power, its cable, at `connection`, and at who may open the port.",
    "E-PRN-02": "Put in a new roll of paper.",
    "E-PRN-03": "It stopped in the middle of a slip, which is not valid: look at paper, cover and knife.",
    "E-PRN-04": "Close its cover.",
    "E-PRN-05": "Free the paper or the knife, then switch it off and on.",
    **{code: said.text for code, said in FOR_TECHNICIANS.items()},
    "E-DSP-01": "No dispenser: look at its power, its cable, at `connection` and `address`.",
    "E-DSP-02": "Put cards into the stack.",
    "E-DSP-03": "Take out the jammed card; never pull it while it moves.",
    "E-DSP-04": "Empty the bin, and put it back: the machine counts from then on.",
    "E-DSP-05": "It reports another error: switch it off and on; when it stays, its sensors need a service.",
    "E-DSP-06": "The new card has no number that can be read: look at `source`, `file`, and the cards in the stack.",
    "E-CAM-01": "No camera, or no picture from it: look at its cable, at `source`, and at who may open it.",
    "E-CAM-02": "It gives pictures that cannot be used: another `width` and `height`.",
    "E-MSR-01": "The measuring device is not there: look at its power, its cable and at `connection`.",
    "E-MSR-02": "No reading: the person moved or let go, or it is beyond what the device measures. Measure again.",
    "E-LGT-01": "No relay board: look at its power, its two wires (often exchanged), at `connection` and `unit`.",
}


def advice(healths: Iterable[Health]) -> list[str]:
    """One line for each of their codes, each once."""
    codes = dict.fromkeys(health.code for health in healths if health.code)
    return [f"{code}  {WHAT_TO_DO[code]}" for code in codes if code in WHAT_TO_DO]


def with_advice(text: str, code: str) -> str:
    """The text and, when there is any for this code, what to do."""
    return f"{text}\n{code}: {WHAT_TO_DO[code]}" if code in WHAT_TO_DO else text
