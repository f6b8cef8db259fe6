"""A folder that somebody named for what we write: made and tried before the work begins, not after it."""

import tempfile
from pathlib import Path


def make_writable(folder: Path) -> None:
    """It is there, and a file can be made in it. Raises `OSError`, whose `strerror` says why not."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):  # the rights alone say nothing of a disk that is full or read-only
        return
