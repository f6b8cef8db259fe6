"""A terminal and a gateway as real processes, killed again and again; at the end the books must agree."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import IO

import requests
from agreement import insurer_agrees, wallets_agree
from strike import Life, Strike

from kiosk.core.clock import SystemClock
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.dock.sim import Sim
from kiosk.flows.cashier import Cashier
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.services.hospital import HospitalClient
from kiosk.services.journal import Journal

COMPANIES = ("wechat", "alipay", "unionpay")
WAYS = (*COMPANIES, "prepaid")
PATIENCE_S = 120.0  # for an event that comes at once on an idle machine
KILLED = str(-signal.SIGKILL)  # how a process ends then
VISITS = 30  # of some patients the insurance pays all: they never meet a wallet, and the next one comes


@dataclass
class Stage:
    """Both programs over one folder."""

    folder: Path
    url: str
    terminal: "subprocess.Popen[str]"
    gateway: "subprocess.Popen[str]"
    kills: Counter[str] = field(default_factory=Counter)
    points: set[str] = field(default_factory=set)
    visits: list[str] = field(default_factory=list)

    def play(self, lives: Iterable[Life]) -> None:
        """Every life ends with its kill."""
        cards = cycle(_payers())
        for number, life in enumerate(lives):
            ways = COMPANIES if life.at_company else WAYS
            for _ in range(VISITS):
                if self._struck(life, ways[number % len(ways)], *next(cards)):
                    break
            else:
                raise AssertionError(f"{life} was not reached")
            self.kills[life.victim] += 1
            self.points.add(life.point)

    def recover(self) -> None:
        """What the next start does an hour later, until nothing is unfinished."""
        (self.folder / "later").touch()
        Sim(self.url).mood()
        for company in COMPANIES:
            Sim(self.url).heal(company)
        book, client = Journal(self.folder / "journal.db", SystemClock()), HospitalClient(self.url)
        cashier = Cashier(book, client, client)
        for _ in range(100):
            for purchase in book.unfinished():
                try:
                    cashier.drive(purchase, lambda act: act())
                except (BackendUnreachable, Refused) as error:
                    print(purchase.purchase_id, purchase.state, error)
        assert book.unfinished() == []
        book.close()

    def books_agree(self) -> None:
        """Wallets, cards, hospital, insurer and journal tell the same of every purchase."""
        book = Journal(self.folder / "journal.db", SystemClock())
        planned = [book.purchase(visit) for visit in self.visits if book.moves(visit)]
        book.close()
        assert len(planned) > len(self.visits) / 4  # a kill may strike while it finishes what others left behind
        wallets_agree(planned, requests.get(f"{self.url}/sim/ledger", timeout=30).json())
        assert {*WAYS, ""} >= {purchase.channel for purchase in planned if purchase.state == "settled"} >= {*WAYS}

    def _struck(self, life: Life, way: str, carrier: str, number: str) -> bool:
        """Let a patient have a visit; whether the kill struck."""
        visit = f"K01-{len(self.visits)}"
        self.visits.append(visit)
        self._world(life, way)
        strike = Strike(self.folder)
        strike.begin(visit, life)
        told = {"does": life.does, "way": way, "url": self.url, "purchase_id": visit}
        told |= {"carrier": carrier, "number": number}
        assert self.terminal.stdin is not None
        self.terminal.stdin.write(json.dumps(told) + "\n")
        self.terminal.stdin.flush()
        ended = _line(self.terminal.stdout)
        struck = strike.end(visit)
        if struck and life.victim != "terminal":
            _line(self.gateway.stdout)  # it is back
        assert ended == "0" or (ended == KILLED and struck and life.victim != "gateway"), (life, ended, struck)
        # Where the disk is slow the terminal may have given up, and ended, just before the kill: that counts as none.
        return struck and (ended == KILLED or life.victim == "gateway")

    def _world(self, life: Life, way: str) -> None:
        sim = Sim(self.url)
        sim.mood(refuse_settlement=life.refused)
        for company in COMPANIES:
            sim.heal(company)
        if life.silent:
            sim.fault(way, kind="error_500", verb="query")


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Both programs, ended at the end."""
    with socket.socket() as kept:  # never listening: the port stays ours while the gateway is dead
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        port = kept.getsockname()[1]
        with _program("gateway", folder, str(port)) as gateway, _program("terminal", folder) as terminal:
            _line(gateway.stdout)
            yield Stage(folder, f"http://127.0.0.1:{port}", terminal, gateway)
            os.kill(int((folder / "gateway.pid").read_text()), signal.SIGTERM)
            assert gateway.wait(PATIENCE_S) == 0
            insurer_agrees(folder)


@contextmanager
def _program(name: str, folder: Path, *more: str) -> "Iterator[subprocess.Popen[str]]":
    file = Path(__file__).with_name(f"{name}_process.py")
    command = [sys.executable, str(file), str(folder), *more]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        try:
            yield program
        except BaseException:
            program.kill()
            raise


def _line(said: IO[str] | None) -> str:
    assert said is not None
    assert select.select([said], [], [], PATIENCE_S)[0], "nothing was said in time"
    line = said.readline().strip()
    assert line, "it died"
    return line


def _payers() -> list[tuple[str, str]]:
    """Cards of patients who owe something, each once."""
    hospital = demo_hospital(date.today())  # noqa: DTZ011
    visit_of = {visit.visit_id: visit.patient_id for visit in hospital.visits}
    owing = {visit_of[bill.visit_id] for bill in hospital.bills if bill.state == "unpaid"}
    guardians = {patient.guardian_id for patient in hospital.patients if patient.guardian_id}
    cards = {row.patient_id: (row.carrier, row.number) for row in hospital.carriers if row.state == "active"}
    return [card for patient, card in cards.items() if patient in owing - guardians]
