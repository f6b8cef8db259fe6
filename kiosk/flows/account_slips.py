"""Slips about the prepaid card and about what is paid later: masked, with a reference, like every other."""

from collections.abc import Iterable
from datetime import datetime

from kiosk.contract import Hospital, Settlement
from kiosk.core.money import yuan
from kiosk.core.screens import Fact
from kiosk.core.words import Named, Phrase, Words, phrase
from kiosk.devices import Line, Pair, Qr, Rule, Slip
from kiosk.flows.slips import head


def account_slip(
    words: Words, hospital: Hospital, patient: str, title: Phrase, facts: Iterable[Fact], reference: str, at: datetime
) -> Slip:
    """What was booked, line by line. `patient` is the masked name."""
    return Slip(
        (
            *head(words, hospital, title, patient, at),
            *(Pair(words.say(fact.label), _said(words, fact.value), bold=fact.money) for fact in facts),
            Rule(),
            Line(words.say(phrase("Keep this slip. Questions: {window}.", window=hospital.window))),
            Pair(words.tr("Reference"), reference),
            Qr(reference),
        )
    )


def with_account(words: Words, slip: Slip, settlement: Settlement | None, due_on: str) -> Slip:
    """The slip of a payment with what is left on the card it was paid from, or until when it has to be paid."""
    lines = []
    if settlement is not None and settlement.balance is not None:
        lines.append(Pair(words.tr("Left on the card"), yuan(settlement.balance)))
    if due_on:
        lines.append(Pair(words.tr("Pay until"), due_on, bold=True))
    return Slip((*slip.lines[:-2], *lines, *slip.lines[-2:])) if lines else slip


def _said(words: Words, value: str | Phrase | Named) -> str:
    if isinstance(value, Phrase):
        return words.say(value)
    return words.name(value) if isinstance(value, Named) else value
