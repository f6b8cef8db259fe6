"""What an order can turn out to be, in words; and what follows: the gateway's own answer, or a task for a human."""

from dataclasses import dataclass
from typing import Literal

from kiosk.core.money import Money
from kiosk.core.words import Named

# Who acts: nobody; the gateway, by the same functions that terminals ask for; or a human, with the task.
Answer = Literal["", "give_back", "go_on_with_refund", "settle_or_void", "go_on_with_void"]


@dataclass(frozen=True)
class Kind:
    """One class: its name, the gateway's own answer where there is one, and the task of a human where there is not, or
    where the answer did not help."""

    name: Named
    answer: Answer = ""
    task: Named | None = None


@dataclass(frozen=True)
class Finding:
    """An order that stands out. Amounts in fen: by the channel's statement `charged` and `returned` (given back), by
    the hospital `booked` (settled or given back) and `refunded`; `said`: the last state in the terminal's journal.

    Of the channel `insurance`: a settlement; what the insurer pays (fund and personal account) by its book `charged`,
    by the hospital `booked`."""

    order_id: str
    purchase_id: str
    terminal_id: str
    channel: str
    finding: str
    charged: Money
    booked: Money
    returned: Money
    refunded: Money
    said: str

    @property
    def difference(self) -> Money:
        """What the channel holds more than the hospital knows of; below zero: less."""
        return Money((self.charged - self.returned) - (self.booked - self.refunded))


KINDS: dict[str, Kind] = {
    "paid_not_settled": Kind(
        Named("已付款，未结算", "Paid, not settled"),
        "give_back",
        Named(
            "查明终端为何没有结算；必要时在窗口补结或退款", "Find out why the terminal did not settle; settle or refund"
        ),
    ),
    "refund_outstanding": Kind(
        Named("退款或冲正未完成", "Refund or void outstanding"),
        "go_on_with_refund",
        Named(
            "在渠道商户平台查询退款，必要时人工退款", "Look the refund up at the channel; refund by hand if it failed"
        ),
    ),
    "settled_not_paid": Kind(
        Named("已结算，渠道无收款", "Settled, not paid"),
        task=Named(
            "向渠道查询订单；未收到款项时联系患者补交或冲正", "Ask the channel; collect from the patient or void"
        ),
    ),
    "paid_twice": Kind(
        Named("重复付款", "Paid twice"),
        task=Named("核对两笔付款，将多付的一笔退还患者", "Compare both payments; give the second back to the patient"),
    ),
    "insurance_without_own": Kind(
        Named("医保已结算，个人部分未收到", "Insurance settled, own money missing"),
        task=Named("联系患者补交个人部分，或撤销医保结算", "Collect the own part, or void at the insurance (2208)"),
    ),
    "insurer_differs": Kind(
        Named("医保记账金额与本院不符", "The insurer has it booked otherwise"),
        task=Named(
            "与医保经办机构逐项核对，更正其中一方", "Compare the split with the insurer; correct the wrong side"
        ),
    ),
    "insurer_not_settled": Kind(
        Named("医保已结算，本院未结算", "Settled at the insurer, not here"),
        "settle_or_void",
        Named("补做本院结算，或撤销医保结算", "Settle it here, or void it at the insurer (2208)"),
    ),
    "void_outstanding": Kind(
        Named("医保撤销未完成", "Void at the insurer outstanding"),
        "go_on_with_void",
        Named(
            "向医保经办机构查询该结算，未撤销的人工撤销", "Ask the insurer for it; void it by hand if it stands (2208)"
        ),
    ),
    "insurer_not_booked": Kind(
        Named("本院已结算，医保未记账", "Settled here, not at the insurer"),
        task=Named("向医保经办机构查询，补做医保结算或改为自费", "Ask the insurer; claim it again, or collect it"),
    ),
    "insurer_unknown": Kind(
        Named("医保有结算，本院没有", "In the insurer's book, unknown here"),
        task=Named(
            "查明是哪笔就诊，确认不属本院后请医保撤销", "Find out whose visit it is; if not ours, have it voided"
        ),
    ),
    "amount_differs": Kind(
        Named("金额不符", "Amount differs"),
        task=Named("核对渠道账单与结算明细，更正其中一方", "Compare statement and settlement; correct the wrong one"),
    ),
    "closed_but_paid": Kind(
        Named("订单已关闭，渠道却收了款", "Closed here, paid at the channel"),
        task=Named("在渠道商户平台将款项退还患者", "Give the money back at the channel"),
    ),
    "not_in_statement": Kind(
        Named("本院记为已付，渠道账单中没有", "Paid here, not in the statement"),
        task=Named("向渠道查询该订单；确认前不要退款", "Ask the channel for this order; do not refund before"),
    ),
    "unknown_order": Kind(
        Named("渠道账单中有，本院没有", "In the statement, unknown here"),
        task=Named("查明订单来源；非本院订单请联系渠道", "Find out whose order it is; if not ours, ask the channel"),
    ),
    "refund_unknown": Kind(
        Named("渠道已退款，本院没有记录", "Given back by the channel, unknown here"),
        task=Named("查明谁发起了退款，补记或追回", "Find out who refunded; book it or claim it back"),
    ),
    "refund_missing": Kind(
        Named("本院记为已退，渠道账单中没有", "Refunded here, not in the statement"),
        task=Named("在渠道商户平台查询退款，确认患者已收到", "Look the refund up; make sure the patient has the money"),
    ),
    "terminal_differs": Kind(
        Named("终端记录与本院不符", "The terminal says otherwise"),
        task=Named("核对终端流水与小票，联系信息科", "Compare the terminal's journal and slip; call IT"),
    ),
    "journal_missing": Kind(
        Named("终端没有上传这笔记录", "No word from the terminal's journal"),
        task=Named("检查该终端是否在线、流水是否上传", "See whether the terminal is online and uploads its journal"),
    ),
    "waiting": Kind(Named("临近零点，明日账单再核", "Around midnight: tomorrow's statement will tell")),
    "early": Kind(Named("零点前到账，已核对", "Paid before midnight, heard of after: in order")),
    "matched": Kind(Named("相符", "Matched")),
}

QUIET = ("matched", "waiting", "early")  # in order, as far as this day can tell
