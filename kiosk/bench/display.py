"""A screen that nobody sees, so that two programs can be compared on the same one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


class NotInstalled(Exception):
    """Something that only the measuring needs is not on this machine."""


def need(*programs: str) -> None:
    """Raises `NotInstalled` with what to do about it."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        raise NotInstalled(f"Not installed: {', '.join(missing)}. `make bench` installs what the measuring needs.")


@contextmanager
def virtual_display(width: int, height: int) -> Iterator[str]:
    """An X display of this size in memory; its name, e.g. `:7`."""
    reading, writing = os.pipe()
    size = ["-screen", "0", f"{width}x{height}x24"]
    # Without -noreset the display starts over when its last window closes, and a program that comes just then fails.
    command = ["Xvfb", "-displayfd", str(writing), *size, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise NotInstalled("Xvfb did not start.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(5)
