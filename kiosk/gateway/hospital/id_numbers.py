"""The number on a citizen's identity card: 17 digits and a check character (GB 11643-1999)."""

from datetime import date
from typing import Literal

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def id_number(region: str, birth: date, order: int, sex: Literal["male", "female"]) -> str:
    """18 characters; `region` has six digits, `order` 0..499 counts people of one region and birthday.

    The last digit of the sequence is odd for men and even for women.
    """
    sequence = order * 2 + (1 if sex == "male" else 0)
    digits = f"{region}{birth:%Y%m%d}{sequence:03d}"
    return digits + check_character(digits)


def check_character(digits: str) -> str:
    """The 18th character that belongs to these 17 digits (ISO 7064, MOD 11-2)."""
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11]
