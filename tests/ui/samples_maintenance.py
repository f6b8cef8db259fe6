"""A technician's screens with everything that can be wrong at once."""

from kiosk.core.money import Money
from kiosk.core.purchase import State
from kiosk.core.screens import EnterPin, Maintenance, MoneyRow, Part, Screen
from kiosk.core.words import Phrase
from kiosk.flows.maintenance import JOURNAL, NAMES
from kiosk.flows.money_words import WORDS
from kiosk.flows.printer_words import FOR_TECHNICIANS
from kiosk.flows.slips import channel_name


def row(number: str, state: State, fen: int, channel: str) -> MoneyRow:
    said, known, todo = WORDS[state]
    return MoneyRow(
        f"K01-{number}", said, "2026-03-02 09:05", Money(fen), channel_name(channel) if channel else None, known, todo
    )


WELL = Phrase("Works")
NONE = Phrase("No money waits for its end")
PARTS = (
    Part(Phrase("Journal"), WELL, "success"),
    Part(Phrase("Gateway"), WELL, "success"),
    Part(NAMES["reader"], WELL, "success"),
    Part(NAMES["scanner"], WELL, "success"),
    Part(NAMES["printer"], Phrase("Paper is running low"), "warning", "E-PRN-06"),
)
BROKEN = (
    Part(
        Phrase("Journal"),
        Phrase("Cannot be used: no payments"),
        "danger",
        "E-JRN-05",
        JOURNAL["E-JRN-05"],
    ),
    Part(Phrase("Gateway"), Phrase("Does not answer"), "danger", "E-NET-01"),
    Part(Phrase("Devices"), Phrase("Does not answer"), "danger"),
    Part(Phrase("{device}", {"device": "printer-2"}), Phrase("Cannot be used"), "danger", "E-PRN-05"),
    Part(NAMES["report_printer"], Phrase("Cannot be used"), "danger", "E-RPT-01", FOR_TECHNICIANS["E-RPT-01"]),
)
ROWS = (
    row("7H3KQ9XW2A", "unsure", 46_20, "unionpay"),
    row("7H3KQ9XW2B", "closing", 123_456_78, "wechat"),
    row("7H3KQ9XW2C", "asking", 46_20, "alipay"),
    row("7H3KQ9XW2D", "settling", 46_20, "wechat"),
    row("7H3KQ9XW2E", "paid", 46_20, "wechat"),
    row("7H3KQ9XW2F", "voiding", 46_20, "wechat"),
    row("7H3KQ9XW2G", "refunding", 46_20, "alipay"),
    row("7H3KQ9XW2H", "planned", 46_20, ""),
)

MAINTENANCE_SAMPLES: dict[str, Screen] = {
    "EnterPin": EnterPin(),
    "EnterPin-wrong": EnterPin(wrong=2),
    "EnterPin-waits": EnterPin(wrong=6, wait_s=3600),
    "Maintenance": Maintenance(NONE, (), PARTS, False),
    "Maintenance-money": Maintenance(Phrase("Money that waits for its end: {n}", {"n": 1}), ROWS[:1], PARTS, True),
    "Maintenance-tried": Maintenance(
        Phrase("Money that waits for its end: {n}", {"n": 8}),
        ROWS,
        PARTS,
        True,
        Phrase("{done} of {all} came to their end.", {"done": 1, "all": 9}),
    ),
    "Maintenance-broken": Maintenance(
        Phrase("Nobody knows what money waits for its end"),
        (),
        BROKEN,
        False,
        Phrase("The journal cannot be used: nothing was tried."),
    ),
}
