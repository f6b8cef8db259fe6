"""What this hospital does when the insurer's audit objects: what it says in English, who helps, who may pay alone."""

from kiosk.core.words import Named

INSURANCE_WINDOW = Named("一楼 6 号医保窗口", "Insurance window 6, ground floor")

# The insurer speaks Chinese only; its rules have English words here, and a rule without them is told in Chinese.
RULES = {
    "MA0001": "This has to be checked by hand",
    "RX0012": "More days of this medicine than the insurance allows at a time",
    "RX0021": "This medicine is for the other sex only",
    "RX0033": "The same medicine was prescribed before and is not used up yet",
}

# Too much of a right medicine may be paid for without the insurance. A medicine that looks like a mistake may not: the
# doctor has to see it first.
SELF_PAY = frozenset({"MA0001", "RX0012"})


def reason(code: str, words: str) -> Named:
    """The insurer's own words, and ours."""
    return Named(words[:128], RULES.get(code, words)[:128])
