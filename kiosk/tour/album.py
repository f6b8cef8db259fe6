"""What a tour leaves behind: numbered pictures, slips as bytes and as pictures, one summary."""

import re
from pathlib import Path

from PySide6.QtGui import QImage

from kiosk.dock.paper import read_paper
from kiosk.dock.picture import draw_paper


class Album:
    """A folder of pictures. Without a folder it keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._count = 0
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            for old in [*folder.glob("[0-9][0-9]-*.png"), *folder.glob("slip-*.*"), *folder.glob("summary.json")]:
                old.unlink()

    @property
    def blank(self) -> bool:
        """Nothing is kept: nobody needs to look."""
        return self._folder is None

    def keep(self, name: str, picture: QImage) -> None:
        """The next picture: `07-pick-bills.png`."""
        self._count += 1
        if self._folder:
            slug = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
            picture.save(str(self._folder / f"{self._count:02d}-{slug}.png"))

    def keep_slips(self, slips: list[bytes]) -> None:
        """`slip-1.bin` as the printer got it, `slip-1.png` as it came out."""
        if not self._folder:
            return
        for number, slip in enumerate(slips, 1):
            (self._folder / f"slip-{number}.bin").write_bytes(slip)
            (self._folder / f"slip-{number}.png").write_bytes(draw_paper(read_paper(slip)))

    def write(self, name: str, text: str) -> None:
        if self._folder:
            (self._folder / name).write_text(text, encoding="utf-8")
