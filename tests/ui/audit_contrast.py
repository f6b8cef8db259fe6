"""How well words and outlines stand out from what is really behind them, after WCAG 2.2 (1.4.6 and 1.4.11)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from audit_items import Shown, Target, Wording
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

TEXT, DISABLED, OUTLINE = 7.0, 4.5, 3.0
POINTS = 24  # at least so many are looked at along each edge of a text
SHARE = 0.15  # a colour behind less of the text than this is an edge of something, not its ground
LINE = 1.448  # height of a line for each pixel of letter size, Noto Sans CJK
MIDDLE = (0.4, 0.5, 0.6, 0.7)  # of a line's height: where letters have their stems
NEAR = 60  # difference of two colours, red, green and blue summed, that counts as the same
DEEP = 8  # pixels from its edge within which a control must show its outline
NONE_DRAWN = 1.02  # below this nothing is drawn at the edge: the words alone are the control

Colour = tuple[float, float, float]  # red, green, blue, 0 to 1
WHITE: Colour = (1.0, 1.0, 1.0)


class Picture:
    """What was grabbed. A pixel is 0xffrrggbb. Whole rows are taken at once: to ask the image for one pixel after the
    other takes three times as long."""

    def __init__(self, image: QImage) -> None:
        self._image = image.convertToFormat(QImage.Format.Format_RGB32)
        self._pixels = memoryview(self._image.constBits()).cast("I")
        self._across = self._image.bytesPerLine() // 4

    def row(self, y: float, left: float, right: float) -> Sequence[int]:
        """The pixels of this row from left to right; none outside of the picture."""
        if not 0 <= int(y) < self._image.height():
            return ()
        start, end = max(0, int(left)), min(int(right), self._image.width())
        return self._pixels[int(y) * self._across :][start : max(start, end)]

    def at(self, points: Sequence[tuple[int, int]]) -> list[int]:
        """The pixels at these points, as far as they are in the picture."""
        width, height = self._image.width(), self._image.height()
        return [self._pixels[y * self._across + x] for x, y in points if 0 <= x < width and 0 <= y < height]


def faint(shown: Shown, image: QImage) -> Iterator[tuple[str, str]]:
    """(where, what) of each text and outline that does not stand out enough."""
    picture = Picture(image)
    for wording in shown.wordings:
        needed = TEXT if wording.enabled else DISABLED
        grounds = _grounds(wording.ink, picture)
        ratio = _text_ratio(wording, grounds)
        if ratio < needed:
            yield wording.words, f"contrast {ratio:.2f}, at least {needed}"
        elif not all(_painted(wording, grounds, picture)):
            yield wording.words, "a line of it cannot be seen: something covers it"
    for target in shown.targets:
        ratio = _outline_ratio(target, picture)
        if target.enabled and NONE_DRAWN < ratio < OUTLINE:
            yield target.name, f"outline contrast {ratio:.2f}, at least {OUTLINE}"


@cache
def contrast(one: Colour, other: Colour) -> float:
    """WCAG contrast ratio, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _text_ratio(wording: Wording, grounds: list[Colour]) -> float:
    """The declared colour against the worst ground seen along the upper and lower edge of the lines."""
    return min((contrast(_laid_on(wording, ground), ground) for ground in grounds), default=21.0)


def _painted(wording: Wording, grounds: list[Colour], picture: Picture) -> Iterator[bool]:
    """For each line, whether its colour is seen anywhere along its middle."""
    wanted = _laid_on(wording, grounds[0] if grounds else WHITE)
    ink = wording.ink
    count = max(1, round(ink.height() / (LINE * wording.px)))
    height = ink.height() / count
    for line in range(count):
        rows = [picture.row(ink.top() + height * (line + part), ink.left(), ink.right()) for part in MIDDLE]
        yield any(_near(rgb, wanted) for row in rows for rgb in set(row))


@cache
def _near(rgb: int, wanted: Colour) -> bool:
    return sum(abs(here - there) for here, there in zip(_parts(rgb), wanted, strict=True)) < NEAR / 255


@cache
def _parts(rgb: int) -> Colour:
    return ((rgb >> 16 & 255) / 255, (rgb >> 8 & 255) / 255, (rgb & 255) / 255)


def _grounds(ink: QRectF, picture: Picture) -> list[Colour]:
    edges = [picture.row(y, ink.left(), ink.right()) for y in (ink.top() + 1, ink.bottom() - 2)]
    seen = Counter(rgb for edge in edges for rgb in edge[:: max(1, len(edge) // POINTS)])
    return [_parts(rgb) for rgb, count in seen.items() if count >= SHARE * seen.total()]


def _laid_on(wording: Wording, ground: Colour) -> Colour:
    colour = wording.colour
    part = wording.opacity * colour.alphaF()
    red, green, blue = (
        over * part + under * (1 - part)
        for over, under in zip((colour.redF(), colour.greenF(), colour.blueF()), ground, strict=True)
    )
    return red, green, blue


def _outline_ratio(target: Target, picture: Picture) -> float:
    """The worst of the four sides: the best contrast of anything drawn near the edge against what lies outside."""
    box = target.box
    x, y, right, bottom = round(box.left()), round(box.top()), round(box.right()) - 1, round(box.bottom()) - 1
    middle_x, middle_y = (x + right) // 2, (y + bottom) // 2
    sides = (
        [(middle_x, y + d) for d in range(-4, DEEP)],
        [(middle_x, bottom - d) for d in range(-4, DEEP)],
        [(x + d, middle_y) for d in range(-4, DEEP)],
        [(right - d, middle_y) for d in range(-4, DEEP)],
    )
    return min(_side_ratio(side, picture) for side in sides)


def _side_ratio(side: list[tuple[int, int]], picture: Picture) -> float:
    seen = [_parts(rgb) for rgb in picture.at(side)]
    return max((contrast(colour, seen[0]) for colour in set(seen)), default=1.0)
