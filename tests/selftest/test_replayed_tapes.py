"""What an odd device said in a far hospital is written down there and met again here."""

import json
import os
import select
from pathlib import Path

import pytest
from replaying import played

from kiosk.__main__ import main
from kiosk.devices import Line as Words
from kiosk.devices import Slip
from kiosk.devices.dispensers import crt571_frames
from kiosk.devices.receipt_printers.escpos_encode import encode
from kiosk.devices.tape import Tape, TapedWire
from kiosk.dock.printer import ReceiptPrinterPeer
from kiosk.dock.printer_lines import TcpLine
from kiosk.machine import mask_of
from kiosk.selftest.replay import BadTape, Player, Saying, Turn, load_tape

ASK, HERE = bytes.fromhex("1004 01"), bytes.fromhex("16")
TERMINAL = """[terminal]
id = "K01"
[gateway]
url = "http://127.0.0.1:1"
[journal]
file = "journal.db"
[[devices]]
kind = "receipt_printers"
driver = "escpos"
name = "printer"
timeout_s = 20.0
print_s = 20.0
connection = """


class Line:
    """A device that answers every question with the next of its answers."""

    two_way = answers = True

    def __init__(self, *answers: bytes) -> None:
        self._answers = list(answers)

    def write(self, data: bytes) -> None:
        assert data

    def read(self, seconds: float) -> bytes:
        return self._answers.pop(0) if self._answers else b""

    def close(self) -> None:
        assert not self._answers


def blank(said: bytes) -> bytes:
    return said.replace(b"Zhang", b"*****")


def test_what_was_said_comes_back_when_the_same_is_asked(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "printer.tape", "printer")
    wire = TapedWire(Line(HERE, b"\x12"), tape)
    wire.write(ASK)
    wire.read(1)
    wire.write(b"\x10\x04\x02")
    wire.read(1)
    wire.close()
    tape.close()
    player = Player(load_tape(tmp_path / "printer.tape").turns)
    assert [one.said for one in player.hear(ASK)] == [HERE]
    assert [one.said for one in player.hear(b"\x10\x04\x02")] == [b"\x12"]
    assert [one.said for one in player.hear(ASK)] == [HERE]  # asked again, as drivers do


def test_no_name_is_on_the_tape_even_when_it_came_in_pieces(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "reader.tape", "reader", blank)
    wire = TapedWire(Line(b"name Zh", b"ang end"), tape)
    wire.write(ASK)
    wire.read(1)
    wire.read(1)
    wire.close()
    tape.close()
    assert [turn.said for turn in load_tape(tmp_path / "reader.tape").turns] == [ASK, b"name ***** end"]
    assert b"Zhang".hex() not in (tmp_path / "reader.tape").read_text()


def test_a_second_recording_keeps_the_first(tmp_path: Path) -> None:
    for said in (b"one", b"two"):
        tape = Tape(tmp_path / "x.tape", "x")
        tape.heard("device", said)
        tape.close()
    assert load_tape(tmp_path / "x.tape").turns[0].said == b"two"
    assert load_tape(tmp_path / "x.tape.1").turns[0].said == b"one"


def test_a_question_that_comes_in_pieces_is_waited_for() -> None:
    player = Player([Turn(0.0, True, ASK), Turn(0.1, False, HERE)])
    assert player.hear(ASK[:1]) == []
    assert player.hear(ASK[1:]) == [Saying(0.1, HERE)]


def test_bytes_that_were_never_said_are_counted_and_passed_over() -> None:
    player = Player([Turn(0.0, True, ASK), Turn(0.1, False, HERE)])
    assert [one.said for one in player.hear(b"??" + ASK)] == [HERE]
    assert player.strange == 2


def test_what_a_device_says_by_itself_comes_at_its_pace_but_not_after_an_hour() -> None:
    player = Player([Turn(0.5, False, b"a"), Turn(3600.0, False, b"b")])
    assert player.begin() == [Saying(0.5, b"a"), Saying(5.0, b"b")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"kiosk-tape": 2}',
        '{"kiosk-tape": 1}\nnonsense',
        '{"kiosk-tape": 1}\n{"at": 0, "by": "me", "hex": ""}',
        '{"kiosk-tape": 1}\n{"at": -1, "by": "us", "hex": ""}',
        '{"kiosk-tape": 1}\n{"at": 0, "by": "us", "hex": "zz"}',
    ],
)
def test_what_is_no_tape_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad").write_text(text)
    with pytest.raises(BadTape):
        load_tape(tmp_path / "bad")


def proves_itself(folder: Path, connection: str, *more: str) -> bool:
    config = folder / "kiosk.toml"
    config.write_text(f'{TERMINAL}"{connection}"')
    return main(["devices", "test", "printer", "--config", str(config), *more]) == 0


def test_the_tape_of_a_good_printer_passes_the_test_it_was_made_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printer = ReceiptPrinterPeer(TcpLine())
    try:
        assert proves_itself(tmp_path, printer.connection, "--record", str(tmp_path / "tapes"))
    finally:
        printer.close()
    with played(tmp_path / "tapes" / "printer.tape") as connection:
        assert proves_itself(tmp_path, connection), capsys.readouterr().out
        assert proves_itself(tmp_path, connection), capsys.readouterr().out
    assert capsys.readouterr().out.count("a test slip came out") == 3


def slip(words: str) -> bytes:
    return encode(Slip((Words(words), Words("䶮"))), 576)


def to_card(command: bytes) -> bytes:
    return crt571_frames.encode(crt571_frames.Command(0x51, 0x39, command))


@pytest.mark.parametrize(
    ("driver", "then", "now"),
    [
        ("receipt_printers.escpos", slip("张三 12.50"), slip("李四 99.00")),
        ("dispensers.crt571", to_card(b"\x00\x84\x01"), to_card(b"\x00\x84\x02")),
        ("scanners.serial_line", b"~T.", b"~R."),
        ("of an older tape", ASK, ASK),
    ],
    ids=["slip", "card command", "scanner command", "older tape"],
)
def test_what_the_tape_does_not_tell_apart_is_answered_alike(driver: str, then: bytes, now: bytes) -> None:
    mask = mask_of(driver)
    assert any(mask(then)), "all zeros: the mask did not understand it"
    player = Player([Turn(0.0, True, b"?"), Turn(0.0, True, mask(then)), Turn(0.0, False, HERE)], mask)
    for _ in range(2):
        assert player.hear(now) == [Saying(0.0, HERE)]
    assert player.strange == 0


def test_a_slip_that_comes_in_pieces_is_waited_for_wherever_it_was_cut() -> None:
    mask, data = mask_of("receipt_printers.escpos"), slip("李四 99.00")
    player = Player([Turn(0.0, True, mask(slip("张三 12.50"))), Turn(0.0, False, HERE)], mask)
    for cut in range(1, 60):
        assert player.hear(data[:cut]) == []
        assert player.hear(data[cut:]) == [Saying(0.0, HERE)]


def test_a_question_is_answered_at_once_although_more_was_said_in_one_breath_later() -> None:
    """As when a printer stops in the middle of a slip, and is told to forget it before it has answered."""
    player = Player([Turn(0.0, True, ASK), Turn(0.0, False, HERE), Turn(0.0, True, ASK * 2), Turn(0.0, False, b"ok")])
    assert player.hear(ASK) == [Saying(0.0, HERE)]
    assert player.hear(ASK) == []
    assert player.hear(ASK) == [Saying(0.0, b"ok")]


def test_a_turn_in_which_nothing_was_said_holds_nobody_up() -> None:
    player = Player([Turn(0.0, True, b""), Turn(0.0, True, ASK), Turn(0.0, False, HERE)])
    assert player.hear(b"?" + ASK) == [Saying(0.0, HERE)]


def test_a_replayed_device_stands_on_a_line_of_its_own(tmp_path: Path) -> None:
    lines = [{"kiosk-tape": 1, "device": "x"}, {"at": 0, "by": "us", "hex": ASK.hex()}]
    lines.append({"at": 0.0, "by": "device", "hex": HERE.hex()})
    (tmp_path / "x.tape").write_text("\n".join(map(json.dumps, lines)))
    with played(tmp_path / "x.tape") as connection:
        line = os.open(connection.removeprefix("serial://"), os.O_RDWR | os.O_NOCTTY)
        os.write(line, ASK)
        assert select.select([line], [], [], 20)[0]
        assert os.read(line, 10) == HERE
        os.close(line)


def test_a_full_disk_ends_the_tape_and_not_the_device(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "printer.tape", "printer")
    tape._file.close()
    tape._file = Path("/dev/full").open("w")  # noqa: SIM115  # every write on it fails; the tape closes it
    wire = TapedWire(Line(HERE, HERE), tape)
    for _ in range(2):
        wire.write(ASK)
        assert wire.read(1) == HERE
    wire.close()
    tape.close()
    wire.write(ASK)  # a thread that has not ended yet


def test_brackets_without_end_are_no_tape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "deep.tape"
    file.write_text("[" * 100_000, "ascii")
    assert main(["devices", "replay", str(file)]) == 2
    assert capsys.readouterr().err == f"{file}: line 1: too many brackets in each other\n"
