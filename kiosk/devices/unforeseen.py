"""Notes what no driver foresaw: its kind and its place, never its words, which may hold what stands on a card."""

import logging
import traceback
from pathlib import Path

log = logging.getLogger(__name__)


def note(device: str, error: Exception) -> None:
    """Into the log; to be called where a device's thread goes on after an error of any kind."""
    steps = traceback.extract_tb(error.__traceback__)
    places = " > ".join(f"{Path(step.filename).name}:{step.lineno}" for step in steps[-3:])
    log.error("%s: not foreseen: %s at %s", device, type(error).__name__, places)
