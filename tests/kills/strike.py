"""SIGKILL at a chosen point, once in a life; terminal and gateway share it."""

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import msgspec

Victim = Literal["terminal", "gateway", "both"]


ACTS = ("precreate", "charge", "query", "close", "refund")  # of a wallet, with points around them


@dataclass(frozen=True)
class Life:
    """What the patient does, where the kill strikes, who is killed, and what the outside world is like."""

    does: str
    point: str
    victim: Victim = "terminal"
    nth: int = 1  # at which passing of the point
    refused: bool = False  # the hospital says no after the money was taken
    silent: bool = False  # the wallet does not answer questions

    @property
    def at_company(self) -> bool:
        """It takes a wallet company; else the prepaid card will do, which is the hospital's own."""
        return self.does != "code" or self.silent or self.point.partition(":")[2] in ACTS


# Made before there is a second thread: msgspec makes up its mind about a type when it is first asked, and two threads
# that ask first at once bring the process down.
ARMED = msgspec.json.Decoder(tuple[str, Life])


class Strike:
    """Whoever passes `point` the right number of times writes that it struck, and kills."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._passed = {"": 0}  # by the life's number

    def begin(self, number: str, life: Life) -> None:
        """From now on it may strike."""
        written = self._folder / "armed.new"
        written.write_bytes(msgspec.json.encode([number, asdict(life)]))
        written.replace(self._folder / "armed")

    def end(self, number: str) -> bool:
        """It strikes no more; whether it did."""
        with self._alone():
            (self._folder / "armed").unlink()
            return (self._folder / f"struck-{number}").exists()

    def point(self, name: str) -> None:
        """The process that calls it may be gone now."""
        armed = self._folder / "armed"
        with self._alone():
            if not armed.exists():
                return
            number, life = ARMED.decode(armed.read_bytes())
            if name != life.point or (self._folder / f"struck-{number}").exists():
                return
            self._passed = {number: self._passed.get(number, 0) + 1}
            if self._passed[number] == life.nth:
                (self._folder / f"struck-{number}").touch()
                self._kill(life.victim)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other thread and no other process is in here; who is killed in here lets the next one in."""
        with (self._folder / "turn").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def _kill(self, victim: Victim) -> None:
        names = ["terminal", "gateway"] if victim == "both" else [victim]
        for pid in sorted((self._pid(name) for name in names), key=lambda pid: pid == os.getpid()):  # ourselves last
            with suppress(ProcessLookupError):  # it has just ended by itself
                os.kill(pid, signal.SIGKILL)

    def i_am(self, name: str) -> None:
        """Whom to kill by that name."""
        (self._folder / f"{name}.pid").write_text(str(os.getpid()))

    def _pid(self, name: str) -> int:
        return int((self._folder / f"{name}.pid").read_text())
