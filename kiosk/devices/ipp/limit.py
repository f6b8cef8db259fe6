"""Cuts the line to a printer that answers so slowly that it never ends."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any

from requests.adapters import HTTPAdapter


class OneLine(HTTPAdapter):
    """Remembers its connection. The limits of `requests` are for each piece that comes: one byte every two seconds
    keeps within them for hours."""

    def __init__(self) -> None:
        super().__init__()
        self._connection: Any = None

    def get_connection_with_tls_context(self, *asked: Any, **settings: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*asked, **settings)
        connect = type(pool).ConnectionCls

        def remembered(*args: Any, **how: Any) -> Any:
            self._connection = connect(*args, **how)
            return self._connection

        pool.ConnectionCls = remembered  # `urllib3` calls it, and nothing else
        return pool

    def cut(self) -> None:
        """From any thread: whoever waits for the printer hears at once that it hung up."""
        line = getattr(self._connection, "sock", None)
        if line is not None:
            with suppress(OSError):  # it is over already
                socket.socket.shutdown(line, socket.SHUT_RDWR)  # TLS may be reading: it must not lose its state


@contextmanager
def ends_within(seconds: float) -> Iterator[OneLine]:
    """An adapter whose connection is cut when this has not been left by then."""
    adapter = OneLine()
    timer = Timer(seconds, adapter.cut)
    timer.daemon = True
    timer.start()
    try:
        yield adapter
    finally:
        timer.cancel()
