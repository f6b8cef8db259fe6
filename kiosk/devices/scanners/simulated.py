"""A scanner for the dock and for tests: hold a code under it, or unplug it."""

from kiosk.core.events import CodeScanned
from kiosk.devices import Facts, Health, Post
from kiosk.devices.simulated_plug import Plug


class SimulatedScanner:
    """Says what the real scanner says. Every verb may be called from any thread."""

    def __init__(self, name: str = "scanner") -> None:
        self.name = name
        self._plug = Plug(name, "E-SCN-01")

    def start(self, post: Post) -> None:
        self._plug.start(post)

    def health(self) -> Health:
        return self._plug.health()

    def facts(self) -> Facts:
        return Facts("simulated", can={"codes": "any"})

    def close(self) -> None:
        self._plug.close()

    def scan(self, text: str) -> None:
        """Hold a code under the scanner; without a plug nobody hears of it."""
        self._plug.say(CodeScanned(self.name, text))

    def unplug(self) -> None:
        self._plug.pull()

    def plug(self) -> None:
        self._plug.put_back()


def open_driver(name: str = "scanner") -> SimulatedScanner:
    """A scanner that waits for a code."""
    return SimulatedScanner(name)
