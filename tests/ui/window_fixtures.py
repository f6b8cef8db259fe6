"""A window of the terminal, and what it reports."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

    from kiosk.core.events import Event
    from kiosk.ui.window import Window


@pytest.fixture
def heard() -> "list[Event]":
    """What the window has reported."""
    return []


@pytest.fixture
def window(application: "QGuiApplication", heard: "list[Event]") -> "Iterator[Window]":
    import render  # Qt is for those who open a window

    with render.window((540, 960), heard.append) as opened:
        yield opened
