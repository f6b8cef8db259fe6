"""What the insurer says in free words, made fit for a log: no number of a person, one line, not long."""

import re

LONGEST = 80  # characters
MASK = "***"
# Identity cards, phones, insured persons, cards: also grouped by spaces or hyphens, and ending in the check letter X.
NUMBERS = re.compile(r"[\dXx](?:[\s-]?[\dXx]){5,}")


def loggable(words: str) -> str:
    """Masked first and cut afterwards, so that no cut leaves the beginning of a number behind."""
    printable = "".join(sign if sign.isprintable() else " " for sign in words)
    masked = NUMBERS.sub(MASK, printable).strip()
    return masked if len(masked) <= LONGEST else masked[: LONGEST - 1] + "…"
