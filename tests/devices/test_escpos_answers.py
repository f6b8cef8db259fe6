"""What a receipt printer says, byte by byte as the manuals list it: no message of its own passes for an answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.receipt_printers.escpos_answers import LONGEST, Answers, Done, Said, Status, Told


def said(data: str) -> list[Said]:
    return list(Answers().feed(bytes.fromhex(data)))


@pytest.mark.parametrize(
    ("data", "heard"),
    [
        ("12 16 1a 1e 32 52 72 7e", [Status(byte) for byte in (0x12, 0x16, 0x1A, 0x1E, 0x32, 0x52, 0x72, 0x7E)]),
        ("00 03 0c 0f", [Done(byte) for byte in (0x00, 0x03, 0x0C, 0x0F)]),
        ("14 00 00 0f", []),  # automatic status: all is well
        ("10 00 03 0f 00", [Done(0)]),  # paper near its end, and then the slip is out
        ("18 00 0c 00 3c 20 00 00", []),  # offline without paper; cover open
        ("50 02 00 00 12", [Status(0x12)]),  # the feed button
        ("10 00 13 00 11 00 00", [Done(0)]),  # flow control goes between anything
        ("11 13", []),
        ("10 12", [Status(0x12)]),  # noise that looked like the beginning of an automatic status
        ("5f 54 4d 2d 54 38 38 00 12", [Told("TM-T88"), Status(0x12)]),
        ("5f 00", [Told("")]),
        ("5f 41 12", [Status(0x12)]),  # a block broken off
        ("3d 21 43 00 37 22 31 00 3b 31 00", []),  # blocks that nobody asked for
        ("80 90 93 ff fe", []),
    ],
)
def test_what_a_printer_says_is_told_apart(data: str, heard: list[Said]) -> None:
    assert said(data) == heard


def test_pieces_make_no_difference() -> None:
    answers = Answers()
    pieces = [list(answers.feed(bytes((byte,)))) for byte in b"\x10\x00\x03\x0f_TM\x00\x12\x00"]
    assert [one for piece in pieces for one in piece] == [Told("TM"), Status(0x12), Done(0)]


def test_a_block_without_an_end_is_given_up() -> None:
    endless = "5f" + "41" * (LONGEST - 2)
    assert said(endless + "00") == [Told("A" * (LONGEST - 2))]
    assert said(endless + "80" + "12") == [Status(0x12)]
    assert not any(isinstance(heard, Told) for heard in said(endless + "41 00"))


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=8))
def test_whatever_comes_it_finds_back(pieces: list[bytes]) -> None:
    answers = Answers()
    for piece in pieces:
        list(answers.feed(piece))
    list(answers.feed(b"\x80"))  # ends whatever had begun
    assert list(answers.feed(b"\x12\x00_TM\x00")) == [Status(0x12), Done(0), Told("TM")]
