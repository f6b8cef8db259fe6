"""What flows may ask of the machines in the cabinet, and the one place where a driver is opened by its name.

Status words follow CEN/XFS; what a device cannot know is `None`, never a guess.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, Protocol, cast

from kiosk.core.events import Event

State = Literal["online", "offline", "busy", "hardware_error"]
Paper = Literal["full", "low", "out", "jammed"]
Post = Callable[[Event], None]


@dataclass(frozen=True)
class Health:
    """How a device is. `code` is the technician's, e.g. `E-PRN-03`; empty when all is well."""

    state: State
    paper: Paper | None = None
    cover_open: bool | None = None
    code: str = ""

    @property
    def usable(self) -> bool:
        """Whether a journey that needs it may begin."""
        return self.state == "online" and self.paper not in ("out", "jammed") and not self.cover_open


class CardReader(Protocol):
    """Speaks up by itself: posts `CardSeen`, then `CardRead` or `CardUnreadable`, and `CardGone`; `DeviceChanged` when
    it comes or goes. Health says `E-CRD-04` without a reader, `E-CRD-05` without the computer's card service."""

    def start(self, post: Post) -> None:
        """Watch for cards on a thread of its own."""

    def health(self) -> Health: ...

    def close(self) -> None:
        """Stop watching; returns within two seconds."""


class Scanner(Protocol):
    """Speaks up by itself: posts `CodeScanned`."""

    def start(self, post: Post) -> None: ...

    def health(self) -> Health: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Title:
    """A centred line in double size."""

    text: str


@dataclass(frozen=True)
class Line:
    """A line of text, wrapped to the paper."""

    text: str
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True)
class Pair:
    """Text on the left, an amount or a fact at the right edge; wraps rather than lose a character."""

    left: str
    right: str
    bold: bool = False


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True)
class Qr:
    """A QR code, centred."""

    text: str


SlipLine = Title | Line | Pair | Rule | Qr


@dataclass(frozen=True)
class Slip:
    """What is printed for the patient, in the patient's language, masked. Cut at the end."""

    lines: tuple[SlipLine, ...]


class ReceiptPrinter(Protocol):
    """Prints slips."""

    def health(self) -> Health:
        """Asks the printer; takes at most its timeout. Never raises: a silent printer is `offline`."""

    def print(self, slip: Slip) -> None:
        """Returns once the printer says that the slip is out. Raises `DeviceFault`: `E-PRN-01` offline, `E-PRN-02`
        paper out before the first line, `E-PRN-03` ran out or failed in the middle (the slip is partial),
        `E-PRN-04` cover open, `E-PRN-05` jammed."""

    def close(self) -> None: ...


Kind = Literal["cards", "scanners", "receipt_printers"]


def open_device(kind: Kind, driver: str, **settings: object) -> object:
    """Make the driver `kiosk.devices.<kind>.<driver>` through its module's `open_driver(**settings)`.

    Imported by name, so that no flow or screen reaches a hardware library. Raises `ModuleNotFoundError` for a driver
    that does not exist and `TypeError` for settings it does not know.
    """
    module = import_module(f"kiosk.devices.{kind}.{driver}")
    return cast(Callable[..., object], module.open_driver)(**settings)
