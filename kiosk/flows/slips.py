"""What is printed for the patient: masked, in their language, with a reference in every case."""

from datetime import datetime

from kiosk.contract import Hospital, PreSettlement, Visit
from kiosk.core.money import Money, yuan
from kiosk.core.purchase import Purchase
from kiosk.core.words import Named, Phrase, Words, phrase
from kiosk.devices import Line, Pair, Qr, Rule, Slip, SlipLine, Title

CHANNELS = {
    "wechat": phrase("WeChat Pay"),
    "alipay": phrase("Alipay"),
    "unionpay": phrase("UnionPay"),
    "prepaid": phrase("Patient card balance"),
    "pay_later": phrase("Pay later"),
    "": phrase("Insurance"),
}


def channel_name(channel: str) -> Phrase:
    return CHANNELS[channel]


def paid_slip(
    words: Words,
    hospital: Hospital,
    patient: str,
    visits: list[Visit],
    purchase: Purchase,
    split: PreSettlement,
    next_place: Named | None,
    at: datetime,
) -> Slip:
    """For bills that are settled. `patient` is the masked name; `visits` hold just the bills that were paid."""
    lines = [
        *head(words, hospital, phrase("Payment slip"), patient, at),
        *_bills(words, visits),
        Rule(),
        *_split(words, split),
        Pair(words.tr("Paid with"), words.say(channel_name(purchase.channel))),
        Rule(),
    ]
    if next_place is not None:
        lines.append(Line(words.say(phrase("Next: {place}", place=next_place)), bold=True))
    return Slip((*lines, *_foot(words, purchase)))


def unknown_slip(words: Words, hospital: Hospital, patient: str, purchase: Purchase, at: datetime) -> Slip:
    """For money whose fate is not known yet: the reference is the patient's proof."""
    return Slip(
        (
            *head(words, hospital, phrase("Payment being verified"), patient, at),
            Pair(words.tr("Amount"), yuan(at_stake(purchase)), bold=True),
            Pair(words.tr("Paid with"), words.say(channel_name(purchase.channel))),
            Rule(),
            Line(words.tr("You will not be charged twice.")),
            Line(words.tr("What was taken without a booked bill goes back by itself.")),
            Line(words.say(phrase("Keep this slip. Questions: {window}.", window=hospital.window))),
            *_foot(words, purchase),
        )
    )


def at_stake(purchase: Purchase) -> Money:
    """What is being verified: own money, or all of it where the insurance pays it."""
    return purchase.own or purchase.total


def refused_slip(words: Words, hospital: Hospital, patient: str, purchase: Purchase, at: datetime) -> Slip:
    """For money that was taken and goes back."""
    back = phrase("Refunded") if purchase.state == "refunded" else phrase("Refund under way")
    return Slip(
        (
            *head(words, hospital, phrase("Refund slip"), patient, at),
            Pair(words.say(back), yuan(purchase.own), bold=True),
            Pair(words.tr("To"), words.say(channel_name(purchase.channel))),
            Rule(),
            Line(words.say(phrase("Keep this slip. Questions: {window}.", window=hospital.window))),
            *_foot(words, purchase),
        )
    )


def with_objections(words: Words, slip: Slip, why: tuple[Phrase, ...]) -> Slip:
    """The same slip, with what the insurance's audit said, before its reference."""
    return Slip((*slip.lines[:-2], Rule(), *(Line(words.say(one)) for one in why), *slip.lines[-2:]))


def head(words: Words, hospital: Hospital, title: Phrase, patient: str, at: datetime) -> list[SlipLine]:
    return [
        Title(words.name(hospital.name)),
        Line(words.say(title), bold=True, centred=True),
        Rule(),
        Pair(words.tr("Patient"), patient),
        Pair(words.tr("Time"), f"{at.astimezone():%Y-%m-%d %H:%M}"),
    ]


def _bills(words: Words, visits: list[Visit]) -> list[SlipLine]:
    lines: list[SlipLine] = []
    for visit in visits:
        lines += [Rule(), Line(f"{words.name(visit.department)}  {visit.day}", bold=True)]
        lines += [Pair(words.name(bill.title), yuan(bill.total)) for bill in visit.bills]
    return lines


def _split(words: Words, split: PreSettlement) -> list[SlipLine]:
    lines: list[SlipLine] = [Pair(words.tr("Total"), yuan(split.medfee_sumamt))]
    if split.insutype:
        funds: tuple[tuple[str, Money], ...] = (
            (words.tr("Pooled fund"), split.hifp_pay),
            (words.tr("Large-sum fund"), split.hifmi_pay),
            (words.tr("Medical aid"), split.maf_pay),
        )
        if split.fund_pay_sumamt == split.hifp_pay:  # one fund: the word of the screen and of the reprint
            funds = ((words.tr("Insurance paid"), split.hifp_pay),)
        lines += [Pair(name, yuan(paid)) for place, (name, paid) in enumerate(funds) if paid or not place]
        if split.acct_pay:
            lines.append(Pair(words.tr("From your insurance account"), yuan(split.acct_pay)))
    return [*lines, Pair(words.tr("You paid"), yuan(split.psn_cash_pay), bold=True)]


def _foot(words: Words, purchase: Purchase) -> list[SlipLine]:
    return [Pair(words.tr("Reference"), purchase.purchase_id), Qr(purchase.purchase_id)]
