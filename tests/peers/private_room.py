"""A place where the programs of one test live: a network of their own, and folders that hide those of the machine.

One thread of this process moves there; what is started from it lives there too. Nobody else sees or disturbs it.
"""

import ctypes
import fcntl
import os
import socket
import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000  # sched.h
MS_REC, MS_PRIVATE = 0x4000, 0x40000  # mount.h
SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1


class PrivateRoom:
    """Needs root. `hidden`: folders that are empty in there, whatever they hold outside."""

    def __init__(self, *hidden: Path) -> None:
        self._inside = ThreadPoolExecutor(1, "room")
        self.do(lambda: _move_in(hidden))

    def do(self, work: Callable[[], T]) -> T:
        """Have it done in there."""
        return self._inside.submit(work).result(20)

    def connect(self, port: int) -> socket.socket:
        """A line to a server in there. Raises `OSError`."""
        return self.do(lambda: socket.create_connection(("127.0.0.1", port), 5))

    def close(self) -> None:
        self._inside.shutdown()


def _move_in(hidden: tuple[Path, ...]) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    for folder in hidden:
        folder.mkdir(exist_ok=True)
    if libc.unshare(CLONE_NEWNS | CLONE_NEWNET) != 0:
        return  # a container that may not make namespaces is a room already
    _check(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None))
    for folder in hidden:
        _check(libc.mount(b"none", bytes(folder), b"tmpfs", 0, None))
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", IFF_UP))


def _check(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
