"""The whole terminal in this process: its real window without a display, its real printer driver, a real gateway."""

from collections.abc import Iterator

import pytest

from kiosk.dock.backstage import Backstage
from kiosk.tour.album import Album
from kiosk.tour.play import terminal_on, world_around
from kiosk.tour.visitor import Visitor


@pytest.fixture(scope="module")
def backstage() -> Iterator[Backstage]:
    """One gateway for a module: each story takes another patient of the cast."""
    stage = Backstage()
    stage.open()
    yield stage
    stage.close()


@pytest.fixture
def visitor(backstage: Backstage) -> Iterator[Visitor]:
    """Somebody who stands in front of the first screen of a terminal that was just switched on."""
    with terminal_on(backstage, backstage.journal_folder()) as terminal:
        somebody = Visitor(terminal, world_around(terminal, backstage), Album(None))
        somebody.wait_for("Attract")
        yield somebody
