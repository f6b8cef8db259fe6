"""A thread that keeps a device's line open, and opens it again by itself when the plug was pulled and put back."""

import logging
import threading
from collections.abc import Callable

from kiosk.core.events import DeviceChanged, Event
from kiosk.devices import Health, Post
from kiosk.devices.unforeseen import note
from kiosk.devices.wires import Wire

AGAIN_S = 1.0  # between attempts to open a line that is not there: noticed well within five seconds
GLANCE_S = 0.3  # the longest a conversation may wait for bytes, so that close() is never far
log = logging.getLogger(__name__)


class LineThread:
    """Runs `talk` on an open line, again and again, until closed. `gone`: the health while there is no line."""

    def __init__(
        self, name: str, open_line: Callable[[], Wire], talk: Callable[["LineThread", Wire], None], gone: Health
    ) -> None:
        """`talk` reads with waits of at most `GLANCE_S`, says how the device is with `turn`, posts what happens, and
        returns once `closing` is true; an `OSError` in it means that the line is dead. It is opened anew after any
        error."""
        self.name = name
        self.health = gone
        self._open_line = open_line
        self._talk = talk
        self._gone = gone
        self._post: Post | None = None
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def closing(self) -> bool:
        return self._closing.is_set()

    def start(self, post: Post) -> None:
        self._post = post
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Returns within two seconds; nothing is posted afterwards."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(2.0)

    def post(self, event: Event) -> None:
        if self._post is not None and not self.closing:
            self._post(event)

    def turn(self, health: Health) -> None:
        """The device is so from now on; everybody hears of a change."""
        if health != self.health:
            self.health = health
            self.post(DeviceChanged(self.name))

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, or until closed."""
        self._closing.wait(seconds)

    def _run(self) -> None:
        while not self.closing:
            try:
                wire = self._open_line()
                try:
                    self._talk(self, wire)
                finally:
                    wire.close()
            except OSError as error:
                if self.health != self._gone:
                    log.warning("%s: no line: %s", self.name, error.strerror or type(error).__name__)
                self._stand_back()
            except Exception as error:  # whatever it is, it must not end the device until somebody starts us again
                note(self.name, error)
                self._stand_back()

    def _stand_back(self) -> None:
        self.turn(self._gone)
        self.rest(AGAIN_S)
