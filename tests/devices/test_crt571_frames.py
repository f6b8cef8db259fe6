"""A card dispenser's frames against bytes that others published, and against everything that may be on a bad line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.cards.apdu import UnreadableCard
from kiosk.devices.dispensers import crt571_frames as frames
from kiosk.devices.dispensers.crt571_card import uid
from kiosk.devices.dispensers.crt571_frames import Done, Garbled, Refused
from kiosk.devices.dispensers.crt571_mask import mask

# As they stand in programs of others: Coink's Dispenser.cpp, a Thai card receiver's Action.kt, a Python set for the
# MTK-F31 of the same family, a Dart test program, and "hand-computed" vectors of a TypeScript one.
PUBLISHED = [
    ("F2 00 00 03 43 30 33 03 B2", frames.Command(0x30, 0x33)),
    ("F2 00 00 03 43 30 35 03 B4", frames.INIT_INTO_BIN),
    ("F2 00 00 03 43 31 30 03 B0", frames.STATUS),
    ("F2 00 00 03 43 32 30 03 B3", frames.TO_GATE),
    ("F2 00 00 03 43 32 31 03 B2", frames.TO_READER),
    ("F2 00 00 03 43 32 33 03 B0", frames.INTO_BIN),
    ("F2 00 00 03 43 32 39 03 BA", frames.Command(0x32, 0x39)),
    ("F2 00 00 05 43 60 30 41 42 03 E4", frames.Command(0x60, 0x30, b"AB")),
    ("F2 00 00 04 43 51 30 33 03 E4", frames.Command(0x51, 0x30, b"\x33")),
    ("F2 00 00 03 43 51 38 03 D8", frames.Command(0x51, 0x38)),
    ("F2 00 00 10 43 51 39 00 A4 04 00 08 A0 00 00 00 54 48 00 01 03 DF",
     frames.Command(0x51, 0x39, bytes.fromhex("00A4040008A000000054480001"))),
    ("F2 00 00 08 43 60 33 00 B0 01 00 02 03 5A", frames.Command(0x60, 0x33, bytes.fromhex("00B0010002"))),
]  # fmt: skip
STANDS = bytes.fromhex("F2 00 00 06 50 31 30 32 32 30 03 96")  # a card at the reader, enough cards, bin not full
JAM = bytes.fromhex("F2 00 00 05 4E 32 30 31 30 03 B9")
SEEN = Done(0x31, 0x30, "reader", "enough", "ok")


@pytest.mark.parametrize(("published", "command"), PUBLISHED)
def test_commands_are_the_published_bytes(published: str, command: frames.Command) -> None:
    assert frames.encode(command) == bytes.fromhex(published)


def test_answers_of_the_machine() -> None:
    assert frames.decode(STANDS) == SEEN
    assert frames.decode(JAM) == Refused(0x32, 0x30, "10")
    assert frames.encode(frames.NO_ENTRY, address=15)[1] == 15


def test_an_older_machine_refuses_with_an_e() -> None:
    older = bytearray(JAM)
    older[4], older[-1] = 0x45, JAM[-1] ^ 0x4E ^ 0x45
    assert frames.decode(bytes(older)) == Refused(0x32, 0x30, "10")


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        STANDS[:-1],
        STANDS + b"\x00",
        STANDS[:-1] + b"\x00",
        b"\xf2\x01" + STANDS[2:-1] + bytes((STANDS[-1] ^ 1,)),  # another machine's
        STANDS[:7] + b"\x39" + STANDS[8:-1] + bytes((STANDS[-1] ^ 0x32 ^ 0x39,)),  # no such place
        JAM[:7] + b"\xff" + JAM[8:-1] + bytes((JAM[-1] ^ 0x31 ^ 0xFF,)),
        frames.encode(frames.STATUS),  # our own voice
        bytes.fromhex("F2 00 00 03 50 31 30 03 92"),  # done, but no status
    ],
)
def test_what_is_no_answer_is_not_believed(wrong: bytes) -> None:
    with pytest.raises(frames.BadFrame):
        frames.decode(wrong)


@pytest.mark.parametrize("cut", range(1, len(STANDS)))
def test_an_answer_in_two_pieces(cut: int) -> None:
    ear = frames.Ear()
    assert ear.feed(b"\x06" + STANDS[:cut]) == [frames.Taken()]
    assert ear.feed(STANDS[cut:]) == [SEEN]


def test_noise_between_the_frames_is_passed_over() -> None:
    heard = frames.Ear().feed(b"\x00\xf2\x07" + b"\x06" + STANDS + b"\xff\xff" + JAM + b"\x15\x04")
    assert heard == [frames.Taken(), SEEN, Refused(0x32, 0x30, "10"), Garbled(True), Garbled(True)]


def test_a_damaged_frame_is_told_and_the_next_is_heard() -> None:
    damaged = bytearray(STANDS)
    damaged[8] ^= 0x01
    assert frames.Ear().feed(bytes(damaged) + JAM)[0] == Garbled(ours=False)
    assert frames.Ear().feed(bytes(damaged) + JAM)[-1] == Refused(0x32, 0x30, "10")


def test_noise_that_looks_like_a_long_frame_hides_an_answer_only_until_the_line_falls_silent() -> None:
    ear = frames.Ear()
    assert ear.feed(b"\xf2\x00\x01\x00\x50" + STANDS) == []
    assert ear.hush() == [SEEN]
    assert ear.hush() == []


@given(st.lists(st.binary(max_size=2000), max_size=20))
def test_whatever_comes_the_ear_keeps_little_and_hears_again(noise: list[bytes]) -> None:
    ear = frames.Ear()
    for piece in noise:
        ear.feed(piece)
        assert len(ear._kept) <= frames.MOST + 20
    ear.hush()
    assert ear.feed(STANDS) == [SEEN]


def _number(started: bytes) -> str:
    try:
        return uid(started)
    except UnreadableCard:
        return ""


@given(st.binary(max_size=40) | st.binary(max_size=20).map(lambda data: b"M\x00\x04" + data))
def test_a_radio_card_has_a_number_or_says_why_not(started: bytes) -> None:
    assert len(_number(started)) in (0, 8, 14, 20)


def test_the_number_of_a_radio_card() -> None:
    assert uid(bytes.fromhex("4D 00 04 04 11 22 AA FF")) == "1122AAFF"


def test_a_tape_holds_nothing_of_a_card() -> None:
    tells = bytes.fromhex("F2 00 00 0E 50 60 30 32 32 30 4D 00 04 04 11 22 33 44")
    tells += b"\x03"
    bcc = 0
    for byte in tells:
        bcc ^= byte
    tells += bytes((bcc,))
    masked = mask(b"\x06" + tells + b"secret" + STANDS)
    assert frames.decode(masked[1:21]) == Done(0x60, 0x30, "reader", "enough", "ok", bytes(8))
    assert masked == b"\x06" + masked[1:21] + bytes(6) + STANDS


@given(st.binary(max_size=300))
def test_a_mask_keeps_every_length(said: bytes) -> None:
    assert len(mask(said)) == len(said)
    assert mask(mask(said)) == mask(said)
