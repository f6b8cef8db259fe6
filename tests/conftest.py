"""The window is tested without a display, on the software renderer that lobby PCs and CI use."""

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

TESTS = Path(__file__).parent

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

pytest_plugins = ["gateway_fixtures", "whole_fixtures", "window_fixtures"]  # mypy takes no second conftest.py

# A file belongs to one worker. Whoever got one of these last would be waited for by all; the first of them mostly
# wait themselves, and leave the processor to the others.
LONGEST = [
    "kills/test_kill_terminal.py",
    "kills/test_kill_gateway.py",
    "whole/test_whole_faults.py",
    "gateway/test_gateway_races.py",
    "gateway/test_gateway_crashes.py",
    "proof/test_money_is_safe.py",
    "whole/test_whole_journeys.py",
    "peers/test_ipp_printer.py",
    "ui/test_audit_screens.py",
    "whole/test_whole_commands.py",
    "proof/test_planted_bugs.py",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; workers take files in the order in which they are collected."""
    place = {TESTS / file: number for number, file in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def pytest_collection_finish() -> None:
    """What was collected stays until the end: it need not be looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def application() -> "QGuiApplication":
    """The one Qt application of this test run."""
    from kiosk.ui.window import application as the_application

    return the_application()
