"""What this hospital has decided: its name, what terminals may offer, and how much of a person may be shown."""

from kiosk.contract import Hospital
from kiosk.core.words import Named

HOSPITAL = Hospital(
    name=Named("安和示范医院", "Anhe Demonstration Hospital"),
    payee=Named("安和示范医院", "Anhe Demonstration Hospital"),
    window=Named("一楼 3 号收费窗口", "Cashier window 3, ground floor"),
    services=["pay", "top_up", "pay_later", "transactions"],
    account_by_default=True,
)


def mask_name(name: str) -> str:
    """`张小三` as `张*三`; two characters `张*`; longer names keep the first and the last character."""
    if len(name) <= 2:
        return name[:1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]
