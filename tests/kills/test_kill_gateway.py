"""kill -9 of the gateway before and after its commits, wallets and insurer, and of both programs at once.

The terminal meets a gateway that is gone in the middle of an answer and back a moment later; no fen is lost.
"""

from itertools import cycle, islice
from pathlib import Path

import pytest
from killing import stage
from strike import Life
from test_kill_terminal import AROUND, SAVED

KILLS = 110
BOTH = 24

COMMITS = [Life("code", f"{when}:commit", "gateway", nth) for nth in range(1, 9) for when in ("before", "after")]
REFUSED = [Life("code", "after:commit", "gateway", nth, refused=True) for nth in range(7, 11)]
WALLETS = [
    Life(does, f"{when}:{act}", "gateway", refused=act == "refund")
    for act, does in [("charge", "code"), ("precreate", "qr"), ("query", "qr"), ("close", "cancel"), ("refund", "code")]
    for when in ("before", "after")
]
INSURER = [Life("code", f"{when}:insurer", "gateway", nth) for nth in (1, 2) for when in ("before", "after")]
ASKED = [
    Life(life.does, life.point, "gateway", refused=life.refused) for life in AROUND if life.point.startswith("ask")
]
TOGETHER = [Life(life.does, life.point, "both", refused=life.refused, silent=life.silent) for life in SAVED] + [
    Life(life.does, life.point, "both", life.nth, life.refused) for life in WALLETS
]
LIVES = [
    *islice(cycle(COMMITS + REFUSED + WALLETS + INSURER + ASKED), KILLS - BOTH),
    *islice(cycle(TOGETHER), BOTH),
]


@pytest.mark.timeout(900)
def test_the_gateway_may_die_around_every_commit_and_every_answer_and_both_at_once(tmp_path: Path) -> None:
    with stage(tmp_path) as both:
        both.play(LIVES)
        both.recover()
        both.books_agree()
    assert both.kills == {"gateway": KILLS - BOTH, "both": BOTH}
    print(f"{KILLS} kills of the gateway, {BOTH} of them with the terminal, at {len(both.points)} points")
