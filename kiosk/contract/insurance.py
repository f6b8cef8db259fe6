"""What the insurer's audit says against a purchase, in words that can be shown as they are."""

from typing import Annotated

from msgspec import Meta

from kiosk.contract.record import Amount, Id, Record
from kiosk.core.words import Named


class Finding(Record, frozen=True, kw_only=True):
    """One thing the insurer does not pay for. `line` 0 is the whole bill, and `item` is then empty."""

    bill_id: Id
    line: Annotated[int, Meta(ge=0)]
    item: Named | None = None
    code: str  # the insurer's own, for whoever sits at the window
    reason: Named


class Findings(Record, frozen=True, kw_only=True):
    """Why the last question to the insurance ended in `insurance-audit`; empty when it did not.

    `self_pay` is what all bills of this purchase cost without any insurance, where the hospital's rule lets the
    patient choose that (`PreSettlementRequest.self_pay`); zero where it does not.
    """

    purchase_id: Id
    findings: list[Finding]
    window: Named  # where somebody can help
    self_pay: Amount
