"""All that stands around a terminal in a demo, a tour or a test: gateway, printer, configuration, in one folder."""

import atexit
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from kiosk import ASSETS
from kiosk.config import Config, Device, Gateway, load_config
from kiosk.core.clock import SkippableClock
from kiosk.dock.gateway_program import GatewayProgram
from kiosk.dock.printer import ReceiptPrinterPeer
from kiosk.dock.printer_lines import TcpLine
from kiosk.dock.sim import Sim

TERMINAL = ASSETS / "demo" / "kiosk.toml"


class Backstage:
    """Open it before the terminal, close it after: nothing of it is left then, no program and no file."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kiosk-"))
        self.gateway = GatewayProgram(self.folder)
        self.printer = ReceiptPrinterPeer(TcpLine())
        self.clock = SkippableClock()
        atexit.register(self.close)  # Qt ends a process from within a callback without any `finally`

    def open(self) -> None:
        """Returns when gateway and printer answer. Raises `GatewayDied`."""
        try:
            self.gateway.start()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop everything and remove the folder. Closing twice is harmless."""
        atexit.unregister(self.close)
        self.gateway.stop()
        self.printer.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def sim(self) -> Sim:
        """The gateway's back door."""
        return Sim(self.gateway.url)

    def config(self, width: int = 1080, height: int = 1920) -> Config:
        """The demo terminal's configuration, with the addresses of this gateway and this printer."""
        config = load_config(TERMINAL)
        return replace(
            config,
            gateway=Gateway(self.gateway.url),
            screen=replace(config.screen, fullscreen=False, width=width, height=height),
            devices=tuple(self._here(device) for device in config.devices),
        )

    def journal_folder(self) -> Path:
        """A new place for a terminal's money book: each terminal has its own."""
        return Path(tempfile.mkdtemp(prefix="terminal-", dir=self.folder))

    def _here(self, device: Device) -> Device:
        if device.kind != "receipt_printers":
            return device
        return replace(device, settings={**device.settings, "connection": self.printer.connection})
