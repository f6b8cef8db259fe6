"""The page about money says what the code does: its diagram is the table, and every state is told in words."""

import re
from typing import get_args

from states import PAGE, drawn, with_diagram

from kiosk.core.purchase import NEXT, State


def test_the_diagram_is_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_diagram(page), "run tests/proof/states.py"
    assert drawn().count("-->") == 1 + sum(map(len, NEXT.values())) + 3


def test_every_state_is_told_in_words() -> None:
    told = re.findall(r"^\| `([a-z]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == list(get_args(State))
