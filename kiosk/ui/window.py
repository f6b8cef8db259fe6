"""Opens the window that patients see."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QColor, QCursor, QFont, QFontDatabase, QGuiApplication, QImage, QPixmap
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk import ASSETS
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.events import Event
from kiosk.ui.bridge import Bridge, Cabinet
from kiosk.ui.codes import CodeProvider
from kiosk.ui.icons import IconProvider

HERE = Path(__file__).parent
FONTS = ASSETS / "fonts"
FAMILIES = ["Noto Sans SC", "Noto Sans CJK SC"]  # ours, then the full face for rare names where it is installed


@dataclass(frozen=True)
class Window:
    """The open window. `display` may be used from any thread, the rest only from the GUI thread."""

    display: Bridge
    quick: QQuickWindow
    engine: QQmlApplicationEngine

    def on_first_frame(self, told: Callable[[], None]) -> None:
        """Call back once, when the next frame of a screen has been painted."""
        FirstFrame(self, told)

    def grab(self) -> QImage:
        """What the window shows now."""
        return self.quick.grabWindow()

    def close(self) -> None:
        """Close it. The process must not paint with it again."""
        self.quick.close()
        self.engine.deleteLater()


class FirstFrame(QObject):
    """Waits for one frame that shows something: before the first screen comes, the window paints its bare ground."""

    def __init__(self, window: Window, told: Callable[[], None]) -> None:
        super().__init__(window.quick)
        self._window, self._told = window, told
        window.quick.frameSwapped.connect(self._painted)

    def _painted(self) -> None:
        if self._window.display.property("name"):
            self._window.quick.frameSwapped.disconnect(self._painted)
            self._told()


def application() -> QGuiApplication:
    """The process's one Qt application, with our fonts."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    # Lobby PCs have no display card worth its driver. Without these two lines Mesa and LLVM are loaded to emulate one:
    # 65 MiB more and 100 ms later. A machine that has one may set both to something else.
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    os.environ.setdefault("QT_XCB_GL_INTEGRATION", "none")
    app = QGuiApplication([])
    for face in sorted(FONTS.glob("*.otf")):
        QFontDatabase.addApplicationFont(str(face))
    font = QFont()
    font.setFamilies(FAMILIES)
    app.setFont(font)
    return app


def open_window(
    post: Callable[[Event], None],
    clock: Clock | None = None,
    cabinet: Cabinet | None = None,
    size: tuple[int, int] | None = None,
) -> Window:
    """Open the window on the whole screen, or with `size` in pixels. `post` hears of every choice."""
    application()
    bridge = Bridge(post, clock or SystemClock(), cabinet or Cabinet())
    engine = QQmlApplicationEngine()
    engine.setProperty("bridge", bridge)
    engine.addImageProvider("icon", IconProvider())
    engine.addImageProvider("code", CodeProvider())
    engine.load(QUrl.fromLocalFile(str(HERE / "Window.qml")))
    quick = engine.rootObjects()[0]
    assert isinstance(quick, QQuickWindow)
    if size:
        quick.resize(*size)
        quick.show()
    else:
        quick.setCursor(_no_arrow())
        quick.showFullScreen()
    return Window(bridge, quick, engine)


def _no_arrow() -> QCursor:
    """Fingers need none. `Qt.BlankCursor` would do, but making the enumerations of `Qt` takes 14 ms."""
    nothing = QPixmap(1, 1)
    nothing.fill(QColor(0, 0, 0, 0))
    return QCursor(nothing)
