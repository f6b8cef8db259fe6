"""Asks the insurance who pays what of a purchase, and believes only what adds up."""

from collections.abc import Callable
from itertools import count

from kiosk.contract import PreSettlement, PreSettlementRequest
from kiosk.core.errors import Refused
from kiosk.core.purchase import Purchase
from kiosk.services import Purchases

Ask = Callable[[bool, bool], PreSettlement]


def asking(purchases: Purchases, purchase: Purchase) -> Ask:
    """`ask(account, self_pay)`: the personal account used or not, the insurance left out or not. Each question has its
    own id. Refused: split-wrong, and what the hospital refuses."""
    attempts = count(1)

    def ask(account: bool, self_pay: bool = False) -> PreSettlement:
        request = PreSettlementRequest(
            purchase_id=purchase.purchase_id, acct_used_flag="1" if account else "0", self_pay=self_pay
        )
        split = purchases.pre_settle(f"{purchase.purchase_id}-S{next(attempts)}", request)
        if not adds_up(split) or split.medfee_sumamt != purchase.total:
            raise Refused("split-wrong")
        return split

    return ask


def adds_up(split: PreSettlement) -> bool:
    """The funds make up the insurance's share, the shares make up the sum, and the account has what it pays."""
    return (
        split.medfee_sumamt == split.fund_pay_sumamt + split.acct_pay + split.psn_cash_pay
        and split.fund_pay_sumamt == split.hifp_pay + split.maf_pay + split.hifmi_pay
        and split.acct_pay <= split.balc
    )
