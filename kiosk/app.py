"""The running terminal: the window first, then the thread that talks with people and opens all that is slow."""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMetaObject, QObject, QSocketNotifier, QTimer

from kiosk import ASSETS, told
from kiosk.config import Config, ConfigWrong, load_config
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.desk import Desk, Stopped
from kiosk.core.events import Event, Stop
from kiosk.flows.sign import first_sign
from kiosk.machine import Machine, check_drivers, open_machine
from kiosk.notify import notify, watchdog_s
from kiosk.slot_lights import LitDisplay
from kiosk.ui.bridge import Bridge, Cabinet
from kiosk.ui.sightless import no_display_is_told
from kiosk.ui.window import Window, application, open_window

if TYPE_CHECKING:  # flows, journal and client are a fifth of a second of imports: they come after the first frame
    from kiosk.flows.lobby import Lobby
    from kiosk.services.hospital import HospitalClient
    from kiosk.services.journal import Journal

FIRST_FRAME_S = 10.0  # a window that paints nothing for so long will not: go on, the journal may have work
log = logging.getLogger(__name__)


class KioskThread:
    """Flows and journal live on this thread. `machine` is there once `ready` is set."""

    def __init__(self, config: Config, base: Path, display: Bridge, clock: Clock, tapes: Path | None = None) -> None:
        self._lit = LitDisplay(display, display.call)
        self.desk = Desk(self._lit, clock, config.timers)
        self.machine = Machine()
        self.ready = threading.Event()
        self.painted = threading.Event()
        self.failed = ""  # what is wrong with the configuration
        self.well = False  # it ended because it was asked to
        self._config, self._base, self._display, self._clock = config, base, display, clock
        self._tapes = tapes

    def start(self, ended: Callable[[], None]) -> None:
        """Begin; `ended` is called from that thread when it is over."""
        self._thread = threading.Thread(target=self._run, args=(ended,), name="kiosk", daemon=True)
        self._thread.start()

    def stop(self, wait_s: float = 15) -> None:
        """Ask it to end, and wait for it."""
        self.painted.set()  # it may wait for a frame that will not come any more
        self.desk.post(Stop())
        self._thread.join(wait_s)

    def _run(self, ended: Callable[[], None]) -> None:
        try:
            self.painted.wait(FIRST_FRAME_S)
            self._begin()
            self.well = True
        except Stopped:
            self.well = True
        except ConfigWrong as error:
            self.failed = str(error)
        finally:
            ended()

    def _begin(self) -> None:
        """Without a money book no money is taken, and no device is touched: another terminal may be at work."""
        from kiosk.services.hospital import HospitalClient
        from kiosk.services.journal import Journal

        file, terminal_id = self._base / self._config.journal.file, self._config.terminal.id
        journal = Journal(file, self._clock, at_once=False, terminal_id=terminal_id)
        client = HospitalClient(self._config.gateway.url, self._token())
        try:
            if self._lobby(Machine(), journal, client).wait_for_journal():
                self._serve(journal, client)
        finally:
            journal.close()

    def _serve(self, journal: "Journal", client: "HospitalClient") -> None:
        try:
            self.machine = open_machine(self._config, self._tapes)
            lobby = self._lobby(self.machine, journal, client)
            self.machine.start(self.desk.post)
            self._lit.light(self.machine.lights)
            self.ready.set()
            lobby.run()
        finally:
            self.machine.close()

    def _lobby(self, machine: Machine, journal: "Journal", client: "HospitalClient") -> "Lobby":
        from kiosk.furnish import furnish

        folder = (self._base / self._config.journal.file).parent
        return furnish(self._config, self.desk, machine, journal, client, self._display.rename, folder)

    def _token(self) -> str:
        name = self._config.gateway.token_file
        try:
            return (self._base / name).read_text("ascii").strip() if name else ""
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigWrong(f"gateway.token_file {name} cannot be read: {error}") from error


class Terminal:
    """Window and kiosk thread together. Lives on the GUI thread."""

    def __init__(self, config: Config, base: Path, clock: Clock, tapes: Path | None = None) -> None:
        os.environ["TZ"] = config.terminal.time_zone
        time.tzset()
        cabinet = Cabinet(config.screen.diagonal_inch, config.screen.bottom_edge_mm)
        size = None if config.screen.fullscreen else (config.screen.width, config.screen.height)
        self.window: Window = open_window(self.post, clock, cabinet, size)
        self.kiosk = KioskThread(config, base, self.window.display, clock, tapes)
        self._config = config

    def post(self, event: Event) -> None:
        """Hand an event to the conversation."""
        self.kiosk.desk.post(event)

    def start(self, ended: Callable[[], None]) -> None:
        """Show the first screen; once it is painted, open the rest and serve people."""
        self.window.on_first_frame(self._painted)
        self.kiosk.desk.show_for(first_sign(self._config.carriers()), 0)
        QCoreApplication.sendPostedEvents()
        self.kiosk.start(ended)

    def stop(self) -> None:
        """End the conversation and close the window."""
        self.kiosk.stop()
        self.window.close()

    def _painted(self) -> None:
        if any(device.driver == "keyboard_wedge" for device in self._config.devices):
            from kiosk.ui.keys import KeyListener

            KeyListener(self.window.quick, lambda text, at: self.kiosk.machine.key(text, at))
        notify("READY=1")
        self.kiosk.painted.set()


def run(file: Path, tapes: Path | None = None) -> int:
    """`kiosk run --config FILE [--record DIR]`: until SIGTERM or SIGINT.

    0 when it was asked to end, 1 when it broke: start it again. Raises `ConfigWrong`.
    """
    told.listen()
    config = load_config(file)
    try:
        check_drivers(config)
    except ConfigWrong as wrong:
        raise ConfigWrong("\n".join(f"{file}: {line}" for line in str(wrong).splitlines())) from wrong
    warn_of_demo_pin(config)
    os.umask(0o077)  # the money book is for the terminal's own user
    with no_display_is_told():
        app = application()
    terminal = Terminal(config, file.resolve().parent, SystemClock(), tapes)
    terminal.start(quit_soon)
    listening = quit_on_signals(app)
    beats = beat(app)
    if not told.to_end():
        app.exec()
    notify("STOPPING=1")
    del listening, beats
    terminal.stop()
    if terminal.kiosk.failed:
        raise ConfigWrong(f"{file}: {terminal.kiosk.failed}")
    return 0 if terminal.kiosk.well else 1


def warn_of_demo_pin(config: Config) -> None:
    """A real terminal with the demo's published PIN is open to whoever has read it."""
    pin = config.maintenance.pin
    if pin and pin in (ASSETS / "demo" / "kiosk.toml").read_text("utf-8"):
        log.warning(
            "ANYBODY CAN ENTER MAINTENANCE: [maintenance] pin is the demo's, and it is published;"
            " make your own with `kiosk maintenance pin`"
        )


def quit_soon() -> None:
    """End the event loop; from any thread."""
    from PySide6.QtCore import Qt  # its enumerations take 14 ms to make: not before the first frame

    app = QCoreApplication.instance()
    if app is not None:
        QMetaObject.invokeMethod(app, "quit", Qt.ConnectionType.QueuedConnection)


def quit_on_signals(parent: QObject) -> QSocketNotifier:
    """Qt's loop does not let Python see signals: a socket wakes it."""
    ours, wakes = socket.socketpair()
    wakes.setblocking(False)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: quit_soon())
    signal.set_wakeup_fd(wakes.fileno())
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, parent)
    notifier.activated.connect(lambda: ours.recv(64))
    notifier.setProperty("sockets", (ours, wakes))
    return notifier


def beat(parent: QObject) -> QTimer | None:
    """Tell systemd's watchdog that the GUI thread is alive; a frozen window is restarted."""
    every = watchdog_s()
    if every is None:
        return None
    timer = QTimer(parent)
    timer.timeout.connect(lambda: notify("WATCHDOG=1"))
    timer.start(round(every * 1000))
    return timer
