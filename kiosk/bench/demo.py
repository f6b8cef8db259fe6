"""The terminal's configuration for measuring: the demo's devices, on a fullscreen window."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIG = """
[terminal]
id = "bench"

[gateway]
url = "http://127.0.0.1:9"

[journal]
file = "journal.sqlite"
"""


@contextmanager
def demo_terminal(folder: Path) -> Iterator[Path]:
    """A configuration file in the folder."""
    file = folder / "kiosk.toml"
    file.write_text(CONFIG, encoding="utf-8")
    yield file
