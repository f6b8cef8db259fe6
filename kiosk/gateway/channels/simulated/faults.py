"""What can go wrong between the gateway and a wallet, switched on by whoever plays the outside world."""

from typing import Literal

from kiosk.gateway.channels.simulated.ledger import Ledger

FaultKind = Literal[
    "down",  # cannot be offered; nothing is heard, nothing happens
    "error_500",  # nothing happens, and no usable answer comes
    "slow",  # it happens, and the answer comes late: after `seconds`
    "lost_answer",  # it happens, and the answer is lost
    "double_answer",  # the request is delivered twice
    "never",  # an opened order waits for ever, and nothing else is ever answered
    "delivered_late",  # a charge is not answered, and arrives `seconds` later
    "password",  # the phone asks for the password
    "paid_late",  # the patient pays in the very moment the order is being closed
    "slow_refund",  # a refund takes `seconds` to reach the patient
]
Verb = Literal["", "precreate", "charge", "query", "close", "refund", "query_refund", "statement"]


class Faults:
    """Kept with the wallet's books, so that they outlive the gateway and any process can switch them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def set(self, kind: FaultKind, verb: Verb = "", *, seconds: float = 3.0, times: int | None = None) -> None:
        """From now on, for the next `times` requests, or until cleared; `verb` empty means any request."""
        with self._ledger.effect() as db:
            db.execute("INSERT OR REPLACE INTO faults VALUES (?, ?, ?, ?)", (kind, verb, seconds, times))

    def clear(self) -> None:
        """Everything works again."""
        with self._ledger.effect() as db:
            db.execute("DELETE FROM faults")

    def on(self, kind: FaultKind) -> bool:
        """Whether this fault is switched on for any request."""
        return bool(self._ledger.look("SELECT 1 FROM faults WHERE kind = ?", kind))

    def strike(self, kind: FaultKind, verb: Verb) -> float | None:
        """The fault's seconds when it hits this request, which uses one of its times up; else `None`."""
        found = "SELECT verb, seconds, times FROM faults WHERE kind = ? AND verb IN ('', ?) ORDER BY verb DESC LIMIT 1"
        if not self._ledger.look(found, kind, verb):
            return None  # the usual case costs no write
        with self._ledger.effect() as db:
            row = db.execute(found, (kind, verb)).fetchone()
            if row is None:
                return None
            db.execute("UPDATE faults SET times = times - 1 WHERE kind = ? AND verb = ?", (kind, row["verb"]))
            db.execute("DELETE FROM faults WHERE times <= 0")
            return float(row["seconds"])
