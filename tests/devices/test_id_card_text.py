"""What stands on identity cards: long names, rare and strange characters, empty fields, what cannot be."""

from datetime import date

import pytest
from card_module import COMPATRIOT, FOREIGNER_2017, citizen, text

from kiosk.core.events import Holder
from kiosk.core.id_numbers import check_character, is_id_number
from kiosk.devices.id_cards.card_text import decode, expired
from kiosk.devices.id_cards.replies import UnreadableIdCard

NUMBER = "990100199001011234"


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_standards_own_examples(number: str) -> None:
    """GB 11643-1999, in its text and its annex."""
    assert is_id_number(number)
    for wrong in range(18):
        spoiled = number[:wrong] + ("1" if number[wrong] != "1" else "2") + number[wrong + 1 :]
        assert not is_id_number(spoiled)


@pytest.mark.parametrize("text", ["", "1" * 17, "11010519491231002x", "１１0105194912310028", "11010519491231002X\n"])
def test_what_is_no_number(text: str) -> None:
    assert not is_id_number(text)


def test_a_small_x_on_the_card_is_the_same() -> None:
    digits = next(d for d in (f"9901001990010100{n}" for n in range(10)) if check_character(d) == "X")
    assert decode(citizen(number=digits + "x")).number == digits + "X"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("阿依古丽·买买提·吐尔逊江", "阿依古丽·买买提·吐尔逊江"),
        ("一二三四五六七八九十一二三四五", "一二三四五六七八九十一二三四五"),  # the field is full
        ("欧阳𬭎", "欧阳𬭎"),  # in two halves, as later cards write it
        ("李\ue863", "李\ue863"),  # a private character, as older cards write rare ones
        ("张\u3000三", "张\u3000三"),
        ("\u202e张\u200b三\x00\x07", "张三"),  # what turns or hides text is left out
        ("", ""),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert decode(citizen(name)).holder.name == shown


def test_half_a_character_costs_only_itself() -> None:
    card = citizen("张")
    broken = card[:2] + b"\x00\xd8" + card[4:]
    assert decode(broken).holder.name == "张\ufffd"


def test_fields_filled_with_zeros_are_empty() -> None:
    card = citizen(address="").replace(b" \x00", b"\x00\x00")
    read = decode(card)
    assert (read.number, read.holder.address, read.type) == (NUMBER, "", "")


def test_fields_that_say_nothing_sensible_are_empty() -> None:
    read = decode(citizen(sex="x", birth="19901301", nation=""))
    assert (read.holder.sex, read.holder.birth, read.holder.nation) == ("", "", "")


def test_permit_of_a_foreigner_with_a_chinese_name_shows_that() -> None:
    fields = ("NOBODY, JANE", "2", "XXA990180030599", "XXA", "简", "20180101", "20280101", "", "01", "", "I")
    assert decode(text(FOREIGNER_2017, *fields)).holder.name == "简"


def test_no_nation_is_read_where_a_permit_has_none() -> None:
    """Its four bytes are spare there, whatever stands in them."""
    fields = ("陈", "1", "99", "19850202", "", "810000198502020026", "", "", "长期", "", "", "", "J")
    assert decode(text(COMPATRIOT, *fields)).holder.nation == ""


@pytest.mark.parametrize(
    "fields",
    [
        ("NOBODY", "1", NUMBER[:15], "XXA", "", "", "20280101", "", "", "", "I"),
        ("NOBODY", "1", "XX1990180030599", "XXA", "", "", "20280101", "", "", "", "I"),
        ("NOBODY", "1", "XXA990180030599", "XXA", "", "", "", "", "", "", "I"),
    ],
)
def test_damaged_permits_of_foreigners(fields: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableIdCard) as refused:
        decode(text(FOREIGNER_2017, *fields))
    assert refused.value.code == "E-CRD-07"


@pytest.mark.parametrize("size", [0, 255, 257])
def test_a_text_of_another_size(size: int) -> None:
    with pytest.raises(UnreadableIdCard) as refused:
        decode((citizen() * 2)[:size])
    assert refused.value.code == "E-CRD-07"


@pytest.mark.parametrize(
    ("until", "today", "over"),
    [
        ("20270228", date(2027, 2, 28), False),
        ("20270228", date(2027, 3, 1), True),
        ("20991231", date(2027, 3, 1), False),
        ("", date(2999, 1, 1), False),
    ],
)
def test_a_card_is_good_to_the_end_of_its_last_day(until: str, today: date, over: bool) -> None:
    assert expired(Holder(expires=until), today) is over


def test_no_card_prints_itself() -> None:
    read = decode(citizen())
    assert NUMBER not in repr(read)
    assert "张" not in repr((read, read.holder))
