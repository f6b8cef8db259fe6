"""Tells from its form alone what somebody holds under the scanner: who they are, how they pay, or something else.

Payment codes: `payment_codes`. Insurance e-credential: 28 letters and digits, decoded by the insurer's service only.
Electronic health card: 64 hexadecimal digits, a colon, 0 (changes) or 1 (stays), and what its issuer adds. Our own
references stand on every slip. A referral slip's form is the hospital's affair: its prefix is configuration.
"""

import re
from typing import Literal

from kiosk.core.payment_codes import route

Scanned = Literal["payment", "e_cny", "e_credential", "health_code", "slip", "referral", "unknown"]

CARRIERS = ("e_credential", "health_code")  # those that say who somebody is

E_CREDENTIAL = re.compile(r"[0-9A-Za-z]{28}")
HEALTH_CODE = re.compile(r"[0-9A-Fa-f]{64}:[01](:[0-9A-Za-z:]{0,64})?")
E_CNY = re.compile(r"01[0-9]{17}")
SLIP = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,31}-[2-9A-HJ-NP-Z]{10}(-[A-Z][0-9]{1,2})?")


def sort(code: str, referral_prefix: str = "") -> Scanned:
    """What kind of code this is. `referral_prefix`: what the hospital's referral numbers begin with; empty: none."""
    if referral_prefix and code.startswith(referral_prefix):
        return "referral"
    if route(code) is not None:
        return "payment"
    for kind, form in FORMS.items():
        if form.fullmatch(code):
            return kind
    return "unknown"


def holders_number(code: str) -> str:
    """What of a code that says who somebody is stands for them: of a health card the 64 digits alone."""
    return code.partition(":")[0]


FORMS: dict[Scanned, re.Pattern[str]] = {
    "e_credential": E_CREDENTIAL,
    "health_code": HEALTH_CODE,
    "e_cny": E_CNY,
    "slip": SLIP,
}
