"""The outside world of a payment, in memory: one hospital, one channel, and everything that can go wrong with them.

The wallet keeps its own book; tests compare it with the hospital's settlements. Acts are idempotent by id, as the
contract demands.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from msgspec import structs

from kiosk import contract
from kiosk.core.errors import BackendUnreachable, InsurerSilent, Refused
from kiosk.core.money import Money
from kiosk.core.words import Named

T = TypeVar("T")

HOSPITAL = contract.Hospital(
    name=Named("示范医院", "Demo Hospital"),
    payee=Named("示范医院", "Demo Hospital"),
    window=Named("3号窗口", "window 3"),
    services=["pay", "transactions"],
    account_by_default=True,
)
LI = contract.Patient(patient_id="PAT-1", name="李*", sex="female", age=71)


def bill(bill_id: str, fen: int, state: str = "unpaid") -> contract.Bill:
    item = contract.Item(name=Named("血常规", "Blood count"), quantity="1 次", amount=Money(fen), insurance_class="A")
    window = Named("2号窗口", "window 2") if state == "window" else None
    title = Named("检验", "Lab test")
    return contract.Bill(bill_id=bill_id, title=title, total=Money(fen), items=[item], state=state, window=window)  # type: ignore[arg-type]


@dataclass
class Wallet:
    """The party that holds the money."""

    charged: dict[str, int] = field(default_factory=dict)
    refunded: dict[str, int] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def pay(self, payment_id: str, fen: int) -> None:
        if payment_id not in self.closed:
            self.charged.setdefault(payment_id, fen)


@dataclass
class Outside:
    """Implements `Records`, `Purchases` and `Payments`. `before` and `after` hold faults by the name of the act:
    a function that is called before the effect (and may raise: request lost) or after it (answer lost)."""

    bills: dict[str, int] = field(default_factory=lambda: {"B1": 3000, "B2": 4550})
    at_window: tuple[str, ...] = ()
    fund: int = 0  # what the insurance pays of every purchase
    account: int = 0  # what is on the personal account
    aid: int = 0  # of `fund`: medical aid
    large: int = 0  # of `fund`: large-sum fund
    lost_fen: int = 0  # what the insurance's funds do not add up by
    objections: dict[str, str] = field(default_factory=dict)  # bill_id -> the audit's code
    self_pay: bool = False  # the hospital lets them pay without the insurance after an audit
    looks_until_paid: int | None = 2  # the patient pays before the nth look; None: never
    answer_to_settle: str = "settled"
    reason: str = ""  # why a purchase is closed
    stands_as: str = ""  # how every purchase stands at the gateway, whatever happened here
    wallet: Wallet = field(default_factory=Wallet)
    settled: dict[str, int] = field(default_factory=dict)  # settlement_id -> own money in fen
    paid_bills: set[str] = field(default_factory=set)
    voided: set[str] = field(default_factory=set)
    purchases: dict[str, contract.PurchaseRequest] = field(default_factory=dict)
    orders: dict[str, contract.OrderRequest] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)  # purchases with a tombstone
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    after: dict[str, Callable[[], None]] = field(default_factory=dict)
    acts: list[str] = field(default_factory=list)
    wallets_up: bool = True
    services: tuple[str, ...] = tuple(HOSPITAL.services)
    own_channels: list[contract.ChannelState] = field(default_factory=list)  # the patient's prepaid card and credit
    card: int = 0  # what is on the prepaid card
    card_frozen: bool = False  # it is being closed out
    dues: dict[str, int] = field(default_factory=dict)  # what is paid later
    cash: int = 0  # of the card: put on at the window
    agreed: bool = False  # the terms of paying later are accepted

    def hospital(self) -> contract.Hospital:
        return self.act("hospital", lambda: structs.replace(HOSPITAL, services=list(self.services)))

    def identify(self, carrier: contract.Carrier, number: str) -> list[contract.Patient]:
        if number == "unknown":
            raise Refused("unknown-card")
        return self.act("identify", lambda: [LI])

    def unpaid(self, patient_id: str) -> list[contract.Visit]:
        open_bills = [bill(b, fen) for b, fen in self.bills.items() if b not in self.paid_bills]
        open_bills += [bill(b, 100, "window") for b in self.at_window]
        visit = contract.Visit(
            visit_id="V1",
            day="2026-03-01",
            campus=Named("主院区", "Main"),
            department=Named("内科", "Medicine"),
            doctor="王*",
            bills=open_bills,
        )
        return self.act("unpaid", lambda: [visit] if open_bills else [])

    def channels(self) -> list[contract.ChannelState]:
        modes = ["shown_code", "payment_code"]
        return self.act("channels", lambda: [contract.ChannelState(channel="wechat", up=self.wallets_up, modes=modes)])  # type: ignore[arg-type]

    def channels_of(self, patient_id: str) -> list[contract.ChannelState]:
        return [*self.channels(), *self.own_channels]

    def call_staff(self, call_id: str, terminal_id: str) -> None:
        self.act("call_staff", lambda: None)

    def open_purchase(self, purchase_id: str, request: contract.PurchaseRequest) -> contract.Purchase:
        return self.act("open_purchase", lambda: self._open_purchase(purchase_id, request))

    def _open_purchase(self, purchase_id: str, request: contract.PurchaseRequest) -> contract.Purchase:
        if purchase_id in self.dead:
            raise Refused("purchase-closed")
        if self.paid_bills & set(request.bill_ids):
            raise Refused("bill-paid" if request.kind == "bills" else "due-repaid")
        self.purchases[purchase_id] = request
        return contract.Purchase(
            purchase_id=purchase_id,
            patient_id=request.patient_id,
            bill_ids=request.bill_ids,
            total=self._total(purchase_id),
        )

    def pre_settle(self, presettlement_id: str, request: contract.PreSettlementRequest) -> contract.PreSettlement:
        return self.act("pre_settle", lambda: self._split(presettlement_id, request))

    def _split(self, presettlement_id: str, request: contract.PreSettlementRequest) -> contract.PreSettlement:
        total = self._total(request.purchase_id)
        if request.self_pay:
            return all_own(presettlement_id, request, total)
        if set(self.objections) & set(self.purchases[request.purchase_id].bill_ids):
            raise Refused("insurance-audit")
        fund = Money(min(self.fund, total))
        account = Money(min(self.account, total - fund) if request.acct_used_flag == "1" else 0)
        insured = bool(self.fund or self.account)
        return contract.PreSettlement(
            presettlement_id=presettlement_id,
            purchase_id=request.purchase_id,
            psn_no="1" if insured else "",
            insutype="310" if insured else "",
            mdtrt_id="M1",
            acct_used_flag=request.acct_used_flag,
            medfee_sumamt=total,
            fund_pay_sumamt=fund,
            hifp_pay=Money(fund - self.aid - self.large - self.lost_fen),
            maf_pay=Money(self.aid),
            hifmi_pay=Money(self.large),
            acct_pay=account,
            psn_cash_pay=Money(total - fund - account),
            balc=Money(self.account),
        )

    def findings(self, purchase_id: str) -> contract.Findings:
        found = [
            contract.Finding(bill_id=b, line=0, code=code, reason=Named("超出限定天数", "Too many days"))
            for b, code in self.objections.items()
            if b in self.purchases[purchase_id].bill_ids
        ]
        window = Named("6号窗口", "window 6")
        alone = self._total(purchase_id) if self.self_pay else Money(0)
        return self.act(
            "findings",
            lambda: contract.Findings(purchase_id=purchase_id, findings=found, window=window, self_pay=alone),
        )

    def close(self, purchase_id: str) -> None:
        self.act("close", lambda: self._close(purchase_id))

    def _close(self, purchase_id: str) -> None:
        self.dead.add(purchase_id)
        payment_id = f"{purchase_id}-P"
        if payment_id not in self.wallet.charged:
            self.wallet.closed.add(payment_id)

    def purchase_state(self, purchase_id: str) -> contract.PurchaseState:
        return self.act("purchase_state", lambda: self._stands(purchase_id))

    def _stands(self, purchase_id: str) -> contract.PurchaseState:
        if self.stands_as:
            return contract.PurchaseState(purchase_id=purchase_id, state=self.stands_as)  # type: ignore[arg-type]
        if f"{purchase_id}-R" in self.wallet.refunded:
            return contract.PurchaseState(purchase_id=purchase_id, state="refunded")
        if f"{purchase_id}-P" in self.wallet.charged:
            return contract.PurchaseState(purchase_id=purchase_id, state="paid")
        state: Literal["closed", "open"] = "closed" if purchase_id in self.dead else "open"
        return contract.PurchaseState(purchase_id=purchase_id, state=state, reason=self.reason)

    def open_order(self, payment_id: str, request: contract.OrderRequest) -> contract.Order:
        return self.act("open_order", lambda: self._open_order(payment_id, request))

    def _open_order(self, payment_id: str, request: contract.OrderRequest) -> contract.Order:
        if request.purchase_id in self.dead:
            raise Refused("purchase-closed")
        self.orders[payment_id] = request
        if request.mode == "payment_code":
            self.wallet.pay(payment_id, request.amount)
        if request.mode == "ledger":
            self._take_from_own(payment_id, request)
        return self._order(payment_id)

    def _take_from_own(self, payment_id: str, request: contract.OrderRequest) -> None:
        if request.channel == "prepaid" and payment_id not in self.wallet.charged:
            if self.card < request.amount:
                self.wallet.closed.add(payment_id)
                return
            self.card -= request.amount
        self.wallet.pay(payment_id, request.amount)

    def order(self, payment_id: str) -> contract.Order:
        if payment_id not in self.orders:
            raise Refused("unknown-order")
        return self.act("order", lambda: self._looked_at(payment_id))

    def _looked_at(self, payment_id: str) -> contract.Order:
        if self.looks_until_paid is not None:
            self.looks_until_paid -= 1
            if self.looks_until_paid <= 0:
                self.wallet.pay(payment_id, self.orders[payment_id].amount)
        return self._order(payment_id)

    def _order(self, payment_id: str) -> contract.Order:
        request = self.orders[payment_id]
        paid, closed = payment_id in self.wallet.charged, payment_id in self.wallet.closed
        return contract.Order(
            payment_id=payment_id,
            purchase_id=request.purchase_id,
            channel=request.channel,
            amount=request.amount,
            state="paid" if paid else "closed" if closed else "waiting",
            code="weixin://demo" if request.mode == "shown_code" else "",
            seconds_left=7200,
        )

    def settle(self, settlement_id: str, request: contract.SettlementRequest) -> contract.Settlement:
        return self.act("settle", lambda: self._settle(settlement_id, request))

    def _settle(self, settlement_id: str, request: contract.SettlementRequest) -> contract.Settlement:
        bills = self.purchases[request.purchase_id].bill_ids
        taken = self.paid_bills & set(bills) and settlement_id not in self.settled
        if settlement_id in self.voided or taken or self.answer_to_settle != "settled":
            reason = "bill-paid" if self.answer_to_settle in ("settled", "refused") else self.answer_to_settle
            return contract.Settlement(
                settlement_id=settlement_id, purchase_id=request.purchase_id, state="refused", reason=reason
            )
        sold = self.purchases[request.purchase_id]
        if sold.kind == "top_up" and settlement_id not in self.settled:
            self.card += sold.amount or 0
        from_card = request.payment_id and self.orders[request.payment_id].channel == "prepaid"
        self.settled[settlement_id] = self.wallet.charged.get(request.payment_id, 0)
        self.paid_bills |= set(bills)
        return contract.Settlement(
            settlement_id=settlement_id,
            purchase_id=request.purchase_id,
            state="settled",
            setl_id="S1",
            next_place=Named("一楼药房", "Pharmacy, floor 1") if sold.kind == "bills" else None,
            balance=Money(self.card) if from_card or sold.kind == "top_up" else None,
        )

    def void(self, settlement_id: str) -> None:
        self.act("void", lambda: self._void(settlement_id))

    def _void(self, settlement_id: str) -> None:
        self.voided.add(settlement_id)
        self.settled.pop(settlement_id, None)

    def refund(self, refund_id: str, request: contract.RefundRequest) -> contract.Refund:
        return self.act("refund", lambda: self._refund(refund_id, request))

    def _refund(self, refund_id: str, request: contract.RefundRequest) -> contract.Refund:
        if request.payment_id not in self.wallet.charged:
            raise Refused("not-paid")
        self.wallet.refunded.setdefault(refund_id, request.amount)
        return contract.Refund(
            refund_id=refund_id, payment_id=request.payment_id, amount=request.amount, state="refunded"
        )

    def balanced(self) -> bool:
        """charged = settled + refunded: nothing lost, doubled or invented."""
        return sum(self.wallet.charged.values()) == sum(self.settled.values()) + sum(self.wallet.refunded.values())

    def _total(self, purchase_id: str) -> Money:
        sold = self.purchases[purchase_id]
        prices = self.bills if sold.kind == "bills" else self.dues
        return sold.amount or Money(sum(prices[b] for b in sold.bill_ids))

    def act(self, name: str, effect: Callable[[], T]) -> T:
        self.acts.append(name)
        self.before.get(name, _nothing)()
        done = effect()
        self.after.get(name, _nothing)()
        return done


def all_own(presettlement_id: str, request: contract.PreSettlementRequest, total: Money) -> contract.PreSettlement:
    """Nothing of it is the insurance's."""
    nothing = Money(0)
    return contract.PreSettlement(
        presettlement_id=presettlement_id,
        purchase_id=request.purchase_id,
        psn_no="",
        insutype="",
        mdtrt_id="",
        acct_used_flag=request.acct_used_flag,
        medfee_sumamt=total,
        fund_pay_sumamt=nothing,
        hifp_pay=nothing,
        maf_pay=nothing,
        hifmi_pay=nothing,
        acct_pay=nothing,
        psn_cash_pay=total,
        balc=nothing,
    )


def _nothing() -> None:
    return


def silent() -> None:
    """A fault: no answer."""
    raise BackendUnreachable("no answer")


def insurer_silent() -> None:
    """A fault: the hospital answers that its insurer does not."""
    raise InsurerSilent("503 insurance-silent")


def silent_times(times: int) -> Callable[[], None]:
    """No answer, so many times; then all is well."""
    left = [times]

    def fault() -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise BackendUnreachable("no answer")

    return fault
