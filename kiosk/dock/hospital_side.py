"""What the hospital's side may do to us: the gateway stops, the insurance refuses, a bill is paid elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from kiosk.dock.gateway_program import GatewayProgram
from kiosk.dock.sim import NotThere, Sim


class HospitalSide:
    """`shown` is the record on the terminal's screen, as QML has it."""

    def __init__(
        self, gateway: GatewayProgram, sim: Callable[[], Sim], shown: Callable[[], Mapping[str, object]]
    ) -> None:
        self._gateway, self._sim, self._shown = gateway, sim, shown
        self._mood: dict[str, object] = {}

    def stop_gateway(self) -> None:
        self._gateway.stop()

    def start_gateway(self) -> None:
        """Over the same database, at the same address, in a good mood."""
        self._gateway.start()
        self._mood = {}

    def slow_gateway(self, seconds: str = "3") -> None:
        """Every answer comes so late; 0 ends it."""
        self._turn(slow_s=float(seconds))

    def refuse_settlement(self) -> None:
        """The insurance definitely says no, after the money was taken."""
        self._turn(refuse_settlement=True)

    def accept_settlement(self) -> None:
        self._turn(refuse_settlement=False)

    def insurer_audits(self, infno: str = "2206") -> None:
        """The insurer's audit objects to every bill: before the money is asked for, or with 2207 after it."""
        self._insurer(kind="audit", infno=infno)

    def insurer_slow(self, seconds: str = "3") -> None:
        """Every answer of the insurer comes so late; more than five seconds is too late."""
        self._insurer(kind="slow", seconds=float(seconds))

    def insurer_silent(self, infno: str = "") -> None:
        """The insurer does what it is asked, and its answers are lost; to this message only, where one is named."""
        self._insurer(kind="lost_answer", infno=infno)

    def insurer_up(self) -> None:
        """All is well with the insurer again."""
        self._sim().heal_insurer()

    def lose_settlement_answer(self) -> None:
        """The next settlement is booked, and its answer is lost."""
        self._sim().mood(**self._mood, lose_settlement_answer=True)

    def unreachable(self) -> None:
        """The gateway is there, the hospital behind it is not."""
        self._turn(unreachable=True)

    def reachable(self) -> None:
        self._turn(unreachable=False)

    def pay_at_window(self, bill_id: str = "") -> None:
        """Somebody pays this bill at the window; without an id, the first that can be ticked on the screen."""
        if not self._sim().pay_at_window(bill_id or self._first_bill()):
            raise NotThere("this bill cannot be paid at the window now")

    def see_to(self, alarm_id: str) -> None:
        """The staff has seen to what is on its list."""
        self._sim().see_to(alarm_id)

    def hand_out(self, bill_id: str = "") -> None:
        """The pharmacy hands out what this bill is for; without an id, the first bill of the payment on the screen."""
        bills = cast(Sequence[Mapping[str, object]], self._shown().get("bills", []))
        if not (bill_id or bills):
            raise NotThere("no payment is on the screen")
        if not self._sim().use(bill_id or str(bills[0]["bill_id"]), "dispensed"):
            raise NotThere("this bill is not paid")

    def _insurer(self, **fault: object) -> None:
        """One bad mood at a time: the one that was before is over."""
        self._sim().heal_insurer()
        self._sim().insurer_fault(**fault)

    def _turn(self, **mood: object) -> None:
        self._mood.update(mood)
        self._sim().mood(**self._mood)

    def _first_bill(self) -> str:
        visits = cast(Sequence[Mapping[str, Sequence[Mapping[str, object]]]], self._shown().get("visits", []))
        bills = [str(bill["bill_id"]) for visit in visits for bill in visit["bills"] if bill["payable"]]
        if not bills:
            raise NotThere("no bill is on the screen")
        return bills[0]
