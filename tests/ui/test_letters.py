"""The letters we bring cover all that the terminal says, and icons are the licensed ones and no more."""

import re
import runpy
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from kiosk import ASSETS

ROOT = Path(__file__).parents[2]
CUT = runpy.run_path(str(ASSETS / "fonts" / "subset.py"))


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_every_letter_that_is_said_is_in_our_fonts(weight: str) -> None:
    """After a new rare letter: run assets/fonts/subset.py."""
    face = TTFont(ASSETS / "fonts" / f"NotoSansSC-{weight}.otf")
    drawn = set(face.getBestCmap())
    assert "".join(sorted(map(chr, (CUT["said"]() | CUT["gb2312"]()) - drawn))) == ""
    widths = {face["hmtx"][face.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}
    assert len(widths) == 1, "amounts under each other need figures of one width"


def test_the_fonts_are_small_and_come_with_their_licence() -> None:
    sizes = [face.stat().st_size for face in (ASSETS / "fonts").glob("*.otf")]
    assert len(sizes) == 2
    assert max(sizes) < 4_000_000
    assert "SIL OPEN FONT LICENSE" in (ASSETS / "fonts" / "OFL.txt").read_text()


def test_every_icon_is_used_and_comes_with_its_licence() -> None:
    source = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "kiosk").rglob("*") if file.suffix in (".qml", ".py")
    )
    icons = {icon.stem for icon in (ASSETS / "icons").glob("*.svg")}
    assert {icon for icon in icons if not re.search(f'"{icon}"', source)} == set()
    assert "ISC License" in (ASSETS / "icons" / "LICENSE").read_text()
