"""Which of the cards that are laid down in a visit say that somebody else may stand here."""

import pytest

from kiosk.core.events import CardGone, CardRead, CardSeen, CardUnreadable, CodeScanned, Event, Holder
from kiosk.core.own_card import OwnCard

OWN, OTHER = CardRead("front", "patient_card", "1"), CardRead("front", "patient_card", "2")
SEEN, GONE, BAD = CardSeen("front"), CardGone("front"), CardUnreadable("front", "E-CRD-02")
BESIDE, BESIDE_READ = CardSeen("side"), CardRead("side", "patient_card", "2")


@pytest.fixture
def own() -> OwnCard:
    card = OwnCard()
    card.began(CardRead("front", "patient_card", "1", Holder("李四")))
    return card


def told(own: OwnCard, *events: tuple[float, Event | None]) -> list[Event]:
    return [news for at, event in events if (news := own.hear(event, at)) is not None]


@pytest.mark.parametrize(
    ("events", "news"),
    [
        (((0, GONE), (1, SEEN), (2, OWN)), []),
        (((0, GONE), (1, SEEN), (2, OTHER)), [OTHER]),
        (((0, GONE), (1, SEEN), (2, BAD)), [BAD]),
        (((0, SEEN), (1.9, None), (2, None), (3, OTHER)), [SEEN]),
        (((0, SEEN), (2, None), (3, GONE), (4, SEEN), (5, OTHER)), [SEEN, OTHER]),
        (((0, SEEN), (1, GONE), (2, None), (9, None)), []),
        (((0, SEEN), (1, OWN), (2, None), (9, None)), []),
        (((0, BESIDE), (1, BESIDE_READ)), [BESIDE]),
        (((0, BESIDE_READ),), [BESIDE_READ]),
        (((0, BESIDE), (1, BESIDE_READ), (2, CardGone("side")), (3, BESIDE)), [BESIDE, BESIDE]),
        (((0, SEEN), (1, CardGone("side")), (2, None)), [SEEN]),
    ],
)
def test_each_card_is_asked_about_once_and_the_own_one_never(
    own: OwnCard, events: tuple[tuple[float, Event | None], ...], news: list[Event]
) -> None:
    assert told(own, *events) == news


def test_nothing_is_known_of_the_card_when_the_visit_is_over(own: OwnCard) -> None:
    own.hear(SEEN, 0)
    own.forget()
    assert told(own, (9, None), (10, OWN)) == [OWN]
    assert not own.is_it(OWN)


def test_a_code_is_the_same_by_its_number_on_its_scanner() -> None:
    own, number = OwnCard(), "0f" * 32
    own.began(CardRead("scanner", "health_code", number))
    assert own.is_it(CodeScanned("scanner", f"{number}:0:77"))
    assert not own.is_it(CodeScanned("scanner", f"{'0e' * 32}:0:77"))
    assert not own.is_it(CodeScanned("other", f"{number}:0:77"))
