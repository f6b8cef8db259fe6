"""WeChat Pay, simulated: a shown code lives two hours; a payment code may ask for the password."""

from pathlib import Path

from kiosk.core.clock import Clock
from kiosk.gateway.channels import Rules
from kiosk.gateway.channels.simulated import SimulatedChannel, SimulatedWallet, Terms
from kiosk.gateway.channels.simulated.statements import StatementTerms
from kiosk.gateway.channels.simulated.statements.wechat import write

# WeChat Pay, Native and payment-code (micropay) guides: USERPAYING is asked about every 10 s up to 45 s, then
# reversed, but not within the first 15 s. A Native order that is paid cannot be closed.
TERMS = Terms(
    name="wechat",
    rules=Rules(
        modes=("shown_code", "payment_code"),
        shown_poll_s=2,
        shown_life_s=7200,
        password_poll_s=10,
        give_up_s=45,
        earliest_reverse_s=15,
    ),
    qr="weixin://wxpay/bizpayurl?pr={token}",
    keeps_paid=True,
    statement=StatementTerms(write),
)


def open_channel(ledger: Path, clock: Clock) -> SimulatedChannel:
    """The line to the company whose books are in `ledger`."""
    return SimulatedChannel(SimulatedWallet(TERMS, ledger, clock))
