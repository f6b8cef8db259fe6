"""A made-up day with every kind of difference in it: for the demo, the tests and the measuring."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert

from kiosk.core.clock import CHINA
from kiosk.core.money import Money
from kiosk.gateway.channels.simulated.statements import Movement, alipay, unionpay, wechat
from kiosk.gateway.insurance import message_number
from kiosk.gateway.insurance.simulated import Book
from kiosk.gateway.reconciliation.days import bounds
from kiosk.gateway.store import tables

WRITERS = {"wechat": wechat.write, "alipay": alipay.write, "unionpay": unionpay.write}
CHANNELS = tuple(WRITERS)
TERMINALS = tuple(f"K{number:02d}" for number in range(1, 9))
_BATCH = 20_000
_EVENING, _MIDNIGHT = 86_400.0 - 30, 86_400.0


@dataclass(frozen=True)
class Story:
    """What became of one order of 100: on each side only what is named. Times are seconds after the day began.

    `taken` and `back` are the statement's lines in hundredths of the order; `refund` the hospital's row and its state;
    `insured` what the insurance pays beside. Where it does: `claim` is the hospital's row and its state, `stands` how
    many hundredths of that the insurer has in its book.
    """

    purchase: str = "settled"
    payment: str = "paid"  # nothing: no own money is due
    settled: bool = True
    insured: int = 0
    claim: str = "settled"
    stands: int = 100
    taken: tuple[int, ...] = (100,)
    back: bool = False
    reversed: bool = False
    refund: str = ""
    said: str = "settled"
    known: bool = True
    uploaded: bool = True
    sent: float = 0.0  # before the payment
    heard: float = 10.0  # after it
    at: float | None = None
    refund_at: float = 600.0
    told: float = 0.0  # after the refund was asked for
    side: str = "channel"  # on which it stands out, or `insurer`


_GIVEN_BACK = Story(purchase="refunded", settled=False, back=True, refund="refunded", said="refunded")
IN_ORDER = {
    "settled": Story(),
    "insured": Story(insured=300),
    "insured_whole": Story(insured=300, payment="", taken=()),
    "void_done": Story("voided", "", settled=False, insured=300, claim="undone", stands=0, taken=(), said="closed"),
    "given_back": _GIVEN_BACK,
    "reversed": Story(purchase="closed", payment="closed", settled=False, back=True, reversed=True, said="closed"),
    "never_paid": Story(purchase="closed", payment="closed", settled=False, taken=(), said="closed"),
    "given_back_tomorrow": replace(_GIVEN_BACK, back=False, refund_at=_MIDNIGHT + 3600),
    "given_back_when_the_channel_was_back": replace(_GIVEN_BACK, back=False, refund_at=80_000.0, told=40_000.0),
    "given_back_of_yesterday": replace(_GIVEN_BACK, taken=(), at=-3600.0, refund_at=7200.0),
    "heard_after_midnight": Story(at=_EVENING + 29, sent=9, heard=6),
}
_WHOLE = Story(payment="", insured=300, taken=(), side="insurer")  # the insurance pays all of it
DIFFERENCES = {
    "paid_not_settled": Story(purchase="open", settled=False, said="paid"),
    "refund_outstanding": Story(purchase="refunding", settled=False, refund="processing", said="refunding"),
    "settled_not_paid": Story(taken=()),
    "paid_twice": Story(taken=(100, 100)),
    "insurance_without_own": Story(insured=300, taken=()),
    "amount_differs": Story(taken=(90,)),
    "closed_but_paid": Story(purchase="closed", payment="closed", settled=False, said="closed"),
    "not_in_statement": Story(purchase="open", settled=False, taken=(), said="paid"),
    "unknown_order": Story(known=False),
    "refund_unknown": Story(back=True),
    "refund_missing": replace(_GIVEN_BACK, back=False),
    "terminal_differs": Story(said="closed"),
    "journal_missing": Story(uploaded=False),
    "insurer_differs": Story(insured=300, stands=99, side="insurer"),
    "insurer_not_settled": replace(_WHOLE, purchase="open", settled=False, claim="asked", said="settling"),
    "void_outstanding": replace(_WHOLE, purchase="refused", settled=False, claim="undoing", said="voiding"),
    "insurer_not_booked": Story(insured=300, stands=0, side="insurer"),
    "insurer_unknown": replace(_WHOLE, known=False),
}
# The hospital has heard nothing, neither of the insurer nor of the channel: only the insurer knows that it is settled.
ONLY_THE_INSURER_KNOWS = Story(
    purchase="open", settled=False, insured=300, claim="asked", taken=(), said="settling", side="insurer"
)


@dataclass
class MadeUpDay:
    """Its rows for the store, its statements' movements by channel, and the lines of the insurer's book. Numbers are
    given in the order of adding."""

    day: date
    rows: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)
    movements: dict[str, list[Movement]] = field(default_factory=lambda: {name: [] for name in CHANNELS})
    count: int = 0
    channels: tuple[str, ...] = CHANNELS
    insurer: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, story: Story) -> str:
        """One more order; the number that it stands under, where it stands out."""
        order = _Order(self, story, self.count)
        self.count += 1
        if story.known:
            order.book()
        order.state()
        order.insure()
        return order.stands_under

    def fill(self, connection: Connection) -> None:
        """Put the rows into the store, in an order in which they may refer to each other."""
        wanted = [table for table in tables.metadata.sorted_tables if table in self.rows]
        for table in wanted:
            rows = self.rows[table]
            for begin in range(0, len(rows), _BATCH):
                connection.execute(insert(table), rows[begin : begin + _BATCH])

    def write_statements(self, folder: Path) -> dict[str, Path | None]:
        """The channels' files, as the simulated wallets write them."""
        return {
            name: WRITERS[name](folder, self.day, sorted(self.movements[name], key=lambda one: one.at))
            for name in self.channels
        }

    def fill_insurer(self, book: Book) -> None:
        """Put the lines into the insurer's own book."""
        with book.file.effect() as db:
            db.executemany("INSERT INTO settlement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self.insurer)

    def put(self, table: Table, **row: Any) -> None:
        """One row for the store."""
        self.rows.setdefault(table, []).append(row)


@dataclass(frozen=True)
class _Order:
    made_up: MadeUpDay
    story: Story
    number: int

    @property
    def purchase_id(self) -> str:
        return f"{self.terminal_id}-{self.number:010d}"

    @property
    def payment_id(self) -> str:
        return f"{self.purchase_id}-P"

    @property
    def settlement_id(self) -> str:
        return f"{self.purchase_id}-T"

    @property
    def msgid(self) -> str:
        return message_number("2207", self.settlement_id)

    @property
    def setl_id(self) -> str:
        return f"{9901 if self.story.insured else 0:04d}{self.number:014d}"

    @property
    def stands_under(self) -> str:
        if self.story.side == "channel":
            return self.payment_id
        return self.settlement_id if self.story.known else self.setl_id

    @property
    def own(self) -> Money:
        """What the patient pays."""
        return self.amount if self.story.payment else Money(0)

    @property
    def insured(self) -> Money:
        """What the insurance pays."""
        return Money(self.amount * self.story.insured // 100)

    @property
    def terminal_id(self) -> str:
        return TERMINALS[self.number % len(TERMINALS)]

    @property
    def channel(self) -> str:
        channels = self.made_up.channels
        return channels[self.number // len(TERMINALS) % len(channels)]

    @property
    def amount(self) -> Money:
        return Money(10 * (120 + self.number * 7919 % 4_000))

    @property
    def at(self) -> float:
        """The payment, in seconds since 1970: by default between seven in the morning and nine in the evening."""
        after = self.story.at if self.story.at is not None else 25_200 + self.number * 104_729 % 50_400
        # A channel's day may begin earlier: what is told of its edges is told of its own.
        return bounds(self.made_up.day, self.channel).begin + after

    def book(self) -> None:
        """The hospital's side and the terminal's."""
        put, story, heard = self.made_up.put, self.story, self.at + self.story.heard
        put(
            tables.purchase,
            purchase_id=self.purchase_id,
            terminal_id=self.terminal_id,
            patient_id="P0004",
            total=self.own + self.insured,
            state=story.purchase,
            reason="",
            touched_at=self._refund_at + story.told if story.refund else heard,
        )
        put(tables.presettlement, **_split(self.purchase_id, self.own, self.insured))
        if story.payment:
            self._pay(heard)
        if story.insured:
            self._claim(heard)
        self._settle(heard)
        self._refund()
        self._write_journal(heard)

    def state(self) -> None:
        """The channel's side."""
        for hundredths in self.story.taken:
            self._move(self.at, Money(self.amount * hundredths // 100))
        if self.story.back:
            number = f"reversal-{self.payment_id}" if self.story.reversed else f"{self.purchase_id}-R"
            at = self.at if not self.story.refund else self._refund_at
            self._move(at, self.amount, number)

    def insure(self) -> None:
        """The insurer's side."""
        if not self.story.insured:
            return
        fund = self.insured * (self.story.stands or 100) // 100
        state = "settled" if self.story.stands else "voided"
        day = datetime.fromtimestamp(self.at, CHINA).date().isoformat()
        amounts = (self.own + fund, fund, 0, self.own)
        self.made_up.insurer.append((self.msgid, self.setl_id, "M1", "N1", state, day, *amounts))

    def _pay(self, heard: float) -> None:
        self.made_up.put(
            tables.payment,
            payment_id=self.payment_id,
            purchase_id=self.purchase_id,
            presettlement_id=f"{self.purchase_id}-S1",
            channel=self.channel,
            mode="shown_code",
            amount=self.amount,
            payment_code=None,
            state=self.story.payment,
            qr="",
            reason="reversed" if self.story.reversed else "",
            sent_at=self.at - self.story.sent,
            asked_at=heard,
            silent=False,
        )

    def _claim(self, heard: float) -> None:
        self.made_up.put(
            tables.insurance_settlement,
            settlement_id=self.settlement_id,
            purchase_id=self.purchase_id,
            presettlement_id=f"{self.purchase_id}-S1",
            bill_ids="",
            msgid=self.msgid,
            psn_no="N1",
            mdtrt_id="M1",
            state=self.story.claim,
            setl_id="" if self.story.claim == "asked" else self.setl_id,
            reason="",
            at=heard,
        )

    def _settle(self, heard: float) -> None:
        if self.story.settled:
            self.made_up.put(
                tables.settlement,
                settlement_id=self.settlement_id,
                purchase_id=self.purchase_id,
                presettlement_id=f"{self.purchase_id}-S1",
                payment_id=self.payment_id if self.story.payment else "",
                state="settled",
                setl_id=self.setl_id,
                reason="",
                at=heard,
            )

    @property
    def _refund_at(self) -> float:
        return bounds(self.made_up.day, self.channel).begin + max(self.story.refund_at, self.story.at or 0)

    def _refund(self) -> None:
        if self.story.refund:
            self.made_up.put(
                tables.refund,
                refund_id=f"{self.purchase_id}-R",
                payment_id=self.payment_id,
                amount=self.amount,
                state=self.story.refund,
                asked_at=self._refund_at,
            )

    def _write_journal(self, heard: float) -> None:
        if self.story.uploaded:
            self.made_up.put(
                tables.journal_move,
                journal_id=f"J-{self.terminal_id}",
                seq=self.number,
                terminal_id=self.terminal_id,
                purchase_id=self.purchase_id,
                at=heard,
                before="",
                after=self.story.said,
                reason="",
                total=self.amount,
                own=self.own,
                channel=self.channel,
                kind="bills",
            )

    def _move(self, at: float, amount: Money, refund_id: str = "") -> None:
        kind = "paid" if not refund_id else "reversed" if self.story.reversed else "refunded"
        self.made_up.movements[self.channel].append(
            Movement(
                kind=kind,  # type: ignore[arg-type]  # one of the three above
                at=datetime.fromtimestamp(at, CHINA),
                payment_id=self.payment_id,
                mode="shown_code",
                trade_no=f"{self.number:028d}",
                amount=amount,
                refund_id=refund_id,
                given_back=amount if refund_id else Money(0),
                arrived=True,
            )
        )


def mixed(day: date, in_order: int, of_each: int) -> MadeUpDay:
    """So many orders that are in order, of every sort, and so many of each difference, spread among them."""
    made_up = MadeUpDay(day)
    good = list(IN_ORDER.values())
    # Most of a day is plain: every eighth order is one of the rarer good ones.
    for number in range(in_order):
        made_up.add(good[number // 8 % len(good)] if number % 8 == 0 else good[0])
    for difference in DIFFERENCES.values():
        for _ in range(of_each):
            made_up.add(difference)
    return made_up


def _split(purchase_id: str, own: int, insured: int) -> dict[str, Any]:
    return {
        "presettlement_id": f"{purchase_id}-S1",
        "purchase_id": purchase_id,
        "psn_no": "N1" if insured else "",
        "insutype": "310" if insured else "",
        "mdtrt_id": "",
        "acct_used_flag": "0",
        "medfee_sumamt": own + insured,
        "fund_pay_sumamt": insured,
        "hifp_pay": insured,
        "maf_pay": 0,
        "hifmi_pay": 0,
        "acct_pay": 0,
        "psn_cash_pay": own,
        "balc": 0,
    }
