"""What every record of the contract is made of: ids, amounts, and the form a fact has on the wire."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.core.money import Money

Amount = Annotated[Money, Meta(ge=0, le=99_999_999_99, description="whole fen")]
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$", description="made once by who asks")]
Number = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$")]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
PaymentCode = Annotated[str, Meta(pattern=r"^[0-9]{16,24}$")]

ChannelName = Literal["wechat", "alipay", "unionpay", "prepaid", "pay_later"]
Mode = Literal["shown_code", "payment_code", "ledger"]  # ledger: no code, the patient confirms at the terminal


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A fact on the wire."""
