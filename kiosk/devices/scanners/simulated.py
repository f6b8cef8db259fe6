"""A scanner for the dock and for tests: hold a code under it, or unplug it."""

from kiosk.core.events import CodeScanned, DeviceChanged
from kiosk.devices import Facts, Health, Post


class SimulatedScanner:
    """Says what the real scanner says. Every verb may be called from any thread."""

    def __init__(self, name: str = "scanner") -> None:
        self.name = name
        self._post: Post | None = None
        self._plugged = True

    def start(self, post: Post) -> None:
        self._post = post

    def health(self) -> Health:
        return Health("online") if self._plugged else Health("offline", code="E-SCN-01")

    def facts(self) -> Facts:
        return Facts("simulated", can={"codes": "any"})

    def close(self) -> None:
        self._post = None

    def scan(self, text: str) -> None:
        """Hold a code under the scanner; without a plug nobody hears of it."""
        if self._plugged and self._post is not None:
            self._post(CodeScanned(self.name, text))

    def unplug(self) -> None:
        self._turn(plugged=False)

    def plug(self) -> None:
        self._turn(plugged=True)

    def _turn(self, plugged: bool) -> None:
        if self._plugged != plugged:
            self._plugged = plugged
            if self._post is not None:
                self._post(DeviceChanged(self.name))


def open_driver(name: str = "scanner") -> SimulatedScanner:
    """A scanner that waits for a code."""
    return SimulatedScanner(name)
