"""A camera for the dock and for tests: hold a picture in front of it, cover it, unplug it."""

import time

from kiosk.devices import Facts, Frame, Health, Post
from kiosk.devices.simulated_plug import Plug


class SimulatedCamera:
    """Shows what it is told to. Every verb may be called from any thread."""

    def __init__(self, name: str = "camera", width: int = 64, height: int = 48) -> None:
        self.name = name
        self._size = (width, height)
        self._plug = Plug(name, "E-CAM-01")
        self._grey = 128

    def start(self, post: Post) -> None:
        self._plug.start(post)

    def health(self) -> Health:
        return self._plug.health()

    def facts(self) -> Facts:
        return Facts("simulated", can={"picture": f"{self._size[0]}x{self._size[1]}"})

    def newest(self) -> Frame | None:
        if not self._plug.is_heard:
            return None
        width, height = self._size
        return Frame(width, height, bytes([self._grey]) * (width * height * 3), time.monotonic())

    def close(self) -> None:
        self._plug.close()

    def cover(self) -> None:
        self._grey = 0

    def uncover(self) -> None:
        self._grey = 128

    def unplug(self) -> None:
        self._plug.pull()

    def plug(self) -> None:
        self._plug.put_back()


def open_driver(name: str = "camera", width: int = 64, height: int = 48) -> SimulatedCamera:
    """A camera that sees grey."""
    return SimulatedCamera(name, width, height)
