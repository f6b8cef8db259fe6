"""What is said on an identity card module's line: published frames, spoiled ones, and tapes with nobody on them."""

import pytest
from card_module import (
    COMPATRIOT,
    FOREIGNER_2017,
    FOREIGNER_2023,
    MODULE_NUMBER,
    PHOTO,
    citizen,
    frame,
    text,
    wrong_checksum,
)

from kiosk.devices.id_cards import card_text, replies
from kiosk.devices.id_cards.frames import LONGEST, Frame, Frames
from kiosk.devices.id_cards.masking import mask
from kiosk.devices.id_cards.replies import BadReply, Content, Reply

# As makers and users of such modules have published them.
REQUESTS = {
    replies.STATUS: "AA AA AA 96 69 00 03 11 FF ED",
    replies.NUMBER: "AA AA AA 96 69 00 03 12 FF EE",
    replies.FIND: "AA AA AA 96 69 00 03 20 01 22",
    replies.SELECT: "AA AA AA 96 69 00 03 20 02 21",
    replies.READ: "AA AA AA 96 69 00 03 30 01 32",
    replies.LATER_ADDRESS: "AA AA AA 96 69 00 03 30 03 30",
}
ANSWERS = {
    "AA AA AA 96 69 00 04 00 00 90 94": Reply(replies.OK, b""),
    "AA AA AA 96 69 00 04 00 00 60 64": Reply(replies.SELF_TEST_FAILED, b""),
    "AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97": Reply(replies.FOUND, bytes(4)),
    "AA AA AA 96 69 00 04 00 00 80 84": Reply(replies.NO_CARD, b""),
    "AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C": Reply(replies.OK, bytes(8)),
    "AA AA AA 96 69 00 04 00 00 81 85": Reply(replies.SELECT_FAILED, b""),
    "AA AA AA 96 69 00 04 00 00 41 45": Reply(replies.READ_FAILED, b""),
}
# Published too, but not what the arithmetic of the same documents says.
NO_FRAMES = (
    "AA AA AA 96 69 00 05 05 05 05",  # a maker's "time is out": two bytes short of its own length
    "AA AA AA 96 69 00 02 00 02",  # a maker's own command to sleep: too short for any answer
)
READ_HEAD = bytes.fromhex("AAAAAA9669 0508 000090 0100 0400")


@pytest.mark.parametrize(("ours", "published"), REQUESTS.items())
def test_requests_are_the_published_ones(ours: bytes, published: str) -> None:
    assert ours == bytes.fromhex(published)


@pytest.mark.parametrize(("published", "meant"), ANSWERS.items())
def test_published_answers(published: str, meant: Reply) -> None:
    (found,) = Frames().feed(bytes.fromhex(published))
    assert found.intact
    assert replies.decode(found.body) == meant


@pytest.mark.parametrize("published", NO_FRAMES)
def test_published_oddities_are_no_answers(published: str) -> None:
    stream = Frames()
    assert stream.feed(bytes.fromhex(published)) == []
    assert stream.give_up() == []


def test_a_request_that_was_published_with_a_byte_too_many() -> None:
    """`... 20 01 22 ed`, found in two programs: the checksum is 22, what follows is noise."""
    (found,) = Frames().feed(bytes.fromhex("aa aa aa 96 69 00 03 20 01 22 ed"))
    assert found == Frame(b"\x20\x01", True)


def test_a_read_answer_has_the_published_size() -> None:
    answer = frame(0, 0, 0x90, 1, 0, 4, 0, *citizen(), *PHOTO)
    assert len(answer) == 1295
    assert answer.startswith(READ_HEAD)
    (found,) = Frames().feed(answer)
    assert replies.content(replies.decode(found.body).data) == Content(citizen(), PHOTO)


@pytest.mark.parametrize("size", [1, 2, 7, 300])
def test_pieces_of_any_size_and_noise_between(size: int) -> None:
    first, second = frame(0, 0, 0x9F, 0, 0, 0, 0), frame(0, 0, 0x90)
    line = b"\xaa\xaa\x00" + first + b"\xff\xaa\xaa\xaa\x96" + b"\xaa" + second + b"\xaa\xaa"
    stream, found = Frames(), list[Frame]()
    for start in range(0, len(line), size):
        found += stream.feed(line[start : start + size])
    assert found == [Frame(first[7:-1], True), Frame(second[7:-1], True)]


def test_a_frame_inside_of_a_spoiled_one_is_found() -> None:
    """The length came wrong: what it swallowed is given back, at once when it ends, else when nothing more comes."""
    good = frame(0, 0, 0x80)
    stream = Frames()
    assert stream.feed(bytes.fromhex("AAAAAA9669 000C 0000") + good) == [
        Frame(b"\x00\x00" + good[:9], False),
        Frame(b"\x00\x00\x80", True),
    ]
    assert stream.feed(bytes.fromhex("AAAAAA9669 0508 0000") + good) == []
    assert stream.give_up() == [Frame(b"\x00\x00\x80", True)]


@pytest.mark.parametrize("length", [0, 1, 2, LONGEST + 1, 0xFFFF])
def test_a_length_that_cannot_be_is_noise(length: int) -> None:
    good = frame(0, 0, 0x90)
    line = bytes.fromhex("AAAAAA9669") + length.to_bytes(2, "big") + good
    assert Frames().feed(line) == [Frame(b"\x00\x00\x90", True)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01\x00\x04",
        b"\x01\x00\x04\x00",
        b"\x01\x00\x04\x00" + bytes(1279),
        b"\x01\x00\x04\x00" + bytes(1281),
        b"\x04\x00\x01\x00" + bytes(1280),
    ],
)
def test_a_read_answer_of_another_form_is_none(data: bytes) -> None:
    with pytest.raises(BadReply):
        replies.content(data)


def test_a_modules_number_is_written_as_its_makers_do() -> None:
    assert replies.module_number(MODULE_NUMBER) == "05.03-20120629-0000202551-0123456789"
    with pytest.raises(BadReply):
        replies.module_number(MODULE_NUMBER[:-1])


SECRETS = ("张三丰", "990100199001011234", "19900101", "无名路")
CARDS = {
    "": citizen(),
    "J": text(COMPATRIOT, *([""] * 12), "J"),
    "I": text(FOREIGNER_2017, *([""] * 10), "I"),
    "Y": text(FOREIGNER_2023, *([""] * 11), "Y"),
}


def secrets_in(said: bytes) -> list[str]:
    return [secret for secret in SECRETS if secret.encode("utf-16-le") in said]


@pytest.mark.parametrize("kind", CARDS)
def test_a_tape_shows_a_card_of_nobody(kind: str) -> None:
    said = frame(0, 0, 0x90, 1, 0, 4, 0, *CARDS[kind], *PHOTO)
    masked = mask(said)
    (found,) = Frames().feed(masked)
    assert found.intact
    content = replies.content(replies.decode(found.body).data)
    card = card_text.decode(content.text)
    assert (card.type, card.holder.name, card.holder.expires) == (kind, "", "")
    assert card.number.startswith(("990100", "XXX990100"))
    assert content.photo == bytes(1024)
    assert mask(masked) == masked


def test_what_belongs_to_nobody_stays_on_the_tape() -> None:
    number = frame(0, 0, 0x90, *MODULE_NUMBER)
    for said in (*map(bytes.fromhex, REQUESTS.values()), *map(bytes.fromhex, ANSWERS), number):
        assert mask(said) == said


READ = frame(0, 0, 0x90, 1, 0, 4, 0, *citizen(), *PHOTO)


@pytest.mark.parametrize(
    "said",
    [
        READ,
        b"\x11\x22" + READ + b"\x33",
        READ[:200],
        READ[100:],
        READ[3:],
        wrong_checksum(READ),
        READ[:5] + b"\x00\x14" + READ[7:],
        READ[:5] + b"\x0f\xff" + READ[7:],
        READ[:12] + b"\x00\x03" + READ[14:],
        READ + READ[:700] + READ,
        frame(0, 0, 0x90, *"无名路1号".encode("utf-16-le")),
        frame(0, 0, 0x90, *"无名路1号2楼3".encode("utf-16-le")),  # as long as a module's number
        frame(0, 0, 0x90, 1, 0, 4, 0, 4, 0, *citizen(), *PHOTO, *PHOTO),
        citizen(),
    ],
)
def test_nothing_of_a_person_is_on_a_tape(said: bytes) -> None:
    assert secrets_in(said)
    masked = mask(said)
    assert secrets_in(masked) == []
    assert PHOTO[:64] not in masked
    assert len(masked) == len(said)


def test_a_wrong_checksum_is_wrong_on_the_tape_too() -> None:
    (found, *_) = Frames().feed(mask(wrong_checksum(READ)))
    assert not found.intact
