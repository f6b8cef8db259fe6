"""What the patient has at the hospital itself, in memory: the card and the dues of `Outside`, terms, and close-outs."""

from dataclasses import dataclass, field

from outside import LI, Outside

from kiosk.contract import (
    AgreementRequest,
    ChannelState,
    CloseOut,
    CloseOutRequest,
    Due,
    PayLaterTerms,
    PrepaidAccount,
    Standing,
    WayBack,
)
from kiosk.core.errors import Refused
from kiosk.core.money import Money
from kiosk.core.words import Named

PAGES = [Named(f"第{page}页", f"Page {page}") for page in (1, 2, 3)]
OVERDUE = Named("已逾期", "Overdue")
LIMIT = 200_000


@dataclass
class OwnAccounts:
    """Implements `Accounts`, over the same outside world as the rest of the terminal."""

    outside: Outside
    closed_out: dict[str, CloseOut] = field(default_factory=dict)

    def prepaid(self, patient_id: str) -> PrepaidAccount:
        return self.outside.act("prepaid", lambda: self._prepaid(patient_id))

    def _prepaid(self, patient_id: str) -> PrepaidAccount:
        return PrepaidAccount(
            patient_id=patient_id,
            balance=Money(self.outside.card),
            frozen=self.outside.card_frozen,
            offers=[Money(5_000), Money(10_000)],
            least=Money(1_000),
            most=Money(500_000),
            ways_back=self._ways("planned"),
        )

    def _ways(self, state: str) -> list[WayBack]:
        way, window = self.outside.card - self.outside.cash, min(self.outside.cash, self.outside.card)
        ways = [WayBack(channel="wechat", amount=Money(way), state=state)] if way > 0 else []  # type: ignore[arg-type]
        return ways + ([WayBack(channel="", amount=Money(window), state="window")] if window else [])

    def close_out(self, close_out_id: str, request: CloseOutRequest) -> CloseOut:
        return self.outside.act("close_out", lambda: self._close_out(close_out_id, request))

    def _close_out(self, close_out_id: str, request: CloseOutRequest) -> CloseOut:
        if close_out_id not in self.closed_out:
            if request.balance != self.outside.card:
                raise Refused("balance-changed")
            self.closed_out[close_out_id] = CloseOut(
                close_out_id=close_out_id,
                patient_id=request.patient_id,
                balance=request.balance,
                state="done",
                ways_back=self._ways("refunded"),
            )
            self.outside.card = min(self.outside.cash, self.outside.card)
        return self.closed_out[close_out_id]

    def standing(self, patient_id: str) -> Standing:
        return self.outside.act("standing", lambda: self._standing(patient_id))

    def _standing(self, patient_id: str) -> Standing:
        dues = [_due(due_id, fen) for due_id, fen in self.outside.dues.items() if due_id not in self.outside.paid_bills]
        overdue = any(due.overdue for due in dues)
        return Standing(
            patient_id=patient_id,
            may_register=not overdue,
            why_not_register=OVERDUE if overdue else None,
            may_pay_later=not overdue,
            why_not_pay_later=[OVERDUE] if overdue else [],
            agreed=self.outside.agreed,
            limit=Money(LIMIT),
            left=Money(LIMIT - sum(due.amount for due in dues)),
            dues=dues,
        )

    def terms(self) -> PayLaterTerms:
        return PayLaterTerms(version="2026-1", title=Named("约定", "Terms"), pages=PAGES)

    def agree(self, agreement_id: str, request: AgreementRequest) -> None:
        self.outside.act("agree", lambda: self._agree(request))

    def _agree(self, request: AgreementRequest) -> None:
        assert request.patient_id == LI.patient_id
        self.outside.agreed = True


def card_with(fen: int) -> ChannelState:
    """The prepaid card as it is offered."""
    return ChannelState(channel="prepaid", up=True, modes=["ledger"], balance=Money(fen))


def credit_of(fen: int, reason: str = "") -> ChannelState:
    """Paying later as it is offered."""
    return ChannelState(
        channel="pay_later",
        up=not reason,
        modes=["ledger"],
        balance=Money(fen),
        reason=reason,
        due_on="2026-03-16",
    )


def _due(due_id: str, fen: int) -> Due:
    return Due(
        due_id=due_id,
        made_on="2026-02-20",
        due_on="2026-03-06",
        amount=Money(fen),
        overdue=due_id.startswith("late"),
        locked=False,
    )
