"""What is held under the scanner is told by its form; what has no known form is unknown, never guessed."""

import pytest

from kiosk.core.scanned_codes import Scanned, sort

HEALTH = "C9F0E2C9" * 8


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("130000000000000001", "payment"),  # WeChat Pay
        ("2800000000000000", "payment"),  # Alipay, 16 digits
        ("6200000000000000001", "payment"),  # UnionPay
        ("0100000000000000001", "e_cny"),
        ("9900000000000000000000000001", "e_credential"),
        ("65AbCdEfGh0000000000000000zZ", "e_credential"),
        (HEALTH + ":1", "health_code"),
        (HEALTH + ":0:1700000000:3502A0002", "health_code"),
        ("K01-7Q2MX9ABCD", "slip"),
        ("K01-7Q2MX9ABCD-S1", "slip"),
        ("", "unknown"),
        ("6901234567892", "unknown"),  # the bar code of a bottle
        ("https://example.org/pay", "unknown"),
        ("9" * 27, "unknown"),
        ("9" * 29, "unknown"),
        (HEALTH + ":2", "unknown"),
        (HEALTH, "unknown"),
        ("K01-7Q2MX9ABC0", "unknown"),  # no reference of ours holds a zero
        ("１３" + "0" * 16, "unknown"),  # digits that are none
        ("9" * 27 + "\n", "unknown"),
    ],
)
def test_a_code_is_told_by_its_form(code: str, kind: Scanned) -> None:
    assert sort(code) == kind


def test_a_referral_is_what_the_hospital_says() -> None:
    assert sort("ZZ20261122000001", "ZZ") == "referral"
    assert sort("ZZ20261122000001") == "unknown"
