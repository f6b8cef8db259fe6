"""What lies on a chip card and how it is asked for: tables of bytes, and cards that answer nonsense."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.cards import patient_card, social_security
from kiosk.devices.cards.apdu import UnreadableCard, ask, fields, number
from kiosk.devices.cards.patient_card import Layout

SELECT_SX1 = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
SELECT_EF05 = "00A4020002EF05"
NUMBER_FIELD = "0709413132333435363738"  # 07, nine bytes, A12345678


class Card:
    """Answers exactly the commands it was told, in hex, and refuses the rest."""

    def __init__(self, answers: dict[str, str], otherwise: str = "6A82") -> None:
        self._answers = {bytes.fromhex(command): bytes.fromhex(answer) for command, answer in answers.items()}
        self._otherwise = bytes.fromhex(otherwise)

    def __call__(self, command: bytes) -> bytes:
        return self._answers.get(command, self._otherwise)


def sx1(**records: str) -> Card:
    return Card({SELECT_SX1: "9000", SELECT_EF05: "9000", **records}, otherwise="6A83")


@pytest.mark.parametrize(
    "records",
    [
        {"00B2070400": NUMBER_FIELD + "9000"},  # the seventh record, as the standard counts
        {"00B2070000": NUMBER_FIELD + "9000"},  # by its tag
        {"00B2070400": "06083230333630313031" + "9000", "00B2030400": NUMBER_FIELD + "9000"},  # in another place
        {"00B2070400": NUMBER_FIELD + "FFFFFF" + "9000"},  # filled up
        {"00B2070400": "6C0B", "00B207040B": NUMBER_FIELD + "9000"},  # asked for the wrong length
        {"00B2070400": "610B", "00C000000B": NUMBER_FIELD + "9000"},  # to be fetched
    ],
)
def test_the_number_of_a_social_security_card(records: dict[str, str]) -> None:
    assert social_security.read(sx1(**records)) == "A12345678"


@pytest.mark.parametrize(
    "records",
    [
        {},
        {"00B2070400": "9000"},
        {"00B2070400": "07094131" + "9000"},  # a field longer than its record
        {"00B2070400": "0700" + "9000"},  # an empty number
        {"00B2070400": "0703" + "412A33" + "9000"},  # a sign that no number has
        {"00B2070400": "0702" + "B1B1" + "9000"},
        {"00B2070400": "0721" + "41" * 33 + "9000"},  # too long
        {"00B2070400": "90"},  # no status word
        {"00B2070400": "00" * 300},
        {"00B2070400": "6110", "00C0000010": "6110"},  # always more to come
    ],
)
def test_a_social_security_card_with_nonsense_is_unreadable(records: dict[str, str]) -> None:
    with pytest.raises(UnreadableCard):
        social_security.read(sx1(**records))


def test_a_card_without_the_application_is_another_kind() -> None:
    assert social_security.read(Card({})) is None


def test_an_application_without_its_file_is_unreadable() -> None:
    with pytest.raises(UnreadableCard):
        social_security.read(Card({SELECT_SX1: "9000"}))


@pytest.mark.parametrize(
    ("layout", "answers"),
    [
        (Layout(file="0015"), {"00A40000020015": "9000", "00B0000000": "3030303132333435FFFF9000"}),
        (
            Layout(file="0015", offset=2, length=8),
            {"00A40000020015": "9000", "00B0000000": "585830303031323334355959" + "9000"},
        ),
        (
            Layout(application="A000000001", file="EF01", record=3, tag=0x5A, offset=1, length=8),
            {
                "00A4040005A000000001": "9000",
                "00A4000002EF01": "9000",
                "00B2030400": "5002AABB5A09" + "58" + "3030303132333435" + "9000",
            },
        ),
    ],
)
def test_a_patient_card_is_read_where_its_layout_says(layout: Layout, answers: dict[str, str]) -> None:
    assert patient_card.read(Card(answers), layout) == "00012345"


def test_without_a_layout_no_card_is_a_patient_card() -> None:
    assert patient_card.read(Card({}, otherwise="9000"), Layout()) is None


@pytest.mark.parametrize(
    "layout", [{"file": "15"}, {"file": "xx"}, {"application": "00" * 17}, {"record": 255}, {"offset": -1}]
)
def test_a_layout_that_cannot_be_is_refused_at_start(layout: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # either ours or that of the hex digits
        Layout(**layout)  # type: ignore[arg-type]


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=6))
def test_no_card_can_do_worse_than_be_unreadable(answers: list[bytes]) -> None:
    calls = 0

    def card(command: bytes) -> bytes:
        nonlocal calls
        calls += 1
        return answers[calls % len(answers)]

    layout = Layout(application="A0", file="0015", record=1, tag=7)
    for read in (social_security.read, lambda exchange: patient_card.read(exchange, layout)):
        try:
            found = read(card)
        except UnreadableCard:
            found = None
        assert found is None or found.isalnum()
    assert calls < 200


@settings(max_examples=2000, deadline=None)
@given(st.binary(max_size=260))
def test_fields_and_numbers_never_surprise(record: bytes) -> None:
    try:
        got = list(fields(record))
    except UnreadableCard:
        got = []
    assert sum(2 + len(value) for _, value in got) <= len(record)
    try:
        text = number(record)
    except UnreadableCard:
        text = "none"
    assert 1 <= len(text) <= 32


def test_an_answer_in_three_parts() -> None:
    card = Card({"00B2010400": "AABB6102", "00C0000002": "CCDD6101", "00C0000001": "EE9000"})
    assert ask(card, bytes.fromhex("00B2010400")) == (bytes.fromhex("AABBCCDDEE"), 0x9000)
