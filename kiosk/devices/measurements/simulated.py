"""A measuring device for the dock and for tests: measure somebody, move too much, unplug it."""

from kiosk.core.events import DeviceChanged, Event, Measured, Reading
from kiosk.devices import Facts, Health, Post


class SimulatedMeasurer:
    """Says what the real ones say. Every verb may be called from any thread."""

    def __init__(self, name: str = "pressure") -> None:
        self.name = name
        self._post: Post | None = None
        self._plugged = True

    def start(self, post: Post) -> None:
        self._post = post

    def health(self) -> Health:
        return Health("online") if self._plugged else Health("offline", code="E-MSR-01")

    def facts(self) -> Facts:
        return Facts("simulated")

    def close(self) -> None:
        self._post = None

    def measure(self, *readings: Reading) -> None:
        """Somebody has been measured."""
        self._say(Measured(self.name, readings))

    def move(self) -> None:
        """Somebody moved too much: no result."""
        self._say(Measured(self.name, code="E-MSR-02"))

    def unplug(self) -> None:
        self._turn(plugged=False)

    def plug(self) -> None:
        self._turn(plugged=True)

    def _turn(self, plugged: bool) -> None:
        if self._plugged != plugged:
            self._plugged = plugged
            if self._post is not None:
                self._post(DeviceChanged(self.name))

    def _say(self, event: Event) -> None:
        if self._post is not None and self._plugged:
            self._post(event)


def open_driver(name: str = "pressure") -> SimulatedMeasurer:
    """A device that waits for somebody."""
    return SimulatedMeasurer(name)
