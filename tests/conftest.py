"""The window is tested without a display, on the software renderer that lobby PCs and CI use."""

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

pytest_plugins = ["gateway_fixtures", "whole_fixtures"]  # mypy takes no second conftest.py


@pytest.fixture(scope="session")
def application() -> "QGuiApplication":
    """The one Qt application of this test run."""
    from kiosk.ui.window import application as the_application

    return the_application()
