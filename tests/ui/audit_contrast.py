"""How well words and outlines stand out from what is really behind them, after WCAG 2.2 (1.4.6 and 1.4.11)."""

from collections import Counter
from collections.abc import Iterator

from audit_items import Shown, Target, Wording
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

TEXT, DISABLED, OUTLINE = 7.0, 4.5, 3.0
POINTS = 24  # looked at along each edge of a text
SHARE = 0.15  # a colour behind less of the text than this is an edge of something, not its ground
LINE = 1.448  # height of a line for each pixel of letter size, Noto Sans CJK
MIDDLE = (0.4, 0.5, 0.6, 0.7)  # of a line's height: where letters have their stems
NEAR = 60  # difference of two colours, red, green and blue summed, that counts as the same
DEEP = 8  # pixels from its edge within which a control must show its outline
NONE_DRAWN = 1.02  # below this nothing is drawn at the edge: the words alone are the control


def faint(shown: Shown, image: QImage) -> Iterator[tuple[str, str]]:
    """(where, what) of each text and outline that does not stand out enough."""
    for wording in shown.wordings:
        needed = TEXT if wording.enabled else DISABLED
        grounds = _grounds(wording.ink, image)
        ratio = _text_ratio(wording, grounds)
        if ratio < needed:
            yield wording.words, f"contrast {ratio:.2f}, at least {needed}"
        elif not all(_painted(wording, grounds, image)):
            yield wording.words, "a line of it cannot be seen: something covers it"
    for target in shown.targets:
        ratio = _outline_ratio(target, image)
        if target.enabled and NONE_DRAWN < ratio < OUTLINE:
            yield target.name, f"outline contrast {ratio:.2f}, at least {OUTLINE}"


def contrast(one: QColor, other: QColor) -> float:
    """WCAG contrast ratio, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _text_ratio(wording: Wording, grounds: list[QColor]) -> float:
    """The declared colour against the worst ground seen along the upper and lower edge of the lines."""
    return min((contrast(_laid_on(wording, ground), ground) for ground in grounds), default=21.0)


def _painted(wording: Wording, grounds: list[QColor], image: QImage) -> Iterator[bool]:
    """For each line, whether its colour is seen anywhere along its middle."""
    wanted = _laid_on(wording, grounds[0] if grounds else QColor("white"))
    count = max(1, round(wording.ink.height() / (LINE * wording.px)))
    height = wording.ink.height() / count
    for line in range(count):
        rows = [wording.ink.top() + height * (line + part) for part in MIDDLE]
        across = range(max(0, int(wording.ink.left())), int(wording.ink.right()))
        yield any(_near(image.pixel(x, int(y)), wanted) for y in rows for x in across if image.valid(x, int(y)))


def _near(rgb: int, wanted: QColor) -> bool:
    seen = QColor(rgb)
    away = (seen.red() - wanted.red(), seen.green() - wanted.green(), seen.blue() - wanted.blue())
    return sum(map(abs, away)) < NEAR


def _grounds(ink: QRectF, image: QImage) -> list[QColor]:
    xs = [ink.left() + ink.width() * (i + 0.5) / POINTS for i in range(POINTS)]
    seen = Counter(
        image.pixel(int(x), int(y))
        for x in xs
        for y in (ink.top() + 1, ink.bottom() - 2)
        if image.valid(int(x), int(y))
    )
    return [QColor(rgb) for rgb, count in seen.items() if count >= SHARE * seen.total()]


def _laid_on(wording: Wording, ground: QColor) -> QColor:
    part = wording.opacity * wording.colour.alphaF()

    def mix(over: float, under: float) -> float:
        return over * part + under * (1 - part)

    colour = wording.colour
    return QColor.fromRgbF(
        mix(colour.redF(), ground.redF()), mix(colour.greenF(), ground.greenF()), mix(colour.blueF(), ground.blueF())
    )


def _outline_ratio(target: Target, image: QImage) -> float:
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
    return min(_side_ratio(side, image) for side in sides)


def _side_ratio(side: list[tuple[int, int]], image: QImage) -> float:
    seen = [image.pixel(x, y) for x, y in side if image.valid(x, y)]
    return max((contrast(QColor(rgb), QColor(seen[0])) for rgb in set(seen)), default=1.0)
