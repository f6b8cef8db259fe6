"""Finds the statements of a day in a folder that a human has put them into."""

from datetime import date
from pathlib import Path

from kiosk.gateway.reconciliation.run import READERS

_ENDINGS = (".csv", ".zip")


def find_statements(folder: Path, day: date) -> dict[str, Path | None]:
    """By channel: the file whose name begins with the channel's and holds the day, as 2026-03-02 or 20260302."""
    days = (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}")
    found: dict[str, Path | None] = {}
    for file in sorted(folder.iterdir()):
        channel = next((name for name in READERS if file.name.lower().startswith(name)), "")
        if channel and file.suffix.lower() in _ENDINGS and any(told in file.name for told in days):
            found[channel] = file
    return found
