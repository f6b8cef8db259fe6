"""A fresh demo hospital per test, copied from one that is seeded once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import Counter
from litestar.testing import TestClient

from kiosk.core.clock import VirtualClock
from kiosk.gateway.api.sim import OUTSIDE
from kiosk.gateway.app import build
from kiosk.gateway.demo import open_demo
from kiosk.gateway.mood import Mood


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("demo") / "gateway.db"
    open_demo(file, VirtualClock(), Mood()).database.close()
    return file


@pytest.fixture
def counter(seeded_file: Path, tmp_path: Path) -> Iterator[Counter]:
    file = tmp_path / "gateway.db"
    shutil.copy(seeded_file, file)
    clock = VirtualClock()
    mood = Mood()
    cashier = open_demo(file, clock, mood)
    with TestClient(build(cashier, outside=OUTSIDE, mood=mood), raise_server_exceptions=False) as http:
        yield Counter(http, cashier, clock)
    cashier.database.close()
