"""What this hospital has decided about prepaid cards and about paying later: amounts, limits, days, and the terms."""

from dataclasses import dataclass

from kiosk.contract import ChannelName, PayLaterTerms
from kiosk.core.money import Money
from kiosk.core.words import Named
from kiosk.gateway.hospital.records import InsuranceKind


@dataclass(frozen=True)
class TopUpRule:
    """What may be put on a prepaid card, in fen: in one go, and in all."""

    offers: tuple[Money, ...]
    least: Money
    most: Money
    most_balance: Money


@dataclass(frozen=True)
class PayLaterRule:
    """Who may pay later, how much may be owed at once, and for how many days."""

    insutypes: tuple[InsuranceKind, ...]
    least_age: int
    limit: Money
    days: int


TOP_UP = TopUpRule(
    offers=(Money(50_00), Money(100_00), Money(200_00), Money(500_00), Money(1_000_00)),
    least=Money(10_00),
    most=Money(5_000_00),
    most_balance=Money(10_000_00),
)

# How many days after a payment a channel still takes a refund of it: WeChat Pay one year, Alipay twelve months,
# UnionPay QR eleven months. What is older is paid out at the window.
REFUND_DAYS: dict[ChannelName, int] = {"wechat": 365, "alipay": 365, "unionpay": 330}

PAY_LATER = PayLaterRule(insutypes=("310", "340", "390"), least_age=18, limit=Money(2_000_00), days=14)

TERMS = PayLaterTerms(
    version="2026-1",
    title=Named("先诊疗后付费服务协议", "Pay-later agreement"),
    pages=[
        Named(
            "一、您可以先看病、检查、取药，费用中的个人自付部分在约定的日期前再付。\n"
            "二、医保报销部分仍当场结算，不受影响。\n"
            "三、未付金额合计不超过 2000 元；超出部分请当场支付。",
            "1. You may see the doctor, be examined and take your medicine first, and pay your own part until the day"
            " we name.\n"
            "2. What your insurance pays is settled at once, as always.\n"
            "3. You can owe 2,000 yuan at most; what goes beyond is paid at once.",
        ),
        Named(
            "四、每笔费用请在 14 天内付清，可在自助机或收费窗口办理，不收利息和手续费。\n"
            "五、逾期未付期间，暂不能挂号，也不能再使用先诊疗后付费；付清后立即恢复。",
            "4. Please pay each amount within 14 days, at a terminal or at the cashier's window. There is no interest"
            " and no fee.\n"
            "5. While something is overdue you cannot register, and cannot pay later again. Both are possible again as"
            " soon as it is paid.",
        ),
        Named(
            "六、本院保存您的姓名、证件号码和未付金额，仅用于本项服务。\n"
            "七、您可以随时在收费窗口终止本协议；终止前的未付金额仍须付清。",
            "6. The hospital keeps your name, your identity number and the amounts you owe, for this service only.\n"
            "7. You may end this agreement at the cashier's window at any time; what you owe by then still has to be"
            " paid.",
        ),
    ],
)
