"""The rules of the QML house: one file per screen record, numbers and colours only in the theme, nothing unresolved."""

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
import qmltypes
from samples import SAMPLES

from kiosk.core.screens import Screen

UI = Path(__file__).parents[2] / "kiosk" / "ui"
FILES = sorted(UI.rglob("*.qml"))
RECORDS = [record.__name__ for record in get_args(Screen)]
LINTER = Path(sys.executable).parent / "pyside6-qmllint"

COLOUR = re.compile(
    r'"(#[0-9a-fA-F]{3,8}|black|white|red|green|blue|gr[ae]y|transparent)"|Qt\.(rgba|hsla|darker|lighter)'
)
SIZE = re.compile(
    r"\b(\w*(?:[wW]idth|[hH]eight|[sS]pacing|[pP]adding|[mM]argins?|[rR]adius|[sS]ize|duration|interval)|x|y)"
    r": *[^/\n]*?(?<![\w.\[])(\d*\d{2,}|[3-9])\b(?!\.)"
)


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_has_its_screen_and_something_to_show(name: str) -> None:
    assert (UI / "screens" / f"{name}.qml").exists()
    assert any(type(sample).__name__ == name for sample in SAMPLES.values())


def test_there_is_no_screen_without_a_record() -> None:
    assert {file.stem for file in (UI / "screens").glob("*.qml")} <= set(RECORDS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_numbers_and_colours_stand_only_in_the_theme(file: Path) -> None:
    if file.stem == "Theme":
        return
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.strip().startswith("//")]
    assert [line for line in lines if literal(line)] == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("    width: 240", True),
        ("    anchors.topMargin: -12", True),
        ('    color: "#FFFFFF"', True),
        ("    font.pixelSize: 28", True),
        ("    x: a.width + 24", True),
        ("    width: parent.width / 2", False),
        ("    height: parent.height * 0.34", False),
        ("    width: Theme.sp3 + 2 * Theme.sp1", False),
    ],
)
def test_the_search_for_numbers_finds_them(line: str, found: bool) -> None:
    assert literal(line) is found


def test_no_file_bypasses_the_parts() -> None:
    """Text is KText, what can be tapped is KTap: that is where role, size, name and feedback are looked after."""
    for file in FILES:
        source = file.read_text(encoding="utf-8")
        own = {"KText": "Text", "KTap": "MouseArea", "KDialog": "MouseArea", "KCorner": "TapHandler"}.get(file.stem, "")
        raw = set(re.findall(r"^\s*(Text|MouseArea|TapHandler|TextInput) \{", source, re.MULTILINE))
        assert raw <= {own}, file.name


def test_the_linter_finds_nothing(tmp_path: Path) -> None:
    types = qmltypes.write(tmp_path)
    done = subprocess.run([LINTER, "-I", types, *FILES], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


def literal(line: str) -> bool:
    """Whether a line of QML sets a colour or a size by itself."""
    return bool(COLOUR.search(line) or SIZE.search(line))
