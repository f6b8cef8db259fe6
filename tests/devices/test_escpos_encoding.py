"""The bytes we send to a receipt printer, command by command, and what we make of the bytes it answers."""

import time

import pytest

from kiosk.devices import Health, Line, Pair, Qr, Rule, Slip, Title
from kiosk.devices.receipt_printers.escpos_encode import encode
from kiosk.devices.receipt_printers.escpos_raster import INSTALLED, draw
from kiosk.devices.receipt_printers.escpos_status import FORGET, ask, decode, who
from kiosk.devices.receipt_printers.layout import Row

BEGIN, END = "1b40", "1d564200" + "1d7201"


@pytest.mark.parametrize(
    ("slip", "body"),
    [
        (Slip((Line("abc"),)), "616263" + "0a"),
        (Slip((Line("中¥"),)), "1c26" + "d6d0" + "a3a4" + "1c2e" + "0a"),
        (Slip((Line("a", bold=True, centred=True),)), "1b6101" + "1b4501" + "61" + "0a" + "1b6100" + "1b4500"),
        (
            Slip((Title("中"),)),
            "1b61011d21111b4501" + "1c26d6d01c2e" + "0a" + "1b61001d2100" + "1b4a0c" + "1b4500",
        ),
        (Slip((Pair("a", "b"),)), "61" + "20" * 30 + "62" + "0a"),
        (Slip((Rule(),)), "2d" * 32 + "0a"),
        (
            Slip((Qr("P-1"),)),
            "1b4a0c1b6101"
            "1d286b0400" + "31413200"  # model 2
            "1d286b0300" + "314308"  # 8 dots a module
            "1d286b0300" + "314531"  # correction M
            "1d286b0600" + "315030" + "502d31"
            "1d286b0300" + "315130" + "0a1b6100",
        ),
    ],
)
def test_a_slip_becomes_these_bytes(slip: Slip, body: str) -> None:
    assert encode(slip, 384).hex() == BEGIN + body + END


def test_a_qr_code_that_no_slip_can_hold_is_refused() -> None:
    assert len(encode(Slip((Qr("9" * 666),)), 384)) > 666
    with pytest.raises(ValueError, match="too long"):
        encode(Slip((Qr("9" * 667),)), 384)


def test_a_slip_of_forty_lines_is_encoded_in_five_milliseconds() -> None:
    slip = Slip((Title("示范医院"), *(Pair(f"检查项目 {n}", f"¥{n}.00") for n in range(38)), Qr("P-1")))
    encode(slip, 576)
    took = []
    for _ in range(20):
        began = time.thread_time()  # however busy the machine is
        encode(slip, 576)
        took.append(time.thread_time() - began)
    assert min(took) < 0.005


FINE = (0x12, 0x12, 0x12)


@pytest.mark.parametrize(
    ("answers", "health"),
    [
        (FINE, Health("online", "full", cover_open=False)),
        ((0x12, 0x12, 0x1E), Health("online", "low", cover_open=False)),
        ((0x1A, 0x32, 0x7E), Health("online", "out", cover_open=False, code="E-PRN-02")),
        ((0x12, 0x12, 0x72), Health("online", "out", cover_open=False, code="E-PRN-02")),
        ((0x1A, 0x16, 0x12), Health("online", "full", cover_open=True, code="E-PRN-04")),
        ((0x1A, 0x36, 0x72), Health("online", "out", cover_open=True, code="E-PRN-04")),
        ((0x1A, 0x52, 0x12, 0x1A), Health("online", "jammed", cover_open=False, code="E-PRN-05")),
        ((0x1A, 0x52, 0x12, 0x32), Health("hardware_error", "full", cover_open=False, code="E-PRN-05")),
        ((0x1A, 0x52, 0x12), Health("hardware_error", "full", cover_open=False, code="E-PRN-05")),
        ((0x1A, 0x52, 0x12, 0x16), Health("hardware_error", "full", cover_open=False, code="E-PRN-05")),
        ((0x1A, 0x52, 0x12, 0x72), Health("hardware_error", "full", cover_open=False, code="E-PRN-05")),
        ((0x1A, 0x52, 0x12, 0x52), Health("busy", "full", cover_open=False, code="E-PRN-01")),  # the head cools
        ((0x1A, 0x56, 0x12, 0x52), Health("online", "full", cover_open=True, code="E-PRN-04")),
        ((0x1A, 0x72, 0x72, 0x52), Health("online", "out", cover_open=False, code="E-PRN-02")),
        ((0x5A, 0x12, 0x12), Health("busy", "full", cover_open=False, code="E-PRN-01")),  # the feed button is held
        ((0x1A, 0x1A, 0x1E), Health("busy", "low", cover_open=False, code="E-PRN-01")),
        ((0x3A, 0x12, 0x12), Health("offline", "full", cover_open=False, code="E-PRN-01")),  # waits to be freed
        ((0x1A, 0x12, 0x12), Health("offline", "full", cover_open=False, code="E-PRN-01")),
        ((0x16, 0x12, 0x12), Health("online", "full", cover_open=False)),  # a cash drawer says nothing here
    ],
)
def test_what_the_status_bytes_say(answers: tuple[int, ...], health: Health) -> None:
    assert decode(*answers) == health


def test_the_questions() -> None:
    assert ask(4) == bytes.fromhex("100404")
    assert who(67) == bytes.fromhex("1d4943")
    assert bytes.fromhex("10140801031401060208") == FORGET


@pytest.mark.parametrize(
    ("text", "question"), [("㟘", b"\x10\x04"), ("a㔝", b"\x10\x04"), ("a䯙", b"\x10\x05"), ("a㘙", b"\x10\x14")]
)
def test_no_picture_holds_what_a_printer_takes_for_a_question(text: str, question: bytes) -> None:
    """Some printers look for real-time commands even among dots; these characters have such dots where they stand."""
    drawn = encode(Slip((Line(text),)), 576)
    if INSTALLED.exists():
        assert question in draw(Row(text), 576)[0]
    assert question not in drawn
