"""Every screen, in every language and mode, is shown in the real window and audited: nothing may be found."""

from collections.abc import Iterator
from itertools import product

import pytest
import render
from audit import MM_PER_PX, Finding, Rules, audit
from audit_items import front
from PySide6.QtCore import QMetaObject, qInstallMessageHandler
from PySide6.QtQuick import QQuickItem
from samples import SAMPLES

from kiosk.ui.window import Window

NAMES = ("张德三", "李小明", "Zhang Desan")
LOW_LINE = 1920 - (1220 - 900) / MM_PER_PX  # a wheelchair user reaches 1220 mm; the screen hangs at 900 mm
MODES = (
    *product(("zh", "en", "pseudo"), ("", "+elder", "+contrast", "+low", "+contrast+elder")),
    *product(("zh", "en"), ("+elder+low",)),
)


@pytest.mark.parametrize("mode", ["".join(mode) for mode in MODES])
def test_nothing_is_found_on_any_screen(shown: Window, complaints: list[str], mode: str) -> None:
    found = {name: findings for name in SAMPLES if (findings := look(shown, name, mode))}
    assert found == {}, "\n" + "\n".join(f"{name} {mode}: {finding}" for name in found for finding in found[name])
    assert complaints == []


def look(shown: Window, name: str, mode: str) -> list[Finding]:
    """The findings on this screen."""
    render.show(shown, SAMPLES[name], render.session(mode, name))
    image = shown.grab()
    canvas = shown.quick.findChild(QQuickItem, "canvas")
    assert canvas is not None
    screen = front(canvas)
    assert screen is not None, f"{name} is not shown"
    QMetaObject.invokeMethod(screen, "tappable")
    rules = Rules("elder" in mode, LOW_LINE if "low" in mode else 0.0, NAMES)
    return audit(canvas, screen, image, rules)


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What Qt itself complains about meanwhile: values that are not there, loops, missing pictures."""
    told: list[str] = []
    before = qInstallMessageHandler(lambda kind, context, message: told.append(message))
    yield told
    qInstallMessageHandler(before)


@pytest.fixture(scope="module")
def shown(application: object) -> Iterator[Window]:
    """One window for all of them."""
    with render.window() as opened:
        yield opened
