"""A scanner that types into the window is heard as a scanner, and presses no button."""

import render
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from samples import SAMPLES

from kiosk.core.desk import Session
from kiosk.core.events import CodeScanned, Event
from kiosk.devices.scanners.keyboard_wedge import open_driver
from kiosk.ui.keys import KeyListener
from kiosk.ui.window import Window

CODE = "K01-7Q2MX9"


def press(window: Window, key: Qt.Key, text: str, at_ms: int) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
    event.setTimestamp(at_ms)
    QCoreApplication.sendEvent(window.quick, event)


def test_what_a_scanner_types_is_one_code_and_no_tap(window: Window, heard: list[Event]) -> None:
    scanner = open_driver()
    scanner.start(heard.append)
    listener = KeyListener(window.quick, scanner.key)
    render.show(window, SAMPLES["Attract"], Session())
    for n, char in enumerate(CODE):
        press(window, Qt.Key(ord(char)), char, 1000 + 8 * n)
    press(window, Qt.Key.Key_Return, "\r", 1000 + 8 * len(CODE))
    assert heard == [CodeScanned("scanner", CODE)]
    listener.deleteLater()


def test_a_busy_window_does_not_break_a_code(window: Window, heard: list[Event]) -> None:
    """All keys are told at once, long after they were pressed: their own times count."""
    scanner = open_driver()
    scanner.start(heard.append)
    listener = KeyListener(window.quick, scanner.key)
    press(window, Qt.Key.Key_1, "1", 1000)
    press(window, Qt.Key.Key_2, "2", 1200)  # a person
    press(window, Qt.Key.Key_3, "3", 1210)
    press(window, Qt.Key.Key_Return, "\r", 1220)
    assert heard == [CodeScanned("scanner", "23")]
    listener.deleteLater()
