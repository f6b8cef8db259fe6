"""Which wallet a scanned payment code belongs to, told by its length and first digits.

Sources: WeChat Pay code payment (18 digits, 10-15), Alipay face-to-face payment (16-24 digits, 25-30),
UnionPay QR code payment (19 digits, 62).
"""

WECHAT = range(10, 16)
ALIPAY = range(25, 31)
UNIONPAY = range(62, 63)


def channel_of(code: str) -> str | None:
    """`wechat`, `alipay` or `unionpay`; `None` for anything else that a scanner may read."""
    if not (code.isascii() and code.isdigit() and 16 <= len(code) <= 24):
        return None
    prefix = int(code[:2])
    if prefix in WECHAT and len(code) == 18:
        return "wechat"
    if prefix in ALIPAY:
        return "alipay"
    if prefix in UNIONPAY and len(code) == 19:
        return "unionpay"
    return None
