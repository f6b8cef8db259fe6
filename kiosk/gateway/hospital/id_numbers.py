"""The number on a citizen's identity card: 17 digits and a check character (GB 11643-1999)."""

from datetime import date
from typing import Literal

from kiosk.core.id_numbers import check_character


def id_number(region: str, birth: date, order: int, sex: Literal["male", "female"]) -> str:
    """18 characters; `region` has six digits, `order` 0..499 counts people of one region and birthday.

    The last digit of the sequence is odd for men and even for women.
    """
    sequence = order * 2 + (1 if sex == "male" else 0)
    digits = f"{region}{birth:%Y%m%d}{sequence:03d}"
    return digits + check_character(digits)
