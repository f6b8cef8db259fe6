"""The records that terminal and gateway exchange over HTTP: one definition, used by flows, client and gateway.

Every write is a PUT under an id made by the terminal. The same id with the same body gets the same answer, for ever;
the same id with another body gets 409 `id-reused`. Amounts are whole fen. Errors are `Problem` (RFC 9457).
"""

from typing import Annotated, Literal

from msgspec import Meta
from msgspec.json import Decoder

from kiosk.contract.accounts import LEDGERS as LEDGERS
from kiosk.contract.accounts import Agreement as Agreement
from kiosk.contract.accounts import AgreementRequest as AgreementRequest
from kiosk.contract.accounts import CloseOut as CloseOut
from kiosk.contract.accounts import CloseOutRequest as CloseOutRequest
from kiosk.contract.accounts import Due as Due
from kiosk.contract.accounts import PayLaterTerms as PayLaterTerms
from kiosk.contract.accounts import PrepaidAccount as PrepaidAccount
from kiosk.contract.accounts import PurchaseKind as PurchaseKind
from kiosk.contract.accounts import Standing as Standing
from kiosk.contract.accounts import WayBack as WayBack
from kiosk.contract.alarms import Alarm as Alarm
from kiosk.contract.alarms import AlarmHeard as AlarmHeard
from kiosk.contract.alarms import AlarmPage as AlarmPage
from kiosk.contract.alarms import AlarmQuery as AlarmQuery
from kiosk.contract.alarms import AlarmReport as AlarmReport
from kiosk.contract.alarms import ResolutionRequest as ResolutionRequest
from kiosk.contract.insurance import Finding as Finding
from kiosk.contract.insurance import Findings as Findings
from kiosk.contract.journals import JournalBatch as JournalBatch
from kiosk.contract.journals import JournalMove as JournalMove
from kiosk.contract.journals import JournalTold as JournalTold
from kiosk.contract.reconciliations import PageQuery as PageQuery
from kiosk.contract.reconciliations import Reconciliation as Reconciliation
from kiosk.contract.reconciliations import ReconciliationItem as ReconciliationItem
from kiosk.contract.reconciliations import ReconciliationLine as ReconciliationLine
from kiosk.contract.reconciliations import ReconciliationRan as ReconciliationRan
from kiosk.contract.reconciliations import ReconciliationRequest as ReconciliationRequest
from kiosk.contract.record import Amount as Amount
from kiosk.contract.record import ChannelName as ChannelName
from kiosk.contract.record import Day as Day
from kiosk.contract.record import Id as Id
from kiosk.contract.record import Mode as Mode
from kiosk.contract.record import Number as Number
from kiosk.contract.record import PaymentCode as PaymentCode
from kiosk.contract.record import Record as Record
from kiosk.contract.returns import Bar as Bar
from kiosk.contract.returns import PaidBill as PaidBill
from kiosk.contract.returns import Quote as Quote
from kiosk.contract.returns import QuoteRequest as QuoteRequest
from kiosk.contract.returns import Reprint as Reprint
from kiosk.contract.returns import ReprintRequest as ReprintRequest
from kiosk.contract.returns import Return as Return
from kiosk.contract.returns import ReturnRequest as ReturnRequest
from kiosk.contract.returns import Transaction as Transaction
from kiosk.core.carriers import Carrier as Carrier
from kiosk.core.words import Named


class Nothing(Record, frozen=True, kw_only=True):
    """The body of a write that says everything by its address: `{}`."""


class Problem(Record, frozen=True, kw_only=True):
    """RFC 9457 problem details. `code` is stable and never translated; `detail` is for the integrator."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""


class Health(Record, frozen=True, kw_only=True):
    """The gateway is there and can reach its database."""

    state: Literal["up"] = "up"


class Hospital(Record, frozen=True, kw_only=True):
    """What a terminal needs to know about the hospital it stands in."""

    name: Named
    payee: Named
    window: Named  # where people go when a terminal cannot help
    services: list[str]  # what terminals may offer: pay, check_in, ...
    account_by_default: bool  # whether the personal account is used unless switched off


class Identification(Record, frozen=True, kw_only=True):
    """What a carrier says about who stands here."""

    carrier: Carrier
    number: Number


class Patient(Record, frozen=True, kw_only=True):
    """A patient as terminals may know them: masked."""

    patient_id: Id
    name: str  # masked: 张*三
    sex: Literal["male", "female", "unknown"]
    age: Annotated[int, Meta(ge=0, le=150)]
    guardian: bool = False  # found under the guardian's carrier


class Item(Record, frozen=True, kw_only=True):
    """One line of a bill."""

    name: Named
    quantity: str
    amount: Amount
    insurance_class: Literal["A", "B", "C"]  # 甲 乙 丙


class Bill(Record, frozen=True, kw_only=True):
    """What one order of a doctor costs. `window` says why it can be paid only there."""

    bill_id: Id
    title: Named
    total: Amount
    items: list[Item]
    state: Literal["unpaid", "locked", "paid", "window"]
    window: Named | None = None


class Visit(Record, frozen=True, kw_only=True):
    """One visit with its bills."""

    visit_id: Id
    day: Day
    campus: Named
    department: Named
    doctor: str
    bills: list[Bill]


class PurchaseRequest(Record, frozen=True, kw_only=True):
    """Lock these bills for this terminal: nobody else can pay them until the purchase ends.

    `kind` is what is sold: `bills`; `top_up` of the prepaid card, with `amount` and no bills; `dues`, where `bill_ids`
    name dues to be repaid.
    """

    terminal_id: Id
    patient_id: Id
    bill_ids: Annotated[list[Id], Meta(max_length=50)]
    kind: PurchaseKind = "bills"
    amount: Amount | None = None


class Purchase(Record, frozen=True, kw_only=True):
    """Bills that are being paid."""

    purchase_id: Id
    patient_id: Id
    bill_ids: list[Id]
    total: Amount


class PreSettlementRequest(Record, frozen=True, kw_only=True):
    """2206: ask the insurance for the split of a purchase; names as in the national interface.

    `self_pay`: the insurance is left out, after its audit refused and where the hospital's rule allows it.
    """

    purchase_id: Id
    acct_used_flag: Literal["0", "1"]
    self_pay: bool = False


class PreSettlement(Record, frozen=True, kw_only=True):
    """The split; `medfee_sumamt = fund_pay_sumamt + acct_pay + psn_cash_pay`, always.

    Uninsured: `psn_no` and `insutype` are empty and all of it is `psn_cash_pay`.
    `fund_pay_sumamt = hifp_pay + maf_pay + hifmi_pay` (pooled fund, medical aid, large-sum fund).
    """

    presettlement_id: Id
    purchase_id: Id
    psn_no: str
    insutype: str  # 310 employees, 390 residents, ... empty when uninsured
    mdtrt_id: str
    acct_used_flag: Literal["0", "1"]
    medfee_sumamt: Amount
    fund_pay_sumamt: Amount
    hifp_pay: Amount
    maf_pay: Amount
    hifmi_pay: Amount
    acct_pay: Amount
    psn_cash_pay: Amount
    balc: Amount  # balance of the personal account before


class ChannelState(Record, frozen=True, kw_only=True):
    """Whether a channel can be offered now, and how.

    The hospital's own ledgers are offered to one patient only, with `balance`: what is on the prepaid card, or what is
    left of the limit to pay later. `reason` says as a code why such a one is not `up`. `due_on`: until when what is
    paid later today has to be repaid.
    """

    channel: ChannelName
    up: bool
    modes: list[Mode]
    balance: Amount | None = None
    reason: str = ""
    due_on: Day | None = None


class OrderRequest(Record, frozen=True, kw_only=True):
    """Collect own money for a purchase. `payment_code` goes with mode `payment_code` only."""

    purchase_id: Id
    presettlement_id: Id
    channel: ChannelName
    mode: Mode
    amount: Amount
    payment_code: PaymentCode | None = None


class Order(Record, frozen=True, kw_only=True):
    """A payment at a channel. Only the channel says `paid` or `closed`.

    `waiting` for the patient, `password` when their phone asks for one, `unsure` when the channel does not answer.
    `seconds_left`: until the channel's own limit; then the terminal closes the order.
    `reason`: why it is closed: `cancelled`, `expired`, `balance`, `code-used`, `code-invalid`, `refused`, or
    `reversed` (money was taken, and given back); else empty.
    """

    payment_id: Id
    purchase_id: Id
    channel: ChannelName
    amount: Amount
    state: Literal["waiting", "password", "paid", "closed", "unsure"]
    code: str = ""  # text of the QR in mode shown_code
    seconds_left: Annotated[int, Meta(ge=0)] = 0
    poll_s: Annotated[int, Meta(ge=1)] = 2
    reason: str = ""


class Closing(Record, frozen=True, kw_only=True):
    """Acknowledges that a purchase is to be closed: nothing new can begin under it. GET of the purchase tells the end.

    Money that the channel took all the same can still be settled, or refunded.
    """

    purchase_id: Id


class PurchaseState(Record, frozen=True, kw_only=True):
    """How a purchase stands at the gateway: what to do next is decided from this alone.

    `open` no money asked yet; `paying` an order is under way; `paid` the channel has the money; `closed` nothing is
    taken (`reason` is `reversed` where it was, and was given back) and the bills are free again; `unsure` the channel
    does not say; `settled`; `refused` the settlement was definitely refused; `voided`; `refunding`; `refunded`, also by
    the gateway itself when no terminal came back for the money. `unknown`: the gateway has never heard of it.
    """

    purchase_id: Id
    state: Literal[
        "unknown", "open", "paying", "paid", "closed", "unsure", "settled", "refused", "voided", "refunding", "refunded"
    ]
    reason: str = ""


class SettlementRequest(Record, frozen=True, kw_only=True):
    """2207 and the hospital's commit: the purchase is done. `payment_id` is empty when no own money was due."""

    purchase_id: Id
    presettlement_id: Id
    payment_id: str = ""


class Settlement(Record, frozen=True, kw_only=True):
    """A definite answer: `settled` with the hospital's numbers, or `refused` with the reason.

    `balance`: what is on the prepaid card now, where this purchase put money on it or took money from it.
    """

    settlement_id: Id
    purchase_id: Id
    state: Literal["settled", "refused"]
    setl_id: str = ""
    reason: str = ""
    next_place: Named | None = None  # where to go now, e.g. the pharmacy
    balance: Amount | None = None


class Void(Record, frozen=True, kw_only=True):
    """2208: the settlement is undone, or can never come to be. A settlement that comes late is refused."""

    settlement_id: Id


class RefundRequest(Record, frozen=True, kw_only=True):
    """Give own money back to where it came from, whole."""

    payment_id: Id
    amount: Amount


class Refund(Record, frozen=True, kw_only=True):
    """`processing` until the channel says `refunded`."""

    refund_id: Id
    payment_id: Id
    amount: Amount
    state: Literal["processing", "refunded"]


class StaffCall(Record, frozen=True, kw_only=True):
    """A patient asks for help at a terminal."""

    terminal_id: Id


class Called(Record, frozen=True, kw_only=True):
    """The call is on the staff's list."""

    call_id: Id


# msgspec makes up its mind about a record when it is first asked for one, and two threads that ask first in the same
# instant bring the process down: it is asked here, where there is one.
for _record in Record.__subclasses__():
    Decoder(_record)
