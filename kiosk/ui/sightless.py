"""Says in one sentence that no window can be opened on this machine, where Qt would crash with many."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

WRONG = 2  # exit code: something to be mended by who called, said on stderr
log = logging.getLogger(__name__)


@contextmanager
def no_display_is_told() -> Iterator[None]:
    """Around the making of the application: without a display the program ends with 2, and why is on stderr.

    Knocking first, as `kiosk demo` does, would cost a terminal a quarter of a second at every start.
    """
    said: list[str] = []

    def hear(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            _end(said[0] if said else message)
        said.append(message.strip())

    qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(None)
    for message in said:
        log.warning("%s", message)


def _end(why: str) -> None:
    """At once: Qt aborts as soon as its last message has been heard, and an exception would not reach anybody."""
    what_to_do = "start it from the session of its screen (DISPLAY or WAYLAND_DISPLAY), or see `kiosk demo`"
    print(f"kiosk run: no window can be opened here: {why.splitlines()[0]}; {what_to_do}", file=sys.stderr, flush=True)
    os._exit(WRONG)
