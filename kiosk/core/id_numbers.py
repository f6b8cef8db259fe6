"""The check character of an 18-character identity number (GB 11643-1999, which takes it from ISO 7064, MOD 11-2)."""

import re

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
FORM = re.compile(r"[0-9]{17}[0-9X]")


def check_character(digits: str) -> str:
    """The 18th character that belongs to these 17 digits."""
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11]


def is_id_number(text: str) -> bool:
    """Whether it has 18 characters, of which the last belongs to the others. Says nothing of region and birthday."""
    return FORM.fullmatch(text) is not None and check_character(text[:17]) == text[17]
