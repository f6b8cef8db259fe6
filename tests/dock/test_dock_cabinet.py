"""What a demo's hands do to the card dispenser and the lights, and what the terminal then says."""

from collections.abc import Callable, Iterator

import pytest

from kiosk.core.events import DeviceChanged, Event
from kiosk.devices.dispensers.simulated import SimulatedDispenser
from kiosk.devices.lights.simulated import SimulatedLights
from kiosk.dock.backstage import Backstage
from kiosk.dock.cabinet import Cabinet, Seen
from kiosk.dock.sim import NotThere
from kiosk.dock.situation import Situation, after
from kiosk.machine import Machine
from kiosk.tour.patience import until
from kiosk.tour.play import terminal_on, world_around

VERBS = (
    ("jam_dispenser", "clear_dispenser", "E-DSP-03"),
    ("empty_dispenser", "refill_dispenser", "E-DSP-02"),
    ("fill_bin", "refill_dispenser", "E-DSP-04"),
    ("unplug_dispenser", "plug_dispenser", "E-DSP-01"),
)


@pytest.fixture
def dispenser() -> SimulatedDispenser:
    return SimulatedDispenser()


@pytest.fixture
def cabinet(dispenser: SimulatedDispenser) -> Cabinet:
    machine = Machine(
        {"dispenser": dispenser, "lights": SimulatedLights()}, {"dispenser": "dispensers", "lights": "lights"}
    )
    return Cabinet(lambda: machine)


def do(cabinet: Cabinet, verb: str) -> None:
    act: Callable[[], None] = getattr(cabinet, verb)
    act()


@pytest.mark.parametrize(("breaks", "mends", "code"), VERBS)
def test_a_dispenser_that_fails_gives_no_card_and_the_dock_shows_why(
    cabinet: Cabinet, dispenser: SimulatedDispenser, breaks: str, mends: str, code: str
) -> None:
    heard: list[Event] = []
    dispenser.start(heard.append)
    do(cabinet, breaks)
    assert heard == [DeviceChanged("dispenser")]
    assert dispenser.health().code == code
    with pytest.raises(NotThere, match=f"the dispenser gives no card: {code}"):
        cabinet.hold_out_card()
    assert after(Situation(), breaks) != Situation() == after(after(Situation(), breaks), mends)
    do(cabinet, mends)
    cabinet.hold_out_card()
    assert cabinet.seen().card_out
    cabinet.take_new_card()
    assert (cabinet.seen().card_out, len(dispenser.taken)) == (False, 1)


def test_unplugged_lights_are_dark_and_shine_again(cabinet: Cabinet) -> None:
    cabinet._machine().lights.show("cards", "blink")
    assert cabinet.seen() == Seen({"cards": "blink"})
    cabinet.unplug_lights()
    assert cabinet.seen() == Seen()
    cabinet.plug_lights()
    assert cabinet.seen() == Seen({"cards": "blink"})


def test_a_terminal_without_them_says_so() -> None:
    bare = Cabinet(Machine)
    assert bare.seen() == Seen()
    for verb in ("take_new_card", "unplug_lights"):
        with pytest.raises(NotThere, match="this terminal has no simulated"):
            do(bare, verb)


@pytest.fixture
def stage() -> Iterator[Backstage]:
    stage = Backstage()
    stage.open()
    yield stage
    stage.close()


def test_a_new_card_that_sticks_out_is_called_for_with_its_light_until_it_is_taken(stage: Backstage) -> None:
    with terminal_on(stage, stage.journal_folder()) as terminal:
        world = world_around(terminal, stage)

        def shows(screen: str, lit: set[str]) -> None:
            display = terminal.window.display
            until(
                lambda: display.property("name") == screen and set(world.cabinet.seen().lit) >= lit,
                20,
                lambda: f"expected {screen} and {lit}: {display.property('name')}, {world.cabinet.seen()}",
            )

        shows("Attract", {"cards", "id_cards"})
        world.do("hold_out_card")
        world.do("let_time_pass 30")
        shows("TakeCard", {"dispensers"})
        world.do("take_new_card")
        shows("Attract", {"cards", "id_cards"})
