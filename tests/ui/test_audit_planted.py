"""An audit is worth something only if it sees the defects we plant, and does not blame a good screen."""

import pytest
from audit import Finding, Rules, audit
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem, QQuickView

NAMES = ("张德三",)
GOOD = """
import QtQuick
Rectangle {{
    id: screen
    width: 1080; height: 1920; color: "#F4F7FA"
    property string screenId: "Planted"
    property var focusOrder: {focus}
    property string speech: "Please choose"
    component Control: Rectangle {{
        property bool kTouch: true
        property alias words: label.text
        width: 400; height: 112; radius: 16; color: "white"; border {{ width: 3; color: "#5F6E7D" }}
        objectName: "pay"
        Accessible.role: Accessible.Button
        Accessible.name: words
        Text {{ id: label; anchors.centerIn: parent; text: "Pay"; font.pixelSize: 40; color: "#14212E" }}
    }}
    {planted}
}}
"""
PAY = "Control { x: 48; y: 1000 }"
COVERED = 'Text { x: 48; y: 800; text: "hint"; font.pixelSize: 36 } Rectangle { x: 40; y: 812; width: 200; height: 30 }'
PLANTED = [
    ("target", "Control { x: 48; y: 1000; height: 70 }", ["pay"]),
    ("gap", PAY + 'Control { x: 48; y: 1120; objectName: "back" }', ["pay", "back"]),
    ("text size", PAY + 'Text { x: 48; y: 800; text: "hint"; font.pixelSize: 24; color: "#14212E" }', ["pay"]),
    ("contrast", PAY + 'Text { x: 48; y: 800; text: "hint"; font.pixelSize: 36; color: "#7A8694" }', ["pay"]),
    ("contrast", PAY + 'Text { x: 48; y: 800; text: "hint"; font.pixelSize: 36; opacity: 0.6 }', ["pay"]),
    ("contrast", 'Control { x: 48; y: 1000; border.color: "#C9D3DD" }', ["pay"]),
    ("overflow", PAY + 'Text { x: 48; y: 800; width: 60; text: "too long"; font.pixelSize: 36 }', ["pay"]),
    ("contrast", PAY + COVERED, ["pay"]),
    (
        "overflow",
        PAY + 'Text { x: 48; y: 800; width: 90; text: "too long"; elide: Text.ElideRight; font.pixelSize: 36 }',
        ["pay"],
    ),
    ("overflow", 'Control { x: 48; y: 1000; width: 110; words: "too long" }', ["pay"]),
    (
        "overflow",
        PAY + 'Item { x: 48; y: 800; width: 300; height: 30; clip: true; Text { text: "cut"; font.pixelSize: 40 } }',
        ["pay"],
    ),
    (
        "overlap",
        PAY + 'Text { x: 48; y: 800; text: "one"; font.pixelSize: 36 }'
        'Text { x: 60; y: 820; text: "two"; font.pixelSize: 36 }',
        ["pay"],
    ),
    ("overlap", PAY + 'Control { x: 300; y: 1050; objectName: "back" }', ["pay", "back"]),
    ("overlap", PAY + 'Text { x: 330; y: 1010; text: "over the button"; font.pixelSize: 36 }', ["pay"]),
    ("off-screen", "Control { x: 800; y: 1000 }", ["pay"]),
    ("off-screen", PAY + 'Text { x: 48; y: 1890; text: "below"; font.pixelSize: 36 }', ["pay"]),
    ("unnamed", 'Control { x: 48; y: 1000; objectName: "" }', [""]),
    ("unnamed", 'Control { x: 48; y: 1000; Accessible.name: "" }', ["pay"]),
    ("unnamed", PAY + "Control { x: 48; y: 1200 }", ["pay"]),
    ("private", PAY + 'Text { x: 48; y: 800; text: "张德三 您好"; font.pixelSize: 36 }', ["pay"]),
    ("private", PAY + 'Text { x: 48; y: 800; text: "110101 19900307 1234"; font.pixelSize: 36 }', ["pay"]),
    ("private", 'Control { x: 48; y: 1000; Accessible.name: "13800138000" }', ["pay"]),
    ("screen", PAY, []),
    ("screen", PAY, ["pay", "back"]),
]


def test_a_good_screen_is_not_blamed(view: QQuickView) -> None:
    assert look(view, PAY + 'Text { x: 48; y: 800; text: "Pay ¥1.00"; font.pixelSize: 36 }', ["pay"]) == []


@pytest.mark.parametrize(("rule", "planted", "focus"), PLANTED)
def test_a_planted_defect_is_caught(view: QQuickView, rule: str, planted: str, focus: list[str]) -> None:
    found = look(view, planted, focus)
    assert {finding.rule for finding in found} == {rule}, found


@pytest.mark.parametrize("needed", [PAY, 'Text { x: 48; y: 1000; text: "needed"; font.pixelSize: 36 }'])
def test_what_a_wheelchair_user_cannot_reach_or_read_is_caught(view: QQuickView, needed: str) -> None:
    focus = ["pay"] if needed == PAY else []
    found = look(view, needed, focus, Rules(y_min=1200))
    assert {finding.rule for finding in found} == {"too high"}, found


def test_a_calm_picture_may_stand_above_the_low_zone(view: QQuickView) -> None:
    calm = 'Item { property bool kCalm: true; Text { x: 48; y: 300; text: "Pay"; font.pixelSize: 36 } }'
    assert look(view, calm, [], Rules(y_min=1200)) == []


def test_text_that_is_large_enough_for_most_is_too_small_in_elder_mode(view: QQuickView) -> None:
    found = look(view, PAY, ["pay"], Rules(elder=True))
    assert [finding.rule for finding in found] == ["text size"]


def look(view: QQuickView, planted: str, focus: list[str], rules: Rules | None = None) -> list[Finding]:
    """The findings on a screen with this planted into it."""
    component = QQmlComponent(view.engine())
    component.setData(GOOD.format(planted=planted, focus=focus).encode(), QUrl())
    item = component.create()
    assert isinstance(item, QQuickItem), component.errorString()
    view.setContent(QUrl(), component, item)
    return audit(item, item, view.grabWindow(), rules or Rules(names=NAMES))


@pytest.fixture(scope="module")
def view(application: object) -> QQuickView:
    """A window of the canvas's size that is used for all of them."""
    view = QQuickView()
    view.resize(1080, 1920)
    view.show()
    return view
