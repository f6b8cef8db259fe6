"""A camera for the dock and for tests: hold a picture in front of it, cover it, unplug it."""

import time

from kiosk.core.events import DeviceChanged
from kiosk.devices import Facts, Frame, Health, Post


class SimulatedCamera:
    """Shows what it is told to. Every verb may be called from any thread."""

    def __init__(self, name: str = "camera", width: int = 64, height: int = 48) -> None:
        self.name = name
        self._size = (width, height)
        self._post: Post | None = None
        self._plugged = True
        self._grey = 128

    def start(self, post: Post) -> None:
        self._post = post

    def health(self) -> Health:
        return Health("online") if self._plugged else Health("offline", code="E-CAM-01")

    def facts(self) -> Facts:
        return Facts("simulated", can={"picture": f"{self._size[0]}x{self._size[1]}"})

    def newest(self) -> Frame | None:
        if self._post is None or not self._plugged:
            return None
        width, height = self._size
        return Frame(width, height, bytes([self._grey]) * (width * height * 3), time.monotonic())

    def close(self) -> None:
        self._post = None

    def cover(self) -> None:
        self._grey = 0

    def uncover(self) -> None:
        self._grey = 128

    def unplug(self) -> None:
        self._turn(plugged=False)

    def plug(self) -> None:
        self._turn(plugged=True)

    def _turn(self, plugged: bool) -> None:
        if self._plugged != plugged:
            self._plugged = plugged
            if self._post is not None:
                self._post(DeviceChanged(self.name))


def open_driver(name: str = "camera", width: int = 64, height: int = 48) -> SimulatedCamera:
    """A camera that sees grey."""
    return SimulatedCamera(name, width, height)
