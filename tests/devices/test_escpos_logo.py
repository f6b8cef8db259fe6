"""The hospital's logo: dots on the top of every slip, made once; what is no picture is refused at start, in words."""

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from kiosk.config import Config, ConfigWrong, Device, Gateway, Journal, Terminal
from kiosk.devices import Line, Slip
from kiosk.devices.receipt_printers.escpos import open_driver
from kiosk.devices.receipt_printers.escpos_logo import logo
from kiosk.dock.paper import Raster, TextLine, read_paper
from kiosk.machine import open_machine

SLIP = Slip((Line("缴费凭条"),))


def drawn(folder: Path, size: tuple[int, int] = (200, 100), name: str = "logo.png") -> Path:
    """A black bar on nothing."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, size[1] // 4, size[0], size[1] // 2), fill=(0, 0, 0, 255))
    picture.save(folder / name)
    return folder / name


def raster(commands: bytes) -> Raster:
    (item,) = read_paper(commands)
    assert isinstance(item, Raster)
    return item


def test_it_stands_above_all_else_on_every_slip_although_its_file_is_gone(tmp_path: Path) -> None:
    file = drawn(tmp_path)
    slips = tmp_path / "slips.bin"
    printer = open_driver(f"file://{slips}", logo=str(file))
    file.unlink()
    printer.print(SLIP)
    printer.print(SLIP)
    kinds = [type(item) for item in read_paper(slips.read_bytes()) if isinstance(item, Raster | TextLine)]
    assert kinds == [Raster, TextLine, Raster, TextLine]


def test_it_is_centred_and_as_large_as_it_was_drawn(tmp_path: Path) -> None:
    item = raster(logo(str(drawn(tmp_path)), 576))
    assert (item.width, item.height) == (576, 100)
    box = Image.frombytes("1", (item.width, item.height), item.dots).getbbox()
    assert box == (188, 25, 388, 51)


@pytest.mark.parametrize(("size", "height"), [((2000, 500), 96), ((100, 900), 240)])
def test_a_large_one_is_made_to_fit(tmp_path: Path, size: tuple[int, int], height: int) -> None:
    item = raster(logo(str(drawn(tmp_path, size)), 384))
    assert (item.width, item.height) == (384, height)


def test_tones_become_dots_and_no_questions_to_the_printer(tmp_path: Path) -> None:
    Image.linear_gradient("L").resize((384, 240)).save(tmp_path / "grey.png")
    commands = logo(str(tmp_path / "grey.png"), 384)
    black = sum(byte.bit_count() for byte in raster(commands).dots) / (384 * 240)
    assert 0.4 < black < 0.6
    assert not any(question in commands for question in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))


def huge() -> bytes:
    """A small file that says it is 30,000 dots wide and high."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no picture"),
        (b"hello", "no picture"),
        (b"GIF89a", "no picture"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no picture"),
        (b"BM" + bytes(40), "no picture"),
        (huge(), "no picture|far too large"),
        (bytes(5_000_001), "more than 5 MB"),
        (None, "no picture"),
    ],
)
def test_what_is_no_picture_is_refused_at_start(tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "logo.png"
    if content is not None:
        file.write_bytes(content)
    device = Device("receipt_printers", "escpos", "slips", (), {"connection": "tcp://h:9100", "logo": str(file)})
    config = Config(Terminal("K01"), Gateway("http://h"), Journal("j"), devices=(device,))
    with pytest.raises(ConfigWrong, match=f"devices.slips: logo: .*({words})"):
        open_machine(config)


@pytest.mark.parametrize("part", [0.3, 0.5])
def test_a_picture_that_is_cut_off_is_refused(tmp_path: Path, part: float) -> None:
    file = drawn(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(part * len(whole))])
    with pytest.raises(ValueError, match="no picture"):
        logo(str(file), 576)


@pytest.mark.parametrize("settings", [{"codes": "barcode"}, {"dots": 80}, {"dots": 577}])
def test_settings_that_cannot_be_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="codes is|dots is"):
        open_driver("tcp://127.0.0.1:9100", **settings)  # type: ignore[arg-type]  # as a configuration has them
