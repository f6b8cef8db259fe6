"""A device at the other end of a serial line: a pseudo-terminal that can be unplugged and plugged in again."""

import os
import select
import threading
import tty
from collections.abc import Callable
from pathlib import Path


class SerialPeer:
    """`port` is where a driver opens the line. What comes is handed to `hear`, and what that returns is sent back, in
    pieces of `piece` bytes. A context manager: nothing is left over."""

    def __init__(self, port: Path, hear: Callable[[bytes], bytes], piece: int = 4096) -> None:
        self.port = port
        self._hear = hear
        self._piece = piece
        self._thread: threading.Thread | None = None

    @property
    def connection(self) -> str:
        return f"serial://{self.port}"

    def __enter__(self) -> "SerialPeer":
        self.plug()
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()

    def plug(self) -> None:
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(self._theirs))
        self._stop, self._stopped = os.pipe()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """From any thread but the device's own; nothing when it is unplugged already."""
        if self._thread is None:
            return
        os.close(self._stopped)
        self._thread.join(20)
        self._thread = None
        for end in (self._stop, self._ours, self._theirs):
            os.close(end)
        self.port.unlink()

    def say(self, data: bytes) -> None:
        """Speak up unasked."""
        os.write(self._ours, data)

    def _serve(self) -> None:
        while self._stop not in (ready := select.select([self._ours, self._stop], [], [])[0]):
            assert ready
            said = self._hear(os.read(self._ours, 4096))
            for at in range(0, len(said), self._piece):
                os.write(self._ours, said[at : at + self._piece])
