"""What the pages name is there: every file, every command, and every function that stands beside its file."""

import re
from pathlib import Path

import pytest

from kiosk.__main__ import COMMANDS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PLACE = re.compile(r"`((?:kiosk|tests|docs|assets)/[\w./-]+)`")
COMMAND = re.compile(r"(?:`|    )(?:sudo )?(?:\.venv/bin/)?kiosk (\w+)")
NAMED = re.compile(r"`((?:kiosk|tests)/[\w./]+\.py)` \| ([^|]*)")  # a file, and in the next cell what is in it


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_command_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [place for place in PLACE.findall(text) if not (ROOT / place).exists()] == []
    assert [command for command in COMMAND.findall(text) if command not in COMMANDS] == []


def test_the_architecture_page_names_what_is_in_the_files() -> None:
    rows = NAMED.findall((ROOT / "docs/architecture.md").read_text(encoding="utf-8"))
    assert len(rows) > 15
    for file, told in rows:
        source = (ROOT / file).read_text(encoding="utf-8")
        for name in re.findall(r"`([\w.]+)`", told):
            assert all(re.search(rf"(def|class) {part}\b", source) for part in name.split(".")), f"{file}: {name}"
