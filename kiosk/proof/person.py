"""The patient at the terminal: looks at each screen, taps, scans, pays on the phone, or walks away."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.core.desk import Desk, Session
from kiosk.core.events import Answer, CodeScanned
from kiosk.core.screens import (
    AuditRefused,
    Booked,
    ConfirmCloseOut,
    ConfirmLedger,
    ConfirmReturn,
    Ending,
    InsuranceSplit,
    NotPaid,
    Overlay,
    Paid,
    PayLater,
    PickAmount,
    PickBills,
    PickChannel,
    PickTransaction,
    Returned,
    Screen,
    ShowQr,
    TransactionDetail,
    Trouble,
    Unknown,
    Waiting,
)
from kiosk.proof.agenda import Agenda
from kiosk.proof.stories import TOP_UP_FEN, Person
from kiosk.proof.wallet import Wallet


@dataclass
class Visitor:
    """A `Display` that answers by itself. `code`: the payment code on their phone."""

    person: Person
    code: str
    wallet: Wallet
    clock: Agenda
    tell: Callable[[str], None]
    ended: Callable[[Screen], None]  # told of every screen on which a visit may end
    desk: Desk | None = None
    _turn: int = 0
    _screen: Screen | None = None
    _seen: set[str] = field(default_factory=set)
    _switches: int = 0
    _tries: int = 0

    def show(self, turn: int, screen: Screen, session: Session) -> None:  # noqa: ARG002
        self._turn, self._screen = turn, screen
        self.tell(f"shows {type(screen).__name__}")
        match screen:
            case PickBills():
                self._tries += 1
                self._tap("next" if screen.ticked and self._tries <= 1 + self.person.retries else "back")
            case PickAmount() | PayLater() | ConfirmCloseOut():
                self._use_account(screen)
            case InsuranceSplit():
                self._look_at_split()
            case AuditRefused() | ConfirmLedger() | ConfirmReturn():
                self._decide(screen)
            case PickTransaction() | TransactionDetail():
                self._look_back(screen)
            case PickChannel():
                self._choose(screen)
            case ShowQr():
                self._once(screen.code, lambda: self.wallet.pay(screen.code))
            case Waiting(can_cancel=True):
                self._once(self.code, lambda: self.wallet.pay_code(self.code))
            case Paid() | Booked() | Returned() | NotPaid() | Unknown() | Trouble():
                self._read(screen)

    def warn(self, warning: Overlay | None) -> None:
        """They are not there any more, or do not look."""

    def _choose(self, screen: PickChannel) -> None:
        if screen.split.insured and self._switches < self.person.account:
            self._tap("split")
        elif self.person.before == "leave":
            self._tap("session.leave")
        elif self.person.before == "back":
            self._tap("back")
        elif self.person.way == "code":
            self._post(CodeScanned("scanner", self.code))
        else:
            ways = {tile.name for tile in screen.channels if tile.enabled}
            wanted = {"card": "prepaid", "later": "pay_later"}.get(self.person.way, "wechat")
            self._tap("channel", wanted if wanted in ways else "wechat")

    def _use_account(self, screen: PickAmount | PayLater | ConfirmCloseOut) -> None:
        self._tries += not isinstance(screen, ConfirmCloseOut)
        match screen:
            case _ if self._tries > 1 + self.person.retries:
                self._tap("back")
            case ConfirmCloseOut(ways=ways) if any(way.channel for way in ways):
                self._tap("next")
            case PayLater(dues=dues) if any(not due.locked for due in dues):
                self._tap("all")
            case PickAmount(close_out=True) if self.person.buys == "close_out":
                self._tap("close-out")
            case PickAmount(reason=None) if self.person.buys == "top_up":
                self._tap("amount", str(TOP_UP_FEN))
            case _:
                self._tap("back")

    def _look_back(self, screen: PickTransaction | TransactionDetail) -> None:
        self._tries += isinstance(screen, PickTransaction)
        match screen:
            case PickTransaction(rows=(last, *_)) if self._tries <= 1 + self.person.retries:
                self._tap("open", last.purchase_id)
            case TransactionDetail(whole=True) if self.person.gives == "all":
                self._tap("refund")
            case TransactionDetail(bills=bills) if any(bill.can for bill in bills):
                self._tap("refund", next(bill.bill_id for bill in bills if bill.can))
            case _:
                self._tap("back")

    def _decide(self, screen: AuditRefused | ConfirmLedger | ConfirmReturn) -> None:
        agreed = "refund" if isinstance(screen, ConfirmReturn) else "next"
        self._tap(self.person.audited if isinstance(screen, AuditRefused) else agreed)

    def _look_at_split(self) -> None:
        self._switches += 1
        self._tap("account" if self._switches <= self.person.account else "next")

    def _once(self, code: str, pay: Callable[[], bool]) -> None:
        """The first look at something to pay: what they will do, and when."""
        if code in self._seen:
            return
        self._seen.add(code)
        person = self.person
        for seconds in (person.pays_s, person.again_s):
            if seconds is not None:
                self.clock.after(seconds, lambda: self._pay(pay))
        for check in range(person.checks):
            self.clock.after(1.5 * (check + 1), lambda: self._tap_if(ShowQr, "check"))
        if person.cancels_s is not None:
            self.clock.after(person.cancels_s, lambda: self._tap_if((ShowQr, Waiting), "cancel"))
        if person.leaves_s is not None:
            self.clock.after(person.leaves_s, lambda: self._tap("session.leave"))

    def _pay(self, pay: Callable[[], bool]) -> None:
        self.tell("the patient pays on the phone: " + ("done" if pay() else "the phone says no"))

    def _read(self, ending: Ending) -> None:
        self.ended(ending)
        again = isinstance(ending, NotPaid | Trouble) and ending.can_retry and self._tries <= self.person.retries
        self._tries += isinstance(ending, Trouble)
        self._tap("retry" if again else "done")

    def _tap_if(self, shown: type[Screen] | tuple[type[Screen], ...], choice: str) -> None:
        """The button is there only on those screens."""
        if isinstance(self._screen, shown) and getattr(self._screen, "can_cancel", True):
            self._tap(choice)

    def _tap(self, choice: str, value: str = "") -> None:
        self._post(Answer(self._turn, choice, value))

    def _post(self, event: Answer | CodeScanned) -> None:
        assert self.desk is not None
        self.desk.post(event)
