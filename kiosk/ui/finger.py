"""A finger for tours, benches and tests: touches a control of the real window where a person would."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest


class NothingThere(Exception):
    """No such control can be touched now; the text says why and lists those that can."""


class Finger:
    """Touches arrive as from a touch screen, through the window system. For the GUI thread only."""

    def __init__(self, window: QQuickWindow) -> None:
        self._window = window
        self._screen: QPointingDevice = QTest.createTouchDevice()
        self._at = QPoint()

    def tap(self, name: str) -> None:
        """Press and lift in the middle of the control with this object name. Raises `NothingThere`."""
        self.press(name)
        self.lift()

    def press(self, name: str) -> None:
        """Press, and leave the finger there. Raises `NothingThere`."""
        self._at = self.middle(name)
        QTest.touchEvent(self._window, self._screen).press(0, self._at, self._window).commit()

    def press_at(self, x: float, y: float) -> None:
        """Press where no control has a name, and leave the finger there; in pixels of the canvas."""
        canvas = self._window.findChild(QQuickItem, "canvas")
        assert canvas is not None
        self._at = canvas.mapToScene(QPointF(x, y)).toPoint()
        QTest.touchEvent(self._window, self._screen).press(0, self._at, self._window).commit()

    def lift(self) -> None:
        """Lift the finger where it is."""
        QTest.touchEvent(self._window, self._screen).release(0, self._at, self._window).commit()

    def middle(self, name: str) -> QPoint:
        """Where the middle of the control is in the window, in pixels of the window. Raises `NothingThere`."""
        reasons = []
        for item in _controls(self._window.contentItem()):
            if item.objectName() == name:
                reason = self._out_of_reach(item)
                if not reason:
                    return _middle(item)
                reasons.append(reason)
        why = ", ".join(reasons) or "not on this screen"
        raise NothingThere(f"{name!r} is {why}; there are {', '.join(self.names())}")

    def names(self) -> list[str]:
        """Everything that can be touched now."""
        controls = _controls(self._window.contentItem())
        return [item.objectName() for item in controls if not self._out_of_reach(item)]

    def _out_of_reach(self, item: QQuickItem) -> str:
        """Why a touch would not arrive; empty when it would."""
        point = _middle(item)
        if not item.isVisible():
            return "hidden"
        if not item.isEnabled():
            return "switched off"
        if not (0 <= point.x() < self._window.width() and 0 <= point.y() < self._window.height()):
            return "off the screen"
        hit = _topmost(self._window.contentItem(), QPointF(point))
        return "" if hit is not None and _within(hit, item) else "covered"


def _controls(item: QQuickItem) -> Iterator[QQuickItem]:
    """Everything that is made to be touched, shown or not."""
    if item.property("kTouch") and item.objectName():
        yield item
    for child in item.childItems():
        yield from _controls(child)


def _middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def _topmost(item: QQuickItem, point: QPointF) -> QQuickItem | None:
    """What takes a touch at this point of the window: what is painted last comes first."""
    if not item.isVisible() or not item.isEnabled():
        return None
    for child in sorted(item.childItems(), key=lambda each: each.z())[::-1]:
        hit = _topmost(child, point)
        if hit is not None:
            return hit
    takes = item.inherits("QQuickMouseArea")  # an item that only watches touches says that it accepts them, too
    return item if takes and item.contains(item.mapFromScene(point)) else None


def _within(item: QQuickItem | None, control: QQuickItem) -> bool:
    while item is not None and item is not control:
        item = item.parentItem()
    return item is control
