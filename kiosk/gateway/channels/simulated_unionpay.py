"""UnionPay QR, simulated: shown codes live a quarter of an hour."""

from pathlib import Path

from kiosk.core.clock import Clock
from kiosk.gateway.channels import Rules
from kiosk.gateway.channels.simulated import SimulatedChannel, SimulatedWallet, Terms

# UnionPay QR: an unknown consumption is queried, then reversed; a shown code that is paid stays paid.
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
)


def open_channel(ledger: Path, clock: Clock) -> SimulatedChannel:
    """The line to the company whose books are in `ledger`."""
    return SimulatedChannel(SimulatedWallet(TERMS, ledger, clock))
