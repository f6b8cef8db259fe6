"""A card reader for the dock and for tests: put a card on it, take it off, pull it too early, unplug it."""

from kiosk.devices.simulated_reader import SimulatedCardReader

__all__ = ["SimulatedCardReader", "open_driver"]


def open_driver(name: str = "cards", motor: bool = False) -> SimulatedCardReader:
    """A reader with nothing on it. `motor`: it can keep a card that was forgotten in it."""
    return SimulatedCardReader(name, motor)
