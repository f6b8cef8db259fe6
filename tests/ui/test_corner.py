"""The hidden way in: five seconds on the upper left corner, on the screens where nobody is in the midst of anything."""

import pytest
import render
from samples import SAMPLES

from kiosk.core.desk import Session
from kiosk.core.events import Answer, Event
from kiosk.tour.patience import rest, until
from kiosk.ui.finger import Finger
from kiosk.ui.window import Window

CORNER = 40
LATEST_S = 40.0


def answers(heard: list[Event]) -> list[str]:
    return [event.choice for event in heard if isinstance(event, Answer)]


@pytest.mark.parametrize(("name", "low"), [("Attract", False), ("OutOfService", True)])
def test_a_finger_that_stays_lets_the_technician_in(window: Window, heard: list[Event], name: str, low: bool) -> None:
    render.show(window, SAMPLES[name], Session(low=low))
    Finger(window.quick).press_at(CORNER, CORNER)
    until(lambda: "maintenance" in answers(heard), LATEST_S, lambda: "expected the way in")
    assert answers(heard) == ["maintenance"]


def test_a_finger_that_only_touches_begins_a_visit(window: Window, heard: list[Event]) -> None:
    render.show(window, SAMPLES["Attract"], Session())
    finger = Finger(window.quick)
    finger.press_at(CORNER, CORNER)
    rest(0.3)
    finger.lift()
    until(lambda: answers(heard) != [], LATEST_S, lambda: "expected the visit to begin")
    assert answers(heard) == ["start"]


def test_only_where_nobody_is_in_the_midst_of_anything(window: Window) -> None:
    ways_in = set()
    for name, screen in SAMPLES.items():
        render.show(window, screen, Session())
        page = window.quick.property("page")
        if page.property("corner"):
            ways_in.add(name.split("-")[0])
    assert ways_in == {"Attract", "Home", "OutOfService"}


def test_the_pin_is_typed_erased_and_handed_over_and_no_digit_is_shown(window: Window, heard: list[Event]) -> None:
    render.show(window, SAMPLES["EnterPin"], Session())
    finger = Finger(window.quick)
    for key in ("digit-4", "digit-8", "digit-9", "erase", "digit-2", "next"):
        finger.tap(key)
        render.settle()
    pins = [event.value for event in heard if isinstance(event, Answer) and event.choice == "pin"]
    assert pins == ["482"]


def test_who_has_to_wait_can_type_nothing(window: Window) -> None:
    render.show(window, SAMPLES["EnterPin-waits"], Session())
    assert "digit-4" not in Finger(window.quick).names()
    assert "back" in Finger(window.quick).names()
