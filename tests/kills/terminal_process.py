"""A terminal without pixels that really dies: real flows, journal, client and gateway; SIGKILL at a chosen point.

Started once, it reads one life a line from stdin (JSON), forks a process for it, and writes how that process ended.
A life names the patient's card, what the patient does, and the point at which whom is killed:
`saved:STATE` right after the journal has the state, `before:ACT` and `after:ACT` around a request to the gateway.
"""

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.contract import Hospital, Patient
from kiosk.core.clock import SystemClock
from kiosk.core.desk import Desk, Session, Timers
from kiosk.core.events import Answer, CardRead, CodeScanned, Event, Stop
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase, State
from kiosk.core.screens import IdleWarning, Screen, ShowQr, Way
from kiosk.devices.receipt_printers.simulated import SimulatedPrinter
from kiosk.dock.sim import Sim
from kiosk.flows.cashier import Cashier
from kiosk.flows.identity import Identity
from kiosk.flows.lobby import Lobby
from kiosk.flows.payment import Payment, Place
from kiosk.flows.quiet import Quiet
from kiosk.services.hospital import HospitalClient
from kiosk.services.journal import Journal

Point = Callable[[str], None]


def main() -> None:
    """Serve lives until stdin closes."""
    logging.disable()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            live(json.loads(line))
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        print(json.dumps({"killed": os.WIFSIGNALED(status), "code": os.waitstatus_to_exitcode(status)}), flush=True)


def live(life: dict[str, Any]) -> None:
    """One visit, or what of it there is before the kill."""
    point = _killer(life["point"], life["victim"])
    clock = SystemClock()
    journal = DyingJournal(Path(life["journal"]), clock, point)
    client = DyingClient(life["url"], point)
    sim = Sim(life["url"])
    person = Person(life["does"], CardRead("front", life["carrier"], life["number"]), sim)
    desk = Desk(person, clock, Timers(result=1))
    person.post = desk.post
    cashier = Cashier(journal, client, client)

    def pay(patient: Patient, hospital: Hospital) -> None:
        place = Place("K01", hospital, SimulatedPrinter(), True, 180, False, lambda: life["purchase_id"])
        Payment(desk, client, client, cashier, place).run(patient)

    quiet = Quiet(client, cashier, lambda name: None, clock)
    Lobby(desk, quiet, Identity(desk, client), {"pay": pay}, lambda: (Way("patient_card"),)).run()
    journal.close()


def _killer(at: str, victim: int | None) -> Point:
    """Kills `victim` (nobody: this process) the first time the point is passed."""
    done = threading.Event()

    def point(name: str) -> None:
        if name == at and not done.is_set():
            done.set()
            os.kill(victim or os.getpid(), signal.SIGKILL)

    return point


class DyingJournal(Journal):
    """The journal, with a point after every save."""

    def __init__(self, file: Path, clock: SystemClock, point: Point) -> None:
        super().__init__(file, clock)
        self._point = point

    def plan(self, purchase: Purchase) -> Purchase:
        return self._passed(super().plan(purchase))

    def begin_payment(self, purchase: Purchase, to: State, presettlement_id: str, channel: str, own: Money) -> Purchase:
        return self._passed(super().begin_payment(purchase, to, presettlement_id, channel, own))

    def move(self, purchase: Purchase, to: State, reason: str = "") -> Purchase:
        return self._passed(super().move(purchase, to, reason))

    def _passed(self, purchase: Purchase) -> Purchase:
        self._point(f"saved:{purchase.state}")
        return purchase


class DyingClient:
    """The client, with a point before and after every request."""

    def __init__(self, url: str, point: Point) -> None:
        self._client, self._point = HospitalClient(url), point

    def __getattr__(self, act: str) -> Callable[..., Any]:
        do = getattr(self._client, act)

        def asked(*args: Any) -> Any:
            self._point(f"before:{act}")
            answer = do(*args)
            self._point(f"after:{act}")
            return answer

        return asked


class Person:
    """Pays, cancels, pays and cancels, or walks away; then says done to whatever they are told."""

    def __init__(self, does: str, card: CardRead, sim: Sim) -> None:
        self.post: Callable[[Event], None] = lambda event: None
        self._does, self._card, self._sim = does, card, sim
        self._came = False

    def show(self, turn: int, screen: Screen, session: Session) -> None:
        match type(screen).__name__:
            case "Attract":
                self.post(Stop() if self._came else self._card)
                self._came = True
            case "ConfirmMe" | "PickBills" | "InsuranceSplit":
                self.post(Answer(turn, "next"))
            case "PickChannel":
                self._choose(turn)
            case "ShowQr" if isinstance(screen, ShowQr):
                threading.Thread(target=self._at_the_code, args=(turn, screen), daemon=True).start()
            case "Paid" | "NotPaid" | "Unknown" | "Trouble":
                self.post(Answer(turn, "done"))

    def warn(self, warning: IdleWarning | None) -> None:
        return

    def _choose(self, turn: int) -> None:
        if self._does == "code":
            self.post(CodeScanned("scanner", self._sim.new_code("wechat", "pays")))
        else:
            self.post(Answer(turn, "channel", "wechat"))

    def _at_the_code(self, turn: int, screen: ShowQr) -> None:
        if self._does in ("qr", "pay-cancel"):
            self._sim.pay(screen.channel, screen.code)
        if self._does != "away":
            self.post(Answer(turn, "check" if self._does == "qr" else "cancel"))


if __name__ == "__main__":
    main()
