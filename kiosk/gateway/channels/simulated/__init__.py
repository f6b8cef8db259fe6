"""Simulated wallet companies: the outside world, with its own books, its own rules and its own bad days."""

from kiosk.gateway.channels.simulated.channel import SimulatedChannel
from kiosk.gateway.channels.simulated.orders import Terms
from kiosk.gateway.channels.simulated.wallet import Books, SimulatedWallet

__all__ = ["Books", "SimulatedChannel", "SimulatedWallet", "Terms"]
