"""Every fault script of the tour, one after the other at one running terminal: each ends where it must, with every fen.

The terminal is never restarted between them: what one fault leaves behind would be found by the next script.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.app import Terminal
from kiosk.dock.backstage import Backstage
from kiosk.dock.world import World
from kiosk.services.journal import Journal
from kiosk.tour.album import Album
from kiosk.tour.journeys import JOURNEYS
from kiosk.tour.play import Summary, play_on, terminal_on, world_around
from kiosk.tour.visitor import How

FAULTS = [name for name in JOURNEYS if name.startswith("fault-")]
MENDED = (
    *("refill", "clear_jam", "close_cover", "plug", "slow_printer 0"),
    *("take_card", "plug_reader", "plug_scanner", "wallet_up alipay", "wallet_up wechat", "slow_gateway 0"),
)
NO_MONEY = (0, 0, 0)


@dataclass
class Stage:
    """One hospital and one terminal for all scripts; `told` is how those that were played ended."""

    backstage: Backstage
    terminal: Terminal
    how: How
    told: list[Summary]

    @property
    def world(self) -> World:
        return world_around(self.terminal, self.backstage)

    def play(self, name: str) -> Summary:
        """A script in a world in which all works."""
        for verb in MENDED:
            self.world.do(verb)
        summary = play_on(self.terminal, JOURNEYS[name], self.how, Album(None), self.backstage)
        self.told.append(summary)
        return summary


@pytest.fixture(scope="module", params=[How(), How(elder=True)], ids=["standard", "elder"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Ends with a look into the terminal's own book, which it holds locked while it runs."""
    backstage, told = Backstage(), list[Summary]()
    backstage.open()
    folder = backstage.journal_folder()
    try:
        with terminal_on(backstage, folder) as terminal:
            yield Stage(backstage, terminal, request.param, told)
        assert_books_agree(folder / backstage.config().journal.file, backstage, told)
    finally:
        backstage.close()


def assert_books_agree(file: Path, backstage: Backstage, told: list[Summary]) -> None:
    """Nothing is under way in the terminal's book, and it knows the same sum as the hospital."""
    with closing(sqlite3.connect(file)) as opened:
        purchases = [one for (one,) in opened.execute("SELECT DISTINCT purchase_id FROM event")]
    with closing(Journal(file, backstage.clock)) as journal:
        assert journal.unfinished() == []
        ended = [journal.purchase(one) for one in purchases]
    assert {one.state for one in ended} <= {"settled", "closed"}
    assert sum(one.own for one in ended if one.state == "settled") == sum(summary.settled_fen for summary in told)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_ends_where_it_must_with_every_fen(name: str, stage: Stage) -> None:
    summary = stage.play(name)

    assert (summary.result, summary.last) == (JOURNEYS[name].expected, JOURNEYS[name].last)
    money = (summary.charged_fen, summary.settled_fen, summary.refunded_fen)
    if summary.result == "paid" and name not in INSURED_ONLY:
        assert money[0] == money[1] > 0 == money[2]
    else:
        assert money == NO_MONEY
    assert summary.screens[-1] == "Attract"
    assert summary.slips == SLIPS.get(name, 1 if summary.result == "paid" else 0)
    assert stage.backstage.printer.complaints == []


INSURED_ONLY = ("fault-slow-gateway",)  # the insurance pays all of it
# Slips that came out whole; what failed in the middle was torn off.
SLIPS = dict.fromkeys(
    (
        *("fault-jam-in-slip", "fault-paper-ends", "fault-printer-unplugged", "fault-printer-unplugged-in-slip"),
        *("fault-slow-gateway", "fault-all-at-once"),
    ),
    0,
)
