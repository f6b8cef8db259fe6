"""The line between the gateway and the simulated insurer, with everything that can go wrong on it."""

import sqlite3

import msgspec

from kiosk.gateway.insurance import InsuranceUnreachable
from kiosk.gateway.insurance.simulated.faults import FaultKind
from kiosk.gateway.insurance.simulated.platform import Platform
from kiosk.gateway.insurance.simulated.settling import Humour
from kiosk.gateway.simulated import TIMEOUT_S, Wait, pause


class SimulatedLine:
    """A `Line` to a simulated platform. `wait` lets time pass: a test gives the one of its own clock."""

    def __init__(self, platform: Platform, wait: Wait = pause) -> None:
        self.platform = platform
        self._wait = wait

    def send(self, message: bytes) -> bytes:
        try:
            return self._deliver(message, str(msgspec.json.decode(message)["infno"]))
        except sqlite3.Error as error:
            raise InsuranceUnreachable("the insurer's book cannot be used") from error

    def _deliver(self, message: bytes, infno: str) -> bytes:
        if any(self._hit(kind, infno) for kind in ("down", "error_500", "lost_request")):
            raise InsuranceUnreachable(f"{infno}: no usable answer")
        late_s = self.platform.faults.strike("delivered_late", infno)
        if late_s is not None:
            self.platform.hear_later(message, late_s)
            raise InsuranceUnreachable(f"{infno}: still on its way")
        if self._hit("double", infno):
            self.platform.hear(message)
        answer = self.platform.hear(message, Humour(self._hit("audit", infno), self._hit("fen_short", infno)))
        slow_s = self.platform.faults.strike("slow", infno) or 0.0
        self._wait(min(slow_s, TIMEOUT_S))
        if slow_s > TIMEOUT_S or self._hit("lost_answer", infno):
            raise InsuranceUnreachable(f"{infno}: no answer in time")
        return answer

    def _hit(self, kind: FaultKind, infno: str) -> bool:
        return self.platform.faults.strike(kind, infno) is not None
