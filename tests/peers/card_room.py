"""A real card service (pcscd) with a virtual reader, in a room of its own: nobody else sees or disturbs it.

One thread of this process moves into a network and a mount namespace; what is started from it lives there. The virtual
reader listens on all addresses, but only of that namespace; the service's socket lies in our folder.
"""

import ctypes
import fcntl
import os
import socket
import struct
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000  # sched.h
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000  # mount.h
SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1
RUN = Path("/run/pcscd")
PORT, SECOND_PORT = 0x8C7B, 0x8C7C  # 35963 and the next, where the virtual reader's two slots wait for a card
DRIVER = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
READER = f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x{PORT:X}\nLIBPATH {DRIVER}\nCHANNELID 0x{PORT:X}\n'

_ROOM = tempfile.TemporaryDirectory(prefix="pcscd-")
FOLDER = Path(_ROOM.name)  # one per process: libpcsclite reads where the socket is only once


class CardRoom:
    """Starts and kills the card service. Needs root, `pcscd` and `vsmartcard-vpcd`."""

    def __init__(self) -> None:
        self._inside = ThreadPoolExecutor(1, "card-room")
        self._run = self._do(_move_in)
        os.environ["PCSCLITE_CSOCK_NAME"] = str(self._run / "pcscd.comm")
        self._service: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="readers-")
        self._readers = Path(self._folder.name)

    def start(self, reader: bool = True) -> None:
        """Start the service, with the virtual reader and its two slots, or with none."""
        entry = self._readers / "vpcd"
        entry.unlink(missing_ok=True)
        if reader:
            entry.write_text(READER)
        command = ["pcscd", "-f", "-c", str(self._readers)]
        self._service = self._do(
            lambda: subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )

    def kill(self) -> None:
        """Kill the service as a crash would: it says goodbye to nobody."""
        assert self._service is not None
        self._service.kill()
        self._service.wait(5)
        for left in self._run.iterdir():  # else the next one believes that it runs already
            left.unlink()

    def close(self) -> None:
        if self._service is not None and self._service.poll() is None:
            self.kill()
        self._inside.shutdown()
        self._folder.cleanup()

    def connect(self, port: int = PORT) -> socket.socket:
        """A line to a slot of the virtual reader, as a card makes it."""
        return self._do(lambda: socket.create_connection(("127.0.0.1", port), 5))

    def _do(self, work: Callable[[], T]) -> T:
        return self._inside.submit(work).result(20)


def _move_in() -> Path:
    """Where the service's socket will lie."""
    libc = ctypes.CDLL(None, use_errno=True)
    RUN.mkdir(exist_ok=True)
    if libc.unshare(CLONE_NEWNS | CLONE_NEWNET) != 0:
        return RUN  # a container that may not make namespaces is a room already
    _check(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None))
    _check(libc.mount(bytes(FOLDER), bytes(RUN), None, MS_BIND, None))
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", IFF_UP))
    return FOLDER


def _check(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
