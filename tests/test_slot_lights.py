"""Which light shines while a screen is shown, and that the screen never waits for it."""

from dataclasses import dataclass, field, replace

from kiosk.core import screens
from kiosk.core.desk import Session
from kiosk.core.money import Money
from kiosk.core.screens import Screen
from kiosk.core.words import phrase
from kiosk.devices.lights.simulated import SimulatedLights
from kiosk.machine import Machine
from kiosk.slot_lights import LitDisplay, lights_for

SPLIT = screens.Split(False, Money(2500), Money(0), Money(0), Money(2500))
PAID = screens.Paid(SPLIT, 1, "P-1", "printed")
PICK = screens.PickChannel(SPLIT, (), scan=True)
READERS = {"cards": "blink", "id_cards": "blink"}


def test_what_shines_with_each_screen() -> None:
    assert lights_for(screens.Attract((screens.Tile("pay"),), ("patient_card",))) == {"cards": "on", "id_cards": "on"}
    assert lights_for(screens.Identify((screens.Way("patient_card"),))) == READERS
    assert lights_for(screens.Identify((screens.Way("e_credential"),))) == READERS | {"scanners": "blink"}
    assert lights_for(PICK) == {"scanners": "blink"}
    assert lights_for(replace(PICK, scan=False)) == {}
    assert lights_for(screens.ScanCode(Money(2500), ("wechat",))) == {"scanners": "blink"}
    assert lights_for(screens.TakeCard()) == READERS | {"buzzer": "blink"}
    assert lights_for(screens.TakeCard("gate", sound=False)) == {"dispensers": "blink"}
    assert lights_for(replace(PAID, take_card=True)) == READERS
    assert lights_for(screens.Home(())) == {}


@dataclass
class Seen:
    """A display that writes down what it was told, and how often somebody was called."""

    shown: list[Screen] = field(default_factory=list)
    warnings: list[screens.Overlay | None] = field(default_factory=list)
    calls: int = 0

    def show(self, turn: int, screen: Screen, session: Session) -> None:
        self.shown.append(screen)

    def warn(self, warning: screens.Overlay | None) -> None:
        self.warnings.append(warning)

    def call(self) -> None:
        self.calls += 1


def test_the_slip_slot_blinks_until_the_visit_ends() -> None:
    seen, lights = Seen(), SimulatedLights()
    lit = LitDisplay(seen, seen.call)
    lit.light(lights)
    lit.show(1, PAID, Session())
    assert lights.lit == {"receipt_printers": "blink"}
    lit.show(2, screens.Waiting(phrase("One moment, please")), Session())
    assert lights.lit == {"receipt_printers": "blink"}
    lit.show(3, screens.Attract((), ()), Session())
    assert lights.lit == {"cards": "on", "id_cards": "on"}
    lit.show(4, replace(PAID, slip="failed"), Session())
    assert lights.lit == {}


def test_lights_that_come_later_show_what_is_on_the_screen() -> None:
    seen, lights = Seen(), SimulatedLights()
    lit = LitDisplay(seen, seen.call)
    lit.show(1, screens.Identify(()), Session())
    lit.light(Machine().lights)  # a terminal without any
    lit.light(lights)
    lit.warn(screens.IdleWarning(30))
    assert lights.lit == READERS
    assert (len(seen.shown), seen.warnings) == (1, [screens.IdleWarning(30)])


def test_a_left_card_is_called_for_once_each_time() -> None:
    seen = Seen()
    lit = LitDisplay(seen, seen.call)
    for screen in (screens.TakeCard(), screens.Attract((), ()), screens.TakeCard(sound=False), screens.TakeCard()):
        lit.show(1, screen, Session())
    assert seen.calls == 2
