"""A code scanner that plays a keyboard: it types the code faster than any hand, and then Return."""

from kiosk.core.events import CodeScanned
from kiosk.devices import Facts, Health, Post
from kiosk.devices.scanners.scan_lines import MOST, belongs

APART_S = 0.05  # keys that come slower were typed by a person, or belong to another code


class KeyboardWedge:
    """The window hands it every key. Nobody can tell whether such a scanner is plugged in, so it is never offline."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._post: Post | None = None
        self._typed = ""
        self._last = 0.0

    def start(self, post: Post) -> None:
        self._post = post

    def health(self) -> Health:
        return Health("online")

    def facts(self) -> Facts:
        return Facts(can={"codes": "any", "plugged": None})

    def close(self) -> None:
        self._post = None

    def key(self, text: str, at: float) -> bool:
        """See `Keyboard`. On the GUI thread. Every key that writes something is swallowed: patients have no keyboard,
        and what a scanner types must not press a button."""
        if at - self._last > APART_S:
            self._typed = ""
        self._last = at
        if text in ("\r", "\n"):
            self._end()
            return True
        if text == "" or not belongs(text):
            return False
        self._typed = (self._typed + text)[: MOST + 1]
        return True

    def _end(self) -> None:
        scan, self._typed = self._typed.strip(), ""
        if scan and len(scan) <= MOST and self._post is not None:
            self._post(CodeScanned(self.name, scan))


def open_driver(name: str = "scanner") -> KeyboardWedge:
    """A scanner on the keyboard's line."""
    return KeyboardWedge(name)
