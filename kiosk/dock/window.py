"""Opens the dock: the window beside the terminal that plays the outside world."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.dock.counter import Counter
from kiosk.dock.world import World
from kiosk.ui.icons import IconProvider
from kiosk.ui.window import application

HERE = Path(__file__).parent / "qml"


class DockWindow:
    """The open dock. For the GUI thread."""

    def __init__(self, world: World, language: str = "zh-CN") -> None:
        application()
        self.counter = Counter(world, language)
        self._engine = QQmlApplicationEngine()
        self._engine.setProperty("counter", self.counter)
        self._engine.addImageProvider("icon", IconProvider())
        self._engine.load(QUrl.fromLocalFile(str(HERE / "Dock.qml")))
        window = self._engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        self.quick = window
        self.counter.start()

    def close(self) -> None:
        """Close it, once the act that is being done is done."""
        self.counter.close()
        self.quick.close()
        self._engine.deleteLater()
