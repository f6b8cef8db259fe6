"""What a tape of a receipt printer shows: every command and every length, not a word of the slip."""

import pytest

from kiosk.devices import Line, Pair, Qr, Slip, Title
from kiosk.devices.receipt_printers.escpos_encode import encode
from kiosk.devices.receipt_printers.escpos_mask import mask
from kiosk.dock.paper import QrCode, Raster, TextLine, read_paper

SLIP = Slip((Title("示范医院"), Pair("张*三", "¥12.50"), Line("Reference ABC"), Line("䶮*𬭎"), Qr("T01-SECRET")))


def test_the_words_are_gone_and_the_paper_keeps_its_shape() -> None:
    data = encode(SLIP, 576)
    masked = mask(data)
    assert len(masked) == len(data)
    before, after = read_paper(data), read_paper(masked)
    assert [type(item) for item in after] == [type(item) for item in before]
    for was, now in zip(before, after, strict=True):
        match now:
            case TextLine():
                assert set(now.text) <= {"x"}
            case QrCode():
                assert now.text == "x" * len("T01-SECRET")
            case Raster():
                assert not any(now.dots)
            case _:
                assert now == was


@pytest.mark.parametrize(
    "said",
    [
        "12",
        "1a327e",
        "0003",
        "14 00 00 0f",
        "12 18 00 0c 00 16",
        "5f 45 50 53 4f 4e 00 12",
        "100401",
        "1d4943",
        "1d7201",
    ],
)
def test_questions_and_answers_stay(said: str) -> None:
    assert mask(bytes.fromhex(said)) == bytes.fromhex(said)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("100401 1b40 414243 0a", "100401 1b40 787878 0a"),
        ("414243", "787878"),  # noise, or an echo
        ("12 414243 12", "12 787878 12"),
        ("1d763000 0100 0400 ffff", "1d763000 0100 0400 0000"),  # cut off where a turn is too long
        ("1d286b0700 315030 4142", "1d286b0700 315030 7878"),
        ("1d6b49 06 7b42 41424344 0a", "1d6b49 06 7b42 78787878 0a"),
        ("1d6b49", "1d6b49"),
        ("1b", "1b"),
        ("14 c4e3ba", "14 787878"),  # no automatic status
        ("01 f3 5e", "01 78 78"),
    ],
)
def test_words_go_wherever_they_stand(said: str, shown: str) -> None:
    assert mask(bytes.fromhex(said)) == bytes.fromhex(shown)
