"""What is printed about money that goes back, and slips that are printed again: marked as such, with their number."""

from datetime import datetime

from kiosk.contract import Hospital, Quote, Transaction
from kiosk.core.money import yuan
from kiosk.core.words import Named, Phrase, Words, phrase
from kiosk.devices import Line, Pair, Qr, Rule, Slip, SlipLine
from kiosk.flows.slips import channel_name, head

VERIFYING = phrase("Refund being verified")
TITLES = {
    "paid": phrase("Payment slip"),
    "partly_refunded": phrase("Payment slip"),
    "verifying": phrase("Payment being verified"),
    "refunding": phrase("Refund slip"),
    "refunded": phrase("Refund slip"),
    "closed_out": phrase("Payment slip"),
}


def return_slip(
    words: Words,
    hospital: Hospital,
    patient: str,
    back: list[tuple[Named, str]],
    told: Quote,
    state: str,
    at: datetime,
) -> Slip:
    """For bills given back: `back` is their titles and amounts, `state` refunded, processing or unknown."""
    how = {"refunded": phrase("Refunded"), "processing": phrase("Refund under way")}
    lines = [
        *head(words, hospital, phrase("Refund slip") if state in how else VERIFYING, patient, at),
        Rule(),
        *(Pair(words.name(title), amount) for title, amount in back),
        Rule(),
        *_shares(words, told),
        Pair(words.say(how.get(state, VERIFYING)), yuan(told.own), bold=True),
    ]
    if told.channel:
        lines.append(Pair(words.tr("To"), words.say(channel_name(told.channel))))
    return Slip((*lines, *_foot(words, hospital, told.return_id)))


def again_slip(words: Words, hospital: Hospital, patient: str, paid: Transaction, number: int, at: datetime) -> Slip:
    """The slip of a payment, printed again: `number` is 2 for the second one."""
    name, title, *first = head(words, hospital, TITLES[paid.state], patient, datetime.fromisoformat(paid.at))
    lines = [
        *(name, title, Line(words.say(phrase("Reprint no. {n}", n=number)), bold=True, centred=True), *first),
        Pair(words.tr("Printed again"), f"{at.astimezone():%Y-%m-%d %H:%M}"),
        Rule(),
        *(Pair(_title(words, bill.title, bill.state), yuan(bill.amount)) for bill in paid.bills),
        Rule(),
        *_split(words, paid),
    ]
    if paid.back:
        lines.append(Pair(words.say(_back(paid)), yuan(paid.back), bold=True))
    if paid.next_place is not None and paid.state == "paid":
        lines.append(Line(words.say(phrase("Next: {place}", place=paid.next_place)), bold=True))
    return Slip((*lines, *_foot(words, hospital, paid.purchase_id)))


def _shares(words: Words, told: Quote) -> list[SlipLine]:
    if not (told.fund or told.account):
        return []
    return [
        Pair(words.tr("Total"), yuan(told.total)),
        Pair(words.tr("Insurance takes back"), yuan(told.fund)),
        Pair(words.tr("Back to your insurance account"), yuan(told.account)),
    ]


def _split(words: Words, paid: Transaction) -> list[SlipLine]:
    lines: list[SlipLine] = [Pair(words.tr("Total"), yuan(paid.total))]
    if paid.insured:
        lines.append(Pair(words.tr("Insurance paid"), yuan(paid.fund)))
        if paid.account:
            lines.append(Pair(words.tr("From your insurance account"), yuan(paid.account)))
    lines.append(Pair(words.tr("You paid"), yuan(paid.own), bold=True))
    return [*lines, Pair(words.tr("Paid with"), words.say(channel_name(paid.channel))), Rule()]


def _title(words: Words, title: Named, state: str) -> str:
    gone = {"returned": phrase("refunded"), "returning": phrase("refund under way")}
    return words.name(title) if state == "paid" else f"{words.name(title)} ({words.say(gone[state])})"


def _back(paid: Transaction) -> Phrase:
    if paid.state == "closed_out":
        return phrase("Went back when the card was closed out")
    return phrase("Refund under way") if paid.state == "refunding" else phrase("Refunded")


def _foot(words: Words, hospital: Hospital, reference: str) -> list[SlipLine]:
    return [
        Line(words.say(phrase("Keep this slip. Questions: {window}.", window=hospital.window))),
        Pair(words.tr("Reference"), reference),
        Qr(reference),
    ]
