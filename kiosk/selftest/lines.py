"""Why a device cannot be reached, as far as this computer can tell without it: no such port, not for this user, nobody
there."""

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.devices.ipp.line import PORT
from kiosk.selftest.found import openable

KNOCK_S = 2.0
PORTS = {"tcp": 0, "ipp": PORT, "ipps": PORT, "cups": PORT, "http": 80, "https": 443}


def why_no_line(settings: Mapping[str, object]) -> str:
    """In a few words; empty when the way to the device is there, or cannot be looked at. Takes about `KNOCK_S`."""
    place = str(settings.get("connection") or settings.get("source") or "")
    try:
        to = urlsplit(place)
        port = to.port or PORTS.get(to.scheme, 0)
    except ValueError:
        return "its address cannot be one"  # and is not shown: it may hold a password
    if to.scheme in ("serial", "file") or place.startswith("/dev/"):
        return _why_no_file(Path(to.path))
    return _why_no_host(to.hostname, port) if to.scheme in PORTS and to.hostname else ""


def _why_no_file(file: Path) -> str:
    if not file.exists():
        return f"there is no {file} on this computer"
    if why := openable(file, ""):
        return f"{file} {why}"
    try:
        os.close(os.open(file, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY))
    except OSError as error:
        return f"{file} cannot be opened: {error.strerror}"
    return ""


def _why_no_host(host: str, port: int) -> str:
    try:
        socket.create_connection((host, port), KNOCK_S).close()
    except socket.gaierror:
        return f"{host} is no name that this computer knows"
    except ConnectionRefusedError:
        return f"{host} is there, but nothing listens at its port {port}"
    except OSError as error:
        return f"{host} does not answer at port {port}: {error.strerror or 'it is silent'}"
    return ""
