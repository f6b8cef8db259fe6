"""A reader that goes while it reads: nobody is asked to lay a card on it again, and nobody waits for ever."""

import pytest
from outside import Outside
from person import Person, Plan

from kiosk.core.clock import VirtualClock
from kiosk.core.desk import Desk, Timers
from kiosk.core.events import CardGone, DeviceChanged
from kiosk.core.screens import Identify, Way
from kiosk.devices.simulated_reader import SimulatedCardReader
from kiosk.flows.identity import READING_S, Identity
from kiosk.machine import Machine


class Counter:
    """Somebody in front of "show one document", and two readers."""

    def __init__(self, plan: Plan) -> None:
        self.front, self.side = SimulatedCardReader("front"), SimulatedCardReader("side")
        self.machine = Machine(
            {"front": self.front, "side": self.side},
            {"front": "cards", "side": "id_cards"},
            {"front": ("patient_card",), "side": ("id_card",)},
        )
        self.person, self.clock = Person(plan), VirtualClock()
        self.desk = Desk(self.person, self.clock, Timers(), beside=lambda work: work())
        self.person.desk = self.desk
        self.machine.start(self.desk.post)

    def ask(self) -> list[Identify]:
        """What was shown until they went back."""
        hospital = Outside().hospital()
        assert Identity(self.desk, Outside()).ask(self.machine.ways, hospital) is None
        return [screen for screen in self.person.seen if isinstance(screen, Identify)]


def nothing() -> None:
    """They look on."""


BACK = ("back", "")


def test_whose_reader_goes_is_told_so_and_not_to_lay_the_card_there_again() -> None:
    counter = Counter({})
    counter.person.plan["Identify"] = [counter.front.put_hung, counter.front.unplug, nothing, BACK]
    shown = counter.ask()
    assert [screen.state for screen in shown] == ["idle", "reading", "problem", "problem"]
    assert shown[-1].code == "E-CRD-04"
    assert [way.enabled for way in shown[-1].ways] == [False, True]


def test_once_it_is_back_a_card_is_asked_for_again() -> None:
    counter = Counter({})

    def put_back() -> None:
        counter.front.take()
        counter.front.plug()

    counter.person.plan["Identify"] = [counter.front.put_hung, counter.front.unplug, nothing, put_back, BACK]
    shown = counter.ask()
    assert (shown[-1], shown[-2].code) == (Identify((Way("patient_card"), Way("id_card"))), "E-CRD-04")


def test_a_card_that_was_pulled_is_laid_again_while_its_reader_works() -> None:
    counter = Counter({})
    counter.person.plan["Identify"] = [counter.front.put_hung, counter.front.take, BACK]
    assert counter.ask()[-1].code == "E-CRD-01"


def test_a_second_card_that_is_taken_off_again_does_not_end_the_reading() -> None:
    counter = Counter({})

    def two() -> None:
        counter.side.put_hung()
        counter.side.take()
        counter.front.put_hung()
        counter.desk.post(CardGone("side"))

    counter.person.plan["Identify"] = [two, nothing, nothing, nothing, BACK]
    assert [screen.code for screen in counter.ask()] == ["", "", "E-CRD-01", "", "E-CRD-03"]


@pytest.mark.parametrize("flaps", [0, 3])
def test_a_card_that_hangs_is_given_up_however_often_devices_come_and_go(flaps: int) -> None:
    counter = Counter({})
    began: list[float] = []
    ended: list[float] = []

    def hang() -> None:
        began.append(counter.clock.monotonic())
        counter.front.put_hung()

    def go() -> None:
        ended.append(counter.clock.monotonic())
        counter.person.taps(BACK)()  # type: ignore[operator]

    take, left = counter.clock.take, [READING_S / 5] * flaps

    def flapping(events: object, until: float | None) -> object:
        reading = until is not None and until - counter.clock.monotonic() <= READING_S
        if left and reading:
            counter.clock.advance(left.pop())
            counter.desk.post(DeviceChanged("side"))
        return take(events, until)  # type: ignore[arg-type]

    counter.clock.take = flapping  # type: ignore[method-assign,assignment]
    counter.person.plan["Identify"] = [hang, nothing, go]
    shown = counter.ask()
    assert shown[-1].code == "E-CRD-03"
    assert ended[0] - began[0] <= READING_S
