"""Which light of the cabinet shines while a screen is shown: where to put the card, where the slip comes out."""

from collections.abc import Callable, Mapping
from typing import get_args

from kiosk.core.desk import Display, Session
from kiosk.core.screens import Attract, Identify, OutOfService, Overlay, PickChannel, ScanCode, Screen, TakeCard
from kiosk.devices import Light, Lights, Slot

READERS: tuple[Slot, ...] = ("cards", "id_cards")
ENDS = (Attract, OutOfService, TakeCard)  # nobody's slip lies in the slot any more


def lights_for(screen: Screen, slip_out: bool = False) -> dict[Slot, Light]:
    """The lights that shine with this screen; all others are off. `slip_out`: one was printed in this visit."""
    lit: dict[Slot, Light] = {}
    if slip_out:
        lit["receipt_printers"] = "blink"
    if isinstance(screen, TakeCard) and screen.sound:
        lit["buzzer"] = "blink"
    if isinstance(screen, TakeCard) and screen.at == "gate":
        lit["dispensers"] = "blink"
    elif isinstance(screen, TakeCard | Identify) or getattr(screen, "take_card", False):
        lit.update(dict.fromkeys(READERS, "blink"))
    elif isinstance(screen, Attract):
        lit.update(dict.fromkeys(READERS, "on"))
    if isinstance(screen, ScanCode) or (isinstance(screen, PickChannel) and screen.scan) or _takes_codes(screen):
        lit["scanners"] = "blink"
    return lit


def _takes_codes(screen: Screen) -> bool:
    return isinstance(screen, Identify) and any(way.enabled and way.carrier == "e_credential" for way in screen.ways)


class LitDisplay:
    """A `Display` that also makes the lights of the slots follow, and calls when a card was left behind.

    `show` and `warn` return at once, whatever becomes of the lights.
    """

    def __init__(self, display: Display, call: Callable[[], None]) -> None:
        """`call`: let the terminal make a sound; returns at once."""
        self._display = display
        self._call = call
        self._lights: Lights | None = None
        self._wanted: Mapping[Slot, Light] = {}
        self._slip_out = False

    def light(self, lights: Lights) -> None:
        """From now on these are the lights; they show at once what the screen wants."""
        self._lights = lights
        self._follow()

    def show(self, turn: int, screen: Screen, session: Session) -> None:
        self._display.show(turn, screen, session)
        printed = getattr(screen, "slip", "none") in ("printed", "partial")
        self._slip_out = not isinstance(screen, ENDS) and (self._slip_out or printed)
        self._wanted = lights_for(screen, self._slip_out)
        self._follow()
        if isinstance(screen, TakeCard) and screen.sound:
            self._call()

    def warn(self, warning: Overlay | None) -> None:
        self._display.warn(warning)

    def _follow(self) -> None:
        if self._lights is not None:
            for slot in get_args(Slot):
                self._lights.show(slot, self._wanted.get(slot, "off"))
