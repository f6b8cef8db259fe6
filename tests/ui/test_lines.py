"""Where lines end: a text that wraps has no character hanging over alone, and never needs another line for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import render
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem

from kiosk.ui.window import Window

PART = 'import QtQuick\nimport "parts"\nKText {{ width: {width}; text: "{text}"; horizontalAlignment: Text.{align} }}'
HERE = QUrl.fromLocalFile(str(Path(__file__).parents[2] / "kiosk" / "ui" / "written.qml"))
EM = 36  # pixels: the letters of a body text


@pytest.fixture(scope="module")
def shown(application: object) -> Iterator[Window]:
    with render.window() as opened:
        yield opened


def written(shown: Window, text: str, width: float, align: str = "AlignLeft") -> QQuickItem:
    """The text as a part of a screen, so many pixels wide."""
    part = QQmlComponent(shown.engine)
    part.setData(PART.format(text=text, width=width, align=align).encode(), HERE)
    item = part.create()
    assert isinstance(item, QQuickItem), part.errorString()
    item.setParent(shown.engine)
    render.settle()
    return item


def lines(item: QQuickItem) -> list[str]:
    """What stands on each line."""
    text, padding = str(item.property("text")), item.property("leftPadding") + item.property("rightPadding")
    layout, option = QTextLayout(text, item.property("font")), QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(item.width() - padding)
    layout.endLayout()
    found = [layout.lineAt(at) for at in range(layout.lineCount())]
    return [text[line.textStart() : line.textStart() + line.textLength()] for line in found]


@pytest.mark.parametrize(
    ("text", "room", "stands"),
    [
        ("请到门诊一楼3号收费窗口", 11.5, ["请到门诊一楼3号", "收费窗口"]),
        ("药品已发出，请到一楼六号退药窗口办理", 17.2, ["药品已发出，请到一楼六号退药", "窗口办理"]),
        ("医保电子凭证", 5.5, ["医保电子", "凭证"]),
        ("Please go to the service desk.", 13.0, ["Please go to the ", "service desk."]),
    ],
)
def test_the_last_line_is_worth_the_name(shown: Window, text: str, room: float, stands: list[str]) -> None:
    item = written(shown, text, room * EM)
    assert lines(item) == stands
    assert item.property("lineCount") == len(stands)


@pytest.mark.parametrize(("text", "room"), [("请到窗口办理", 6.5), ("您可以先看病、检查、取药，费用以后再付。", 12.5)])
def test_what_is_well_as_it_comes_is_left_alone(shown: Window, text: str, room: float) -> None:
    assert written(shown, text, room * EM).property("spare") == 0


def test_a_word_that_cannot_be_set_better_gets_no_further_line(shown: Window) -> None:
    item = written(shown, "社保卡", 2.5 * EM)
    assert (item.property("lineCount"), lines(item)) == (2, ["社保", "卡"])


def test_the_lines_end_anew_when_the_room_or_the_text_changes(shown: Window) -> None:
    item = written(shown, "请到门诊一楼3号收费窗口", 11.5 * EM)
    assert item.property("spare") > 0
    item.setWidth(20.0 * EM)
    render.settle()
    assert (item.property("spare"), item.property("lineCount")) == (0, 1)
    item.setWidth(11.5 * EM)
    item.setProperty("text", "请到窗口")
    render.settle()
    assert (item.property("spare"), item.property("lineCount")) == (0, 1)


@pytest.mark.parametrize(("align", "left"), [("AlignLeft", 0.0), ("AlignHCenter", 0.5), ("AlignRight", 1.0)])
def test_it_stays_where_it_is_aligned(shown: Window, align: str, left: float) -> None:
    item = written(shown, "请到门诊一楼3号收费窗口", 11.5 * EM, align)
    assert item.property("leftPadding") == pytest.approx(item.property("spare") * left)
    assert item.property("rightPadding") == pytest.approx(item.property("spare") * (1 - left))
