"""Draws the table of moves into docs/money.md; run it as a program after changing the table."""

import sys
from pathlib import Path

from kiosk.core.purchase import FINAL, NEXT

PAGE = Path(__file__).parents[2] / "docs/money.md"
BEGINS, ENDS = "<!-- drawn by tests/proof/states.py -->", "<!-- end -->"


def drawn() -> str:
    """The diagram of `NEXT`, as mermaid has it."""
    moves = [f"    {before} --> {after}" for before, afters in NEXT.items() for after in NEXT if after in afters]
    ends = [f"    {state} --> [*]" for state in NEXT if state in FINAL]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> planned", *moves, *ends, "```"])


def with_diagram(page: str) -> str:
    """The page with its diagram as the table has it now."""
    before, _, rest = page.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return f"{before}{BEGINS}\n{drawn()}\n{ENDS}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_diagram(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} is as the table has it\n")
