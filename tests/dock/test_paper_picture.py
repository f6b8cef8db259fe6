"""The picture of a slip, and that rare characters are on it as the glyphs they are."""

import io

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps, ImageStat

from kiosk.devices import Line, Pair, Qr, Rule, Slip, Title
from kiosk.devices.receipt_printers.escpos_encode import encode
from kiosk.devices.receipt_printers.escpos_raster import INSTALLED, draw, fonts, has_glyph, open_face
from kiosk.devices.receipt_printers.layout import Row
from kiosk.dock.paper import Item, Raster, read_paper
from kiosk.dock.picture import draw_paper

RARE = "䶮𬭎㛃𫖯"
FACE = INSTALLED / "NotoSansCJK-Regular.ttc"


def paper(slip: Slip, dots: int = 576) -> list[Item]:
    return read_paper(encode(slip, dots))


def picture(items: list[Item], dots: int = 576) -> Image.Image:
    return Image.open(io.BytesIO(draw_paper(items, dots)))


def ink(image: Image.Image) -> Image.Image:
    """The black of a picture cut out and brought to one size: what a glyph looks like wherever it stands."""
    box = image.getbbox()
    assert box is not None, "nothing was drawn"
    return ImageOps.pad(image.crop(box).convert("L"), (48, 48))


def likeness(one: Image.Image, other: Image.Image) -> float:
    """How much of the ink is the same, 0 to 1."""
    both, either = ImageChops.darker(one, other), ImageChops.lighter(one, other)
    return ImageStat.Stat(both).sum[0] / ImageStat.Stat(either).sum[0]


def rendered(char: str) -> Image.Image:
    """The character as a font in another size draws it, by nobody's encoder."""
    image = Image.new("L", (96, 96))
    ImageDraw.Draw(image).text((10, 70), char, fill=255, font=ImageFont.truetype(str(FACE), 24, index=2), anchor="ls")
    return ink(image)


@pytest.mark.parametrize("char", RARE)
def test_a_rare_character_is_on_the_paper_as_its_glyph(char: str) -> None:
    (raster,) = (item for item in paper(Slip((Line(char),))) if isinstance(item, Raster))
    drawn = ink(Image.frombytes("1", (raster.width, raster.height), raster.dots))
    others = set(RARE + "龙金张一") - {char}
    assert likeness(drawn, rendered(char)) > 0.45
    assert max(likeness(drawn, rendered(other)) for other in others) < 0.4


def test_a_rare_character_does_not_move_the_amount() -> None:
    slip = Slip((Pair("张䶮", "¥25.00"), Pair("张三", "¥25.00")))
    (raster,) = (item for item in paper(slip) if isinstance(item, Raster))
    box = Image.frombytes("1", (raster.width, raster.height), raster.dots).getbbox()
    assert box is not None
    assert (box[0] < 6, 566 <= box[2] <= 576) == (True, True)


@pytest.mark.parametrize("char", ["\ue863", "\U000f0000", "😀"])
def test_a_character_that_no_font_has_is_marked_as_printers_do(char: str) -> None:
    assert [type(item) for item in paper(Slip((Line(char),)))][0] is Raster
    assert draw(Row(char), 576) == draw(Row("〓"), 576)


def test_fonts_know_what_they_have() -> None:
    face = open_face(*fonts(bold=False)[0], 24)
    assert has_glyph(face, "中")
    assert not has_glyph(face, "\u3100")


@pytest.mark.parametrize("dots", [576, 384])
def test_the_picture_shows_every_item(dots: int) -> None:
    slip = Slip((Title("首都示范医院"), Line("缴费凭条", centred=True), Rule(), Pair("䶮", "¥1.00"), Qr("T01-ABC")))
    whole = picture(paper(slip, dots), dots)
    less = picture(paper(Slip(slip.lines[:3]), dots), dots)
    assert whole.width == dots + 160
    assert whole.height > less.height + 200
    assert sum(whole.convert("L").histogram()[:80]) > 4000


@pytest.mark.parametrize("char", "gypqj")
def test_what_hangs_below_the_line_is_drawn_whole(char: str) -> None:
    drawn = picture(paper(Slip((Line(char),)))).convert("L").point(lambda grey: 255 if grey < 60 else 0)
    free = Image.new("L", (96, 96))
    ImageDraw.Draw(free).text((10, 50), char, fill=255, font=open_face(*fonts(bold=False)[0], 22), anchor="ls")
    box, whole = drawn.getbbox(), free.point(lambda grey: 255 if grey > 231 else 0).getbbox()
    assert box is not None
    assert whole is not None
    assert box[3] - box[1] == whole[3] - whole[1]


def test_a_title_is_twice_as_large() -> None:
    def height(slip: Slip) -> int:
        drawn = picture(paper(slip)).convert("L").point(lambda grey: 255 if grey < 60 else 0)
        box = drawn.getbbox()
        assert box is not None
        return box[3] - box[1]

    ratio = height(Slip((Title("国"),))) / height(Slip((Line("国"),)))
    assert 1.8 < ratio < 2.2
