"""A place where programs live that nobody else sees or disturbs: a network of their own, and folders of their own.

One thread of this process moves there; what is started from it lives there too.
"""

import ctypes
import fcntl
import os
import shutil
import socket
import struct
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000  # sched.h
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000  # mount.h
SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1
PLACES = "/usr/sbin:/usr/bin:/sbin:/bin"  # not everybody's PATH holds the first
WAIT_S = 20.0


class PrivateRoom:
    """Needs root. `places`: a folder of the machine -> the folder that lies there instead, `None` for an empty one.

    `apart`: whether it is one. In a container that may not make namespaces it is not: that is a room already.
    """

    def __init__(self, places: Mapping[Path, Path | None]) -> None:
        self._inside = ThreadPoolExecutor(1, "room")
        self.apart = self.do(lambda: _move_in(places))

    def do(self, work: Callable[[], T]) -> T:
        """Have it done in there."""
        return self._inside.submit(work).result(WAIT_S)

    def connect(self, port: int) -> socket.socket:
        """A line to a server in there. Raises `OSError`."""
        return self.do(lambda: socket.create_connection(("127.0.0.1", port), 5))

    def close(self) -> None:
        self._inside.shutdown()


def what_is_missing(*programs: str) -> str:
    """What this machine lacks for a room with these programs, in words; empty when nothing is."""
    if os.geteuid() != 0:
        return "it needs a network of its own, which only root can make: run it as root or with sudo"
    missing = [program for program in programs if shutil.which(program, path=PLACES) is None]
    return f"{', '.join(missing)} not installed: run `make setup`" if missing else ""


def network_up() -> None:
    """Let a new network reach itself. Needs root. Raises `OSError`."""
    _turn(IFF_UP)


def network_down() -> None:
    """As if its cable were pulled: whatever is sent is lost, and nobody is told."""
    _turn(0)


def _turn(flags: int) -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", flags))


def _move_in(places: Mapping[Path, Path | None]) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    for place in places:
        place.mkdir(exist_ok=True)
    if libc.unshare(CLONE_NEWNS | CLONE_NEWNET) != 0:
        return False
    _check(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None))
    for place, instead in places.items():
        if instead is None:
            _check(libc.mount(b"none", bytes(place), b"tmpfs", 0, None))
        else:
            _check(libc.mount(bytes(instead), bytes(place), None, MS_BIND, None))
    network_up()
    return True


def _check(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
