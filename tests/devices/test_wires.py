"""The line to a printer, where only the line itself can fail."""

import os
import socket
import termios
import time

import pytest
import serial

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
        assert time.monotonic() - began < 20
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
        assert 0.05 < time.monotonic() - began < 20
        wire.close()


def test_empty_packets_of_a_device_file_are_not_the_end() -> None:
    """As printers on USB send them. A terminal line gives an empty read for ^D (VEOF)."""
    ours, theirs = os.openpty()
    look = termios.tcgetattr(theirs)
    look[3] = termios.ICANON
    termios.tcsetattr(theirs, termios.TCSANOW, look)
    wire = open_wire(f"file://{os.ttyname(theirs)}", 1)
    os.write(ours, b"\x04\x04A\x04")
    assert wire.read(20) == b"A"
    began = time.monotonic()
    os.write(ours, b"\x04")
    assert wire.read(0.2) == b""
    assert time.monotonic() - began >= 0.2
    wire.close()
    os.close(ours)
    os.close(theirs)


def test_a_plug_that_is_pulled_while_the_line_is_opened_is_an_error_like_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing but `OSError` ends the threads that open a line again and again."""
    ours, theirs = os.openpty()
    flush = serial.Serial._reset_input_buffer  # type: ignore[attr-defined]

    def pulled(port: serial.Serial) -> None:
        os.close(ours)
        flush(port)

    monkeypatch.setattr(serial.Serial, "_reset_input_buffer", pulled)
    with pytest.raises(OSError, match="Input/output"):
        open_wire(f"serial://{os.ttyname(theirs)}", 0.3)
    os.close(theirs)


def test_a_rate_that_the_port_does_not_know_is_a_dead_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(port: serial.Serial, rate: int) -> None:
        raise ValueError(f"Failed to set custom baud rate ({rate})")  # as pyserial says it

    monkeypatch.setattr(serial.Serial, "_set_special_baudrate", unknown)
    ours, theirs = os.openpty()
    with pytest.raises(OSError, match="123457"):
        open_wire(f"serial://{os.ttyname(theirs)}?baud=123457", 0.3)
    os.close(ours)
    os.close(theirs)
