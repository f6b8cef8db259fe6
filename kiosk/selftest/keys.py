"""Lets a scanner that plays a keyboard type into this shell, as it would into the terminal's window."""

import os
import select
import sys
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from kiosk.devices import Device, Keyboard

GLANCE_S = 0.1


@contextmanager
def typed_here(device: Device) -> Iterator[None]:
    """Hand the device what is typed, if it is one that wants keys; nothing of it is shown: a code is somebody's."""
    if not hasattr(device, "key"):
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_type, args=(cast(Keyboard, device), over), name="typing", daemon=True)
    with _unseen():
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def _type(device: Keyboard, over: threading.Event) -> None:
    keys = sys.stdin.fileno()
    while not over.is_set():
        if not select.select([keys], [], [], GLANCE_S)[0]:
            continue
        typed = os.read(keys, 1024).decode("utf-8", "replace")
        if not typed:
            return
        for key in typed:
            device.key("\r" if key == "\n" else key, time.monotonic())


@contextmanager
def _unseen() -> Iterator[None]:
    """Without echo and key by key, where this is a shell at all."""
    if not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    quiet = [*before[:3], before[3] & ~(termios.ECHO | termios.ICANON), *before[4:]]
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
