"""What can go wrong between the gateway and a wallet, switched on by whoever plays the outside world."""

from typing import Literal

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
