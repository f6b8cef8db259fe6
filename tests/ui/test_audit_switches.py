"""Big letters, contrast, wheelchair and language are switched while a screen is shown: it then looks as if it had been
shown so from the start, and Qt has nothing to complain about."""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

import pytest
import render
from audit import SLACK
from audit_items import look_at
from PySide6.QtCore import QMetaObject, QRectF, qInstallMessageHandler
from PySide6.QtQuick import QQuickItem
from samples import SAMPLES

from kiosk.ui.window import Window

SMALL = (216, 384)  # a fifth: places are those of the canvas, and painting is what takes time
Piece = tuple[str, QRectF]  # what it is, and where

# Every switch is turned on and off again, one at a time, on the screen as it stands: on one screen of each kind, the
# plainest, and off on the last, the worst.
ON = ("zh", "zh+elder", "zh+elder+low", "en+elder+low", "en+elder+low+contrast")
OFF = ("en+elder+low+contrast", "en+low+contrast", "en+contrast", "en", "zh")
FIRST = {name.split("-")[0]: name for name in reversed(SAMPLES)}
LAST = {name.split("-")[0]: name for name in SAMPLES}


@pytest.mark.parametrize(("names", "path"), [(FIRST.values(), ON), (LAST.values(), OFF)], ids=["on", "off"])
def test_a_switch_leads_to_the_same_screen(
    shown: Window, complaints: list[str], names: Iterable[str], path: tuple[str, ...]
) -> None:
    found = {name: differs for name in names if (differs := switched(shown, name, path))}
    assert found == {}, "\n" + "\n".join(f"{name}: {one}" for name, differs in found.items() for one in differs)
    assert complaints == []


def switched(shown: Window, name: str, path: tuple[str, ...]) -> list[str]:
    """What stands elsewhere, after all these switches, than on a screen that was made so."""
    first, *switches = path
    begin(shown, name, first)
    for mode in switches:
        render.show(shown, SAMPLES[name], render.session(mode, name))
    turned = layout(shown)
    begin(shown, name, path[-1])
    return [f"{one} instead of {other}" for one, other in zip_longest(turned, layout(shown)) if not same(one, other)]


def begin(shown: Window, name: str, mode: str) -> None:
    """Make the screen anew: another one comes in between."""
    how = render.session(mode, name)
    shown.display.show(1, SAMPLES["OutOfService" if not name.startswith("OutOfService") else "Language"], how)
    render.show(shown, SAMPLES[name], how)


def layout(shown: Window) -> list[Piece]:
    """Every text and every thing to tap with its place. Figures are not compared: seconds go by."""
    canvas = shown.quick.findChild(QQuickItem, "canvas")
    assert canvas is not None
    shown.grab()  # what waits to be laid out is laid out before a frame
    QMetaObject.invokeMethod(shown.quick.property("page"), "tappable")
    seen = look_at(canvas, shown.quick.property("page"))
    pieces = [(target.name, target.box) for target in seen.targets]
    return pieces + [(re.sub(r"\d", "0", wording.words), wording.ink) for wording in seen.wordings]


def same(one: Piece | None, other: Piece | None) -> bool:
    if one is None or other is None or one[0] != other[0]:
        return False
    (_, a), (_, b) = one, other
    edges = zip((a.left(), a.top(), a.right(), a.bottom()), (b.left(), b.top(), b.right(), b.bottom()), strict=True)
    return all(abs(here - there) <= SLACK for here, there in edges)


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What Qt complains about meanwhile: loops above all."""
    told: list[str] = []
    before = qInstallMessageHandler(lambda kind, context, message: told.append(message))
    yield told
    qInstallMessageHandler(before)


@pytest.fixture(scope="module")
def shown(application: object) -> Iterator[Window]:
    """One window for all of them."""
    with render.window(SMALL) as opened:
        yield opened
