"""Tells systemd that the terminal is up and alive (sd_notify(3), datagrams to $NOTIFY_SOCKET)."""

import os
import socket


def notify(state: str) -> None:
    """Send e.g. `READY=1`. Does nothing outside systemd; a socket that is gone, or full because nobody
    reads it, must not stop a terminal."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.setblocking(False)
            out.connect("\0" + address[1:] if address[0] == "@" else address)
            out.send(state.encode())
    except OSError:
        return


def watchdog_s() -> float | None:
    """How often to say `WATCHDOG=1`: half of what systemd allows; `None` when it does not watch."""
    micro = os.environ.get("WATCHDOG_USEC", "")
    return int(micro) / 2_000_000 if micro.isdigit() and int(micro) > 0 else None
