"""The pages about money say what the code does: the diagram is the table, every state is told, the bugs are counted."""

import re
from typing import get_args

from planted import PLANTED
from states import PAGE, drawn, with_diagram

from kiosk.core.purchase import NEXT, State


def test_the_diagram_is_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_diagram(page), "run tests/proof/states.py"
    assert drawn().count("-->") == 1 + sum(map(len, NEXT.values())) + 3


def test_every_state_is_told_in_words() -> None:
    told = re.findall(r"^\| `([a-z]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == list(get_args(State))


def test_the_readme_counts_the_planted_bugs() -> None:
    readme = (PAGE.parents[1] / "README.md").read_text(encoding="utf-8")
    (more_than,) = re.findall(r"more than (\d+) mistakes planted", readme)
    assert int(more_than) < len({(bug.module, bug.old, bug.new) for bug in PLANTED.values()}) <= int(more_than) + 10
