"""Somebody takes their card away while the terminal thinks, and the next person lays theirs down: who is served?"""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs
from outside import Outside, silent_times
from scene import PAYS, scene

from kiosk.contract import Carrier, Patient
from kiosk.core.events import Answer, CardGone, CardRead, CardSeen, Event

SEEN, FIRST, SECOND = CardSeen("front"), CardRead("front", "patient_card", "1"), CardRead("front", "patient_card", "2")
CHANGES = (CardGone("front"), SEEN, SECOND)  # one card is taken off, another laid down


class Asked(Outside):
    """A hospital that writes down whose card it was shown; `meanwhile` happens while it looks the first one up."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__()
        self.shown: list[str] = []
        self._meanwhile = meanwhile

    def identify(self, carrier: Carrier, number: str) -> list[Patient]:
        self.shown.append(number)
        if len(self.shown) == 1:
            self._meanwhile()
        return super().identify(carrier, number)


@pytest.mark.parametrize("begins", [(FIRST,), (SEEN, FIRST)])
def test_a_card_that_is_changed_while_the_hospital_looks_it_up_shows_nobody_elses_bills(
    tmp_path: Path, begins: tuple[Event, ...]
) -> None:
    hospital = Asked(lambda: post(*CHANGES))
    stage = scene(tmp_path, PAYS | {"Attract": [lambda: post(*begins)]}, outside=hospital)

    def post(*events: Event) -> None:
        for event in events:
            assert stage.person.desk is not None
            stage.person.desk.post(event)

    stage.play()
    assert hospital.shown == ["1", "2"]
    assert stage.person.names().count("PickBills") == 1
    before = stage.person.names()[: stage.person.names().index("PickBills")]
    assert before[-1] == "Identify", "the second card was read before any bill was seen"


@pytest.mark.parametrize("begins", [(FIRST,), (SEEN, FIRST)])
def test_a_card_that_was_changed_before_anybody_had_time_for_it_is_never_looked_up(
    tmp_path: Path, begins: tuple[Event, ...]
) -> None:
    hospital = Asked(lambda: None)
    stage = scene(tmp_path, PAYS | {"Attract": [lambda: post(*begins, *CHANGES)]}, outside=hospital)

    def post(*events: Event) -> None:
        for event in events:
            assert stage.person.desk is not None
            stage.person.desk.post(event)

    stage.play()
    assert hospital.shown == ["2"]


class Families(Asked):
    """A hospital in which the first card is a guardian's, who has to say whom they came for."""

    def identify(self, carrier: Carrier, number: str) -> list[Patient]:
        found = super().identify(carrier, number)
        child = structs.replace(found[0], patient_id="CHILD", name="李*宝", age=6, guardian=True)
        return [child, *found] if number == "1" else found


@pytest.mark.parametrize("reader", ["front", "side"])
def test_a_card_that_is_laid_down_while_somebody_is_asked_for_whom_they_came_begins_anew(
    tmp_path: Path, reader: str
) -> None:
    hospital = Families(lambda: None)

    def next_person() -> None:
        for event in (CardGone("front"), CardSeen(reader), CardRead(reader, "patient_card", "2")):
            tell(event)
        tell(Answer(stage.person.turn, "me", "CHILD"))

    stage = scene(tmp_path, PAYS | {"Attract": [FIRST], "ConfirmMe": [next_person]}, outside=hospital)

    def tell(event: Event) -> None:
        assert stage.person.desk is not None
        stage.person.desk.post(event)

    stage.play()
    shown = stage.person.names()
    assert hospital.shown == ["1", "2"]
    assert shown[shown.index("ConfirmMe") + 1] == "Identify"
    assert shown.count("PickBills") == 1
    assert {session.patient for session in stage.person.sessions} == {"", "李*"}, "nobody saw the child's bills"


def test_a_guardian_who_takes_their_card_off_is_still_asked_for_whom_they_came(tmp_path: Path) -> None:
    def takes_it() -> None:
        assert stage.person.desk is not None
        stage.person.desk.post(CardGone("front"))
        stage.person.desk.post(Answer(stage.person.turn, "me", "CHILD"))

    plan = PAYS | {"Attract": [FIRST], "ConfirmMe": [takes_it]}
    stage = scene(tmp_path, plan, outside=Families(lambda: None))
    stage.play()
    assert "李*宝" in {session.patient for session in stage.person.sessions}


def test_who_tries_again_after_silence_is_not_served_with_the_card_that_was_there_before(tmp_path: Path) -> None:
    hospital = Asked(lambda: None)
    hospital.before["identify"] = silent_times(1)

    def next_person() -> None:
        for event in CHANGES:
            tell(event)
        tell(Answer(stage.person.turn, "retry"))

    stage = scene(tmp_path, PAYS | {"Attract": [FIRST], "Trouble": [next_person]}, outside=hospital)

    def tell(event: Event) -> None:
        assert stage.person.desk is not None
        stage.person.desk.post(event)

    stage.play()
    assert hospital.shown == ["1", "2"]
    assert stage.person.names().count("PickBills") == 1
