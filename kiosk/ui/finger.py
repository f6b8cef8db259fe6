"""A finger for tours, benches and tests: touches a control of the real window where a person would."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest


class NothingThere(Exception):
    """No such control can be touched now; the text lists those that can."""


class Finger:
    """Touches arrive as from a touch screen, through the window system. For the GUI thread only."""

    def __init__(self, window: QQuickWindow) -> None:
        self._window = window
        self._screen: QPointingDevice = QTest.createTouchDevice()

    def tap(self, name: str) -> None:
        """Press and lift in the middle of the control with this object name. Raises `NothingThere`."""
        point = self.middle(name)
        QTest.touchEvent(self._window, self._screen).press(0, point, self._window).commit()
        QTest.touchEvent(self._window, self._screen).release(0, point, self._window).commit()

    def middle(self, name: str) -> QPoint:
        """Where the middle of the control is in the window, in pixels of the window."""
        found = [item for item in self._controls() if item.objectName() == name]
        if not found:
            raise NothingThere(f"{name!r} cannot be touched; there are {', '.join(self.names())}")
        item = found[-1]  # what lies over it comes later in the tree
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def names(self) -> list[str]:
        """Everything that can be touched now."""
        return [item.objectName() for item in self._controls()]

    def _controls(self) -> Iterator[QQuickItem]:
        for item in _visible(self._window.contentItem()):
            if item.property("kTouch") and item.isEnabled() and item.objectName():
                yield item


def _visible(item: QQuickItem) -> Iterator[QQuickItem]:
    if not item.isVisible() or item.opacity() == 0:
        return
    yield item
    for child in item.childItems():
        yield from _visible(child)
