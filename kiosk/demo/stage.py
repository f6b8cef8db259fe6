"""Puts gateway, terminal and dock on one screen, and takes all of it away again."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from PySide6.QtCore import QLocale, QRect
from PySide6.QtGui import QGuiApplication

from kiosk import told
from kiosk.app import Terminal, quit_on_signals, quit_soon
from kiosk.dock.backstage import Backstage
from kiosk.dock.window import DockWindow
from kiosk.dock.world import World
from kiosk.ui.window import application

TALL, WIDE = 960, 840  # the dock at its best
FRAME = 48  # what window frames take
GAP = 16


def demo() -> int:
    """Until a window is closed, or SIGINT, or SIGTERM. Raises `GatewayDied`."""
    app = application()
    print("Starting the gateway, the terminal and the dock ...", flush=True)
    with ExitStack() as at_the_end:
        backstage = Backstage()
        at_the_end.callback(backstage.close)
        backstage.open()
        terminal = at_the_end.enter_context(_terminal(backstage))
        at_the_end.enter_context(_dock(terminal, backstage))
        print("Lay a card on the reader in the dock. Close a window, or press Ctrl-C, to end.", flush=True)
        listening = quit_on_signals(app)
        if not told.to_end():
            app.exec()
        del listening
    return 0


def places(screen: QRect) -> tuple[QRect, QRect]:
    """Where terminal and dock stand on a screen: side by side, as large as it allows."""
    height = min(TALL, screen.height() - FRAME)
    width = round(height * 9 / 16)
    dock = min(WIDE, screen.width() - width - 3 * GAP)
    left = screen.x() + max(GAP, (screen.width() - width - GAP - dock) // 2)
    top = screen.y() + max(FRAME // 2, (screen.height() - height) // 2)
    return QRect(left, top, width, height), QRect(left + width + GAP, top, dock, height)


@contextmanager
def _terminal(backstage: Backstage) -> Iterator[Terminal]:
    place, _ = places(QGuiApplication.primaryScreen().availableGeometry())
    terminal = Terminal(backstage.config(place.width(), place.height()), backstage.folder, backstage.clock)
    terminal.window.quick.setGeometry(place)
    terminal.window.quick.visibleChanged.connect(quit_soon)
    terminal.start(quit_soon)
    try:
        yield terminal
    finally:
        terminal.stop()


@contextmanager
def _dock(terminal: Terminal, backstage: Backstage) -> Iterator[DockWindow]:
    _, place = places(QGuiApplication.primaryScreen().availableGeometry())
    display = terminal.window.display
    world = World(backstage, lambda: terminal.kiosk.machine, terminal.post, lambda: display.property("screen"))
    dock = DockWindow(world, "zh-CN" if QLocale.system().name().startswith("zh") else "en")
    display.screenChanged.connect(lambda: dock.counter.follow(display.property("screen")))
    dock.quick.setGeometry(place)
    dock.quick.show()
    dock.quick.visibleChanged.connect(quit_soon)
    try:
        yield dock
    finally:
        dock.close()
