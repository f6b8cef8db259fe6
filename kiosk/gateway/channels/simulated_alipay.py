"""Alipay, simulated: cancelling gives money back if the patient was faster."""

from pathlib import Path

from kiosk.core.clock import Clock
from kiosk.gateway.channels import Rules
from kiosk.gateway.channels.simulated import SimulatedChannel, SimulatedWallet, Terms
from kiosk.gateway.channels.simulated.statements import StatementTerms
from kiosk.gateway.channels.simulated.statements.alipay import write

# Alipay, trade.precreate / trade.pay / trade.cancel: 10003 waits for the patient and is asked about every 3-5 s up to
# 60 s, then cancelled straight after the last query; a cancel closes what is unpaid and gives back what is paid.
TERMS = Terms(
    name="alipay",
    rules=Rules(
        modes=("shown_code", "payment_code"),
        shown_poll_s=3,
        shown_life_s=7200,
        password_poll_s=4,
        give_up_s=60,
        earliest_reverse_s=0,
    ),
    qr="https://qr.alipay.example/bax{token}",
    keeps_paid=False,
    statement=StatementTerms(write),
)


def open_channel(ledger: Path, clock: Clock) -> SimulatedChannel:
    """The line to the company whose books are in `ledger`."""
    return SimulatedChannel(SimulatedWallet(TERMS, ledger, clock))
