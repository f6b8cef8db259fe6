"""A terminal without pixels that really dies: real flows, journal, client and gateway; SIGKILL at a chosen point.

`terminal_process.py FOLDER`: reads one visit a line from stdin (JSON), forks a process for it, and writes how that
process ended. Points: `saved:STATE` right after the journal has the state, `ask:ACT` and `answer:ACT` around a request
to the gateway.
"""

import gc
import json
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from strike import Strike

from kiosk.contract import Hospital, Patient
from kiosk.core.clock import SystemClock
from kiosk.core.desk import Desk, Session, Timers
from kiosk.core.events import Answer, CardRead, CodeScanned, Event, Stop
from kiosk.core.money import Money
from kiosk.core.purchase import Purchase, State
from kiosk.core.screens import Overlay, PickBills, Screen, ShowQr, Way
from kiosk.devices.receipt_printers.simulated import SimulatedPrinter
from kiosk.dock.sim import NotThere, Sim
from kiosk.flows.cashier import Cashier
from kiosk.flows.identity import Identity
from kiosk.flows.lobby import Lobby
from kiosk.flows.payment import Payment, Place
from kiosk.flows.quiet import Quiet
from kiosk.services.hospital import HospitalClient
from kiosk.services.journal import Journal

T = TypeVar("T")
Point = Callable[[str], None]


class QuickClock(SystemClock):
    """Ten seconds pass in one: the terminal's patience is not what is tried here."""

    def monotonic(self) -> float:
        return super().monotonic() * 10

    def take(self, events: "queue.SimpleQueue[T]", until: float | None) -> T | None:
        timeout = None if until is None else max(0.0, until - self.monotonic()) / 10
        try:
            return events.get(timeout=timeout)
        except queue.Empty:
            return None


def main(folder: Path) -> None:
    """Serve lives until stdin closes."""
    logging.disable()
    gc.freeze()  # what is there is not looked through in every life
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            live(folder, json.loads(line))
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def live(folder: Path, visit: dict[str, str]) -> None:
    """One visit, or what of it there is before the kill. First what was left behind is driven to its end."""
    strike, clock, url = Strike(folder), QuickClock(), visit["url"]
    strike.i_am("terminal")
    journal = DyingJournal(folder / "journal.db", clock, strike.point)
    client, sim = DyingClient(url, strike.point), Sim(url)
    person = Person(visit["does"], visit["way"], CardRead("front", visit["carrier"], visit["number"]), sim)
    desk = Desk(person, clock, Timers(result=1))
    person.post = desk.post
    cashier = Cashier(journal, client, client)

    def pay(patient: Patient, hospital: Hospital) -> None:
        place = Place("K01", hospital, SimulatedPrinter(), lambda: True, 180, False, lambda: visit["purchase_id"])
        Payment(desk, client, client, cashier, place).run(patient)

    quiet = Quiet(client, cashier, lambda name: None, clock)
    Lobby(desk, quiet, Identity(desk, client), {"pay": pay}, lambda: (Way("patient_card"),)).run()
    journal.close()


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
            self._point(f"ask:{act}")
            answer = do(*args)
            self._point(f"answer:{act}")
            return answer

        return asked


class Person:
    """Pays, cancels, pays and cancels, or walks away; then says done to whatever they are told."""

    def __init__(self, does: str, way: str, card: CardRead, sim: Sim) -> None:
        self.post: Callable[[Event], None] = lambda event: None
        self._does, self._way, self._card, self._sim = does, way, card, sim
        self._came = False
        self._refused = False  # whoever was told no does not try again

    def show(self, turn: int, screen: Screen, session: Session) -> None:
        match type(screen).__name__:
            case "Attract":
                self.post(Stop() if self._came else self._card)
                self._came = True
            case "PickBills" if self._refused or (isinstance(screen, PickBills) and not screen.ticked):
                self.post(Answer(turn, "session.leave"))
            case "ConfirmMe" | "PickBills" | "InsuranceSplit" | "ConfirmLedger":
                self.post(Answer(turn, "next"))
            case "PickChannel":
                self._choose(turn)
            case "ShowQr" if isinstance(screen, ShowQr):
                threading.Thread(target=self._at_the_code, args=(turn, screen), daemon=True).start()
            case "Paid" | "NotPaid" | "Unknown" | "Trouble":
                self._refused = True
                self.post(Answer(turn, "done"))
            case "Waiting" | "OutOfService":
                return
            case _:  # nothing a payment leads to by itself
                self.post(Answer(turn, "session.leave"))

    def warn(self, warning: Overlay | None) -> None:
        return

    def _choose(self, turn: int) -> None:
        if self._does == "code" and self._way != "prepaid":
            try:
                self.post(CodeScanned("scanner", self._sim.new_code(self._way, "pays")))
            except NotThere:  # the wallet company is with the gateway, and that was just killed
                self.post(Answer(turn, "session.leave"))
        else:
            self.post(Answer(turn, "channel", self._way))

    def _at_the_code(self, turn: int, screen: ShowQr) -> None:
        try:
            if self._does in ("qr", "pay-cancel"):
                self._sim.pay(screen.channel, screen.code)
        except NotThere:  # the phone says nothing
            self._does = "cancel"
        if self._does != "away":
            self.post(Answer(turn, "check" if self._does == "qr" else "cancel"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
