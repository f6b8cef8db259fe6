"""A real card service (pcscd) with a virtual reader, in a room of its own: nobody else sees or disturbs it.

The virtual reader listens on all addresses, but only of that room; the service's socket lies in our folder.
"""

import os
import socket
import subprocess
import tempfile
from pathlib import Path

from kiosk.bench.private_room import PrivateRoom

RUN = Path("/run/pcscd")
PORT, SECOND_PORT = 0x8C7B, 0x8C7C  # 35963 and the next, where the virtual reader's two slots wait for a card
DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
READER = f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x{PORT:X}\nLIBPATH {DRIVER}\nCHANNELID 0x{PORT:X}\n'

_ROOM = tempfile.TemporaryDirectory(prefix="pcscd-")
FOLDER = Path(_ROOM.name)  # one per process: libpcsclite reads where the socket is only once


class CardRoom:
    """Starts and kills the card service. Needs root, `pcscd` and `vsmartcard-vpcd`."""

    def __init__(self) -> None:
        self._room = PrivateRoom({RUN: FOLDER})
        self._run = FOLDER if self._room.apart else RUN
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
        self._service = self._room.do(
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
        self._room.close()
        self._folder.cleanup()

    def connect(self, port: int = PORT) -> socket.socket:
        """A line to a slot of the virtual reader, as a card makes it."""
        return self._room.connect(port)
