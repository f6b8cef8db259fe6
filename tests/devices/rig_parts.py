"""What the rigs of all drivers have in common: ears, a mouth that can be shut, a port in the network, a long breath."""

import queue
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import pytest

from kiosk.core.errors import DeviceFault
from kiosk.core.events import Event
from kiosk.devices import Device

LONG_S = 20.0


class Speaks(Protocol):
    """What a driver with a thread of its own can do besides."""

    def start(self, post: Callable[[Event], None]) -> None: ...


class Ears:
    """Hears what a device posts."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def until(self, *kinds: type[Event]) -> Event:
        """The next event of one of these kinds."""
        while not isinstance(event := self.events.get(timeout=LONG_S), kinds):
            continue
        return event


@dataclass
class Rig:
    """`gone`: the code without a plug. `mute`: from now on the other end says nothing, or speaks again; `None` for what
    never is asked anything. `works`: it does what it is for. `breaks`: it is unplugged in the middle of that; what
    came of it."""

    device: Device
    gone: str
    plug: Callable[[], None]
    unplug: Callable[[], None]
    works: Callable[[Ears], None]
    breaks: Callable[[Ears], str]
    mute: Callable[[bool], None] | None = None
    end: Callable[[], None] = lambda: None


def wait(until: Callable[[], bool], what: Callable[[], object]) -> None:
    limit = time.monotonic() + LONG_S
    while not until():
        assert time.monotonic() < limit, what()
        threading.Event().wait(0.01)


class Muted:
    """Hands on what is said, or nothing."""

    def __init__(self, hear: Callable[[bytes], bytes]) -> None:
        self._hear = hear
        self.silent = False

    def hear(self, data: bytes) -> bytes:
        said = self._hear(data)
        return b"" if self.silent else said

    def mute(self, silent: bool) -> None:
        self.silent = silent


class Port:
    """A device in the network that only speaks, as behind a box with a serial line."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port: int = free.getsockname()[1]
        self.connection = f"tcp://127.0.0.1:{self._port}"
        self._plugged = False

    def plug(self) -> None:
        self._plugged = True
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._callers: queue.SimpleQueue[socket.socket] = queue.SimpleQueue()
        self._caller: socket.socket | None = None
        threading.Thread(target=self._serve, args=(self._listener,), daemon=True).start()

    def say(self, data: bytes) -> None:
        self._caller = self._caller or self._callers.get(timeout=LONG_S)
        self._caller.sendall(data)

    def unplug(self) -> None:
        if not self._plugged:
            return
        self._plugged = False
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        (self._caller or self._callers.get(timeout=LONG_S)).close()

    def _serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                self._callers.put(listener.accept()[0])


def fault(act: Callable[[], object]) -> str:
    with pytest.raises(DeviceFault) as fault:
        act()
    return fault.value.code
