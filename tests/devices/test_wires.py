"""The line to a printer, where only the line itself can fail."""

import socket
import time

import pytest

from kiosk.devices.wires import open_wire


def test_what_a_network_printer_did_not_take_is_never_delivered() -> None:
    """A printer without paper takes nothing; after a refill it must not find our slip in its line."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        wire = open_wire(f"tcp://127.0.0.1:{listener.getsockname()[1]}", 0.3)
        printer, _ = listener.accept()
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            wire.write(bytes(8_000_000))
        assert time.monotonic() - began < 2
        wire.close()
        with printer, pytest.raises(ConnectionResetError):
            list(iter(lambda: printer.recv(65536), b""))


def test_a_printer_that_hangs_up_is_noticed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        wire = open_wire(f"tcp://127.0.0.1:{listener.getsockname()[1]}", 0.3)
        listener.accept()[0].close()
        with pytest.raises(ConnectionResetError):
            wire.read(2)
        wire.close()


def test_nothing_comes_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        wire = open_wire(f"tcp://127.0.0.1:{listener.getsockname()[1]}", 0.3)
        began = time.monotonic()
        assert wire.read(0.1) == b""
        assert 0.05 < time.monotonic() - began < 1
        wire.close()
