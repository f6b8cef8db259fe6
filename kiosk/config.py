"""The terminal's configuration: one TOML file, checked whole at start; every mistake is named before anything runs."""

import math
import re
import tomllib
from dataclasses import MISSING, dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from kiosk.core.carriers import Carrier
from kiosk.core.desk import Timers
from kiosk.devices import Kind

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,31}")  # it begins every reference that is printed
PIN = re.compile(r"(scrypt\$[0-9a-f]{32}\$[0-9a-f]{64})?")
NAME = re.compile(r"\w[\w .-]{0,31}")  # with --record it becomes the name of a file
HOST = re.compile(r"[A-Za-z0-9._:-]+")
ZONES = Path("/usr/share/zoneinfo")
HOUR_S = 3600
BOUNDS: dict[str, tuple[int, int]] = {  # least and most; 0 itself is never allowed
    "screen.width": (320, 7680),
    "screen.height": (320, 7680),
    "screen.diagonal_inch": (5, 110),
    "screen.bottom_edge_mm": (0, 2000),
    "payment.qr_s": (90, 900),
    "left_card.keep_s": (0, HOUR_S),
    **{f"timers.{timer.name}": (0, HOUR_S) for timer in fields(Timers)},
}


class ConfigWrong(Exception):
    """Lists every mistake: file, key, what it says, what is allowed."""


@dataclass(frozen=True)
class Terminal:
    """Which terminal this is. `time_zone` is the hospital's: slip and clock tell its time, not the machine's."""

    id: str
    place: str = ""
    time_zone: str = "Asia/Shanghai"


@dataclass(frozen=True)
class Gateway:
    """Where the hospital is. `token_file` holds the terminal's bearer token, when the gateway wants one."""

    url: str
    token_file: str = ""


@dataclass(frozen=True)
class Journal:
    """Where the money book is kept. A path that is not absolute counts from the configuration file."""

    file: str


@dataclass(frozen=True)
class ScreenSize:
    """The screen in the cabinet: it decides how high the controls may be for a person in a wheelchair."""

    fullscreen: bool = True
    width: int = 1080
    height: int = 1920
    diagonal_inch: float = 21.5
    bottom_edge_mm: int = 900


@dataclass(frozen=True)
class Payment:
    """`qr_s`: how long a code is shown (90: old people need that long). `slip_required`: no paper, no payment."""

    qr_s: int = 180
    slip_required: bool = False


@dataclass(frozen=True)
class Codes:
    """`referral_prefix`: what the numbers on this hospital's referral slips begin with."""

    referral_prefix: str = ""


@dataclass(frozen=True)
class Maintenance:
    """`pin`: as `kiosk maintenance pin` prints it; without one nobody finds the technician's screen."""

    pin: str = ""


@dataclass(frozen=True)
class LeftCard:
    """A card that somebody left behind: with `keep`, a device that can draws it in after `keep_s` seconds."""

    keep: bool = False
    keep_s: int = 60


@dataclass(frozen=True)
class Device:
    """One device: its kind and driver choose the module, all other keys are the driver's settings."""

    kind: Kind
    driver: str
    name: str
    carriers: tuple[str, ...] = ()  # what a reader or scanner takes; none said: what its kind usually does
    settings: dict[str, object] = field(default_factory=dict)


USUAL_CARRIERS: dict[str, tuple[Carrier, ...]] = {
    "cards": ("social_security_card", "patient_card"),
    "id_cards": ("id_card",),
}


@dataclass(frozen=True)
class Config:
    """Everything a terminal is told at start."""

    terminal: Terminal
    gateway: Gateway
    journal: Journal
    screen: ScreenSize = ScreenSize()
    payment: Payment = Payment()
    timers: Timers = Timers()
    codes: Codes = Codes()
    maintenance: Maintenance = Maintenance()
    left_card: LeftCard = LeftCard()
    devices: tuple[Device, ...] = ()

    def carriers(self) -> tuple[str, ...]:
        """Everything that some configured reader takes."""
        return tuple(dict.fromkeys(c for device in self.devices for c in device.carriers))


def load_config(file: Path) -> Config:
    """Read and check. Raises `ConfigWrong` with every mistake in it."""
    try:
        with file.open("rb") as opened:
            raw = tomllib.load(opened)
    except OSError as error:
        raise ConfigWrong(f"{file}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigWrong(f"{file}: not TOML: {error}") from error
    except RecursionError as error:
        raise ConfigWrong(f"{file}: not a configuration: too many brackets in each other") from error
    check = _Check(file)
    config = check.config(raw)
    if check.mistakes:
        raise ConfigWrong("\n".join(check.mistakes))
    return config


class _Check:
    def __init__(self, file: Path) -> None:
        self.file = file
        self.mistakes: list[str] = []

    def config(self, raw: dict[str, Any]) -> Config:
        sections = {f.name: f for f in fields(Config)}
        self._unknown("", raw, list(sections))
        made: dict[str, Any] = {}
        for name, hint in get_type_hints(Config).items():
            if name == "devices":
                made[name] = tuple(self._device(i, d) for i, d in enumerate(self._tables(raw.get(name, []))))
            elif name in raw or sections[name].default is MISSING:
                made[name] = self._record(hint, name, raw.get(name, {}))
        config = Config(**made)
        self._rules(config)
        return config

    def _rules(self, config: Config) -> None:
        if self.mistakes:
            return  # of a value that is missing or of another type nothing more can be said
        if not _is_address(config.gateway.url):
            allowed = "an address that begins with http:// or https://, names a host, and holds no name or password"
            self._wrong("gateway.url", config.gateway.url, allowed)
        if not ID.fullmatch(config.terminal.id):
            self._wrong("terminal.id", config.terminal.id, "2 to 32 letters, digits, dots, dashes or underscores")
        if not _is_zone(config.terminal.time_zone):
            self._wrong("terminal.time_zone", config.terminal.time_zone, f"a zone in {ZONES}, e.g. Asia/Shanghai")
        if not PIN.fullmatch(config.maintenance.pin):
            self._wrong("maintenance.pin", config.maintenance.pin, "what `kiosk maintenance pin` prints")
        self._names(config)

    def _names(self, config: Config) -> None:
        for number, device in enumerate(config.devices, 1):
            if not NAME.fullmatch(device.name):
                allowed = "1 to 32 letters, digits, spaces, dots, dashes or underscores, a letter or digit first"
                self._wrong(f"devices[{number}].name", device.name, allowed)
        names = [device.name for device in config.devices]
        for name in sorted({n for n in names if names.count(n) > 1}):
            self._wrong("devices.name", name, "each name once")

    def _record(self, record: type[Any], where: str, raw: object) -> Any:
        if not isinstance(raw, dict):
            self._wrong(where, raw, f"a table: [{where}]")
            raw = {}
        self._unknown(where, raw, [f.name for f in fields(record)])
        hints = get_type_hints(record)
        values = {}
        for known in fields(record):
            key = f"{where}.{known.name}"
            if known.name in raw:
                values[known.name] = self._value(key, raw[known.name], hints[known.name])
            elif known.default is MISSING and known.default_factory is MISSING:
                self.mistakes.append(f"{self.file}: {key} is missing; it must be {_allowed(hints[known.name], key)}")
                values[known.name] = None
        return record(**values)

    def _device(self, index: int, raw: dict[str, object]) -> Device:
        where = f"devices[{index + 1}]"
        known = {key: raw[key] for key in ("kind", "driver", "name", "carriers") if key in raw}
        device: Device = self._record(Device, where, known)
        settings = {key: value for key, value in raw.items() if key not in known}
        return replace(device, settings=settings, carriers=device.carriers or USUAL_CARRIERS.get(device.kind, ()))

    def _tables(self, raw: object) -> list[dict[str, object]]:
        if isinstance(raw, list) and all(isinstance(table, dict) for table in raw):
            return raw
        self._wrong("devices", raw, "tables: [[devices]]")
        return []

    def _value(self, key: str, value: object, hint: Any) -> object:
        if get_origin(hint) is tuple:
            fits = isinstance(value, list) and all(one in get_args(Carrier) for one in value)
            value = tuple(value) if isinstance(value, list) else value
        elif get_origin(hint) is not None:
            fits = value in get_args(hint)
        elif hint is float:
            fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf
        elif hint is int:
            fits = isinstance(value, int) and not isinstance(value, bool) and value > 0
        else:
            fits = isinstance(value, hint)
        least, most = BOUNDS.get(key, (-math.inf, math.inf))
        if not fits or (isinstance(value, int | float) and not least <= value <= most):
            self._wrong(key, value, _allowed(hint, key))
        return value

    def _unknown(self, where: str, raw: dict[str, Any], known: list[str]) -> None:
        for key in raw:
            if key not in known:
                near = get_close_matches(key, known, 1)
                meant = f"did you mean {near[0]}?" if near else f"allowed: {', '.join(known)}"
                self.mistakes.append(f"{self.file}: {where + '.' if where else ''}{key} is not a setting; {meant}")

    def _wrong(self, key: str, value: object, allowed: str) -> None:
        # A PIN in clear, or the password of an address, is not repeated: this is read on screens and kept in logs.
        secret = key.startswith("maintenance") or "@" in str(value)
        self.mistakes.append(f"{self.file}: {key}{'' if secret else f' is {value!r}; it'} must be {allowed}")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # half an IPv6 address, or a port that is none
        return False
    plain = url.isascii() and url.isprintable() and " " not in url
    known = parts.scheme in ("http", "https") and HOST.fullmatch(parts.hostname or "")
    return bool(plain and known and port != 0 and not {"@", "?", "#"} & set(url))


def _is_zone(name: str) -> bool:
    """Whether the clock can be told by it. `zoneinfo` would say the same 10 ms later, before the first frame."""
    if ".." in name or name.startswith("/"):
        return False
    try:
        with (ZONES / name).open("rb") as zone:
            return zone.read(4) == b"TZif"  # RFC 8536
    except (OSError, ValueError):  # no such file, or a name that no file can have
        return False


def _allowed(hint: Any, key: str) -> str:
    if get_origin(hint) is tuple:
        return "a list of " + ", ".join(get_args(Carrier))
    if get_origin(hint) is not None:
        return "one of " + ", ".join(map(str, get_args(hint)))
    kind = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}[hint]
    if hint not in (int, float):
        return kind
    least, most = BOUNDS.get(key, (0, math.inf))
    return f"{kind} {f'from {least}' if least else 'above 0'}{f' to {most}' if most < math.inf else ''}"
