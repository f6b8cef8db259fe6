"""Cuts Debian's Noto Sans CJK SC down to what a terminal shows, so that the letters need no package to be installed.

Run with the full face installed (Debian: fonts-noto-cjk): `.venv/bin/python assets/fonts/subset.py`. Kept: GB 2312 (all
6,763 Hanzi), Latin, every letter of the catalogues and of the code. Rarer names fall back to the full face.
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FULL = Path("/usr/share/fonts/opentype/noto")
SAID_IN = ("assets/translations/**/*.po", "kiosk/**/*.py", "kiosk/**/*.qml", "tests/ui/*.py")


def main() -> None:
    """Write NotoSansSC-Regular.otf and NotoSansSC-Bold.otf beside this file."""
    letters = gb2312() | latin() | said()
    for weight in ("Regular", "Bold"):
        face = simplified(FULL / f"NotoSansCJK-{weight}.ttc")
        cut(face, letters)
        rename(face, weight)
        face.save(HERE / f"NotoSansSC-{weight}.otf")


def gb2312() -> set[int]:
    """Every character of GB/T 2312-1980, rows 1 to 87."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            found |= {ord(letter) for letter in bytes((row, cell)).decode("gb2312", errors="ignore")}
    return found


def latin() -> set[int]:
    """ASCII, Latin 1 and the signs of everyday English text."""
    return {*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "–—‘’“”…•€¥→←↑↓✓○●■□▲▼")}


def said() -> set[int]:
    """Every letter that the catalogues, the code and the sample screens use."""
    files = [path for pattern in SAID_IN for path in ROOT.glob(pattern)]
    return {ord(letter) for path in files for letter in path.read_text(encoding="utf-8") if ord(letter) > 0x7F}


def simplified(collection: Path) -> TTFont:
    """The face for mainland China out of a collection for all of East Asia."""
    return next(face for face in TTCollection(collection) if face["name"].getDebugName(1) == "Noto Sans CJK SC")


def cut(face: TTFont, letters: set[int]) -> None:
    """Keep these letters; hints are for small sizes, which a terminal never shows."""
    options = Options(hinting=False, desubroutinize=False, layout_features=["kern", "ccmp", "locl", "mark", "mkmk"])
    options.notdef_outline = True
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(face)


def rename(face: TTFont, weight: str) -> None:
    """A family name of its own, so that it cannot be mistaken for the full face."""
    names = face["name"]
    for record in list(names.names):
        said_now = {1: "Noto Sans SC", 2: weight, 4: f"Noto Sans SC {weight}", 6: f"NotoSansSC-{weight}"}.get(
            record.nameID
        )
        if record.nameID in (16, 17):
            names.removeNames(nameID=record.nameID)
        elif said_now:
            record.string = said_now
    face["CFF "].cff.fontNames = [f"NotoSansSC-{weight}"]


if __name__ == "__main__":
    main()
