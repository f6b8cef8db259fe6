"""A gateway that really dies, at points of its own, and is started again at once, as systemd would.

`gateway_process.py FOLDER PORT`: forks one gateway after the other, so that a start costs no imports; each says where
it is once it answers. Points: `before:commit` and `after:commit`, and the same around every act of a wallet or insurer.
"""

import ctypes
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from litestar import Litestar
from sqlalchemy import Connection
from strike import ACTS, Strike

from kiosk import told
from kiosk.core.clock import SystemClock
from kiosk.core.money import Money
from kiosk.gateway.api.sim import OUTSIDE
from kiosk.gateway.app import build
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.channels.simulated import SimulatedChannel
from kiosk.gateway.demo import open_demo
from kiosk.gateway.hospital.days import day_of
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.gateway.insurance.simulated import SimulatedLine
from kiosk.gateway.mood import Mood
from kiosk.gateway.serving import listen, serve
from kiosk.gateway.store import accounts
from kiosk.gateway.store.accounts import Entry
from kiosk.gateway.store.database import Database

ON_CARD = Money(1_000_000)  # enough for everything that a patient owes


def main(folder: Path, port: int) -> None:
    """Until a gateway ends by itself, because it was asked to."""
    logging.disable()
    _with_points(Strike(folder))
    mood, unopened = Mood(), Cashier.__new__(Cashier)
    app = build(unopened, outside=OUTSIDE, mood=mood)
    _rehearse(app)
    while True:
        pid = os.fork()
        if pid == 0:
            with told.listening(), listen("127.0.0.1", port) as listening:
                vars(unopened).update(vars(_open(folder, mood)))
                serve(app, listening)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status):
            return


def _rehearse(app: Litestar) -> None:
    """Everything is imported and made up once: two tenths of a second that no start has to spend again."""
    with TemporaryDirectory() as folder:
        open_demo(Path(folder) / "gateway.db", SystemClock(), Mood()).database.close()
    uvicorn.Config(app).load()
    import_module("anyio._backends._asyncio")
    gc.collect()
    gc.freeze()


class LaterClock(SystemClock):
    """An hour has passed once the file is there: a charge that may be on its way is waited for."""

    def __init__(self, sign: Path) -> None:
        self._sign = sign

    def now(self) -> datetime:
        return super().now() + timedelta(hours=self._sign.exists())


def _open(folder: Path, mood: Mood) -> Cashier:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: nobody is left behind
    Strike(folder).i_am("gateway")
    cashier = open_demo(folder / "gateway.db", LaterClock(folder / "later"), mood)
    _fill_cards(cashier.database, day_of(cashier.clock))
    return cashier


def _fill_cards(database: Database, today: date) -> None:
    """Once: cash on every patient's prepaid card, paid in at the window."""
    patients = [patient.patient_id for patient in demo_hospital(today).patients]
    with database.reading() as connection:
        if accounts.is_in(connection, "cash", f"cash-{patients[0]}"):
            return
    with database.writing() as connection:
        for patient_id in patients:
            account = accounts.open_prepaid(connection, patient_id, today)
            accounts.add(connection, account, Entry("cash", ON_CARD, f"cash-{patient_id}", "", 0.0))


def _with_points(strike: Strike) -> None:
    """The real database, wallets and insurer, with a point before and after what they do."""
    for act in ACTS:
        setattr(SimulatedChannel, act, _around(act, getattr(SimulatedChannel, act), strike))
    setattr(SimulatedLine, "send", _around("insurer", SimulatedLine.send, strike))  # noqa: B010
    commits = Database.writing

    @contextmanager
    def writing(self: Database) -> Iterator[Connection]:
        with commits(self) as connection:
            yield connection
            strike.point("before:commit")
        strike.point("after:commit")

    setattr(Database, "writing", writing)  # noqa: B010


def _around(name: str, act: Callable[..., Any], strike: Strike) -> Callable[..., Any]:
    def asked(*args: Any) -> Any:
        strike.point(f"before:{name}")
        answer = act(*args)
        strike.point(f"after:{name}")
        return answer

    return asked


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
