"""Somebody takes their card away while the terminal thinks, and the next person lays theirs down: who is served?"""

from collections.abc import Callable
from pathlib import Path

import pytest
from outside import Outside
from scene import PAYS, scene

from kiosk.contract import Carrier, Patient
from kiosk.core.events import CardGone, CardRead, CardSeen, Event

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
