"""Lights for the dock and for tests: what shines now, and the plug."""

from kiosk.core.events import DeviceChanged
from kiosk.devices import Facts, Health, Light, Post, Slot


class SimulatedLights:
    """`wanted` is what was asked for, `lit` what a person sees: nothing while the plug is pulled."""

    def __init__(self, name: str = "lights") -> None:
        self.name = name
        self.wanted: dict[Slot, Light] = {}
        self._post: Post | None = None
        self._plugged = True

    @property
    def lit(self) -> dict[Slot, Light]:
        return {slot: light for slot, light in self.wanted.items() if light != "off"} if self._plugged else {}

    def start(self, post: Post) -> None:
        self._post = post

    def show(self, slot: Slot, light: Light) -> None:
        self.wanted[slot] = light

    def health(self) -> Health:
        return Health("online") if self._plugged else Health("offline", code="E-LGT-01")

    def facts(self) -> Facts:
        return Facts("simulated")

    def close(self) -> None:
        self._post = None

    def unplug(self) -> None:
        self._turn(plugged=False)

    def plug(self) -> None:
        self._turn(plugged=True)

    def _turn(self, plugged: bool) -> None:
        if self._plugged != plugged:
            self._plugged = plugged
            if self._post is not None:
                self._post(DeviceChanged(self.name))


def open_driver(name: str = "lights") -> SimulatedLights:
    """Lights at every slot, all off."""
    return SimulatedLights(name)
