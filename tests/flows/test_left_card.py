"""A card left behind: its owner is called back, and nobody else is ever served with it."""

import logging
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from outside import silent_times
from person import Act
from scene import PAYS, Scene, scene

from kiosk.core.clock import VirtualClock
from kiosk.core.events import Answer, DeviceChanged, Stop
from kiosk.core.screens import Paid, TakeCard
from kiosk.devices.dispensers.simulated import SimulatedDispenser
from kiosk.devices.simulated_reader import SimulatedCardReader
from kiosk.machine import Machine

EVENING_S = 900.0


def nothing() -> None:
    """The person stands there, or has gone: nobody does anything."""


class Forgetful:
    """Somebody who pays with a card on a real (simulated) reader, and goes without it."""

    def __init__(self, folder: Path, keep_s: float | None = None, motor: bool = False, then: tuple[Act, ...] = ()):
        self.reader = SimulatedCardReader("front", motor)
        self.dispenser = SimulatedDispenser("new")
        self.machine = Machine({"front": self.reader, "new": self.dispenser}, {"front": "cards", "new": "dispensers"})
        plan = PAYS | {"Attract": [self.lay, nothing, *then]}
        self.stage: Scene = scene(folder, plan, keepers=self.machine, keep_s=keep_s)
        self.machine.start(self.post)
        self.stage.clock.take = self._take  # type: ignore[method-assign,assignment]

    def _take(self, events: object, until: float | None) -> object:
        """As the clock does, until it is evening and the terminal is switched off."""
        if self.stage.clock.monotonic() > EVENING_S:
            return 0, Stop()
        return VirtualClock.take(self.stage.clock, events, until)  # type: ignore[arg-type]

    def post(self, event: object) -> None:
        assert self.stage.person.desk is not None
        self.stage.person.desk.post(event)  # type: ignore[arg-type]

    def lay(self) -> None:
        self.reader.put("patient_card", "8001")

    def at(self, screen: str, *acts: Act) -> "Forgetful":
        self.stage.person.plan[screen] = list(acts)
        return self

    def play(self) -> list[str]:
        """The screens that were seen from the last result on."""
        names = self.stage.play().person.names()
        return names[names.index("Paid") :]

    def visits(self) -> int:
        """How often somebody was served with a card."""
        return self.stage.person.names().count("Identify")

    def calls(self) -> list[TakeCard]:
        return [screen for screen in self.stage.person.seen if isinstance(screen, TakeCard)]


def test_after_three_seconds_the_owner_is_called_until_the_card_is_taken(tmp_path: Path) -> None:
    people, seen_at = Forgetful(tmp_path), list[float]()

    def ended() -> None:
        seen_at.append(people.stage.clock.monotonic())

    def take() -> None:
        ended()
        people.reader.take()

    people.at("Attract", people.lay, ended).at("TakeCard", take)
    assert people.play() == ["Paid", "Attract", "TakeCard", "Attract"]
    assert seen_at[1] - seen_at[0] == 3
    assert people.calls() == [TakeCard("reader", sound=True)]
    told = people.stage.person.last(Paid)
    assert isinstance(told, Paid)
    assert told.take_card


def test_a_card_that_is_taken_in_time_calls_nobody(tmp_path: Path) -> None:
    people = Forgetful(tmp_path)
    people.at("Paid", people.reader.take)
    assert people.play() == ["Paid", "Attract"]


def test_the_call_is_repeated_but_not_for_ever_aloud(tmp_path: Path) -> None:
    people = Forgetful(tmp_path, then=(nothing,) * 20)
    assert people.play()[:6] == ["Paid", "Attract", "TakeCard", "Attract", "TakeCard", "Attract"]
    assert [call.sound for call in people.calls()[:8]] == [True] * 6 + [False] * 2


def test_whoever_comes_may_begin_without_the_card_and_is_not_taken_for_its_owner(tmp_path: Path) -> None:
    people = Forgetful(tmp_path)
    people.at("TakeCard", ("start", "")).at("Home", ("pay", "")).at("Identify", nothing, ("back", ""))
    screens = people.play()
    assert screens[:4] == ["Paid", "Attract", "TakeCard", "Home"]
    assert screens[4:6] == ["Identify", "Attract"], "the card that lies there was not read"


def _blink(people: Forgetful) -> Callable[[], None]:
    def blink() -> None:
        people.reader.unplug()
        people.reader.plug()

    return blink


def test_a_reader_that_is_plugged_in_again_does_not_serve_the_left_card(tmp_path: Path) -> None:
    """The reader reads whatever lies on it when its plug is put back; nobody has laid that card there."""
    people = Forgetful(tmp_path)
    people.at("TakeCard", _blink(people))
    assert people.play() == ["Paid", "Attract", "TakeCard", "Attract"]
    assert people.visits() == 1


def test_a_reader_that_loses_its_plug_during_the_visit_does_not_begin_another(tmp_path: Path) -> None:
    people = Forgetful(tmp_path)
    people.at("Paid", _blink(people))
    assert people.play() == ["Paid", "Attract", "TakeCard", "Attract"]


def test_taken_off_and_laid_again_it_is_served(tmp_path: Path) -> None:
    people = Forgetful(tmp_path)

    def lay_again() -> None:
        _blink(people)()
        people.reader.take()
        people.lay()

    people.at("TakeCard", lay_again).at("Attract", people.lay, nothing, nothing)
    people.play()
    assert people.visits() == 2


def test_another_card_on_a_reader_that_had_lost_its_plug_is_served(tmp_path: Path) -> None:
    people = Forgetful(tmp_path)

    def taken_while_away() -> None:
        people.reader.unplug()
        people.reader.take()
        people.reader.plug()

    def lay_later() -> None:
        people.stage.clock.advance(60)
        people.lay()

    people.at("TakeCard", taken_while_away).at("Attract", people.lay, nothing, lay_later)
    people.play()
    assert people.visits() == 2


def test_a_card_laid_in_the_middle_of_a_visit_is_not_the_next_persons(tmp_path: Path) -> None:
    """They were known by their first card, said that they go on, and left the second one on the other reader."""
    people, side = Forgetful(tmp_path), SimulatedCardReader("side")
    side.start(people.post)
    people.at("PickBills", lambda: side.put("social_security_card", "9"))
    people.at("AnotherCard", ("keep-going", ""))
    people.stage.play()
    assert people.visits() == 1, "nobody else sees a bill"
    assert people.calls() != []


@pytest.mark.parametrize(("motor", "kept"), [(True, 1), (False, 0)])
def test_a_motor_reader_keeps_it_when_the_rule_says_so(
    tmp_path: Path, motor: bool, kept: int, caplog: pytest.LogCaptureFixture
) -> None:
    people = Forgetful(tmp_path, keep_s=60, motor=motor, then=(nothing,) * 12)
    with caplog.at_level(logging.WARNING):
        people.play()
    assert people.reader.kept == kept
    assert ("front: a card that was left behind was kept" in caplog.text) == motor
    assert "8001" not in caplog.text


def test_without_the_rule_nothing_is_kept(tmp_path: Path) -> None:
    people = Forgetful(tmp_path, motor=True, then=(nothing,) * 12)
    people.play()
    assert people.reader.kept == 0
    assert len(people.calls()) > 5


def test_the_next_forgotten_card_gets_its_own_time(tmp_path: Path) -> None:
    people = Forgetful(tmp_path, keep_s=60, motor=True)

    def go_and_come_back() -> None:
        people.reader.take()
        people.stage.clock.advance(600)
        people.lay()

    people.at("TakeCard", go_and_come_back, people.reader.take)
    people.at("Attract", people.lay, nothing, nothing)
    people.play()
    assert people.visits() == 2
    assert people.reader.kept == 0


def test_a_new_card_that_nobody_takes_is_called_for_and_kept(tmp_path: Path) -> None:
    people = Forgetful(tmp_path, keep_s=30, then=(nothing,) * 6)

    def give_out() -> None:
        people.reader.take()
        people.dispenser.issue()
        people.dispenser.present()

    people.at("Paid", give_out)
    assert people.play()[:3] == ["Paid", "Attract", "TakeCard"]
    assert people.calls()[0] == TakeCard("gate", sound=True)
    assert (people.dispenser.taken, len(people.dispenser.in_bin)) == ([], 1)


def test_a_jam_while_it_is_kept_ends_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    people = Forgetful(tmp_path, keep_s=1, then=(nothing,) * 3)

    def stick() -> None:
        people.reader.take()
        people.dispenser.issue()
        people.dispenser.present()
        people.dispenser.retain = _jammed  # type: ignore[method-assign]

    people.at("Paid", stick)
    assert people.play()[-1] == "Attract"
    assert "could not be kept: E-DSP-03" in caplog.text


def test_a_motor_that_cannot_is_tried_once_a_minute_and_three_times(tmp_path: Path) -> None:
    people, tried_at = Forgetful(tmp_path, keep_s=30, motor=True, then=(nothing,) * 60), list[float]()

    def jammed() -> bool:
        tried_at.append(people.stage.clock.monotonic())
        return _jammed()

    people.reader.retain = jammed  # type: ignore[method-assign]
    people.play()
    assert len(tried_at) == 3
    assert all(later - earlier >= 60 for earlier, later in pairwise(tried_at))


def test_the_next_persons_card_is_not_drawn_in_for_the_last_ones(tmp_path: Path) -> None:
    """One took their card and another laid theirs, between our look and the motor."""
    people = Forgetful(tmp_path, keep_s=1, motor=True, then=(nothing,) * 9)
    looks, kept_in_visit = list[float](), list[int]()

    def holding() -> tuple[str, ...]:
        now = people.stage.clock.monotonic()
        if people.calls() and (not looks or now > looks[-1]):
            looks.append(now)
            if len(looks) == 2:  # the call is over, and the card's time too
                people.reader.take()
                people.lay()
        return ()

    def retain() -> bool:
        if len(looks) >= 2:
            kept_in_visit.append(people.visits())
        return False

    people.machine.holding = holding  # type: ignore[method-assign]
    people.reader.retain = retain  # type: ignore[method-assign]
    people.play()
    assert len(looks) > 2
    assert people.visits() == 2
    assert 1 not in kept_in_visit, "the card that was drawn in was the next person's"


def _jammed() -> bool:
    from kiosk.core.errors import DeviceFault

    raise DeviceFault("E-DSP-03", "jammed")


def test_other_things_that_happen_are_not_missed(tmp_path: Path) -> None:
    people = Forgetful(tmp_path)

    def stir() -> None:
        people.post(DeviceChanged("printer"))
        people.post(Answer(0, "late"))

    people.at("TakeCard", stir)
    assert people.play() == ["Paid", "Attract", "TakeCard", "Attract"]


def test_who_taps_the_call_away_does_not_keep_the_terminal_out_of_service(tmp_path: Path) -> None:
    people = Forgetful(tmp_path, then=(nothing,) * 9)
    away = [("session.leave", "")] * 20

    def gone() -> None:
        people.stage.outside.before["hospital"] = silent_times(2)

    people.at("Paid", gone).at("TakeCard", *away)
    names = people.play()
    assert "OutOfService" in names
    assert "Attract" in names[names.index("OutOfService") :][:6]
