"""The gateway's back door for the demo: phones, the wallets' bad days, the hospital's moods, the ledger."""

from dataclasses import dataclass
from typing import Any

import requests

from kiosk.core.words import Named

TIMEOUT_S = 15.0


class NotThere(Exception):
    """The gateway does not answer, or does not do what was asked; the text says which."""


@dataclass(frozen=True)
class Member:
    """One invented patient and what they put on the reader."""

    role: str
    carrier: str
    number: str
    name: str  # masked
    story: Named
    unpaid: int  # fen


@dataclass(frozen=True)
class OpenAlarm:
    """Something on the staff's list; `amount` in fen."""

    alarm_id: str
    kind: str
    terminal_id: str
    purchase_id: str
    amount: int


@dataclass(frozen=True)
class Ledger:
    """What the wallets took, what the hospital booked of it, and what went back, in whole fen."""

    charged: int
    settled: int
    refunded: int
    per_purchase: tuple[tuple[int, int, int], ...] = ()  # the same three of every purchase

    @property
    def adds_up(self) -> bool:
        return self.charged == self.settled + self.refunded

    def __sub__(self, before: "Ledger") -> "Ledger":
        return Ledger(self.charged - before.charged, self.settled - before.settled, self.refunded - before.refunded)


class Sim:
    """Every call may raise `NotThere`."""

    def __init__(self, url: str) -> None:
        self._url = url

    def cast(self) -> list[Member]:
        return [
            Member(m["role"], m["carrier"], m["number"], m["name"], Named(**m["story"]), m["unpaid"])
            for m in self._call("GET", "/sim/cast")
        ]

    def ledger(self) -> Ledger:
        told = self._call("GET", "/sim/ledger")
        each = tuple((line["charged"], line["settled"], line["refunded"]) for line in told["purchases"])
        return Ledger(told["charged"], told["settled"], told["refunded"], each)

    def alarms(self) -> list[OpenAlarm]:
        """The staff's list: what needs a human now, the oldest first."""
        told = self._call("GET", "/v1/alarms?state=open")["alarms"]
        wanted = ("alarm_id", "kind", "terminal_id", "purchase_id", "amount")
        return [OpenAlarm(**{name: alarm[name] for name in wanted}) for alarm in told]

    def see_to(self, alarm_id: str) -> None:
        """Somebody of the staff has seen to it."""
        self._call("PUT", f"/v1/alarms/{alarm_id}/resolution", {"who": "dock", "note": ""})

    def new_code(self, wallet: str, kind: str) -> str:
        """A payment code nobody has seen before. `kind`: pays, balance, invalid, password."""
        return str(self._call("POST", f"/sim/wallets/{wallet}/codes", {"kind": kind})["code"])

    def pay(self, wallet: str, code: str) -> bool:
        """The patient's phone scans this QR and pays. False when the phone says no."""
        return bool(self._call("POST", f"/sim/wallets/{wallet}/pay", {"code": code})["done"])

    def enter_password(self, wallet: str, code: str) -> bool:
        return bool(self._call("POST", f"/sim/wallets/{wallet}/password", {"code": code})["done"])

    def fault(self, wallet: str, **fault: object) -> None:
        """kind, verb, seconds, times: see the gateway's simulated wallets."""
        self._call("POST", f"/sim/wallets/{wallet}/faults", fault)

    def heal(self, wallet: str) -> None:
        self._call("DELETE", f"/sim/wallets/{wallet}/faults")

    def insurer_fault(self, **fault: object) -> None:
        """kind, infno, seconds, times: see the gateway's simulated insurer."""
        self._call("POST", "/sim/insurer/faults", fault)

    def heal_insurer(self) -> None:
        self._call("DELETE", "/sim/insurer/faults")

    def mood(self, **mood: object) -> None:
        """slow_s, refuse_settlement, unreachable, lose_settlement_answer; what is not named goes back to normal."""
        self._call("POST", "/sim/mood", mood)

    def pay_at_window(self, bill_id: str) -> bool:
        """False when it cannot be paid there any more."""
        return bool(self._call("POST", f"/sim/bills/{bill_id}/pay-at-window")["done"])

    def use(self, bill_id: str, use: str) -> bool:
        """`dispensed`, `done` or `invoiced`: what was done with a paid bill. False when it is not paid."""
        return bool(self._call("POST", f"/sim/bills/{bill_id}/uses", {"use": use})["done"])

    def _call(self, method: str, path: str, body: object = None) -> Any:
        try:
            answer = requests.request(method, self._url + path, json=body, timeout=TIMEOUT_S)
            answer.raise_for_status()
            return answer.json() if answer.content else None
        except (requests.RequestException, ValueError) as error:
            raise NotThere(f"{method} {path}: {type(error).__name__} {error}") from error
