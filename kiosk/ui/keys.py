"""Hands every key that is pressed to who asked for it: some scanners play a keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent

Key = Callable[[str, float], bool]


class KeyListener(QObject):
    """Hears each key of a window before the window does. `told` gets what the key writes and its time in seconds, by
    the window system's own clock: a busy window must not stretch the time between two keys."""

    def __init__(self, window: QObject, told: Key) -> None:
        super().__init__(window)
        self._told = told
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, ARG002  # Qt's name and form
        return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._press(event)

    def _press(self, event: QKeyEvent) -> bool:
        return self._told(event.text(), event.timestamp() / 1000)
