"""Turns the hospital's logo into dots, once, when the printer is opened."""

from PIL import Image

from kiosk import ASSETS
from kiosk.devices.receipt_printers.escpos_picture import picture

FORMATS = ("PNG", "JPEG", "BMP", "GIF")
MOST_BYTES, MOST_DOTS = 5_000_000, 25_000_000  # of the file, of the picture in it: no logo needs more
HIGHEST = 240  # dots, 30 mm: paper is for words


def logo(file: str, dots: int) -> bytes:
    """The commands that print the picture in `file`, centred on paper of `dots` dots, no larger than it is.

    `file`: a whole path, or one below the folder of assets. Raises `ValueError` for what is no picture, or a huge one.
    """
    path = ASSETS / file
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"logo: {path} has more than {MOST_BYTES // 1_000_000} MB")
        with Image.open(path, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_DOTS:
                raise ValueError(f"logo: {path} is {opened.width} x {opened.height} dots, far too large for a slip")
            grey = _on_paper(opened)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"logo: {path} is no picture that can be read ({', '.join(FORMATS)}): {error}") from error
    grey.thumbnail((dots, HIGHEST))
    sheet = Image.new("L", (dots, grey.height), 0)
    sheet.paste(grey.point(lambda tone: 255 - tone), ((dots - grey.width) // 2, 0))
    return picture(sheet.convert("1").tobytes(), dots)


def _on_paper(opened: Image.Image) -> Image.Image:
    """In tones of grey; what is transparent shows white paper."""
    drawn = opened.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(paper, drawn).convert("L")
