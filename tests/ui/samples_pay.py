"""Invented visits, bills and ends of payments, from the plainest to the worst a layout must bear."""

from dataclasses import replace

from kiosk.core.money import Money, total
from kiosk.core.screens import (
    AuditRefused,
    BillDetail,
    BillRow,
    ChannelTile,
    InsuranceSplit,
    ItemRow,
    NotPaid,
    ObjectionRow,
    Paid,
    PickBills,
    PickChannel,
    ScanCode,
    Screen,
    ShowQr,
    Split,
    Unknown,
    VisitRows,
    Waiting,
)
from kiosk.core.words import Named, Phrase
from kiosk.flows.collect import NOT_YET

MAIN = Named("本部院区", "Main campus")
EAST = Named("东湖国际医学中心院区", "East Lake International Medical Centre campus")
CARDIOLOGY = Named("心血管内科", "Cardiology")
LONG = Named("内分泌与代谢性疾病专病门诊", "Endocrinology and metabolic diseases special clinic")
PAYEE = Named("仁和市第一人民医院", "Renhe First People's Hospital")
PHARMACY = Named("门诊二楼药房 6 号窗口", "Pharmacy, outpatient building, 2nd floor, window 6")
WINDOW = Named("门诊一楼 3 号收费窗口", "Cashier window 3, outpatient building, ground floor")
ONLY_THERE = Phrase("Only at {window}", {"window": WINDOW})

INSURANCE_WINDOW = Named("一楼 6 号医保窗口", "Insurance window 6, ground floor")
TOO_LONG = Named("超出限定天数：开具84天用量，限30天", "More days of this medicine than the insurance allows at a time")
BY_HAND = Named("该费用需人工审核", "This has to be checked by hand")

WESTERN = BillRow("B-0001", Named("西药费", "Medicines"), Money(12850), 3, True)
LAB = BillRow("B-0002", Named("检验费", "Laboratory tests"), Money(18600), 5, True)
HERBS = BillRow("B-0003", Named("中草药饮片", "Herbal medicine"), Money(4620), 12, False, False, ONLY_THERE)
SCAN = BillRow("B-0004", Named("磁共振平扫+增强", "MRI, plain and contrast"), Money(98000), 2, True)
TODAY = VisitRows("V-01", CARDIOLOGY, "李景行", MAIN, "2026-03-02", (WESTERN, LAB, HERBS))
BEFORE = VisitRows("V-02", LONG, "欧阳䶮", EAST, "2026-02-26", (SCAN,))

INSURED = Split(
    True, Money(129450), Money(84140), Money(20000), Money(25310), True, True, Money(153280), pooled=Money(84140)
)
ACCOUNT_OFF = replace(INSURED, account=Money(0), own=Money(45310), account_on=False)
FUNDS = replace(INSURED, pooled=Money(60000), large=Money(14140), aid=Money(10000))
OWN = Split(False, Money(129450), Money(0), Money(0), Money(129450))
ALL_COVERED = Split(True, Money(3000), Money(3000), Money(0), Money(0), pooled=Money(3000))
HUGE = Split(
    *(True, Money(1234567890), Money(1111111101), Money(111111111), Money(12345678), True, True, Money(999999999)),
    pooled=Money(900000000),
    large=Money(200000000),
    aid=Money(11111101),
)
WALLETS = tuple(ChannelTile(name) for name in ("wechat", "alipay", "unionpay"))
CODE = "weixin://wxpay/bizpayurl?pr=Kq3fZ9Xzz&order=K01-7Q2M9PXHT1"


def _row(number: int) -> BillRow:
    return BillRow(f"B-1{number:03}", Named("治疗费", "Treatment"), Money(1050 + 37 * number), 1 + number % 4, True)


def _many() -> PickBills:
    """Forty bills over five visits."""
    days = [
        VisitRows(f"V-1{v}", CARDIOLOGY, "王芳", MAIN, f"2026-02-{10 + v}", tuple(_row(8 * v + i) for i in range(8)))
        for v in range(5)
    ]
    return PickBills(tuple(days), total(bill.amount for day in days for bill in day.bills), 40, 40)


def _none_ticked() -> PickBills:
    bills = tuple(BillRow(b.bill_id, b.title, b.amount, b.items, False) for b in (WESTERN, LAB))
    visit = VisitRows("V-01", CARDIOLOGY, "李景行", MAIN, "2026-03-02", bills)
    return PickBills((visit,), Money(0), 0, 2, Phrase("Choose at least one bill"))


def _only_window() -> PickBills:
    visit = VisitRows("V-01", CARDIOLOGY, "李景行", MAIN, "2026-03-02", (HERBS,))
    return PickBills((visit,), Money(0), 0, 0, Phrase("These bills can be paid only at the window"))


def _worst() -> PickBills:
    dear = BillRow(
        "B-0009",
        Named(
            "人工耳蜗植入体及配套耗材（含运输与调机）", "Cochlear implant with all consumables, transport and fitting"
        ),
        Money(23456789),
        128,
        True,
    )
    visit = VisitRows("V-09", LONG, "欧阳䶮", EAST, "2026-03-02", (dear, WESTERN, HERBS))
    return PickBills((visit,), Money(23469639), 2, 2)


def _item(zh: str, en: str, quantity: str, fen: int, insurance_class: str) -> ItemRow:
    return ItemRow(Named(zh, en), quantity, Money(fen), insurance_class)


MEDICINES = (
    _item("阿莫西林胶囊 0.25g×24粒", "Amoxicillin capsules 0.25 g × 24", "2 盒", 3780, "A"),
    _item("硝苯地平控释片 30mg×7片", "Nifedipine controlled-release tablets 30 mg × 7", "3 盒", 7110, "B"),
    _item("一次性使用无菌注射器", "Disposable sterile syringe", "4 支", 1960, "C"),
)
LONG_LIST = tuple(
    _item(
        f"注射用重组人粒细胞刺激因子（第{n}支）",
        f"Recombinant human granulocyte stimulating factor, no. {n}",
        "1 支",
        128000,
        "B",
    )
    for n in range(1, 24)
)

NOT_PAID = NotPaid(
    Phrase("There is not enough money in your wallet"),
    Phrase("No money was taken."),
    Phrase("You can try again, or choose another way to pay."),
    "E-PAY-05",
    can_retry=True,
)
REFUNDED = NotPaid(
    Phrase("The hospital did not accept the payment"),
    Phrase("{amount} is on its way back to your {channel}.", {"amount": "¥253.10", "channel": Phrase("WeChat Pay")}),
    Phrase("Please go to {window}.", {"window": WINDOW}),
    "E-PAY-02",
    refund=Money(25310),
    slip="printed",
)

PAY_SAMPLES: dict[str, Screen] = {
    "PickBills": PickBills((TODAY, BEFORE), Money(129450), 3, 3),
    "PickBills-many": _many(),
    "PickBills-none": _none_ticked(),
    "PickBills-window": _only_window(),
    "PickBills-worst": _worst(),
    "BillDetail": BillDetail(WESTERN.title, CARDIOLOGY, "2026-03-02", MEDICINES, Money(12850)),
    "BillDetail-long": BillDetail(SCAN.title, LONG, "2026-02-26", LONG_LIST, Money(2944000)),
    "InsuranceSplit": InsuranceSplit(INSURED),
    "InsuranceSplit-funds": InsuranceSplit(FUNDS),
    "InsuranceSplit-off": InsuranceSplit(ACCOUNT_OFF),
    "InsuranceSplit-own": InsuranceSplit(OWN),
    "InsuranceSplit-huge": InsuranceSplit(HUGE),
    "AuditRefused": AuditRefused(
        (ObjectionRow(WESTERN.title, WESTERN.amount, MEDICINES[0].name, TOO_LONG, "RX0012"),),
        INSURANCE_WINDOW,
        others=Money(116600),
        self_pay=Money(129450),
    ),
    "AuditRefused-one": AuditRefused((ObjectionRow(LAB.title, LAB.amount, None, BY_HAND, "MA0001"),), INSURANCE_WINDOW),
    "AuditRefused-worst": AuditRefused(
        tuple(
            ObjectionRow(row.title, row.amount, LONG_LIST[22].name, TOO_LONG, "RX0012")
            for row in (*TODAY.bills, *BEFORE.bills) * 3
        ),
        LONG,
        others=Money(12345678),
        self_pay=Money(1234567890),
    ),
    "PickChannel": PickChannel(INSURED, WALLETS, True),
    "PickChannel-funds": PickChannel(FUNDS, WALLETS, True),
    "PickChannel-own": PickChannel(OWN, WALLETS[:1], False),
    "PickChannel-down": PickChannel(
        INSURED,
        (WALLETS[0], ChannelTile("alipay", False), WALLETS[2]),
        True,
        Phrase('This is not a payment code. Open "Pay" in your wallet and show that code.'),
    ),
    "PickChannel-huge": PickChannel(HUGE, WALLETS, True),
    "ShowQr": ShowQr("wechat", Money(25310), PAYEE, CODE, 120),
    "ShowQr-not-yet": ShowQr("wechat", Money(25310), PAYEE, CODE, 120, NOT_YET),
    "ShowQr-huge": ShowQr("unionpay", Money(12345678), PAYEE, CODE, 90),
    "ScanCode": ScanCode(Money(25310), ("wechat", "alipay", "unionpay")),
    "ScanCode-problem": ScanCode(
        Money(12345678),
        ("wechat", "alipay", "unionpay"),
        Phrase("This way to pay is out of service. Please use another wallet."),
    ),
    "Waiting": Waiting(Phrase("Asking your insurance")),
    "Waiting-password": Waiting(
        Phrase("Confirming your payment. Please stay here."), 15, Phrase("Please confirm on your phone"), True
    ),
    "Paid": Paid(INSURED, 3, "K01-7Q2M9PXHT1", "printed", Phrase("Next: {place}", {"place": PHARMACY})),
    "Paid-with-card": replace(
        Paid(HUGE, 40, "K01-7Q2M9PXHT9", "partial", Phrase("Next: {place}", {"place": LONG})), take_card=True
    ),
    "Paid-no-slip": Paid(OWN, 1, "K01-7Q2M9PXHT2", "failed"),
    "Paid-half-slip": Paid(HUGE, 40, "K01-7Q2M9PXHT9", "partial", Phrase("Next: {place}", {"place": LONG})),
    "Paid-covered": Paid(ALL_COVERED, 1, "K01-7Q2M9PXHT6", "none"),
    "NotPaid": NOT_PAID,
    "NotPaid-refunded": REFUNDED,
    "NotPaid-with-card": replace(REFUNDED, take_card=True),
    "Unknown": Unknown(Money(25310), "K01-7Q2M9PXHT1", WINDOW, "printed", "E-PAY-03"),
    "Unknown-no-slip": Unknown(Money(12345678), "K01-7Q2M9PXHT8", WINDOW, "failed", "E-PAY-03"),
    "Unknown-with-card": Unknown(Money(12345678), "K01-7Q2M9PXHT8", WINDOW, "failed", "E-PAY-03", take_card=True),
}
