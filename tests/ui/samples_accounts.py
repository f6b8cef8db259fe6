"""Sample screens of the prepaid card and of paying later: the plain ones, the full ones, the worst ones."""

from dataclasses import replace

from samples_pay import INSURED, PHARMACY, WALLETS, WINDOW

from kiosk.contract import Hospital
from kiosk.core.money import Money
from kiosk.core.screens import (
    Booked,
    ChannelTile,
    ConfirmCloseOut,
    ConfirmLedger,
    EnterAmount,
    Fact,
    Home,
    OwedRow,
    Paid,
    PayLater,
    PickAmount,
    PickChannel,
    ReadTerms,
    Screen,
    Split,
    Tile,
    WayRow,
)
from kiosk.core.words import Named, Phrase
from kiosk.flows import account_troubles

DEMO = Hospital(name=WINDOW, payee=WINDOW, window=WINDOW, services=["pay"], account_by_default=True)
OFFERS = tuple(Money(fen) for fen in (5000, 10000, 20000, 50000, 100000))
OWN = Split(False, Money(25310), Money(0), Money(0), Money(25310))
CARD = ChannelTile("prepaid", True, Money(32050))
CREDIT = ChannelTile("pay_later", True, Money(200000))
POOR = ChannelTile("prepaid", False, Money(12000), Phrase("Not enough money on the card"))
BARRED = ChannelTile("pay_later", False, Money(200000), Phrase("Something is overdue"))
LATE = Named(
    "有 1 笔费用共 ¥86.40 已逾期（最早应于 2026-02-16 前付清）",
    "Overdue: 1 with ¥86.40 in all, the first since 2026-02-16",
)
YOUNG = Named("未满 18 周岁", "Younger than 18 years")
UNINSURED = Named("未参加医疗保险", "No medical insurance is known")
TERMS = Named("先诊疗后付费服务协议", "Pay-later agreement")
PAGE = Named(
    "一、您可以先看病、检查、取药，费用中的个人自付部分在约定的日期前再付。\n"
    "二、医保报销部分仍当场结算，不受影响。\n"
    "三、未付金额合计不超过 2000 元；超出部分请当场支付。",
    "1. You may see the doctor, be examined and take your medicine first, and pay your own part later.\n"
    "2. What your insurance pays is settled at once, as always.\n"
    "3. You can owe 2,000 yuan at most; what goes beyond is paid at once.",
)


def _owed(number: int, fen: int, overdue: bool = False, locked: bool = False) -> OwedRow:
    return OwedRow(f"D-{number:04}", f"2026-02-{number:02}", f"2026-03-{number:02}", Money(fen), overdue, locked)


def _fact(label: str, value: str, money: bool = False) -> Fact:
    return Fact(Phrase(label), value, money)


TOPPED_UP = Booked(
    Phrase("{amount} is on your card", {"amount": "¥100.00"}),
    (
        _fact("Balance before", "¥20.00"),
        _fact("Balance now", "¥120.00"),
        Fact(Phrase("Paid with"), Phrase("WeChat Pay")),
        _fact("Reference", "K01-7KQ2M9PXWA"),
    ),
    "printed",
    paid=True,
)
GIVEN_BACK = Booked(
    Phrase("{amount} is on its way back", {"amount": "¥150.00"}),
    (
        Fact(Phrase("To {channel}", {"channel": Phrase("WeChat Pay")}), "¥100.00", True),
        Fact(Phrase("On its way to {channel}", {"channel": Phrase("Alipay")}), "¥50.00", True),
        Fact(Phrase("At {window}", {"window": WINDOW}), "¥30.00"),
        _fact("Reference", "K01-7KQ2M9PXWA"),
    ),
    "failed",
    (Phrase("The rest stays on the card. It is paid out at {window}.", {"window": WINDOW}),),
)

AT_WINDOW = Phrase("At the service window")
HERE = ("pay", "top_up", "pay_later", "transactions")
ELSEWHERE = ("check_in", "register", "reports", "queries")

ACCOUNT_SAMPLES: dict[str, Screen] = {
    "Home-four": Home((*map(Tile, HERE), *(Tile(name, False, AT_WINDOW) for name in ELSEWHERE))),
    "PickAmount": PickAmount(Money(2000), OFFERS, True, True),
    "PickAmount-empty": PickAmount(Money(0), OFFERS, True, False),
    "PickAmount-nearly-full": PickAmount(Money(9_940_00), OFFERS[:1], True, True),
    "PickAmount-full": PickAmount(
        Money(1_000_000), (), False, True, Phrase("There is as much on the card as it may hold")
    ),
    "EnterAmount": EnterAmount(Money(1000), Money(500000)),
    "EnterAmount-problem": EnterAmount(
        Money(1000), Money(500000), Phrase("From {least} to {most}", {"least": "¥10.00", "most": "¥5,000.00"})
    ),
    "ConfirmLedger": ConfirmLedger("prepaid", Money(25310), Money(32050), Money(6740)),
    "ConfirmLedger-later": ConfirmLedger("pay_later", Money(25310), Money(200000), Money(174690), "2026-03-16"),
    "ConfirmCloseOut": ConfirmCloseOut(
        Money(18000), (WayRow("wechat", Money(10000)), WayRow("alipay", Money(5000)), WayRow("", Money(3000))), WINDOW
    ),
    "ConfirmCloseOut-window": ConfirmCloseOut(Money(3000), (WayRow("", Money(3000)),), WINDOW),
    "ConfirmCloseOut-many": ConfirmCloseOut(
        Money(99_999), (*(WayRow("unionpay", Money(11111)) for _ in range(8)), WayRow("", Money(11111))), WINDOW
    ),
    "PayLater": PayLater(True, (), False, False, Money(200000), Money(0), ()),
    "PayLater-agreed": PayLater(True, (), False, True, Money(200000), Money(0), ()),
    "PayLater-owes": PayLater(True, (), False, True, Money(187020), Money(12980), (_owed(2, 4340), _owed(9, 8640))),
    "PayLater-overdue": PayLater(
        False,
        (LATE,),
        True,
        True,
        Money(187020),
        Money(8640),
        (_owed(2, 8640, overdue=True), _owed(9, 4340, locked=True)),
    ),
    "PayLater-many": PayLater(
        True,
        (),
        False,
        True,
        Money(0),
        Money(200000),
        tuple(_owed(day, 10000) for day in range(1, 21)),
    ),
    "PayLater-child": PayLater(False, (UNINSURED, YOUNG), False, False, Money(200000), Money(0), ()),
    "ReadTerms": ReadTerms(TERMS, PAGE, 1, 3, True),
    "ReadTerms-last": ReadTerms(TERMS, PAGE, 3, 3, True),
    "ReadTerms-again": ReadTerms(TERMS, PAGE, 3, 3, False),
    "PickChannel-card": PickChannel(INSURED, (*WALLETS, CARD), True),
    "PickChannel-both": PickChannel(INSURED, (*WALLETS, CARD, CREDIT), True),
    "PickChannel-neither": PickChannel(OWN, (*WALLETS, POOR, BARRED), True),
    "PickChannel-card-only": PickChannel(OWN, (CARD,), False),
    "Paid-from-card": Paid(
        INSURED,
        3,
        "K01-7Q2M9PXHT1",
        "printed",
        Phrase("Next: {place}", {"place": PHARMACY}),
        balance=Money(6740),
    ),
    "Paid-later": Paid(
        INSURED, 3, "K01-7Q2M9PXHT1", "printed", Phrase("Next: {place}", {"place": PHARMACY}), due_on="2026-03-16"
    ),
    "Booked": TOPPED_UP,
    "Booked-with-card": replace(TOPPED_UP, take_card=True),
    "Booked-close-out": GIVEN_BACK,
    "Booked-agreed": Booked(
        Phrase("You can pay later now"),
        (_fact("You may owe", "¥2,000.00", True), _fact("Reference", "K01-7KQ2M9PXWA")),
        "none",
        (Phrase('When you pay bills, choose "Pay later".'),),
    ),
    "Trouble-close-out": account_troubles.close_out_unknown(DEMO, "K01-7KQ2M9PXWA"),
    "Trouble-closing": account_troubles.being_closed_out(Money(3000), DEMO),
    "Trouble-frozen": account_troubles.refused("account-frozen", DEMO),
}
