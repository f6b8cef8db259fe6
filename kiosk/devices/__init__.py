"""What flows may ask of the machines in the cabinet, and the one place where a driver is opened by its name.

Status words follow CEN/XFS; what a device cannot know is `None`, never a guess.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Literal, Protocol, cast, runtime_checkable

from kiosk.core.events import Event
from kiosk.devices.slips import Barcode, Line, Pair, Qr, Rule, Slip, SlipLine, Title

__all__ = ["Barcode", "Line", "Pair", "Qr", "Rule", "Slip", "SlipLine", "Title"]

State = Literal["online", "offline", "busy", "hardware_error"]
Paper = Literal["full", "low", "out", "jammed"]
Media = Literal["present", "not_present", "jammed", "entering"]
Stock = Literal["empty", "few", "enough"]
Bin = Literal["ok", "full"]
Slot = Literal[
    "cards", "id_cards", "scanners", "receipt_printers", "report_printers", "dispensers", "measurements", "buzzer"
]  # a buzzer, where there is one, sounds while it is "lit"
Light = Literal["off", "on", "blink"]
Post = Callable[[Event], None]


@dataclass(frozen=True)
class Health:
    """How a device is. `code` is the technician's, e.g. `E-PRN-03`; empty when all is well.

    `media`: what lies in a card slot. `stock`: cards to issue. `bin`: where kept and bad cards go.
    """

    state: State
    paper: Paper | None = None
    cover_open: bool | None = None
    code: str = ""
    media: Media | None = None
    stock: Stock | None = None
    bin: Bin | None = None

    @property
    def usable(self) -> bool:
        """Whether a journey that needs it may begin."""
        return (
            self.state == "online"
            and self.paper not in ("out", "jammed")
            and not self.cover_open
            and self.media != "jammed"
            and self.stock != "empty"
            and self.bin != "full"
        )


@dataclass(frozen=True)
class Facts:
    """What a device is, in its own words. `can`: each capability its kind may have, e.g. `{"duplex": True, "photo":
    None}`; `None` where it lacks it or cannot say."""

    model: str | None = None
    firmware: str | None = None
    can: Mapping[str, str | int | bool | None] = field(default_factory=dict)


class Device(Protocol):
    """What every device answers, of whatever kind."""

    def health(self) -> Health:
        """Asks the device where that is needed; takes at most its timeout. Never raises: a silent one is `offline`."""

    def facts(self) -> Facts:
        """Asks the device; takes at most its timeout. Never raises: what it does not tell is `None`."""

    def close(self) -> None:
        """Let go of it; returns within two seconds."""


class Speaker(Device, Protocol):
    """Speaks up by itself, from a thread of its own; posts `DeviceChanged` when it comes or goes."""

    def start(self, post: Post) -> None: ...


class CardReader(Speaker, Protocol):
    """Chip cards and identity cards: posts `CardSeen`, then `CardRead` or `CardUnreadable`, and `CardGone`.

    Health says `E-CRD-04` without a reader, `E-CRD-05` without the computer's card service. Codes of `CardUnreadable`:
    `E-CRD-01` pulled too early, `-02` unknown kind, `-03` does not answer, `-06` expired, `-07` its content is damaged.
    """


class Scanner(Speaker, Protocol):
    """Posts `CodeScanned`. Health says `E-SCN-01` when it is not there."""


class Keyboard(Protocol):
    """A scanner that types: the window hands it every key."""

    def key(self, text: str, at: float) -> bool:
        """`text`: what the key writes, `\\r` for Return; `at`: steady seconds. Whether it was swallowed."""


class Measurer(Speaker, Protocol):
    """Blood pressure, height and weight, oxygen: posts `Measured`. Health says `E-MSR-01` when it is not there."""


class ReceiptPrinter(Device, Protocol):
    """Prints slips."""

    def print(self, slip: Slip) -> None:
        """Returns once the printer says that the slip is out. Raises `DeviceFault`: `E-PRN-01` offline, `E-PRN-02`
        paper out before the first line, `E-PRN-03` ran out or failed in the middle (the slip is partial),
        `E-PRN-04` cover open, `E-PRN-05` jammed."""


@dataclass(frozen=True)
class Pages:
    """How a document is wanted. `paper`: `A4`, `A5`; `tray`: as the printer names it; `None`: its own choice."""

    paper: str | None = None
    tray: str | None = None
    duplex: bool = False


class ReportPrinter(Speaker, Protocol):
    """Prints documents. Once started it looks after the printer by itself: an old document never comes out later."""

    def print(self, pdf: bytes, pages: Pages, printed: Callable[[int], None]) -> int:
        """Returns the pages that came out, once the printer says that the last one is out; tells `printed` of each
        on the way: 1, 2, ... Raises `PagesLeft` when it fails: nothing of that document comes out later. Its code says
        why: `E-RPT-01` offline, `E-RPT-02` paper out, `E-RPT-03` ended or too slow for no reason known, `E-RPT-04`
        cover open, `E-RPT-05` jammed, `E-RPT-06` toner, `E-RPT-07` refused, `E-RPT-08` output tray full."""


@runtime_checkable
class Retains(Protocol):
    """A device that can draw in a card which was left in it: a dispenser, or a reader with a motor."""

    def retain(self) -> bool:
        """Pull back a card that nobody took, into the bin; `False` when it has been taken. Raises `DeviceFault`."""


class CardDispenser(Speaker, Protocol):
    """Gives out new cards and takes back forgotten ones. What a crash left inside is nobody's: it goes into the bin."""

    def issue(self) -> None:
        """Move the next card to where it can be read; it is not given out yet. Raises `DeviceFault`: `E-DSP-01`
        offline, `E-DSP-02` no cards, `E-DSP-03` jammed, `E-DSP-04` bin full, `E-DSP-05` another error."""

    def read(self) -> str:
        """The number of the card that was issued. Raises `DeviceFault` (`E-DSP-06`) when it cannot be read."""

    def present(self) -> None:
        """Push the issued card to the patient, who may take it. Raises `DeviceFault`."""

    def retain(self) -> bool:
        """Pull back a card that nobody took, into the bin; `False` when it has been taken. Raises `DeviceFault`."""

    def discard(self) -> None:
        """Throw an issued card that cannot be used into the bin. Raises `DeviceFault`."""


@dataclass(frozen=True)
class Frame:
    """A picture: BGR, `height` x `width` x 3 bytes, row by row. `at`: monotonic seconds when it was taken."""

    width: int
    height: int
    pixels: bytes
    at: float

    def __repr__(self) -> str:
        return f"Frame({self.width} x {self.height})"


class Camera(Device, Protocol):
    """Looks at who stands here; only while it was started. Health says `E-CAM-01` when it is not there."""

    def start(self, post: Post) -> None: ...

    def newest(self) -> Frame | None:
        """The newest picture; older ones are never shown. `None` while there is none."""


class Lights(Speaker, Protocol):
    """A light at each slot: where to put the card, where the slip comes out. Health says `E-LGT-01` without them."""

    def show(self, slot: Slot, light: Light) -> None:
        """Returns at once, whether the lights are there or not."""


Kind = Literal[
    "cards",
    "id_cards",
    "scanners",
    "receipt_printers",
    "report_printers",
    "dispensers",
    "cameras",
    "measurements",
    "lights",
]


def open_device(kind: Kind, driver: str, **settings: object) -> object:
    """Make the driver `kiosk.devices.<kind>.<driver>` through its module's `open_driver(**settings)`.

    Imported by name, so that no flow or screen reaches a hardware library. Raises `ModuleNotFoundError` for a driver
    that does not exist and `TypeError` for settings it does not know.
    """
    module = import_module(f"kiosk.devices.{kind}.{driver}")
    return cast(Callable[..., object], module.open_driver)(**settings)
