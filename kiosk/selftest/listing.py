"""The list of devices: configured and found, how each is, what it can, in columns for a person to read."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence

from kiosk.config import Config
from kiosk.devices import Device, Facts, Health
from kiosk.devices.receipt_printers.layout import width
from kiosk.selftest.codes import advice
from kiosk.selftest.found import Found
from kiosk.selftest.lines import why_no_line

HEADS = ("NAME", "KIND", "DRIVER", "STATE", "MODEL", "FIRMWARE", "CAN")


def configured(config: Config, devices: Mapping[str, Device], settle: Callable[[], None]) -> list[str]:
    """One line a configured device, under a line of heads, then what to do about their codes, and which lines are not
    there.

    Asks all at once: silent ones take no longer than one of them. `settle` returns once those that are looked after by
    a thread of their own had time to be found.
    """
    if not config.devices:
        return ["nothing: there is no [[devices]] in the file"]
    told = _ask_all(devices, {device.name: device.settings for device in config.devices}, settle)
    rows = [HEADS]
    for device in config.devices:
        health, facts, _ = told[device.name]
        model, firmware = facts.model or "-", facts.firmware or "-"
        rows.append((device.name, device.kind, device.driver, state(health), model, firmware, abilities(facts)))
    mend = advice(told[device.name][0] for device in config.devices)
    reasons = [f"{device.name}: {told[device.name][2]}" for device in config.devices if told[device.name][2]]
    return [*columns(rows), *([""] if mend else []), *mend, *([""] if reasons else []), *reasons]


def _ask_all(
    devices: Mapping[str, Device], settings: Mapping[str, Mapping[str, object]], settle: Callable[[], None]
) -> dict[str, tuple[Health, Facts, str]]:
    """Of each, how and what it is; and why it cannot be reached, where it cannot."""
    told: dict[str, tuple[Health, Facts, str]] = {}
    settled = threading.Event()

    def ask(name: str, device: Device) -> None:
        if hasattr(device, "start"):
            settled.wait()
        health = device.health()
        away = health.state == "offline"  # asked again it would be silent twice
        told[name] = health, Facts() if away else device.facts(), why_no_line(settings[name]) if away else ""

    # None of them keeps the program alive: Ctrl-C need not wait for a printer that says nothing.
    asking = [threading.Thread(target=ask, args=each, daemon=True) for each in devices.items()]
    for thread in asking:
        thread.start()
    settle()
    settled.set()
    for thread in asking:
        thread.join()
    return told


def plugged_in(things: Iterable[Found], config: Config) -> list[str]:
    """One line a thing that is plugged in, and who uses it."""
    return columns([(thing.what, thing.place, thing.about, _user(thing, config)) for thing in things])


def state(health: Health) -> str:
    """In one word or some: `online`, `online, paper low`, `offline E-PRN-01`."""
    parts: list[str] = [health.state]
    parts += [f"paper {health.paper}"] if health.paper else []
    parts += ["cover open"] if health.cover_open else []
    parts += [f"card {health.media}"] if health.media not in (None, "not_present") else []
    parts += [f"cards {health.stock}"] if health.stock else []
    parts += ["bin full"] if health.bin == "full" else []
    return ", ".join(parts).replace("_", " ") + (f" {health.code}" if health.code else "")


def abilities(facts: Facts) -> str:
    """`duplex, papers A4 A5, photo ?`: yes by name, no left out, unknown with a question mark."""
    return ", ".join(_ability(name, value) for name, value in facts.can.items() if value is not False) or "-"


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as text, each column as wide as its widest cell; a Chinese character is two wide."""
    if not rows:
        return []
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(_filled(*cell) for cell in zip(row, widths, strict=True)).rstrip() for row in rows]


def _filled(cell: str, wide: int) -> str:
    return cell + " " * (wide - width(cell))


def _ability(name: str, value: str | int | bool | None) -> str:
    if value is None:
        return f"{name} ?"
    return name if value is True else f"{name} {value}"


def _user(thing: Found, config: Config) -> str:
    """The device whose settings name this place."""
    if not thing.place:
        return ""
    users = [d.name for d in config.devices if any(_names(str(value), thing.place) for value in d.settings.values())]
    return f"used by {', '.join(users)}" if users else ""


def _names(setting: str, place: str) -> bool:
    rest = setting.partition("://")[2] or setting
    return rest.partition("?")[0] == place or (bool(setting) and setting in place and not place.startswith("/"))
