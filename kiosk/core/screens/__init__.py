"""Every screen as a frozen record: what it shows. The QML file of the same name shows it and reports a choice.

Choices that every screen may report, and that the desk answers by itself: `session.language`, `session.help`,
`session.elder`, `session.contrast`, `session.low`, `session.leave`. The others stand beside each record.
Texts are `Phrase` (said in the patient's language when shown) or `Named` (the hospital's own bilingual names);
amounts are whole fen; names and numbers of people are masked before they come here.
"""

from dataclasses import dataclass, field

from kiosk.core.money import Money
from kiosk.core.screens.accounts import Booked as Booked
from kiosk.core.screens.accounts import ConfirmCloseOut as ConfirmCloseOut
from kiosk.core.screens.accounts import ConfirmLedger as ConfirmLedger
from kiosk.core.screens.accounts import EnterAmount as EnterAmount
from kiosk.core.screens.accounts import Fact as Fact
from kiosk.core.screens.accounts import OwedRow as OwedRow
from kiosk.core.screens.accounts import PayLater as PayLater
from kiosk.core.screens.accounts import PickAmount as PickAmount
from kiosk.core.screens.accounts import ReadTerms as ReadTerms
from kiosk.core.screens.accounts import WayRow as WayRow
from kiosk.core.screens.insurance import AuditRefused as AuditRefused
from kiosk.core.screens.insurance import ObjectionRow as ObjectionRow
from kiosk.core.screens.left_card import TakeCard as TakeCard
from kiosk.core.screens.maintenance import EnterPin as EnterPin
from kiosk.core.screens.maintenance import Maintenance as Maintenance
from kiosk.core.screens.maintenance import MoneyRow as MoneyRow
from kiosk.core.screens.maintenance import Part as Part
from kiosk.core.screens.returns import ConfirmReturn as ConfirmReturn
from kiosk.core.screens.returns import PaidBillRow as PaidBillRow
from kiosk.core.screens.returns import PaidRow as PaidRow
from kiosk.core.screens.returns import PickTransaction as PickTransaction
from kiosk.core.screens.returns import Returned as Returned
from kiosk.core.screens.returns import TransactionDetail as TransactionDetail
from kiosk.core.words import Named, Phrase


@dataclass(frozen=True)
class Tile:
    """One thing the terminal can do; `reason` says why it cannot now, and where it can be done."""

    name: str  # pay, check_in, register, reports, top_up, pay_later, transactions, queries
    enabled: bool = True
    reason: Phrase | None = None


@dataclass(frozen=True)
class Way:
    """One way to say who you are: `carrier` is a word of the contract."""

    carrier: str
    enabled: bool = True
    reason: Phrase | None = None


@dataclass(frozen=True)
class Person:
    """A patient as the screen may show them: `name` is masked."""

    patient_id: str
    name: str
    sex: str  # male, female, unknown
    age: int
    note: Phrase | None = None  # e.g. child, under the guardian's card


@dataclass(frozen=True)
class BillRow:
    """One bill in the list; not `payable` means only at the window, and `reason` says which and why."""

    bill_id: str
    title: Named
    amount: Money
    items: int
    ticked: bool
    payable: bool = True
    reason: Phrase | None = None


@dataclass(frozen=True)
class VisitRows:
    """The unpaid bills of one visit."""

    visit_id: str
    department: Named
    doctor: str
    campus: Named
    day: str  # 2026-03-02
    bills: tuple[BillRow, ...]


@dataclass(frozen=True)
class ItemRow:
    """One line of a bill."""

    name: Named
    quantity: str  # "2 盒"
    amount: Money
    insurance_class: str  # A, B, C (甲 乙 丙)


@dataclass(frozen=True)
class Split:
    """Who pays what. `insured` false: only `own` counts. `fund` is the sum of pooled fund, medical aid and
    large-sum fund."""

    insured: bool
    total: Money
    fund: Money
    account: Money
    own: Money
    account_on: bool = False
    account_can: bool = False  # there is a personal account with money in it that may be used
    account_balance: Money = Money(0)
    pooled: Money = Money(0)
    aid: Money = Money(0)
    large: Money = Money(0)
    insurance: Money = field(init=False)  # fund and account together, where there is one line for both

    def __post_init__(self) -> None:
        object.__setattr__(self, "insurance", Money(self.fund + self.account))


@dataclass(frozen=True)
class ChannelTile:
    """A way to pay; `name` is a word of the contract (`wechat`, `alipay`, `unionpay`, `prepaid`, `pay_later`).

    `balance`: what is on the prepaid card, or left of the limit to pay later. `reason`: why such a one cannot be used.
    """

    name: str
    enabled: bool = True
    balance: Money | None = None
    reason: Phrase | None = None


@dataclass(frozen=True)
class Attract:
    """Nobody is here. Choices: `start`."""

    services: tuple[Tile, ...]
    carriers: tuple[str, ...]
    notice: Phrase | None = None


@dataclass(frozen=True)
class Home:
    """What would you like to do? Choices: the name of a tile. `cards`: one may simply lay a card on the reader."""

    tiles: tuple[Tile, ...]
    notice: Phrase | None = None
    cards: bool = True


@dataclass(frozen=True)
class Identify:
    """Show one document; every reader is armed. Choices: `back`. `state`: idle, reading, problem: then `problem` says
    what happened, `next` what to do, and `code` is the short code."""

    ways: tuple[Way, ...]
    state: str = "idle"
    problem: Phrase | None = None
    next: Phrase | None = None
    code: str = ""


@dataclass(frozen=True)
class ConfirmMe:
    """Several records under one document: who is it for? Choices: `me` with a patient_id, `not-me`."""

    people: tuple[Person, ...]


@dataclass(frozen=True)
class PickBills:
    """What is unpaid; all ticked at first. Choices: `toggle` with a bill_id, `all`, `detail` with a bill_id,
    `next`, `back`."""

    visits: tuple[VisitRows, ...]
    total: Money
    ticked: int
    payable: int
    reason: Phrase | None = None  # why `next` is off


@dataclass(frozen=True)
class BillDetail:
    """What is on one bill. Choices: `back`."""

    title: Named
    department: Named
    day: str
    items: tuple[ItemRow, ...]
    total: Money


@dataclass(frozen=True)
class InsuranceSplit:
    """Who pays what, in plain words. Choices: `account` (switch the personal account), `next`, `back`."""

    split: Split


@dataclass(frozen=True)
class PickChannel:
    """How would you like to pay? The scanner is armed when `scan` is set: showing a payment code is enough.
    Choices: `channel` with a name, `scan`, `split`, `back`."""

    split: Split
    channels: tuple[ChannelTile, ...]
    scan: bool
    problem: Phrase | None = None


@dataclass(frozen=True)
class ShowQr:
    """The patient scans our code. `code` is the text in the QR. Choices: `check`, `cancel`."""

    channel: str
    amount: Money
    payee: Named
    code: str
    seconds: int  # until the code expires, from when it is shown
    note: Phrase | None = None  # the answer to `check`


@dataclass(frozen=True)
class ScanCode:
    """The terminal scans the patient's payment code. Choices: `cancel`."""

    amount: Money
    wallets: tuple[str, ...]
    problem: Phrase | None = None


@dataclass(frozen=True)
class Waiting:
    """Something is being done. Nothing is said in the first second. Choices: `cancel` where `can_cancel`."""

    verb: Phrase
    usual_s: int = 5
    detail: Phrase | None = None  # e.g. enter your password on your phone
    can_cancel: bool = False


@dataclass(frozen=True)
class Paid:
    """It is done. Choices: `done`. `slip`: printed, partial, failed, none.

    `balance`: what is left on the prepaid card, when it was paid from there. `due_on`: paid later, until this day.
    """

    split: Split
    bills: int
    reference: str
    slip: str
    next_place: Phrase | None = None
    balance: Money | None = None
    due_on: str = ""
    seconds: int = 20
    take_card: bool = False


@dataclass(frozen=True)
class NotPaid:
    """It did not happen, and where the money is. Choices: `retry` where `can_retry`, `done`. `slip` as in `Paid`."""

    happened: Phrase
    money: Phrase
    next: Phrase
    code: str
    refund: Money = Money(0)
    slip: str = "none"
    can_retry: bool = False
    seconds: int = 20
    take_card: bool = False


@dataclass(frozen=True)
class Unknown:
    """Nobody knows yet; it will be found out without the patient. Choices: `done`. `slip` as in `Paid`."""

    amount: Money
    reference: str
    window: Named
    slip: str
    code: str
    seconds: int = 60
    take_card: bool = False


@dataclass(frozen=True)
class Trouble:
    """Any other error: what happened, your money and card, what to do, a short code.
    Choices: `retry` where `can_retry`, `done`. `tone`: info, warning, danger."""

    happened: Phrase
    money: Phrase
    next: Phrase
    code: str
    tone: str = "warning"
    can_retry: bool = False
    retry: Phrase | None = None  # what the retry button says; `None`: try again
    seconds: int = 30
    take_card: bool = False


Ending = (
    Paid | NotPaid | Unknown | Trouble | Returned | Booked
)  # end by themselves after their `seconds`; `take_card`: one lies on a reader


@dataclass(frozen=True)
class IdleWarning:
    """Are you still there? Lies over another screen. Choices: `keep-going`, `leave`."""

    seconds: int


@dataclass(frozen=True)
class AnotherCard:
    """Another card was laid down, or another code shown (`code`), while somebody's visit goes on: who stands here?
    Covers the screen, and says nothing of anybody. Choices: `keep-going`, `anew`."""

    seconds: int
    code: bool = False


Overlay = IdleWarning | AnotherCard  # lie over another screen


@dataclass(frozen=True)
class Help:
    """Call staff, or change how the terminal is shown. Choices: `call`, `back`, and the `session.` ones.
    `call`: idle, called, failed."""

    call: str = "idle"


@dataclass(frozen=True)
class Language:
    """Choose a language, each written in its own script. Choices: `language` with its name, `back`."""

    languages: tuple[str, ...]


@dataclass(frozen=True)
class OutOfService:
    """The terminal cannot serve: what failed, what works elsewhere. Goes away by itself. No choices."""

    happened: Phrase
    elsewhere: Phrase
    code: str


Screen = (
    Attract
    | Home
    | Identify
    | ConfirmMe
    | PickBills
    | BillDetail
    | InsuranceSplit
    | AuditRefused
    | PickChannel
    | ShowQr
    | ScanCode
    | Waiting
    | Paid
    | NotPaid
    | Unknown
    | PickAmount
    | EnterAmount
    | ConfirmLedger
    | ConfirmCloseOut
    | PayLater
    | ReadTerms
    | Booked
    | PickTransaction
    | TransactionDetail
    | ConfirmReturn
    | Returned
    | Trouble
    | Overlay
    | Help
    | Language
    | OutOfService
    | TakeCard
    | EnterPin
    | Maintenance
)
