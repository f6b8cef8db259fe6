"""A simulated insurer: the outside world, with its own book, its own audit and its own bad days."""

from kiosk.gateway.insurance.simulated.book import Book
from kiosk.gateway.insurance.simulated.line import SimulatedLine
from kiosk.gateway.insurance.simulated.platform import Platform

__all__ = ["Book", "Platform", "SimulatedLine"]
