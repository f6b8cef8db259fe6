"""What this hospital lets patients give back at a terminal, and what it answers when it does not: data, no rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.contract import Bar
from kiosk.core.words import Named


@dataclass(frozen=True)
class ReturnRules:
    """`days`: how long after paying, the day of paying being the first. `single`: one bill of several may go back.

    `bars`: the hospital's own answer by what stands in the way, with the window where it can be done.
    """

    days: int
    single: bool
    bars: Mapping[str, Named]

    def bar(self, code: str) -> Bar:
        """The answer in the hospital's own words; with none of its own, the general one."""
        return Bar(code=code, words=self.bars.get(code, self.bars["elsewhere"]))


DAYS_LISTED = 7  # how far back a patient sees what they paid

RETURNS = ReturnRules(
    days=3,
    single=True,
    bars={
        "dispensed": Named("药品已发出，请到一楼 6 号退药窗口办理", "Medicine handed out: window 6, ground floor"),
        "done": Named(
            "检查检验已做，不能退款；疑问请到一楼 3 号窗口", "Already done. Questions: window 3, ground floor"
        ),
        "invoiced": Named("已开电子票据，请到一楼 4 号窗口冲红后退款", "E-invoice made: window 4, ground floor"),
        "too-old": Named("已超过 3 天，请到一楼 3 号窗口办理", "More than 3 days ago: window 3, ground floor"),
        "top-up": Named("余额请在“充值”里清账退回", "Close the card out under Top up"),
        "dues": Named("还款不能在此退，请到一楼 3 号窗口办理", "A repayment: window 3, ground floor"),
        "whole-only": Named("这几笔只能一起退", "These bills can only go back together"),
        "under-way": Named("正在退款，请稍后再看", "A refund is under way. Please look again later"),
        "not-settled": Named("款项正在核实，请稍后再看", "Being verified. Please look again later"),
        "elsewhere": Named("请到一楼 3 号窗口办理", "Please go to window 3, ground floor"),
    },
)
