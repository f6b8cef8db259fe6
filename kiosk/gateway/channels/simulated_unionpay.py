"""UnionPay QR, simulated: shown codes live a quarter of an hour."""

from datetime import time, timedelta
from pathlib import Path

from kiosk.core.clock import Clock
from kiosk.gateway.channels import Rules
from kiosk.gateway.channels.simulated import SimulatedChannel, SimulatedWallet, Terms
from kiosk.gateway.channels.simulated.statements import StatementTerms
from kiosk.gateway.channels.simulated.statements.unionpay import write

# UnionPay QR: an unknown consumption is queried, then reversed; a shown code that is paid stays paid.
# Its clearing day ends at 23:00.
TERMS = Terms(
    name="unionpay",
    rules=Rules(
        modes=("shown_code", "payment_code"),
        shown_poll_s=3,
        shown_life_s=900,
        password_poll_s=5,
        give_up_s=60,
        earliest_reverse_s=0,
    ),
    qr="https://qr.unionpay.example/{token}",
    keeps_paid=True,
    statement=StatementTerms(write, day_begins=timedelta(hours=-1), ready=time(9)),
)


def open_channel(ledger: Path, clock: Clock) -> SimulatedChannel:
    """The line to the company whose books are in `ledger`."""
    return SimulatedChannel(SimulatedWallet(TERMS, ledger, clock))
