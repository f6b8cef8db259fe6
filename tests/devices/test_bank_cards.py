"""Bank cards and holders of social-security cards: published answers as tables, and cards that answer nonsense."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_card_layouts import Card

from kiosk.core.events import Holder
from kiosk.devices.cards import bank_card, social_security
from kiosk.devices.cards.apdu import UnreadableCard
from kiosk.devices.cards.masking import blanked
from kiosk.devices.cards.tlv import elements, first, lengths

PPSE = "00A404000E325041592E5359532E444446303100"
PSE = "00A404000E315041592E5359532E444446303100"
# As EMV Book 1 and published traces have it: a directory entry for a debit application, priority 1.
PPSE_ANSWER = "6F24840E325041592E5359532E4444463031A512BF0C0F610D4F08A000000333010101870101"
UNIONPAY_DEBIT = "00A4040008A00000033301010100"
CHOSEN = "6F1B8408A000000333010101A50F5004554943439F38069F66049F3704"  # wants 9F66 (4 bytes) and 9F37 (4 bytes)
OPTIONS = "80A800000A8308000000000000000000"
NUMBER = "6200000000000005"  # a published test number
MASKED = "620000******0005"


def paying(**more: str) -> Card:
    return Card({PPSE: PPSE_ANSWER + "9000", UNIONPAY_DEBIT: CHOSEN + "9000", **more})


@pytest.mark.parametrize(
    "answers",
    [
        # format 2: profile and places; the number is in record 1 of file 2
        {OPTIONS: "770A820200409404100101009000", "00B2011400": "700A5A08" + NUMBER + "9000"},
        # format 1, number only on track 2, in the second record of file 1
        {
            OPTIONS: "80060040080102009000",
            "00B2010C00": "70039F07009000",
            "00B2020C00": "70135711" + NUMBER + "D30122010000000000" + "9000",
        },
        # the answer to the options holds track 2 itself, as cards without contacts do
        {OPTIONS: "77175711" + NUMBER + "D30122010000000000" + "82020040" + "9000"},
        # a record that cannot be read is passed over
        {OPTIONS: "770E8202004094081001020018010100" + "9000", "00B2011C00": "700A5A08" + NUMBER + "9000"},
    ],
)
def test_the_number_of_a_bank_card_is_masked_at_once(answers: dict[str, str]) -> None:
    assert bank_card.read(paying(**answers)) == MASKED


def test_a_number_of_nineteen_digits_is_filled_up() -> None:
    card = paying(**{OPTIONS: "770A82020040940410010100" + "9000", "00B2011400": "700C5A0A6210948000000000037F9000"})
    with pytest.raises(UnreadableCard):  # its check digit is wrong
        bank_card.read(card)
    card = paying(**{OPTIONS: "770A82020040940410010100" + "9000", "00B2011400": "700C5A0A6210948000000000038F9000"})
    assert bank_card.read(card) == "621094*********0038"


def test_a_card_with_contacts_lists_its_applications_in_a_file() -> None:
    answers = {
        PSE: "6F15840E315041592E5359532E4444463031A503880101" + "9000",
        "00B2010C00": "700F610D4F08A000000333010101870101" + "9000",
        "00B2020C00": "6A83",
        UNIONPAY_DEBIT: "6F0A8408A0000003330101019000",
        "80A8000002830000": "770A820200409404100101009000",
        "00B2011400": "700A5A08" + NUMBER + "9000",
    }
    assert bank_card.read(Card(answers)) == MASKED


def test_a_card_without_a_directory_is_asked_for_what_it_may_have() -> None:
    answers = {
        UNIONPAY_DEBIT: "6F0A8408A0000003330101019000",
        "80A8000002830000": "770A820200409404100101009000",
        "00B2011400": "700A5A08" + NUMBER + "9000",
    }
    assert bank_card.read(Card(answers)) == MASKED


def test_a_card_that_cannot_pay_is_another_kind() -> None:
    assert bank_card.read(Card({})) is None


@pytest.mark.parametrize(
    "answers",
    [
        {},  # no options
        {OPTIONS: "9000"},
        {OPTIONS: "770A820200409404100101009000", "00B2011400": "700A5A0862000000000000069000"},  # check digit
        {OPTIONS: "770A820200409404100101009000", "00B2011400": "70045A0212349000"},  # too short
        {OPTIONS: "770A820200409404100101009000", "00B2011400": "70FF5A089000"},  # longer than the answer
        {OPTIONS: "770A82020040940408FF00009000"},  # last before first
        {OPTIONS: "7799"},
    ],
)
def test_a_bank_card_with_nonsense_is_unreadable(answers: dict[str, str]) -> None:
    with pytest.raises(UnreadableCard):
        bank_card.read(paying(**answers))


def test_fields_lie_within_fields() -> None:
    data = bytes.fromhex(PPSE_ANSWER)
    assert [tag for tag, _ in elements(data)] == [0x6F, 0x84, 0xA5, 0xBF0C, 0x61, 0x4F, 0x87]
    assert first(data, 0x4F) == bytes.fromhex("A000000333010101")
    assert lengths(bytes.fromhex("9F66049F02065F2A02")) == [(0x9F66, 4), (0x9F02, 6), (0x5F2A, 2)]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=30))
def test_whatever_a_bank_card_answers_it_is_read_unreadable_or_another(answers: list[bytes]) -> None:
    told = iter(answers * 40)
    try:
        read = bank_card.read(lambda command: next(told, b"\x90\x00"))
    except UnreadableCard:
        return
    assert read is None or "*" in read


SELECT_EF06 = "00A4020002EF06"
ZHANG = "D5C5C8FD"  # 张三 in GB 2312
HOLDER = {
    SELECT_EF06: "9000",
    "00B2010400": "0812" + b"110101194912310022".hex() + "9000",
    "00B2020400": "091E" + ZHANG + "00" * 26 + "9000",
    "00B2030400": "0A0132" + "9000",
    "00B2040400": "0B0101" + "9000",
    "00B2060400": "0D0419491231" + "9000",
}


def test_a_social_security_card_says_whose_it_is() -> None:
    holder = social_security.holder(Card(HOLDER, otherwise="6A83"))
    assert holder == Holder("张三", "2", "01", "19491231", id_number="110101194912310022")
    assert "张" not in repr(holder)


def test_a_card_that_keeps_its_holder_behind_a_pin_is_read_without() -> None:
    assert social_security.holder(Card({SELECT_EF06: "6982"})) is None
    assert social_security.holder(Card({SELECT_EF06: "9000"}, otherwise="6982")) is None


@pytest.mark.parametrize(
    ("record", "empty"),
    [
        ({"00B2020400": "0902FFFF9000"}, "name"),
        ({"00B2020400": "090207089000"}, "name"),
        ({"00B2030400": "0A01419000"}, "sex"),
        ({"00B2060400": "0D04194912FA9000"}, "birth"),
        ({"00B2060400": "0D0219499000"}, "birth"),
        ({"00B2010400": "0803412A339000"}, "id_number"),
    ],
)
def test_what_is_not_well_formed_stays_empty(record: dict[str, str], empty: str) -> None:
    holder = social_security.holder(Card({**HOLDER, **record}, otherwise="6A83"))
    assert holder is not None
    assert getattr(holder, empty) == ""


SELECT, READ, FETCH, FILE = (bytes.fromhex(word) for word in ("00A4040000", "00B2012C00", "00C0000000", "00B0000000"))


@pytest.mark.parametrize(
    ("command", "said", "kept"),
    [
        (READ, "0709413132333435363738", "0709" + "30" * 9),  # a number in a field
        (READ, "0704D5C5C8FDFFFF", "070430303030FFFF"),  # a name
        (READ, "4142", "3030"),  # a record without a field in it
        (READ, "19491231", "30303030"),  # the day of birth is no field
        (READ, "0709413132", "30" * 5),  # a field that is cut
        (READ, CHOSEN, "30" * len(bytes.fromhex(CHOSEN))),  # no record is built like that
        (READ, "700A5A086200000000000005", "700A5A080000000000000000"),
        (READ, "700B57096200000005D2512F", "30" * 12),
        (READ, "700857066200005D251F", "70085706000000" + "0D000F"),
        (READ, "70095F20065A48414E4720", "70095F2006" + "30" * 6),  # the holder's name
        (SELECT, CHOSEN, CHOSEN.replace("500455494343", "500430303030")),
        (SELECT, "6F0E8402415AA5089F0C0562000000FF", "6F0E8402415AA5089F0C05" + "30" * 5),
        (FETCH, "700A5A086200000000000005", "700A5A080000000000000000"),
        (FETCH, "3131303130", "30" * 5),
        (FILE, "484F5350303031FFFF", "30" * 7 + "FFFF"),
        (bytes.fromhex("80A80000028300"), "8006200010010100", "8006200010010100"),
        (bytes.fromhex("80A80000028300"), "8006313130313031", "8006" + "30" * 6),  # these are no places
        (bytes.fromhex("80CA9F7900"), "9F7906000000012345", "30" * 9),  # what is left on it
        (SELECT, "", ""),
    ],
)
def test_a_tape_of_a_card_tells_how_it_is_built_but_not_what_it_holds(command: bytes, said: str, kept: str) -> None:
    assert blanked(command, bytes.fromhex(said + "9000")).hex().upper() == kept + "9000"
