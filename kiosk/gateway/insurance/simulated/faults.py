"""What can go wrong between the gateway and the insurer, switched on by whoever plays the outside world."""

from typing import Literal

FaultKind = Literal[
    "down",  # nothing is heard, nothing happens
    "error_500",  # nothing happens, and what comes back is no answer
    "lost_request",  # nothing happens, and no answer comes
    "slow",  # it happens, and the answer comes late: after `seconds`
    "lost_answer",  # it happens, and the answer is lost
    "delivered_late",  # no answer comes, and the message arrives `seconds` later
    "double",  # the message is delivered twice
    "audit",  # the audit objects to every bill
    "fen_short",  # the split loses a fen
]
Infno = Literal["", "1101", "2201", "2206", "2207", "2208", "2601", "3201", "3202"]
