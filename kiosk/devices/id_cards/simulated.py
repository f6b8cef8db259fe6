"""An identity card reader for the dock and for tests: the same as for chip cards, in a slot of its own."""

from kiosk.devices.simulated_reader import SimulatedCardReader

__all__ = ["SimulatedCardReader", "open_driver"]


def open_driver(name: str = "id_cards") -> SimulatedCardReader:
    """A reader with nothing on it. A card that is too old: `put_unreadable("E-CRD-06")`."""
    return SimulatedCardReader(name)
