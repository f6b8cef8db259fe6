"""The window is tested without a display, on the software renderer that lobby PCs and CI use."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest  # noqa: E402
from PySide6.QtGui import QGuiApplication  # noqa: E402

from kiosk.ui.window import application as the_application  # noqa: E402


@pytest.fixture(scope="session")
def application() -> QGuiApplication:
    """The one Qt application of this test run."""
    return the_application()
