"""kill -9 of the terminal in every state and around every act: no fen is lost.

Every life is a real process over the real journal file and the real gateway process. What one leaves behind, the next
drives to its end, by the same function that serves a live visit; then the books of wallets, hospital and journal agree.
"""

from itertools import cycle, islice
from pathlib import Path

import pytest
from killing import stage
from strike import Life

from kiosk.core.purchase import NEXT

KILLS = 190
ACTS = ("open_purchase", "pre_settle", "open_order", "order", "close", "purchase_state", "settle", "void", "refund")

SAVED = [
    Life("code", "saved:planned"),
    Life("code", "saved:asking"),
    Life("code", "saved:paid"),
    Life("cancel", "saved:closing"),
    Life("cancel", "saved:closed"),
    Life("pay-cancel", "saved:paid"),
    Life("cancel", "saved:unsure", silent=True),
    Life("code", "saved:settling"),
    Life("code", "saved:settled"),
    Life("code", "saved:voiding", refused=True),
    Life("code", "saved:refunding", refused=True),
    Life("code", "saved:refunded", refused=True),
]
AROUND = [
    Life(
        "cancel" if act in ("close", "purchase_state") else "qr" if act == "order" else "code",
        f"{when}:{act}",
        refused=act in ("void", "refund"),
    )
    for act in ACTS
    for when in ("ask", "answer")
]
LIVES = list(islice(cycle(SAVED + AROUND), KILLS))


@pytest.mark.timeout(900)
def test_the_terminal_may_die_in_every_state_and_around_every_act(tmp_path: Path) -> None:
    with stage(tmp_path) as both:
        both.play(LIVES)
        both.recover()
        both.books_agree()
    assert both.kills == {"terminal": KILLS}
    assert {point.removeprefix("saved:") for point in both.points if point.startswith("saved:")} == set(NEXT)
    print(f"{KILLS} kills of the terminal, at {len(both.points)} points, in {len(both.visits)} visits")
