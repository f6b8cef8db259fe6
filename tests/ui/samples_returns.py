"""Invented payments of the last days and what becomes of them, from the plainest to the worst a layout must bear."""

from dataclasses import replace

from samples_accounts import DEMO

from kiosk.core.money import Money
from kiosk.core.screens import (
    ConfirmReturn,
    PaidBillRow,
    PaidRow,
    PickTransaction,
    Returned,
    Screen,
    TransactionDetail,
)
from kiosk.core.words import Named, Phrase
from kiosk.flows import return_troubles
from kiosk.flows.giving_back import USUALLY
from kiosk.flows.needs import NO_SLIP
from kiosk.flows.transactions import KINDS, STANDS

WECHAT, NOBODY = Phrase("WeChat Pay"), Phrase("Insurance")
LONG = Named("内分泌与代谢性疾病专病门诊检查费", "Endocrinology and metabolic diseases special examination")
MEDICINE, SCAN = Named("西药处方", "Prescription"), Named("磁共振平扫+增强", "MRI, plain and contrast")
DISPENSED = Named("药品已发出，请到一楼 6 号退药窗口办理", "Medicine handed out: window 6, ground floor")
BACK = {"amount": "¥253.10", "channel": WECHAT}


def _row(number: int, state: str, what: Named | Phrase = MEDICINE, fen: int = 25310, more: int = 0) -> PaidRow:
    return PaidRow(f"K01-7Q2M9PXHT{number}", "03-02 14:05", what, Money(fen), state, STANDS[state], WECHAT, more)


TWO_MORE = Phrase("{first} and {n} more", {"first": LONG, "n": 2})
ROWS = (
    _row(1, "paid", LONG, 129450, 2),
    _row(2, "verifying"),
    _row(3, "partly_refunded", MEDICINE, 129450, 2),
    _row(4, "refunding", KINDS["top_up"], 50000),
    _row(5, "refunded", KINDS["dues"], 1234567890),
)
MANY = tuple(_row(n, state) for n, state in enumerate((*STANDS, *STANDS, *STANDS, *STANDS), 10))

BILLS = (
    PaidBillRow("B-0001", MEDICINE, Money(12850), "paid", False, DISPENSED),
    PaidBillRow("B-0002", SCAN, Money(98000), "paid", True),
    PaidBillRow("B-0003", LONG, Money(18600), "returned", False, Phrase("Refunded")),
)
OPEN = TransactionDetail(
    row=ROWS[0],
    insured=True,
    fund=Money(84140),
    account=Money(20000),
    own=Money(25310),
    back=Money(0),
    bills=(
        replace(BILLS[2], state="paid", can=True, reason=None),
        replace(BILLS[0], can=True, reason=None),
        BILLS[1],
    ),
    whole=True,
)
BARRED = replace(OPEN, row=ROWS[2], back=Money(3600), bills=BILLS, whole=False, whole_reason=DISPENSED, printed=2)
NO_PAPER = replace(BARRED, no_slip=NO_SLIP)
HUGE = tuple(PaidBillRow(f"B-1{n:03}", LONG, Money(23456789), "paid", True) for n in range(40))
WORST = _row(7, "partly_refunded", LONG, 1234567890, 39)
TOP_UP = TransactionDetail(
    ROWS[3], False, Money(0), Money(0), Money(50000), Money(50000), (), False, Phrase("Refund under way")
)
GOES = Phrase("{amount} goes back to your {channel}.", BACK)
LITTLE = Phrase("{amount} goes back to your {channel}.", {"amount": "¥36.00", "channel": WECHAT})
UNDONE = Phrase("The insurance takes its part back.")
REFUNDED = Returned(
    "refunded",
    Money(25310),
    Phrase("{amount} went back to your {channel}.", BACK),
    USUALLY["wechat"],
    "K01-7Q2M9PXHTA-V3",
    "printed",
    Phrase("The insurance has taken its part back."),
    back_on=Money(20000),
)
UNKNOWN = Returned(
    "unknown",
    Money(12345678),
    Phrase("Refund being verified"),
    Phrase("It goes back once, never twice. Questions: {window}.", {"window": DISPENSED}),
    "K01-7Q2M9PXHTA-V3FFFFFFFFFFFF",
    "failed",
    code="E-RET-03",
    seconds=60,
)

RETURN_SAMPLES: dict[str, Screen] = {
    "PickTransaction": PickTransaction(ROWS),
    "PickTransaction-one": PickTransaction(ROWS[1:2]),
    "PickTransaction-many": PickTransaction(MANY),
    "TransactionDetail": OPEN,
    "TransactionDetail-barred": BARRED,
    "TransactionDetail-no-paper": NO_PAPER,
    "TransactionDetail-single": replace(OPEN, bills=BILLS[1:2], whole=False),
    "TransactionDetail-huge": replace(OPEN, row=WORST, own=Money(1234567890), back=Money(1234567), bills=HUGE),
    "TransactionDetail-top-up": TOP_UP,
    "TransactionDetail-closed-out": replace(
        TOP_UP,
        row=_row(6, "closed_out", KINDS["top_up"], 50000),
        back=Money(32050),
        whole_reason=Phrase("Went back when the card was closed out"),
    ),
    "ConfirmReturn": ConfirmReturn((MEDICINE,), True, Money(8000), Money(1250), Money(3600), LITTLE, UNDONE),
    "ConfirmReturn-own": ConfirmReturn((MEDICINE, SCAN, LONG), False, Money(0), Money(0), Money(25310), GOES),
    "ConfirmReturn-many": ConfirmReturn((TWO_MORE,), True, Money(84140), Money(20000), Money(25310), GOES, UNDONE),
    "Returned": REFUNDED,
    "Returned-processing": replace(
        REFUNDED, state="processing", outcome=Phrase("{amount} is on its way back to your {channel}.", BACK)
    ),
    "Returned-unknown": UNKNOWN,
    "Returned-with-card": replace(REFUNDED, take_card=True, slip="failed"),
    "Trouble-nothing-paid": return_troubles.nothing_paid(),
    "Trouble-printed-again": return_troubles.printed_again("printed", 2, None),
    "Trouble-insurer-return": return_troubles.insurer_silent(DEMO),
    "Trouble-not-printed": return_troubles.printed_again("partial", 3, None),
    "Trouble-not-returned": return_troubles.not_returned("return-barred", None),
}
