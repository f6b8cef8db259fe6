"""The plug of a simulated device: pulled and put back, and everybody hears of it."""

from kiosk.core.events import DeviceChanged, Event
from kiosk.devices import Health, Post


class Plug:
    """May be pulled and put back from any thread. `is_in`: whether the device has power."""

    def __init__(self, name: str, offline: str) -> None:
        """`offline`: the code of a device of this kind without power."""
        self.is_in = True
        self._name = name
        self._offline = offline
        self._post: Post | None = None

    @property
    def is_heard(self) -> bool:
        """Whether the device was started and has power."""
        return self._post is not None and self.is_in

    def start(self, post: Post) -> None:
        self._post = post

    def close(self) -> None:
        self._post = None

    def health(self) -> Health:
        return Health("online") if self.is_in else Health("offline", code=self._offline)

    def pull(self) -> None:
        self._turn(is_in=False)

    def put_back(self) -> None:
        self._turn(is_in=True)

    def say(self, event: Event) -> None:
        """Post what the device has to say; without power nobody hears of it."""
        if self._post is not None and self.is_in:
            self._post(event)

    def _turn(self, is_in: bool) -> None:
        if self.is_in != is_in:
            self.is_in = is_in
            if self._post is not None:
                self._post(DeviceChanged(self._name))
