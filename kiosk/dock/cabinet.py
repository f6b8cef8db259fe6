"""What people do to the card dispenser and the lights of the cabinet, and what they see of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast

from kiosk.core.errors import DeviceFault
from kiosk.devices import Health, Light, Slot
from kiosk.dock.sim import NotThere
from kiosk.machine import Machine


class Dispenser(Protocol):
    """The simulated dispenser's verbs."""

    def health(self) -> Health: ...
    def issue(self) -> None: ...
    def present(self) -> None: ...
    def take(self) -> None: ...
    def refill(self) -> None: ...
    def empty(self) -> None: ...
    def fill_bin(self) -> None: ...
    def jam(self) -> None: ...
    def clear_jam(self) -> None: ...
    def unplug(self) -> None: ...
    def plug(self) -> None: ...


class Lamps(Protocol):
    """The simulated lights' verbs."""

    @property
    def lit(self) -> Mapping[Slot, Light]: ...
    def unplug(self) -> None: ...
    def plug(self) -> None: ...


@dataclass(frozen=True)
class Seen:
    """What somebody sees in front of the cabinet: which lights shine, and whether a new card sticks out."""

    lit: Mapping[Slot, Light] = field(default_factory=dict)
    card_out: bool = False


class Cabinet:
    """`machine` is the running terminal's."""

    def __init__(self, machine: Callable[[], Machine]) -> None:
        self._machine = machine

    def hold_out_card(self) -> None:
        """The machine pushes out a new card, as when somebody was given one."""
        dispenser = self._dispenser()
        try:
            dispenser.issue()
            dispenser.present()
        except DeviceFault as fault:
            raise NotThere(f"the dispenser gives no card: {fault.code}") from fault

    def take_new_card(self) -> None:
        """Pull it out."""
        self._dispenser().take()

    def refill_dispenser(self) -> None:
        """Put cards in, and empty the bin."""
        self._dispenser().refill()

    def empty_dispenser(self) -> None:
        self._dispenser().empty()

    def fill_bin(self) -> None:
        self._dispenser().fill_bin()

    def jam_dispenser(self) -> None:
        self._dispenser().jam()

    def clear_dispenser(self) -> None:
        """Take the jammed card out."""
        self._dispenser().clear_jam()

    def unplug_dispenser(self) -> None:
        self._dispenser().unplug()

    def plug_dispenser(self) -> None:
        self._dispenser().plug()

    def unplug_lights(self) -> None:
        self._lamps().unplug()

    def plug_lights(self) -> None:
        self._lamps().plug()

    def seen(self) -> Seen:
        """Now. Nothing shines and nothing sticks out where the cabinet has no such devices, or none that are played."""
        machine = self._machine()
        return Seen(dict(getattr(machine.lights, "lit", {})), bool(getattr(machine.dispenser, "at_gate", "")))

    def _dispenser(self) -> Dispenser:
        found = self._machine().dispenser
        if not hasattr(found, "take"):
            raise NotThere("this terminal has no simulated card dispenser, or is not ready yet")
        return cast(Dispenser, found)

    def _lamps(self) -> Lamps:
        found = self._machine().lights
        if not hasattr(found, "lit"):
            raise NotThere("this terminal has no simulated lights, or is not ready yet")
        return cast(Lamps, found)
