"""The hospital's bad days, for the demo: slow, out of reach, refused by the insurance; the outside turns them on."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.core.money import Money
from kiosk.gateway.hospital import insurance
from kiosk.gateway.hospital.insurance import AccountUse, Insured, Priced, Split


@dataclass
class Mood:
    """How the hospital behaves; a real one has no switches."""

    slow_s: float = 0.0
    refuse_settlement: bool = False
    unreachable: bool = False
    lose_settlement_answer: bool = False  # the next one only


@dataclass(frozen=True)
class MoodyInsurance:
    """The insurance, but for what the mood makes it refuse."""

    mood: Mood

    def split(self, items: Iterable[Priced], insured: Insured, balance: Money, acct_used_flag: AccountUse) -> Split:
        return insurance.split(items, insured, balance, acct_used_flag)

    def settle(self, acct_pay: Money, balance: Money) -> str:
        return "insurance-refused" if self.mood.refuse_settlement else insurance.settle(acct_pay, balance)
