"""What is plugged into this computer, whether the configuration knows it or not."""

import grp
import os
import pwd
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BY_GROUP = stat.S_IRGRP | stat.S_IWGRP


@dataclass(frozen=True)
class Found:
    """`place` is what a configuration would say (`/dev/ttyUSB0`, a reader's name); `about` in the maker's words."""

    what: str
    place: str
    about: str = ""


def found() -> list[Found]:
    """Serial ports, printers on USB, cameras, card readers, keyboards that may be scanners. Asks nobody but the
    operating system and the card service; takes at most some seconds."""
    return [*_serial_ports(), *_files("printer on USB", "usb/lp*"), *_files("camera", "video*"), *_readers()]


def _serial_ports() -> Iterator[Found]:
    from serial.tools.list_ports import comports

    for port in sorted(comports()):
        if port.vid is not None or not port.device.startswith("/dev/ttyS"):  # of the many ttyS most lead nowhere
            about = port.description if port.description != "n/a" else ""
            yield Found("serial port", port.device, openable(Path(port.device), about))


def _files(what: str, pattern: str) -> Iterator[Found]:
    for file in sorted(Path("/dev").glob(pattern)):
        yield Found(what, str(file), openable(file, _name_of(file)))


def openable(file: Path, about: str) -> str:
    """What is known of it; and, when we may not open it, who may."""
    if os.access(file, os.R_OK | os.W_OK):
        return about
    return f"{about} (not for this user: {who_may(file.stat())})".strip()


def who_may(file: os.stat_result) -> str:
    """The group to join, if that helps; else whose it is. Nobody is sent into the group of root: that is all rights."""
    group = next((one.gr_name for one in grp.getgrall() if one.gr_gid == file.st_gid), file.st_gid)
    if file.st_gid and file.st_mode & BY_GROUP == BY_GROUP:
        return f"`sudo adduser USER {group}`, then log in again"
    owner = next((one.pw_name for one in pwd.getpwall() if one.pw_uid == file.st_uid), file.st_uid)
    return f"it is of {owner}:{group} with rights {stat.S_IMODE(file.st_mode):04o}, and no group to join opens it"


def _name_of(file: Path) -> str:
    try:
        return Path("/sys/class/video4linux", file.name, "name").read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _readers() -> Iterator[Found]:
    from kiosk.devices.cards.pcsc_service import Service
    from kiosk.devices.cards.pcsc_words import CardPulled, CardSilent, ReaderGone, ServiceGone

    try:
        service = Service()
    except ServiceGone:
        yield Found("card service", "", "does not run, so no chip card can be read: `systemctl start pcscd`")
        return
    try:
        yield from (Found("card reader", name) for name in service.readers())
    except (ServiceGone, ReaderGone, CardPulled, CardSilent):
        yield Found("card service", "", "does not answer")
    finally:
        service.close()
