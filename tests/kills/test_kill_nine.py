"""kill -9 of the terminal in every state and around every act, and of the gateway in the middle: no fen is lost.

Every life is a real process over the real journal file and the real gateway process. At the end what was left behind
is recovered by the same function that serves a live visit, and the books of wallets, hospital and journal must agree.
"""

import json
import select
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import pytest
import requests

from kiosk.core.clock import SystemClock
from kiosk.core.errors import BackendUnreachable, Refused
from kiosk.core.purchase import NEXT, Purchase
from kiosk.dock.gateway_program import GatewayProgram
from kiosk.dock.sim import Sim
from kiosk.flows.cashier import Cashier
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.services.hospital import HospitalClient
from kiosk.services.journal import Journal

KILLS = 100
ACTS = ("open_purchase", "pre_settle", "open_order", "order", "close", "purchase_state", "settle", "void", "refund")


@dataclass(frozen=True)
class Life:
    """What the patient does, where the kill strikes, who is killed, and what the outside world is like."""

    does: str
    point: str
    victim: str = "terminal"
    refused: bool = False  # the insurance says no after the money was taken
    silent: bool = False  # the wallet does not answer questions


SAVED = [
    Life("qr", "saved:planned"),
    Life("qr", "saved:asking"),
    Life("code", "saved:paid"),
    Life("cancel", "saved:closing"),
    Life("cancel", "saved:closed"),
    Life("pay-cancel", "saved:paid"),
    Life("cancel", "saved:unsure", silent=True),
    Life("qr", "saved:settling"),
    Life("qr", "saved:settled"),
    Life("code", "saved:voiding", refused=True),
    Life("qr", "saved:refunding", refused=True),
    Life("code", "saved:refunded", refused=True),
]
AROUND = [
    Life(
        "cancel" if act in ("close", "purchase_state") else "qr" if act == "order" else "code",
        f"{when}:{act}",
        refused=act in ("void", "refund"),
    )
    for act in ACTS
    for when in ("before", "after")
]
GATEWAY = [Life(life.does, life.point, "gateway", life.refused) for life in AROUND if life.point.startswith("before")]
LIVES = list(islice(cycle(SAVED + AROUND), KILLS - len(GATEWAY))) + GATEWAY


class Lives:
    """The process that forks a terminal for every life."""

    def __init__(self) -> None:
        program = Path(__file__).parent / "terminal_process.py"
        self._program = subprocess.Popen(
            [sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def live(self, life: Mapping[str, object], gateway: GatewayProgram) -> bool:
        """Whether it was killed; brings the gateway back when that is what was killed."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps(life) + "\n")
        self._program.stdin.flush()
        while not select.select([self._program.stdout], [], [], 0.05)[0]:
            gateway.start()  # does nothing while it runs
        gateway.start()
        return bool(json.loads(self._program.stdout.readline())["killed"])

    def end(self) -> None:
        assert self._program.stdin is not None
        self._program.stdin.close()
        self._program.wait(60)


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[GatewayProgram]:
    program = GatewayProgram(tmp_path)
    program.start()
    yield program
    program.stop()


def test_every_state_is_among_the_kills() -> None:
    assert {life.point.removeprefix("saved:") for life in LIVES if life.point.startswith("saved:")} == set(NEXT)
    assert len(LIVES) == KILLS


@pytest.mark.timeout(400)
def test_a_hundred_kills_lose_nothing(tmp_path: Path, gateway: GatewayProgram) -> None:
    lives, payers, visits = Lives(), _payers(), []
    for number, life in enumerate(LIVES):
        for attempt in range(20):  # of some patients the insurance pays all: they never meet a wallet
            visits.append(f"K01-{number}-{attempt}")
            if _strikes(lives, life, next(payers), visits[-1], tmp_path / "journal.db", gateway):
                break
        else:
            pytest.fail(f"{life} was not reached")
    lives.end()
    _recover(tmp_path / "journal.db", gateway.url)
    _books_agree(visits, tmp_path / "journal.db", gateway.url)


def _strikes(
    lives: "Lives", life: Life, card: tuple[str, str], purchase_id: str, journal: Path, gateway: GatewayProgram
) -> bool:
    """Let the patient have this visit; whether the kill struck."""
    sim, pid = Sim(gateway.url), gateway.pid
    sim.mood(refuse_settlement=life.refused)
    if life.silent:
        sim.fault("wechat", kind="error_500", verb="query")
    died = lives.live(
        {
            "does": life.does,
            "point": life.point,
            "victim": pid if life.victim == "gateway" else None,
            "carrier": card[0],
            "number": card[1],
            "url": gateway.url,
            "journal": str(journal),
            "purchase_id": purchase_id,
        },
        gateway,
    )
    Sim(gateway.url).heal("wechat")
    return died or gateway.pid != pid


def _payers() -> Iterator[tuple[str, str]]:
    """Cards of patients who have something to pay of their own money, each once."""
    hospital = demo_hospital(date.today())  # noqa: DTZ011
    visit_of = {visit.visit_id: visit.patient_id for visit in hospital.visits}
    owing = {visit_of[bill.visit_id] for bill in hospital.bills if bill.state == "unpaid"}
    guardians = {patient.guardian_id for patient in hospital.patients if patient.guardian_id}
    seen: set[str] = set()
    for row in hospital.carriers:
        if row.state == "active" and row.patient_id in owing - guardians - seen:
            seen.add(row.patient_id)
            yield row.carrier, row.number


def _recover(journal: Path, url: str) -> None:
    """What the next start does, until nothing is unfinished."""
    Sim(url).mood()
    book, client = Journal(journal, SystemClock()), HospitalClient(url)
    cashier = Cashier(book, client, client)
    for _ in range(100):
        for purchase in book.unfinished():
            try:
                cashier.drive(purchase, lambda act: act())
            except (BackendUnreachable, Refused) as error:
                print(purchase.purchase_id, purchase.state, error)
    assert book.unfinished() == []
    book.close()


def _books_agree(visits: list[str], journal: Path, url: str) -> None:
    book = Journal(journal, SystemClock())
    ledger = {line["purchase_id"]: line for line in requests.get(f"{url}/sim/ledger", timeout=10).json()["purchases"]}
    planned = [book.purchase(visit) for visit in visits if book.moves(visit)]
    assert len(planned) > KILLS / 2  # a kill may strike while the terminal finishes what others left behind
    for purchase in planned:
        line = ledger.get(purchase.purchase_id, {"charged": 0, "settled": 0, "refunded": 0})
        assert line["charged"] == line["settled"] + line["refunded"], purchase
        assert line["settled"] == _should_be_settled(purchase), purchase
    assert sum(line["charged"] for line in ledger.values()) > 0
    book.close()


def _should_be_settled(purchase: Purchase) -> int:
    return purchase.own if purchase.state == "settled" else 0
