"""Which cards are whose, told from what readers say."""

import pytest

from kiosk.core.events import CardGone, CardRead, CardSeen, DeviceChanged, Event
from kiosk.core.lying import Lying

SEEN, READ, GONE, CHANGED = CardSeen("r"), CardRead("r", "patient_card", "1"), CardGone("r"), DeviceChanged("r")


def heard(lying: Lying, *events: tuple[float, Event]) -> list[Event]:
    return [event for at, event in events if lying.hear(event, at)]


@pytest.fixture
def left() -> Lying:
    """A card was left on the reader at second 0."""
    lying = Lying()
    heard(lying, (0, SEEN), (0, READ))
    lying.leave()
    assert lying.left == {"r"}
    return lying


def test_a_card_that_is_read_again_after_the_plug_was_pulled_is_nobodys(left: Lying) -> None:
    assert heard(left, (9, GONE), (9.1, CHANGED), (20, CHANGED), (20.1, SEEN), (24, READ)) == [GONE, CHANGED, CHANGED]
    assert left.left == left.here == {"r"}
    assert heard(left, (30, GONE), (31, SEEN), (31, READ)) == [GONE, SEEN, READ]
    assert left.left == set()


def test_a_card_laid_on_it_well_after_it_came_back_is_served(left: Lying) -> None:
    assert heard(left, (9, GONE), (9, CHANGED), (20, CHANGED), (25, SEEN), (25, READ))[-2:] == [SEEN, READ]
    assert left.left == set()


def test_a_card_that_was_taken_and_a_plug_that_was_pulled_later_have_nothing_to_do_with_each_other(left: Lying) -> None:
    assert heard(left, (9, GONE), (12, CHANGED), (20, CHANGED), (20.1, SEEN), (20.2, READ))[-2:] == [SEEN, READ]


def test_who_waits_has_not_left_a_card_behind() -> None:
    lying = Lying()
    heard(lying, (0, SEEN), (0, READ))
    lying.wait(READ)
    lying.leave()
    assert (lying.left, lying.next(), lying.next()) == (set(), READ, None)
    lying.wait(READ)
    lying.wait(GONE)
    assert lying.next() is None


def test_what_lay_there_before_the_terminal_was_started_is_nobodys_until_it_is_laid_again() -> None:
    lying = Lying()
    assert heard(lying, (0, CardSeen("r", before=True)), (0.3, READ)) == []
    assert lying.left == lying.here == {"r"}
    assert heard(lying, (5, GONE), (6, SEEN), (6, READ)) == [GONE, SEEN, READ]
    assert lying.left == set()


def test_a_card_that_was_served_and_is_read_again_after_the_plug_was_pulled_serves_nobody_else() -> None:
    lying = Lying()
    heard(lying, (0, SEEN), (0, READ))
    assert heard(lying, (5, GONE), (5.1, CHANGED), (7, CHANGED), (7.1, SEEN), (8, READ)) == [GONE, CHANGED, CHANGED]
    lying.leave()
    assert lying.left == {"r"}


def test_a_card_that_waits_for_its_turn_still_waits_after_the_plug_was_pulled() -> None:
    lying = Lying()
    heard(lying, (0, SEEN), (0, READ))
    lying.wait(READ)
    assert heard(lying, (5, GONE), (5.1, CHANGED), (7, CHANGED), (7.1, SEEN), (8, READ))[-2:] == [SEEN, READ]


def test_a_card_that_was_still_being_read_when_its_owner_went_serves_nobody() -> None:
    lying = Lying()
    heard(lying, (0, SEEN))
    lying.leave()
    assert heard(lying, (3, READ)) == []
    assert lying.left == {"r"}
    assert heard(lying, (30, GONE), (31, SEEN), (31, READ)) == [GONE, SEEN, READ]
