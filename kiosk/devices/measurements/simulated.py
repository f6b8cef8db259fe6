"""A measuring device for the dock and for tests: measure somebody, move too much, unplug it."""

from kiosk.core.events import Measured, Reading
from kiosk.devices import Facts, Health, Post
from kiosk.devices.simulated_plug import Plug


class SimulatedMeasurer:
    """Says what the real ones say. Every verb may be called from any thread."""

    def __init__(self, name: str = "pressure") -> None:
        self.name = name
        self._plug = Plug(name, "E-MSR-01")

    def start(self, post: Post) -> None:
        self._plug.start(post)

    def health(self) -> Health:
        return self._plug.health()

    def facts(self) -> Facts:
        return Facts("simulated")

    def close(self) -> None:
        self._plug.close()

    def measure(self, *readings: Reading) -> None:
        """Somebody has been measured."""
        self._plug.say(Measured(self.name, readings))

    def move(self) -> None:
        """Somebody moved too much: no result."""
        self._plug.say(Measured(self.name, code="E-MSR-02"))

    def unplug(self) -> None:
        self._plug.pull()

    def plug(self) -> None:
        self._plug.put_back()


def open_driver(name: str = "pressure") -> SimulatedMeasurer:
    """A device that waits for somebody."""
    return SimulatedMeasurer(name)
