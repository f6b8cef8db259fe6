"""The network cable of a printer: it can be pulled and put back, go dead, and lose the answer to one question."""

import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

HEAD = b"\r\n\r\n"
SECRET = b"\x16"  # how TLS begins
BEFORE_OPERATION, OPERATION = 2, 4  # bytes of a message: its version, then what is asked (RFC 8010, 3.1.1)


class PrinterDoor:
    """Listens on `port` of this machine only; `connect` opens a line to the printer. One question a connection."""

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self._connect = connect
        self._dead = threading.Event()
        self._lines: list[socket.socket] = []
        self.asked: list[int] = []  # the operations that have arrived
        self._lost: Counter[int] = Counter()
        self.hang_ups = 0  # so many callers more are not listened to
        self._listener = _listen(0)
        self.port: int = self._listener.getsockname()[1]
        self._open()

    def unplug(self) -> None:
        """Whoever calls is refused, whoever talks is cut off."""
        if self._listener.fileno() >= 0:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._thread.join(5)
            self._listener.close()
        self._cut()

    def plug(self) -> None:
        self._listener = _listen(self.port)
        self._open()

    def freeze(self) -> None:
        """The printer is there but says and hears nothing."""
        self._dead.set()

    def thaw(self) -> None:
        self._dead.clear()
        self._cut()

    def lose_answer(self, operation: int) -> None:
        """The next such question arrives, its answer does not."""
        self._lost[operation] += 1

    def close(self) -> None:
        self.unplug()

    def _open(self) -> None:
        self._thread = threading.Thread(target=self._serve, args=(self._listener,), daemon=True)
        self._thread.start()

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            self._lines.append(caller)
            if self.hang_ups > 0:
                self.hang_ups -= 1
                _end(caller)
            elif not self._dead.is_set():
                threading.Thread(target=self._pass_on, args=(caller,), daemon=True).start()

    def _pass_on(self, caller: socket.socket) -> None:
        try:
            printer = self._connect()
        except OSError:
            caller.close()
            return
        self._lines.append(printer)
        question = _head(caller)
        operation = _operation(question)
        self.asked.append(operation)
        threading.Thread(target=_pump, args=(caller, printer, question), daemon=True).start()
        if self._lost[operation] > 0:
            self._lost[operation] -= 1
            printer.recv(1)  # it has answered
        else:
            _pump(printer, caller, b"")
        for line in (caller, printer):
            _end(line)

    def _cut(self) -> None:
        for line in self._lines:
            _end(line)
        self._lines.clear()


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(16)
    return listener


def _head(caller: socket.socket) -> bytes:
    """What is said until it is known what is asked; of a secret line only the beginning."""
    said = b""
    while not said.startswith(SECRET) and len(said.partition(HEAD)[2]) < OPERATION:
        more = caller.recv(65_536)
        if not more:
            break
        said += more
    return said


def _operation(question: bytes) -> int:
    return int.from_bytes(question.partition(HEAD)[2][BEFORE_OPERATION:OPERATION], "big")


def _pump(one: socket.socket, other: socket.socket, first: bytes) -> None:
    try:
        other.sendall(first)
        while said := one.recv(65_536):
            other.sendall(said)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        return


def _end(line: socket.socket) -> None:
    with suppress(OSError):  # it is cut already
        line.shutdown(socket.SHUT_RDWR)
    line.close()
