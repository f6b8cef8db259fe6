"""Ctrl-C and SIGTERM: noted whenever they come, obeyed where nothing is left half done."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGINT, signal.SIGTERM)
_noted: list[int] = []


def listen() -> None:
    """From now on a signal is only noted: an exception in the midst of Qt or of an import would be garbled or lost."""
    for number in SIGNALS:
        signal.signal(number, lambda number, _: _noted.append(number))


def to_end() -> bool:
    """Whether we were told to end since `listen`."""
    return bool(_noted)


def obey() -> None:
    """Called where one may end. Raises `SystemExit` when told to, with the exit code a shell has for that signal."""
    if _noted:
        sys.exit(128 + _noted[0])


@contextmanager
def listening() -> Iterator[None]:
    """`listen` for a while; then signals mean again what they meant before."""
    before = [signal.getsignal(number) for number in SIGNALS]
    listen()
    try:
        yield
    finally:
        for number, handler in zip(SIGNALS, before, strict=True):
            signal.signal(number, handler)
