"""The window itself: quick to its first frame, scaled to any screen, steered by touch or by five keys."""

import subprocess
import sys

import pytest
import render
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtQuick import QQuickItem
from samples import SAMPLES

from kiosk.core.desk import Session
from kiosk.core.events import Answer, Event
from kiosk.tour.patience import until
from kiosk.ui.finger import Finger
from kiosk.ui.window import Window, open_window

ENGLISH = Session(language="en")
HEAVY = ("cv2", "escpos", "requests", "serial", "smartcard", "segno", "PIL", "numpy", "sqlalchemy", "litestar")

FIRST_FRAME = """
import sys
from kiosk.core.desk import Session
from kiosk.core.screens import Attract, Tile
from kiosk.ui.window import application, open_window
window = open_window(print, size=(270, 480))
window.display.show(1, Attract((Tile("pay"),), ("id_card",)), Session(language="en"))
window.on_first_frame(application().quit)
application().exec()
print(" ".join(name for name in sys.argv[1:] if name in sys.modules) or "nothing heavy")
"""


def press(window: Window, *keys: Qt.Key) -> None:
    """Press the keys one after the other."""
    for key in keys:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(window.quick, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))
    render.settle()


def focused(window: Window) -> str:
    item = window.quick.activeFocusItem()
    return item.objectName() if item else ""


def test_nothing_heavy_is_loaded_before_the_first_frame() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME, *HEAVY], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "nothing heavy", done.stderr


def test_the_first_frame_is_told_once(window: Window) -> None:
    frames: list[int] = []
    window.on_first_frame(lambda: frames.append(1))
    render.show(window, SAMPLES["Home"], ENGLISH)
    until(lambda: bool(frames), 20, lambda: "expected a frame")
    render.show(window, SAMPLES["Help"], ENGLISH)
    assert frames == [1]


@pytest.mark.parametrize(("size", "scale", "left"), [((540, 960), 0.5, 0.0), ((1920, 1080), 0.5625, 656.25)])
def test_one_scale_for_every_screen_and_a_column_in_the_middle_of_a_wide_one(
    application: QGuiApplication, size: tuple[int, int], scale: float, left: float
) -> None:
    with render.window(size) as window:
        render.show(window, SAMPLES["Home"], ENGLISH)
        canvas = window.quick.findChild(QQuickItem, "canvas")
        assert canvas is not None
        assert (canvas.scale(), canvas.x(), canvas.y()) == pytest.approx((scale, left, 0.0))
        assert window.grab().size().toTuple() == size


def test_a_wide_screen_can_be_touched_where_it_is_painted(application: QGuiApplication, heard: list[Event]) -> None:
    with render.window((1280, 800), heard.append) as window:
        render.show(window, SAMPLES["Home"], ENGLISH)
        Finger(window.quick).tap("tile-pay")
        render.settle()
    assert Answer(1, "pay") in heard


def test_five_keys_walk_the_screen_in_reading_order_and_press(window: Window, heard: list[Event]) -> None:
    render.show(window, SAMPLES["Home"], ENGLISH)
    seen = []
    for _ in range(6):
        press(window, Qt.Key.Key_Down)
        seen.append(focused(window))
    assert seen == ["language", "tile-pay", "elder", "contrast", "low", "help"]
    press(window, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert focused(window) == "tile-pay"
    assert heard[-1] == Answer(1, "pay")


def test_the_focus_is_seen_with_keys_and_gone_with_a_touch(window: Window) -> None:
    before = render.picture(window, SAMPLES["Home"], ENGLISH)
    press(window, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert window.grab() != before
    Finger(window.quick).tap("contrast")
    render.settle()
    assert window.grab() == before


def test_the_back_and_help_keys_answer_on_every_screen(window: Window, heard: list[Event]) -> None:
    render.show(window, SAMPLES["Identify"], ENGLISH)
    press(window, Qt.Key.Key_Escape, Qt.Key.Key_F1)
    assert [event for event in heard if isinstance(event, Answer)] == [Answer(1, "back"), Answer(1, "session.help")]


def test_a_press_is_answered_by_the_next_frame(window: Window) -> None:
    from PySide6.QtTest import QTest

    render.show(window, SAMPLES["Home"], ENGLISH)
    before = window.grab()
    middle = Finger(window.quick).middle("tile-pay")
    QTest.mousePress(window.quick, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert window.grab().pixelColor(middle.x(), middle.y() + 20) != before.pixelColor(middle.x(), middle.y() + 20)


def test_rare_names_are_painted_not_boxed(application: QGuiApplication) -> None:
    """Letters outside the fonts we bring come from the full face where it is installed, else from any that has them."""
    from PySide6.QtGui import QFont, QFontMetrics, QRawFont

    metrics = QFontMetrics(QGuiApplication.font())
    assert [letter for letter in "张䶮𬭎¥龙" if not metrics.inFontUcs4(ord(letter))] == []
    ours = QRawFont.fromFont(QFont("Noto Sans SC"))
    assert ours.familyName() == "Noto Sans SC"
    assert ours.supportsCharacter(ord("䶮"))


def test_a_second_window_has_its_own_screen(window: Window, application: QGuiApplication) -> None:
    other = open_window(print, size=(270, 480))
    render.show(window, SAMPLES["Home"], ENGLISH)
    render.show(other, SAMPLES["Help"], Session(language="zh-CN"))
    pages = [str(each.quick.property("page").property("screenId")) for each in (window, other)]
    languages = [each.display.property("language") for each in (window, other)]
    other.close()
    assert (pages, languages) == (["Home", "Help"], ["en", "zh-CN"])


def test_a_short_wait_fades_the_page_at_once_and_a_longer_one_says_what_is_done(
    application: QGuiApplication, heard: list[Event]
) -> None:
    window = open_window(heard.append, size=(270, 480))
    window.display.show(1, SAMPLES["Home"], ENGLISH)
    until(lambda: name_of_page(window) == "Home", 20, lambda: "no home screen")
    window.display.show(2, SAMPLES["Waiting"], ENGLISH)
    until(lambda: bool(page_of(window).property("heard")), 20, lambda: "the page does not show that it has heard")
    assert name_of_page(window) == "Home"
    assert "help" not in Finger(window.quick).names()
    until(lambda: name_of_page(window) == "Waiting", 20, lambda: "the wait is never said")
    window.close()


def test_the_next_screen_follows_a_short_wait_without_it(application: QGuiApplication, heard: list[Event]) -> None:
    window = open_window(heard.append, size=(270, 480))
    window.display.show(1, SAMPLES["Home"], ENGLISH)
    window.display.show(2, SAMPLES["Waiting"], ENGLISH)
    window.display.show(3, SAMPLES["Home"], ENGLISH)
    until(lambda: name_of_page(window) == "Home", 20, lambda: "no home screen")
    assert not page_of(window).property("heard")
    assert "help" in Finger(window.quick).names()
    window.close()


def page_of(window: Window) -> QQuickItem:
    page = window.quick.property("page")
    assert isinstance(page, QQuickItem)
    return page


def name_of_page(window: Window) -> str:
    page = window.quick.property("page")
    return str(page.property("screenId")) if page else ""
