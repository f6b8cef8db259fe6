"""Who pays what: the plans of the simulated insurer, in whole fen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kiosk.core.money import NOTHING, Money, total
from kiosk.gateway.hospital.records import InsuranceClass, InsuranceKind
from kiosk.gateway.insurance import AccountUse, Split


class Priced(Protocol):
    """A line of a bill, as far as the shares care."""

    @property
    def det_item_fee_sumamt(self) -> Money: ...
    @property
    def insurance_class(self) -> InsuranceClass: ...


@dataclass(frozen=True)
class Insured:
    """Whom the insurance knows; `insutype` empty is nobody it knows."""

    insutype: InsuranceKind = ""
    retired: bool = False
    aid: bool = False


@dataclass(frozen=True)
class Plan:
    """What one kind of insurance pays for one purchase; shares in per cent, limits in fen."""

    first_share: int  # of a class B item, paid by the patient before anything else
    deductible: Money
    share: int  # the pooled fund's, between the deductible and the limit
    limit: Money  # above it the large-sum fund takes over
    large_share: int


AID_SHARE = 70
PLANS: dict[tuple[InsuranceKind, bool], Plan] = {
    ("310", False): Plan(first_share=10, deductible=Money(50_00), share=75, limit=Money(3_000_00), large_share=60),
    ("310", True): Plan(first_share=10, deductible=Money(30_00), share=85, limit=Money(3_000_00), large_share=70),
    ("390", False): Plan(first_share=20, deductible=Money(20_00), share=55, limit=Money(1_000_00), large_share=50),
    ("340", True): Plan(first_share=0, deductible=NOTHING, share=100, limit=Money(100_000_00), large_share=100),
}


def split(items: Iterable[Priced], insured: Insured, balance: Money, acct_used_flag: AccountUse) -> Split:
    """Class A counts in full, B less the patient's first share, C not at all. `balance` is the personal account's."""
    lines = tuple(items)
    medfee = total(line.det_item_fee_sumamt for line in lines)
    plan = plan_of(insured)
    if plan is None:
        return Split(medfee, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, medfee, NOTHING)
    covered = total(_covered(line, plan) for line in lines)
    above = max(0, covered - plan.deductible)
    hifp = _share(min(above, plan.limit), plan.share)
    hifmi = _share(max(0, above - plan.limit), plan.large_share)
    maf = _share(covered - hifp - hifmi, AID_SHARE) if insured.aid else NOTHING
    fund = total((hifp, maf, hifmi))
    own = Money(medfee - fund)
    account = min(balance, own) if acct_used_flag == "1" else NOTHING
    return Split(medfee, fund, hifp, maf, hifmi, account, Money(own - account), balance)


def plan_of(insured: Insured) -> Plan | None:
    """The plan this person is under; `None` when uninsured. Retirement makes a difference for employees only."""
    if not insured.insutype:
        return None
    retired = {"310": insured.retired, "340": True, "390": False}[insured.insutype]
    return PLANS[insured.insutype, retired]


def _covered(line: Priced, plan: Plan) -> Money:
    if line.insurance_class == "C":
        return NOTHING
    first = _share(line.det_item_fee_sumamt, plan.first_share) if line.insurance_class == "B" else NOTHING
    return Money(line.det_item_fee_sumamt - first)


def _share(amount: int, percent: int) -> Money:
    """Rounded half up to a whole fen; never more than `amount`."""
    return Money((amount * percent + 50) // 100)
