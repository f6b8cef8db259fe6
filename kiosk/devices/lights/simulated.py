"""Lights for the dock and for tests: what shines now, and the plug."""

from kiosk.devices import Facts, Health, Light, Post, Slot
from kiosk.devices.simulated_plug import Plug


class SimulatedLights:
    """`wanted` is what was asked for, `lit` what a person sees: nothing while the plug is pulled."""

    def __init__(self, name: str = "lights") -> None:
        self.name = name
        self.wanted: dict[Slot, Light] = {}
        self._plug = Plug(name, "E-LGT-01")

    @property
    def lit(self) -> dict[Slot, Light]:
        return {slot: light for slot, light in self.wanted.items() if light != "off"} if self._plug.is_in else {}

    def start(self, post: Post) -> None:
        self._plug.start(post)

    def show(self, slot: Slot, light: Light) -> None:
        self.wanted[slot] = light

    def health(self) -> Health:
        return self._plug.health()

    def facts(self) -> Facts:
        return Facts("simulated")

    def close(self) -> None:
        self._plug.close()

    def unplug(self) -> None:
        self._plug.pull()

    def plug(self) -> None:
        self._plug.put_back()


def open_driver(name: str = "lights") -> SimulatedLights:
    """Lights at every slot, all off."""
    return SimulatedLights(name)
