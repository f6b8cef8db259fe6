"""A tape that is played by the command, as a hospital's odd device would be."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def played(tape: Path) -> Iterator[str]:
    """The connection at which a tape is played."""
    command = [sys.executable, "-m", "kiosk", "devices", "replay", str(tape)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            yield program.stdout.readline().strip()
        finally:
            program.terminate()
    assert program.returncode != 0
