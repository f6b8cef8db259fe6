"""Whose wallet a scanned payment code belongs to, told by its length and first digits.

Sources: WeChat Pay code payment (18 digits, 10-15), Alipay face-to-face payment (16-24 digits, 25-30),
UnionPay QR code payment (19 digits, 62).
"""

from dataclasses import dataclass
from typing import Literal

Wallet = Literal["wechat", "alipay", "unionpay"]


@dataclass(frozen=True)
class CodeShape:
    """What a payment code of one channel looks like: digits only, first two within `prefixes`."""

    prefixes: range
    lengths: range


PAYMENT_CODES: dict[Wallet, CodeShape] = {
    "wechat": CodeShape(range(10, 16), range(18, 19)),
    "alipay": CodeShape(range(25, 31), range(16, 25)),
    "unionpay": CodeShape(range(62, 63), range(19, 20)),
}


def route(code: str) -> Wallet | None:
    """Whose payment code this is; `None` for anything else that a scanner may read."""
    if not (code.isascii() and code.isdigit()):
        return None
    for wallet, shape in PAYMENT_CODES.items():
        if len(code) in shape.lengths and int(code[:2]) in shape.prefixes:
            return wallet
    return None
