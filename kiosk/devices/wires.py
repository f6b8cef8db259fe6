"""The line to a device: network, serial port or a device file. Every wait on it has an end."""

import os
import select
import socket
import stat
import struct
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, urlsplit

SPOKEN_FORMS = "tcp://host:port or serial:///dev/ttyS0?baud=115200&parity=none"
FORMS = f"{SPOKEN_FORMS}, or file:///dev/usb/lp0"
PARITIES = ("none", "odd", "even")
# Seconds of silence until the other end is asked whether it is there, and between such questions; how many.
ALIVE = ((socket.TCP_KEEPIDLE, 1), (socket.TCP_KEEPINTVL, 1), (socket.TCP_KEEPCNT, 3))
EMPTY_S = 0.02  # between two looks at a device file that has nothing but empty packets
FASTEST = 4_000_000  # baud of any serial line
BITS_PER_BYTE = 10  # on a serial line, with start and stop bit


class Wire(Protocol):
    """An open line. All methods raise `OSError` when it is dead.

    `two_way`: something may come back on it. `answers`: something must, silence means that nobody is there.
    """

    two_way: bool
    answers: bool

    def write(self, data: bytes) -> None:
        """Returns once the line has taken all of it; `TimeoutError` when it does not."""

    def read(self, seconds: float) -> bytes:
        """What has come, at the latest after `seconds`; empty when nothing has."""

    def close(self) -> None:
        """Let go at once; what is still under way is dropped."""


def check(connection: str, forms: str = FORMS) -> str:
    """The connection itself. Raises `ValueError` with the `forms` that the device takes when it has none of ours."""
    parts = urlsplit(connection)
    known = {"tcp": bool(parts.hostname and _port(parts)), "serial": bool(parts.path), "file": bool(parts.path)}
    asked = parse_qs(parts.query)
    told = set(asked) <= {"baud", "parity"} and asked.get("parity", ["none"])[0] in PARITIES
    baud = asked.get("baud", ["1"])[0]
    if not known.get(parts.scheme) or not told or not baud.isdecimal() or not 0 < int(baud) <= FASTEST:
        raise ValueError(f"connection is {connection!r}; it must be like {forms}")
    return connection


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:  # no number, or beyond the largest
        return None


def check_spoken(connection: str) -> str:
    """As `check`, for a device that speaks up by itself: a file ends at once when it is listened to, again and again.
    Raises `ValueError`."""
    if connection.startswith("file:"):
        raise ValueError(f"connection is {connection!r}; this device speaks: it must be like {SPOKEN_FORMS}")
    return check(connection)


def open_wire(connection: str, seconds: float, baud: int = 115200) -> Wire:
    """Open a line that `check` has accepted. Raises `OSError`; each later write may take `seconds`.

    `baud`: of a serial line whose connection does not name it.
    """
    parts = urlsplit(connection)
    if parts.scheme == "tcp":
        return TcpWire(parts.hostname or "", parts.port or 0, seconds)
    if parts.scheme == "serial":
        parity = parse_qs(parts.query).get("parity", ["none"])[0]
        return SerialWire(parts.path, _baud(parts.query, baud), seconds, parity)
    return FileWire(parts.path, seconds)


def baud_in(connection: str) -> int | None:
    """The rate that the connection names; `None` when it names none."""
    return _baud(urlsplit(connection).query, 0) or None


def _baud(query: str, usual: int) -> int:
    return int(parse_qs(query).get("baud", [str(usual)])[0])


class TcpWire:
    """A device in the network (printers: port 9100 by custom)."""

    two_way = True
    answers = True

    def __init__(self, host: str, port: int, seconds: float) -> None:
        self._seconds = seconds
        self._socket = socket.create_connection((host, port), seconds)
        # Closing must not wait for, nor deliver, what a printer without paper did not take.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # A pulled network cable says nothing: who only listens would never learn that nobody is there any more.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in ALIVE:
            self._socket.setsockopt(socket.IPPROTO_TCP, option, value)

    def write(self, data: bytes) -> None:
        self._socket.settimeout(self._seconds)
        self._socket.sendall(data)

    def read(self, seconds: float) -> bytes:
        self._socket.settimeout(max(0.001, seconds))
        try:
            got = self._socket.recv(256)
        except TimeoutError:
            return b""
        if not got:
            raise ConnectionResetError("the device hung up")
        return got

    def close(self) -> None:
        self._socket.close()


class SerialWire:
    """A device on a serial port: eight bits, one stop bit."""

    two_way = True
    answers = True

    def __init__(self, path: str, baud: int, seconds: float, parity: str = "none") -> None:
        import serial  # imported here: only terminals with such a device need it

        self._seconds = seconds
        self._baud = baud
        with _as_a_dead_line():
            self._port = serial.Serial(path, baud, parity=parity[0].upper(), exclusive=True)  # forgets what had come

    def write(self, data: bytes) -> None:
        with _as_a_dead_line():
            self._port.write_timeout = self._seconds + len(data) * BITS_PER_BYTE / self._baud
            self._port.write(data)

    def read(self, seconds: float) -> bytes:
        with _as_a_dead_line():
            self._port.timeout = max(0.001, seconds)
            first = self._port.read(1)
            return bytes(first + self._port.read(self._port.in_waiting)) if first else b""

    def close(self) -> None:
        self._port.cancel_write()
        self._port.close()


@contextmanager
def _as_a_dead_line() -> Iterator[None]:
    """pyserial lets some errors of the system through as they are: a plug that is pulled in this very moment, a rate
    that the port does not know."""
    try:
        yield
    except (termios.error, ValueError) as error:
        raise OSError(*error.args) from error


class FileWire:
    """A device file, or a plain one that collects slips. It need not be able to answer."""

    answers = False

    def __init__(self, path: str, seconds: float) -> None:
        self._seconds = seconds
        self.two_way = os.path.exists(path) and stat.S_ISCHR(os.stat(path).st_mode)
        make = 0 if path.startswith("/dev/") else os.O_CREAT  # a printer that is unplugged is not a new file
        how = os.O_RDWR if self.two_way else os.O_WRONLY | os.O_APPEND | make
        self._file = os.open(path, how | os.O_NONBLOCK | os.O_NOCTTY, 0o600)

    def write(self, data: bytes) -> None:
        while data:
            if not select.select([], [self._file], [], self._seconds)[1]:
                raise TimeoutError("the device takes no more")
            data = data[os.write(self._file, data) :]

    def read(self, seconds: float) -> bytes:
        until = time.monotonic() + seconds
        while self.two_way and select.select([self._file], [], [], max(0.0, until - time.monotonic()))[0]:
            if got := os.read(self._file, 256):
                return got
            # A printer on USB may send empty packets while it has nothing to say; something may follow.
            select.select([], [], [], EMPTY_S)
            if time.monotonic() > until:
                break
        return b""

    def close(self) -> None:
        os.close(self._file)
