"""What is really on the screen: every word and every thing to tap, read from the shown items themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtQml import QQmlEngine, QQmlExpression
from PySide6.QtQuick import QQuickItem

RIGHT, MIDDLE, BOTTOM, CENTRE = 2, 4, 64, 128  # Qt's alignment flags
_EVERYWHERE = QRectF(-1e6, -1e6, 2e6, 2e6)
NO_BREAKS = str.maketrans({"\u2060": "", "\u00a0": " "})  # they keep words on one line
GONE = 0.05  # less opaque than this is not shown


@dataclass(frozen=True)
class Target:
    """A thing to tap. `box` in logical pixels of the canvas; `path` are the names of the items around it."""

    name: str
    label: str
    has_role: bool
    enabled: bool
    box: QRectF
    inside: tuple[int, ...]  # ids of the targets it lies in
    id: int


@dataclass(frozen=True)
class Wording:
    """A piece of text. `box` is the room it has, `ink` the lines as painted, `holder` the card or button around it."""

    words: str
    px: int
    colour: QColor
    opacity: float
    enabled: bool
    box: QRectF
    ink: QRectF
    holder: QRectF
    shortened: bool
    may_shorten: bool
    calm: bool  # decoration above the low zone: nobody needs it
    inside: tuple[int, ...]


@dataclass(frozen=True)
class Shown:
    """All of it, and what the screen says about itself."""

    targets: tuple[Target, ...]
    wordings: tuple[Wording, ...]
    canvas: QRectF
    screen_id: str
    focus_order: tuple[str, ...]
    speech: str


@dataclass(frozen=True)
class _Around:
    """What the items around an item make of it."""

    opacity: float
    holder: QRectF
    clip: QRectF
    calm: bool = False
    inside: tuple[int, ...] = ()


def front(item: QQuickItem) -> QQuickItem | None:
    """The screen that lies on top."""
    if item.property("screenId"):
        return item
    return next((found for child in reversed(item.childItems()) if (found := front(child))), None)


def look_at(canvas: QQuickItem, screen: QQuickItem) -> Shown:
    """Read everything visible on `canvas`; `screen` is the root that carries screenId, focusOrder and speech."""
    room = QRectF(0, 0, canvas.width(), canvas.height())
    found = list(_walk(_modal(canvas) or canvas, canvas, _Around(1.0, _EVERYWHERE, _EVERYWHERE)))
    return Shown(
        targets=tuple(f for f in found if isinstance(f, Target)),
        wordings=tuple(f for f in found if isinstance(f, Wording)),
        canvas=room,
        screen_id=str(screen.property("screenId") or ""),
        focus_order=tuple(_name(entry) for entry in _list(screen.property("focusOrder"))),
        speech=str(screen.property("speech") or ""),
    )


def _modal(canvas: QQuickItem) -> QQuickItem | None:
    """The dialog that lies over everything else, if there is one: what it covers cannot be used."""
    items = [canvas]
    while items:
        item = items.pop()
        if item.isVisible():
            if item.property("kModal"):
                return item
            items += item.childItems()
    return None


def _walk(item: QQuickItem, canvas: QQuickItem, around: _Around) -> Iterator[Target | Wording]:
    opacity = around.opacity * item.opacity()
    if not item.isVisible() or opacity < GONE:
        return
    box = item.mapRectToItem(canvas, QRectF(0, 0, item.width(), item.height()))
    touch = bool(item.property("kTouch"))
    if touch:
        yield _target(item, box, around)
    if item.inherits("QQuickText"):
        if str(item.property("text")).strip():
            yield _wording(item, canvas, around, opacity)
        return
    clip = around.clip.intersected(box) if item.clip() else around.clip
    inner = _Around(
        opacity=opacity,
        holder=box if touch or _is_card(item) else around.holder,
        clip=clip,
        calm=around.calm or bool(item.property("kCalm")),
        inside=(*around.inside, id(item)) if touch else around.inside,
    )
    for child in item.childItems():
        yield from _walk(child, canvas, inner)


def _is_card(item: QQuickItem) -> bool:
    """A rectangle that is seen: text in it must stay in it."""
    if not item.inherits("QQuickRectangle"):
        return False
    colour = item.property("color")
    return bool(colour.alpha()) and 8 < item.width() < 1080 and item.height() > 8


def _target(item: QQuickItem, box: QRectF, around: _Around) -> Target:
    spoken: Any = QAccessible.queryAccessibleInterface(item)
    return Target(
        name=item.objectName(),
        label=spoken.text(QAccessible.Text.Name) if spoken else "",
        has_role=bool(spoken) and spoken.role() != QAccessible.Role.NoRole,
        enabled=item.isEnabled(),
        box=box,
        inside=around.inside,
        id=id(item),
    )


def _wording(item: QQuickItem, canvas: QQuickItem, around: _Around, opacity: float) -> Wording:
    width, height = float(item.property("contentWidth")), float(item.property("contentHeight"))
    aside, above = item.width() - width, item.height() - height
    left = {RIGHT: aside, MIDDLE: aside / 2}.get(_flag(item, "horizontalAlignment"), 0) if aside else 0
    top = {BOTTOM: above, CENTRE: above / 2}.get(_flag(item, "verticalAlignment"), 0) if above else 0
    ink = item.mapRectToItem(canvas, QRectF(left, top, width, height))
    box = item.mapRectToItem(canvas, QRectF(0, 0, item.width(), item.height()))
    clipped = not around.clip.adjusted(-1, -1, 1, 1).contains(ink)
    return Wording(
        words=str(item.property("text")).translate(NO_BREAKS),
        px=item.property("font").pixelSize(),
        colour=item.property("color"),
        opacity=opacity,
        enabled=item.isEnabled(),
        box=box,
        ink=ink,
        holder=around.holder,
        shortened=bool(item.property("truncated")) or clipped,
        may_shorten=bool(item.property("kMayShorten")),
        calm=around.calm,
        inside=around.inside,
    )


def _flag(item: QQuickItem, name: str) -> int:
    """An alignment: PySide cannot read these enums, the engine can."""
    value = QQmlExpression(QQmlEngine.contextForObject(item), item, name).evaluate()
    return int(value[0] if isinstance(value, tuple) else value)


def _list(value: Any) -> list[Any]:
    return list(value.toVariant() if hasattr(value, "toVariant") else value or [])


def _name(entry: Any) -> str:
    return entry if isinstance(entry, str) else str(entry.objectName())
