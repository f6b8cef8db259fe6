"""The screens of a technician: who may come in, and what is wrong now. Nothing of a patient, nothing that edits."""

from dataclasses import dataclass

from kiosk.core.money import Money
from kiosk.core.words import Phrase


@dataclass(frozen=True)
class EnterPin:
    """Who is there? Choices: `pin` with what was typed, `back`.

    `wrong`: wrong tries so far; `wait_s`: seconds in which nobody may try.
    """

    wrong: int = 0
    wait_s: int = 0


@dataclass(frozen=True)
class MoneyRow:
    """A purchase that has not come to its end: how it stands, what is known, and what may be done."""

    purchase_id: str
    state: Phrase
    since: str  # 2026-03-02 09:05
    amount: Money
    channel: Phrase | None
    known: Phrase
    todo: Phrase


@dataclass(frozen=True)
class Part:
    """How one part of the terminal is. `tone`: success, warning, danger; `code` is empty when all is well."""

    name: Phrase
    state: Phrase
    tone: str
    code: str = ""
    detail: Phrase | None = None


@dataclass(frozen=True)
class Maintenance:
    """What is wrong now, worst first. Choices: `again` (try to bring the money to its end), `back`.
    `summary`: how much money waits; `result`: what came of the last try."""

    summary: Phrase
    money: tuple[MoneyRow, ...]
    parts: tuple[Part, ...]
    can_try: bool
    result: Phrase | None = None
