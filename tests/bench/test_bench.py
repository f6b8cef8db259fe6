"""What the measuring says can be believed: everything a program starts is counted, and nothing of it stays."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.bench.browser import page_server
from kiosk.bench.figures import percentile
from kiosk.bench.processes import Cost
from kiosk.bench.start import Medians, Run, Silent, measure, middle, verdict
from kiosk.bench.terminal import Terminal, listening
from kiosk.bench.touch import Tap, look_around, slow_terminal
from kiosk.bench.touch import verdict as touch_verdict

# A program whose grandchild outlives its child and takes 40 MiB; all three say when they are there.
FAMILY = """
import subprocess, sys, time
grandchild = "import time; kept = bytearray(b'x') * 40_000_000; print('there', flush=True); time.sleep(60)"
child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {grandchild!r}], start_new_session=True)"
subprocess.run([sys.executable, "-c", child])
time.sleep(60)
"""
COUNTS_A_FAMILY = f"""
import os, sys
from pathlib import Path
from kiosk.bench.processes import adopt_orphans, cost, descendants, running
adopt_orphans()
log = Path(sys.argv[1])
with running([sys.executable, "-c", {FAMILY!r}], dict(os.environ), log):
    while "there" not in log.read_text():
        pass
    spent = cost(descendants(os.getpid()))
    print(spent.processes, spent.pss_mib > 40, spent.cpu_s > 0)
print(descendants(os.getpid()))
"""
PAINTS = """
import os, socket, time
out = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
out.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"])
time.sleep(60)
"""


class Painter(Terminal):
    """A stand-in for the terminal: it says READY and stays."""

    def command(self) -> list[str]:
        return [sys.executable, "-c", PAINTS]


class Dier(Terminal):
    """A terminal that cannot start."""

    def command(self) -> list[str]:
        return [sys.executable, "-c", "raise SystemExit('no configuration')"]


def test_orphans_are_counted_and_ended(tmp_path: Path) -> None:
    command = [sys.executable, "-c", COUNTS_A_FAMILY, str(tmp_path / "log")]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()
    assert said == ["2 True True", "set()"]


def test_a_run_is_timed_from_exec_to_the_first_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.bench.start.SETTLE_S", 0)
    with listening(tmp_path) as (ready, environment):
        before = time.monotonic()
        run = measure(Painter(tmp_path, ready, environment), ":none", tmp_path / "log")
        assert 0 < run.first_frame_s < time.monotonic() - before
        assert run.cost.processes == 1
        assert run.cost.pss_mib > 1


def test_a_program_that_ends_before_it_paints_is_told_with_its_last_words(tmp_path: Path) -> None:
    with listening(tmp_path) as (ready, environment), pytest.raises(Silent, match="no configuration"):
        measure(Dier(tmp_path, ready, environment), ":none", tmp_path / "log")


def test_the_page_reports_the_time_of_its_paint() -> None:
    import requests

    with page_server() as server:
        assert "点击屏幕开始" in requests.get(server.address(), timeout=30).content.decode("utf-8")
        requests.get(f"{server.address()}painted?at=1767225600500.5", timeout=30)
        assert server.painted.get(timeout=30) == pytest.approx(1767225600.5005)


def test_medians_and_targets() -> None:
    runs = [Run(first, Cost(0.3, pss, 1)) for first, pss in ((0.3, 90), (0.9, 100), (0.4, 80))]
    ours = middle(runs)
    said: list[str] = []
    assert ours == Medians(0.4, 0.3, 90, 1)
    assert verdict(ours, Medians(0.8, 1.3, 400, 11), said.append)
    assert not verdict(ours, Medians(0.6, 1.3, 400, 11), said.append)
    assert not verdict(ours, Medians(0.8, 1.3, 200, 11), said.append)
    assert said[3].startswith("time to first frame 0.50")


def test_percentiles_are_of_real_taps() -> None:
    figures = [float(ms) for ms in range(1, 201)]
    assert percentile(figures, 0.99) == 198
    assert percentile([7.0], 0.99) == 7
    quick = [Tap("Home", "help", "Help", 20.0)] * 99
    assert touch_verdict([*quick, Tap("Home", "help", "Help", 500.0)], lambda _: None)
    assert not touch_verdict([*quick, *[Tap("Home", "help", "Help", 500.0)] * 2], lambda _: None)


def test_every_tap_of_a_walk_is_timed() -> None:
    with slow_terminal() as (watch, _world):
        look_around(watch)
    assert {tap.screen for tap in watch.taps} >= {"Attract", "Home", "Identify", "Language", "Help"}
    assert all(tap.ms > 0 for tap in watch.taps)
