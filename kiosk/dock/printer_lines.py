"""What the playing printer is connected by: a network port of this machine only, or a serial line made of software."""

import contextlib
import os
import select
import socket
import tempfile
import threading
import tty
from collections.abc import Callable
from pathlib import Path

Receive = Callable[[bytes], None]


class TcpLine:
    """A network printer on 127.0.0.1. Like most of them it serves one caller at a time; the others wait."""

    def __init__(self) -> None:
        self._listener = _listen(0)
        self._port: int = self._listener.getsockname()[1]
        self._caller: socket.socket | None = None
        self.connection = f"tcp://127.0.0.1:{self._port}"

    def start(self, receive: Receive) -> None:
        self._receive = receive
        self._serve()

    def send(self, data: bytes) -> None:
        if self._caller is not None:
            with contextlib.suppress(OSError):  # who asked has hung up
                self._caller.sendall(data)

    def unplug(self) -> None:
        """Hang up, and answer no more calls."""
        for line in (self._listener, self._caller):
            if line is not None:
                with contextlib.suppress(OSError):  # it may have hung up itself
                    line.shutdown(socket.SHUT_RDWR)
                line.close()

    def plug(self) -> None:
        """Answer calls again, at the same port."""
        self._listener = _listen(self._port)
        self._serve()

    def close(self) -> None:
        """Nothing is left once it is unplugged."""

    def _serve(self) -> None:
        threading.Thread(target=self._calls, args=(self._listener,), name="printer", daemon=True).start()

    def _calls(self, listener: socket.socket) -> None:
        while True:
            try:
                self._caller, _ = listener.accept()
            except OSError:
                return  # unplugged
            with self._caller as caller:
                self._talk(caller)

    def _talk(self, caller: socket.socket) -> None:
        while True:
            try:
                data = caller.recv(4096)
            except OSError:
                return
            if not data:
                return
            self._receive(data)


class SerialLine:
    """A serial printer: a pseudo-terminal whose name stays the same when it is unplugged and back."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="printer-")
        self._name = Path(self._folder.name) / "ttyPRN0"
        self.connection = f"serial://{self._name}?baud=115200"
        self._ours: int | None = None

    def start(self, receive: Receive) -> None:
        self._receive = receive
        self.plug()

    def send(self, data: bytes) -> None:
        if self._ours is not None:
            os.write(self._ours, data)

    def unplug(self) -> None:
        """The cable is pulled: who has it open gets an error, and its name is gone."""
        # The listening thread, which may be the one that pulls it, closes its ends as soon as it sees this one closed.
        self._ours = None
        self._name.unlink()
        os.close(self._stop)
        if threading.current_thread() is not self._thread:
            self._thread.join(2)

    def plug(self) -> None:
        # Our own end of the far side stays open: else every caller who hangs up would end the line.
        self._ours, theirs = os.openpty()
        tty.setraw(theirs)
        self._name.symlink_to(os.ttyname(theirs))
        stopped, self._stop = os.pipe()
        args = (self._ours, theirs, stopped)
        self._thread = threading.Thread(target=self._listen, args=args, name="printer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._folder.cleanup()

    def _listen(self, ours: int, theirs: int, stopped: int) -> None:
        while stopped not in select.select([ours, stopped], [], [])[0]:
            self._receive(os.read(ours, 4096))
        for end in (ours, theirs, stopped):
            os.close(end)


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener
