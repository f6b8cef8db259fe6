"""One terminal's line to the gateway: every message is a numbered step, and may be lost, late, or delivered twice."""

from collections.abc import Callable
from random import Random
from typing import Protocol, TypeVar

from kiosk import contract
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.proof.agenda import Agenda
from kiosk.proof.gateway import Gateway
from kiosk.proof.records import HOSPITAL, PATIENT
from kiosk.proof.stories import Weather

T = TypeVar("T")

DELAYS_S = (3.0, 15.0, 60.0, 700.0, 3000.0, 50_000.0)


class Steps(Protocol):
    """Told before and after whatever a terminal does outside itself; raises when the power goes there."""

    def __call__(self, what: str) -> None: ...


class Sky:
    """The weather over all lines: what happens to the next message. `calm` ends it all."""

    def __init__(self, weather: Weather, chance: Random, clock: Agenda, count: Callable[[str], None]) -> None:
        self._weather = weather
        self._chance = chance
        self._clock = clock
        self._count = count
        self.calm = False

    def message(self, what: str) -> str:
        """`lost`, `unheard` (its answer is lost), `late`, `twice`, or empty: all goes well."""
        if self.calm:
            return ""
        if self._outage():
            return self._counted("outage")
        if self._weather.mute and what.startswith(self._weather.mute):
            return self._counted("lost")
        weather, dealt = self._weather, self._chance.random()
        for fault, share in (
            ("lost", weather.lost),
            ("unheard", weather.unheard),
            ("late", weather.late),
            ("twice", weather.twice),
        ):
            if dealt < share:
                return self._counted(fault)
            dealt -= share
        return ""

    def happens(self, fault: str) -> bool:
        """Of `silent`, `between`, `interrupted`: does it happen this time?"""
        share = float(getattr(self._weather, fault))
        happens = not self.calm and share > 0 and self._chance.random() < share
        return happens and bool(self._counted(fault))

    def delay_s(self) -> float:
        """How late something comes."""
        return self._chance.choice(DELAYS_S)

    def slow_s(self) -> float:
        """How long the next piece of work takes."""
        slow = not self.calm and self._weather.slow > 0 and self._chance.random() < self._weather.slow
        return self._chance.choice((1.0, 8.0, 14.0, 40.0)) if slow and self._counted("slow") else 0.0

    def _outage(self) -> bool:
        start, length = self._weather.outage_s or (0.0, 0.0)
        return start <= self._clock.monotonic() < start + length

    def _counted(self, fault: str) -> str:
        self._count(fault)
        return fault


class Wire:
    """Implements `Records`, `Purchases`, `Payments`, `Returns`, `Accounts` and `Office` over the gateway."""

    def __init__(self, gateway: Gateway, sky: Sky, clock: Agenda, step: Steps) -> None:
        self._gateway = gateway
        self._sky = sky
        self._clock = clock
        self._step = step

    def hospital(self) -> contract.Hospital:
        return HOSPITAL

    def identify(self, carrier: contract.Carrier, number: str) -> list[contract.Patient]:  # noqa: ARG002
        return [PATIENT]

    def unpaid(self, patient_id: str) -> list[contract.Visit]:  # noqa: ARG002
        return self._send("unpaid bills", self._gateway.unpaid)

    def channels(self) -> list[contract.ChannelState]:
        return self._gateway.channels()

    def channels_of(self, patient_id: str) -> list[contract.ChannelState]:  # noqa: ARG002
        return self._gateway.channels()

    def call_staff(self, call_id: str, terminal_id: str) -> None:
        """Nobody calls."""

    def open_purchase(self, purchase_id: str, request: contract.PurchaseRequest) -> contract.Purchase:
        return self._send(f"lock {purchase_id}", lambda: self._gateway.open_purchase(purchase_id, request))

    def pre_settle(self, presettlement_id: str, request: contract.PreSettlementRequest) -> contract.PreSettlement:
        return self._send(f"split {presettlement_id}", lambda: self._gateway.pre_settle(presettlement_id, request))

    def findings(self, purchase_id: str) -> contract.Findings:
        return self._send(f"what is found against {purchase_id}", lambda: self._gateway.findings(purchase_id))

    def close(self, purchase_id: str) -> None:
        self._send(f"close {purchase_id}", lambda: self._gateway.close(purchase_id))

    def purchase_state(self, purchase_id: str) -> contract.PurchaseState:
        return self._send(f"look at {purchase_id}", lambda: self._gateway.purchase_state(purchase_id))

    def open_order(self, payment_id: str, request: contract.OrderRequest) -> contract.Order:
        return self._send(f"ask for money {payment_id}", lambda: self._gateway.open_order(payment_id, request))

    def order(self, payment_id: str) -> contract.Order:
        return self._send(f"look at {payment_id}", lambda: self._gateway.order(payment_id))

    def settle(self, settlement_id: str, request: contract.SettlementRequest) -> contract.Settlement:
        return self._send(f"settle {settlement_id}", lambda: self._gateway.settle(settlement_id, request))

    def void(self, settlement_id: str) -> None:
        self._send(f"void {settlement_id}", lambda: self._gateway.void(settlement_id))

    def refund(self, refund_id: str, request: contract.RefundRequest) -> contract.Refund:
        return self._send(f"refund {refund_id}", lambda: self._gateway.refund(refund_id, request))

    def prepaid(self, patient_id: str) -> contract.PrepaidAccount:  # noqa: ARG002
        return self._send("what is on the card", self._gateway.prepaid)

    def close_out(self, close_out_id: str, request: contract.CloseOutRequest) -> contract.CloseOut:
        return self._send(f"close out {close_out_id}", lambda: self._gateway.close_out(close_out_id, request))

    def standing(self, patient_id: str) -> contract.Standing:  # noqa: ARG002
        return self._send("what is owed", self._gateway.standing)

    def transactions(self, patient_id: str) -> list[contract.Transaction]:  # noqa: ARG002
        return self._send("what was paid", self._gateway.transactions)

    def quote(self, request: contract.QuoteRequest) -> contract.Quote:
        return self._send(f"what would go back of {request.purchase_id}", lambda: self._gateway.quote(request))

    def give_back(self, return_id: str, request: contract.ReturnRequest) -> contract.Return:
        return self._send(f"give back {return_id}", lambda: self._gateway.give_back(return_id, request))

    def reprint(self, reprint_id: str, request: contract.ReprintRequest) -> contract.Reprint:
        """Nobody prints a slip again."""
        return contract.Reprint(reprint_id=reprint_id, purchase_id=request.purchase_id, number=2)

    def terms(self) -> contract.PayLaterTerms:
        raise Refused("terms-changed")  # they are accepted already

    def agree(self, agreement_id: str, request: contract.AgreementRequest) -> None:
        """It was done before."""

    def tell_moves(self, batch: contract.JournalBatch) -> None:
        moves = f"{batch.moves[0].seq} to {batch.moves[-1].seq}"
        self._send(f"moves {moves}", lambda: self._gateway.books.office.tell_moves(batch))

    def moves_told(self, journal_id: str) -> int:
        return self._send("how many moves are told", lambda: self._gateway.books.office.moves_told(journal_id))

    def report_alarm(self, report_id: str, report: contract.AlarmReport) -> None:
        """Nobody sits at the staff's list."""

    def _send(self, what: str, act: Callable[[], T]) -> T:
        fault = self._sky.message(what)
        self._step(f"sends: {what}{f' ({fault})' if fault else ''}")
        if fault in ("late", "twice"):
            self._clock.after(self._sky.delay_s(), lambda: _deliver(act))
        if fault in ("lost", "late", "outage"):
            raise BackendUnreachable(fault)
        if fault == "unheard":
            _deliver(act)
            self._step(f"hears nothing: {what}")
            raise BackendUnreachable(fault)
        try:
            answer = act()
        except (Refused, BackendUnreachable) as error:
            self._step(f"hears: {error}")
            raise
        self._step(f"hears: {_in_short(answer)}")
        return answer


def _deliver(act: Callable[[], object]) -> None:
    """It arrives, and nobody hears what the gateway says to it."""
    try:
        act()
    except (Refused, BackendUnreachable):
        return


def _in_short(answer: object) -> str:
    return str(getattr(answer, "state", "") or "yes")
