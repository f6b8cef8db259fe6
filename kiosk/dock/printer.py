"""A receipt printer that plays itself: it answers, prints, keeps every slip, and runs out or jams on demand.

After Epson's ESC/POS command reference. What it is connected by is told apart in `printer_lines`.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from kiosk.dock.paper_commands import Command, NotUnderstood, Reader
from kiosk.dock.printer_status import Condition, answer, by_itself, paper, told

MOVES_PAPER = frozenset({"LF", "ESC d", "ESC J", "GS v 0", "GS k"})
PRINT_QR = 81


class PrinterLine(Protocol):
    """What the printer is connected by."""

    connection: str

    def start(self, receive: Callable[[bytes], None]) -> None: ...

    def send(self, data: bytes) -> None: ...

    def unplug(self) -> None: ...

    def plug(self) -> None: ...

    def close(self) -> None: ...


class ReceiptPrinterPeer:
    """Every verb may be called from any thread.

    `slips`: the bytes of each slip that was cut. `torn`: of those that were thrown away half printed.
    `complaints`: what it did not understand.
    """

    def __init__(self, line: PrinterLine, on_slip: Callable[[bytes], None] = lambda _: None) -> None:
        self.slips: list[bytes] = []
        self.torn: list[bytes] = []
        self.complaints: list[str] = []
        self._line = line
        self._on_slip = on_slip
        self._lock = threading.Condition(threading.RLock())
        self._reader = Reader()
        self._waiting: deque[Command] = deque()
        self._printed = b""  # of the slip that is being printed
        self._now = Condition()
        self._frozen = self._paused = self._speaks_up = False
        self._plugged = True
        self._slip_s = 0.0
        self._cuts: threading.Timer | None = None  # a slip that takes its time
        self._next_at: tuple[int, Callable[[], None]] | None = None  # lines until something happens, and what
        line.start(self.receive)

    @property
    def connection(self) -> str:
        """What to write into the driver's settings."""
        return self._line.connection

    def receive(self, data: bytes) -> None:
        """Bytes came in. Real-time commands are answered at once, the others wait for paper."""
        with self._lock:
            for command in self._understood(data):
                if not self._plugged or self._frozen:
                    return
                if command.real_time:
                    self._real_time(command)
                else:
                    self._waiting.append(command)
                    self._work()

    def wait_for_slips(self, count: int, seconds: float) -> bool:
        """Whether so many slips have been cut, at the latest after `seconds`."""
        with self._lock:
            return self._lock.wait_for(lambda: len(self.slips) >= count, seconds)

    def refill(self) -> None:
        """Put in a new roll; the printer goes on with what it still holds."""
        with self._lock:
            self._next_at = None
            self._turn(low=False, out=False, cover_open=False)

    def paper_low(self) -> None:
        self._turn(low=True)

    def paper_out(self) -> None:
        self._turn(low=True, out=True)

    def out_after(self, lines: int) -> None:
        """Let the paper end after so many more lines, without the sensor having warned of it."""
        self.at_line(lines, self.paper_out)

    def at_line(self, lines: int, happens: Callable[[], None]) -> None:
        """Let one of these verbs happen by itself after so many more lines."""
        with self._lock:
            self._next_at = (int(lines), happens)

    def jam_after(self, lines: int) -> None:
        """Let the paper jam after so many more lines."""
        self.at_line(lines, self.jam)

    def unplug_after(self, lines: int) -> None:
        """Let the plug be pulled after so many more lines."""
        self.at_line(lines, self.unplug)

    def slow_printer(self, seconds: float = 2.0) -> None:
        """From now on every slip takes so long; 0 ends it."""
        self._slip_s = float(seconds)

    def jam(self) -> None:
        """The knife is stuck."""
        self._turn(jammed=True)

    def clear_jam(self) -> None:
        self._turn(jammed=False)

    def open_cover(self) -> None:
        self._turn(cover_open=True)

    def close_cover(self) -> None:
        self._turn(cover_open=False)

    def hold_button(self) -> None:
        """Somebody holds the feed button; nothing is printed meanwhile."""
        self._turn(button=True)

    def release_button(self) -> None:
        self._turn(button=False)

    def overheat(self) -> None:
        """It rests until its head has cooled."""
        self._turn(hot=True)

    def cool(self) -> None:
        self._turn(hot=False)

    def break_down(self) -> None:
        """An error that only a repair mends."""
        self._turn(broken=True)

    def speak_up(self) -> None:
        """From now on it tells every change of its own accord (automatic status back, as many are delivered)."""
        self._speaks_up = True
        self._turn()

    def freeze(self) -> None:
        """Its program hangs: it takes bytes and says nothing."""
        self._frozen = True

    def thaw(self) -> None:
        self._frozen = False
        self._turn()

    def pause(self) -> None:
        """Its motor stands still although nothing is wrong, and it says nothing of it."""
        self._paused = True

    def resume(self) -> None:
        self._paused = False
        self._turn()

    def unplug(self) -> None:
        """Without power it forgets what it has not printed."""
        with self._lock:
            self._forget()
            was_plugged, self._plugged = self._plugged, False
        if was_plugged:
            self._line.unplug()

    def plug(self) -> None:
        with self._lock:  # what was half received when the plug was pulled is over and done with first
            was_plugged, self._plugged = self._plugged, True
        if not was_plugged:
            self._line.plug()

    def close(self) -> None:
        """Stop for good."""
        self.unplug()
        self._line.close()

    def _turn(self, **so: bool) -> None:
        """It is so from now on, and goes on printing if it can."""
        with self._lock:
            self._now = replace(self._now, **so)
            if self._speaks_up and self._plugged and not self._frozen:
                self._line.send(by_itself(self._now))
            self._work()

    def _understood(self, data: bytes) -> list[Command]:
        commands: list[Command] = []
        while True:
            try:
                for command in self._reader.feed(data):
                    commands.append(command)
                return commands
            except NotUnderstood as unknown:
                self.complaints.append(str(unknown))
                self._reader.skip()
                data = b""

    def _real_time(self, command: Command) -> None:
        if command.name == "DLE EOT" and command.params[0] in (1, 2, 3, 4):
            self._line.send(bytes((answer(self._now, command.params[0]),)))
        elif command.raw == bytes.fromhex("10140801031401060208"):
            self._forget()

    def _forget(self) -> None:
        """Throw away what waits; the slip that was begun is torn off."""
        if self._printed:
            self.torn.append(self._printed)
        if self._cuts is not None:
            self._cuts.cancel()
            self._cuts, self._paused = None, False
        self._printed = b""
        self._waiting.clear()
        self._reader.clear()

    def _work(self) -> None:
        while self._waiting and not (self._now.stopped or self._frozen or self._paused):
            self._print(self._waiting.popleft())

    def _print(self, command: Command) -> None:
        if command.name == "GS r":
            self._line.send(bytes((paper(self._now),)))
            return
        if command.name == "GS I":
            self._line.send(told(command.params[0]))
            return
        if command.name == "GS V" and self._slip_s and self._cuts is None:
            self._take_time(command)
            return
        self._printed += command.raw
        if command.name == "GS V":
            self._cut()
        elif command.name in MOVES_PAPER or (command.name == "GS ( k" and command.params[3:4] == bytes((PRINT_QR,))):
            self._use_paper()

    def _take_time(self, cut: Command) -> None:
        self._waiting.appendleft(cut)
        self._paused = True
        self._cuts = threading.Timer(self._slip_s, self.resume)
        self._cuts.start()

    def _cut(self) -> None:
        self._cuts = None
        slip, self._printed = self._printed, b""
        self.slips.append(slip)
        self._lock.notify_all()
        self._on_slip(slip)

    def _use_paper(self) -> None:
        if self._next_at is not None:
            left, happens = self._next_at
            self._next_at = (left - 1, happens) if left > 1 else None
            if left <= 1:
                happens()
