"""What the pages name is there: every file, and every function that stands beside one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PLACE = re.compile(r"`((?:kiosk|tests|docs|assets)/[\w./-]+)`")
NAMED = re.compile(r"`((?:kiosk|tests)/[\w./]+\.py)` \| ([^|]*)")  # a file, and in the next cell what is in it


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    places = PLACE.findall(page.read_text(encoding="utf-8"))
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_the_architecture_page_names_what_is_in_the_files() -> None:
    rows = NAMED.findall((ROOT / "docs/architecture.md").read_text(encoding="utf-8"))
    assert len(rows) > 15
    for file, told in rows:
        source = (ROOT / file).read_text(encoding="utf-8")
        for name in re.findall(r"`([\w.]+)`", told):
            assert all(re.search(rf"(def|class) {part}\b", source) for part in name.split(".")), f"{file}: {name}"
