"""Waiting at the window: lets Qt work until something is true, with an end."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from kiosk import told

TICK_MS = 10  # how often a condition that has no signal is looked at
ROUNDS = 150  # of letting time pass: many more than a machine with much else to do needs


class TooLate(Exception):
    """It did not come true in time; the text says what was expected."""


def until(condition: Callable[[], bool], within_s: float, expected: Callable[[], str]) -> None:
    """Serve Qt's events until the condition holds. Raises `TooLate` with what `expected` says then, and
    `SystemExit` when told to end."""
    end = time.monotonic() + within_s
    tick = QTimer()
    tick.start(TICK_MS)
    try:
        while not condition():
            told.obey()
            if time.monotonic() > end:
                raise TooLate(expected())
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    finally:
        # A traceback would keep it until some other thread collects it, and a timer that dies there takes Qt with it.
        del tick


def rest(seconds: float) -> None:
    """Serve Qt's events for so long: only to let a picture come to rest."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() >= end, seconds + 1, lambda: "time to pass")
