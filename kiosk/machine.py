"""The devices in the cabinet, opened by their names in the configuration."""

import time
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast, get_args

from kiosk import config as configured
from kiosk.config import Config, ConfigWrong
from kiosk.core.errors import DeviceFault
from kiosk.core.screens import Way
from kiosk.core.words import Phrase, phrase
from kiosk.devices import (
    Camera,
    CardDispenser,
    CardReader,
    Device,
    Facts,
    Health,
    Keyboard,
    Kind,
    Light,
    Lights,
    Post,
    ReceiptPrinter,
    ReportPrinter,
    Retains,
    Scanner,
    Slip,
    Slot,
    Speaker,
    open_device,
)
from kiosk.flows.printer_words import why_no_reports

SETTLE_S = 3.0
DEVICES = "kiosk.devices."  # where drivers are
SPEAKERS: tuple[Kind, ...] = (
    "cards",
    "id_cards",
    "scanners",
    "measurements",
    "dispensers",
    "report_printers",
    "lights",
)
if TYPE_CHECKING:  # only a recorded terminal needs it
    from kiosk.devices.tape import Mask, Spoken, Tape


class NoPrinter:
    """A terminal without a receipt printer says so, and prints nothing."""

    def health(self) -> Health:
        return Health("offline", code="E-PRN-01")

    def facts(self) -> Facts:
        return Facts()

    def print(self, slip: Slip) -> None:
        raise DeviceFault("E-PRN-01", f"no printer for a slip of {len(slip.lines)} lines")

    def close(self) -> None:
        return


class NoLights:
    """A terminal without lights is as good as one with them, only darker."""

    def health(self) -> Health:
        return Health("offline")

    def facts(self) -> Facts:
        return Facts()

    def start(self, post: Post) -> None:  # noqa: ARG002  # it has nothing to say
        return

    def show(self, slot: Slot, light: Light) -> None:  # noqa: ARG002  # there is none to switch
        return

    def close(self) -> None:
        return


@dataclass
class Machine:
    """The opened devices, by the names they have in the configuration."""

    devices: dict[str, Device] = field(default_factory=dict)  # all of them
    kinds: dict[str, Kind] = field(default_factory=dict)
    carriers: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what each reader takes
    tapes: list["Tape"] = field(default_factory=list)

    @property
    def printer(self) -> ReceiptPrinter:
        return cast(ReceiptPrinter, self.first("receipt_printers") or NoPrinter())

    @property
    def report_printer(self) -> ReportPrinter | None:
        return cast(ReportPrinter | None, self.first("report_printers"))

    @property
    def dispenser(self) -> CardDispenser | None:
        return cast(CardDispenser | None, self.first("dispensers"))

    @property
    def lights(self) -> Lights:
        return cast(Lights, self.first("lights") or NoLights())

    @property
    def readers(self) -> dict[str, CardReader]:
        """Of chip cards and of identity cards."""
        return {name: cast(CardReader, device) for name, device in self._of("cards", "id_cards")}

    @property
    def scanners(self) -> dict[str, Scanner]:
        return {name: cast(Scanner, device) for name, device in self._of("scanners")}

    def no_reports(self) -> Phrase | None:
        """Why no report can be printed now, in a patient's words; `None` when one can."""
        printer = self.report_printer
        return why_no_reports(None if printer is None else printer.health())

    def first(self, kind: Kind) -> Device | None:
        """The first configured device of that kind."""
        return next((device for _, device in self._of(kind)), None)

    def start(self, post: Post) -> None:
        """Let all that speak up by themselves begin, but for cameras: those look only while somebody wants it."""
        for _, device in self._of(*SPEAKERS):
            cast(Speaker, device).start(post)

    def settle(self, seconds: float = SETTLE_S) -> None:
        """Start the cameras as well, and wait until all that are looked after have been found, at most so long: for who
        lists them."""
        for _, camera in self._of("cameras"):
            cast(Camera, camera).start(lambda _: None)
        until = time.monotonic() + seconds
        waiting = [device for _, device in self._of(*SPEAKERS, "cameras")]
        while waiting and time.monotonic() < until:
            waiting = [device for device in waiting if device.health().state == "offline"]
            time.sleep(0.05)

    def key(self, text: str, at: float) -> bool:
        """Hand a key to the scanners that type; whether one swallowed it."""
        typing = [cast(Keyboard, s) for s in self.scanners.values() if hasattr(s, "key")]
        return sum(scanner.key(text, at) for scanner in typing) > 0  # each hears it

    def holding(self) -> tuple[str, ...]:
        """The dispensers that hold out a card which nobody has taken yet, as they last said."""
        return tuple(name for name, device in self._of("dispensers") if device.health().media == "present")

    def keep(self, device: str) -> bool:
        """Let a device draw in the card that it holds; `False` when it cannot, or the card has been taken."""
        known = self.devices[device]
        return isinstance(known, Retains) and known.retain()

    def scans(self) -> bool:
        """Whether a code can be scanned now."""
        return any(scanner.health().usable for scanner in self.scanners.values())

    def ways(self) -> tuple[Way, ...]:
        """Every carrier some reader or scanner takes; off while none of those works."""
        taken: dict[str, list[str]] = {}
        for name, carriers in self.carriers.items():
            for carrier in carriers:
                taken.setdefault(carrier, []).append(name)
        return tuple(self._way(carrier, names) for carrier, names in taken.items())

    def _way(self, carrier: str, names: list[str]) -> Way:
        if any(self.devices[name].health().usable for name in names):
            return Way(carrier)
        if all(self.kinds[name] == "scanners" for name in names):
            return Way(carrier, False, phrase("The scanner does not work now"))
        return Way(carrier, False, phrase("The reader does not work now"))

    def health(self) -> dict[str, Health]:
        """How each configured device is; asks them, which may take some seconds."""
        return {name: device.health() for name, device in self.devices.items()}

    def close(self) -> None:
        for device in self.devices.values():
            device.close()
        for tape in self.tapes:
            tape.close()

    def _of(self, *kinds: Kind) -> list[tuple[str, Device]]:
        return [(name, device) for name, device in self.devices.items() if self.kinds[name] in kinds]


def open_machine(config: Config, tapes: Path | None = None) -> Machine:
    """Open every configured device; write down in the folder `tapes`, if any, what they and we say to each other.

    Raises `ConfigWrong` for a driver or a setting that does not exist, or a folder that cannot be written.
    """
    machine = Machine()
    try:
        for device in config.devices:
            machine.kinds[device.name] = device.kind
            machine.devices[device.name] = _open(device, machine, tapes, config.terminal.id)
            if device.carriers:
                machine.carriers[device.name] = device.carriers
    except ConfigWrong:
        machine.close()
        raise
    return machine


def check_drivers(config: Config) -> None:
    """Raises `ConfigWrong` with every driver that does not exist, without importing any."""
    wrong = [_no_driver(device) for device in config.devices if device.driver not in drivers(device.kind)]
    if wrong:
        raise ConfigWrong("\n".join(wrong))


def drivers(kind: Kind) -> tuple[str, ...]:
    """The names that `driver` may have for this kind."""
    folder = Path(__file__).parent / "devices" / kind
    return tuple(sorted(file.stem for file in folder.glob("*.py") if "def open_driver(" in file.read_text("utf-8")))


def mask_of(driver: str) -> "Mask":
    """How a tape of `KIND.DRIVER` is masked; not at all where no such driver is known."""
    from kiosk.devices.tape import as_it_is

    kind, _, name = driver.partition(".")
    if kind not in get_args(Kind) or name not in drivers(cast(Kind, kind)):
        return as_it_is
    mask: Mask = getattr(import_module(f"{DEVICES}{driver}"), "mask", as_it_is)
    return mask


def _no_driver(device: configured.Device) -> str:
    allowed = ", ".join(drivers(device.kind))
    return f"devices.{device.name}.driver is {device.driver!r}; for {device.kind} it must be one of {allowed}"


def _open(device: configured.Device, machine: Machine, tapes: Path | None, terminal_id: str) -> Device:
    from kiosk.devices import settings  # after the first frame

    module = import_module(f"{DEVICES}{device.kind}.{device.driver}")
    parameters = settings.parameters_of(module.open_driver)
    try:
        settings.check(device.driver, parameters, device.settings)
    except ValueError as error:
        raise ConfigWrong(f"devices.{device.name}.{error}") from error
    ours: dict[str, object] = {}
    if "user" in parameters:  # two computers with one name must not take each other's documents for their own
        ours["user"] = f"kiosk-{terminal_id}"
    taped = {}
    if tapes is not None and settings.can_be_taped(module.open_driver):
        taped["tape"] = _tape(tapes, device.name, module)
        machine.tapes.append(taped["tape"])
    try:
        made = open_device(device.kind, device.driver, name=device.name, **taped, **(ours | device.settings))
    except (TypeError, ValueError) as error:
        raise ConfigWrong(f"devices.{device.name}: {error}") from error
    return cast(Device, made)


def _tape(folder: Path, name: str, driver: ModuleType) -> "Tape":
    from kiosk.devices.tape import Tape, as_it_is

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mask: Mask = getattr(driver, "mask", as_it_is)
        spoken: Spoken = getattr(driver, "SPOKEN", "bytes")
        return Tape(folder / f"{name}.tape", name, mask, spoken, driver.__name__.removeprefix(DEVICES))
    except FileExistsError as error:
        raise ConfigWrong(f"{folder} is a file; tapes are kept in a folder") from error
    except OSError as error:
        raise ConfigWrong(f"{folder}: no tape of {name} can be written there: {error.strerror}") from error
