"""The devices in the cabinet, opened by their names in the configuration."""

from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import cast

from kiosk.config import Config, ConfigWrong, Device
from kiosk.core.errors import DeviceFault
from kiosk.core.screens import Way
from kiosk.core.words import phrase
from kiosk.devices import CardReader, Health, Kind, ReceiptPrinter, Scanner, Slip, open_device


class NoPrinter:
    """A terminal without a receipt printer says so, and prints nothing."""

    def health(self) -> Health:
        return Health("offline", code="E-PRN-01")

    def print(self, slip: Slip) -> None:
        raise DeviceFault("E-PRN-01", f"no printer for a slip of {len(slip.lines)} lines")

    def close(self) -> None:
        return


@dataclass
class Machine:
    """The opened devices, by the names they have in the configuration."""

    printer: ReceiptPrinter = field(default_factory=NoPrinter)
    readers: dict[str, CardReader] = field(default_factory=dict)
    scanners: dict[str, Scanner] = field(default_factory=dict)
    carriers: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what each reader takes

    def ways(self) -> tuple[Way, ...]:
        """Every carrier some reader takes; off while none of its readers works."""
        live = {c for name, reader in self.readers.items() if reader.health().usable for c in self.carriers[name]}
        known = dict.fromkeys(c for carriers in self.carriers.values() for c in carriers)
        return tuple(Way(c, c in live, None if c in live else phrase("The reader does not work now")) for c in known)

    def health(self) -> dict[str, Health]:
        """How each configured device is; asks them, which may take some seconds."""
        told = {name: device.health() for name, device in (*self.readers.items(), *self.scanners.items())}
        if not isinstance(self.printer, NoPrinter):
            told["printer"] = self.printer.health()
        return told

    def close(self) -> None:
        for speaker in (*self.readers.values(), *self.scanners.values()):
            speaker.close()
        self.printer.close()


def open_machine(config: Config) -> Machine:
    """Open every configured device. Raises `ConfigWrong` for a driver or a setting that does not exist."""
    machine = Machine()
    for device in config.devices:
        opened = _open(device)
        if device.kind == "cards":
            machine.readers[device.name] = cast(CardReader, opened)
            machine.carriers[device.name] = device.carriers
        elif device.kind == "scanners":
            machine.scanners[device.name] = cast(Scanner, opened)
        else:
            machine.printer = cast(ReceiptPrinter, opened)
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


def _no_driver(device: Device) -> str:
    allowed = ", ".join(drivers(device.kind))
    return f"devices.{device.name}.driver is {device.driver!r}; for {device.kind} it must be one of {allowed}"


def _open(device: Device) -> object:
    from inspect import signature  # after the first frame

    module = import_module(f"kiosk.devices.{device.kind}.{device.driver}")
    known = [name for name in signature(module.open_driver).parameters if name != "name"]
    for setting in device.settings:
        if setting not in known:
            near = get_close_matches(setting, known, 1)
            meant = f"did you mean {near[0]}?" if near else f"allowed: {', '.join(known) or 'none'}"
            raise ConfigWrong(f"devices.{device.name}.{setting} is not a setting of {device.driver}; {meant}")
    try:
        return open_device(device.kind, device.driver, name=device.name, **device.settings)
    except (TypeError, ValueError) as error:
        raise ConfigWrong(f"devices.{device.name}: {error}") from error
