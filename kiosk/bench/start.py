"""Starts the terminal and a browser in turns on one display, and compares how fast they appear and what they cost."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Protocol

from kiosk import told
from kiosk.bench.browser import Browser, page_server, version
from kiosk.bench.cabinet import cabinet
from kiosk.bench.display import need, virtual_display
from kiosk.bench.processes import Cost, adopt_orphans, cost, descendants, running
from kiosk.bench.terminal import Terminal, listening

SIZE = (1080, 1920)
APPEARS_S = 60.0
SETTLE_S = 3.0  # both load more after the first frame: memory and processor time are those of the finished start
TIME_TARGET, MEMORY_TARGET = 0.6, 0.4


class Silent(Exception):
    """A program painted nothing; says what it wrote last."""


class Contestant(Protocol):
    """A program that tells when it has painted."""

    @property
    def name(self) -> str: ...

    @property
    def environment(self) -> dict[str, str]: ...

    def command(self) -> list[str]: ...

    def prepare(self) -> None: ...

    def first_frame(self, wait_s: float) -> float | None: ...


@dataclass(frozen=True)
class Run:
    """One start: seconds from exec to the first painted frame; what it had cost once it had settled."""

    first_frame_s: float
    cost: Cost


@dataclass(frozen=True)
class Medians:
    """The middle of several runs."""

    first_frame_s: float
    cpu_s: float
    pss_mib: float
    processes: int


def compare(runs: int, say: Callable[[str], None]) -> bool:
    """Measure and tell; whether both targets are met. Raises `NotInstalled` and `Silent`."""
    need("Xvfb", "chromium")
    adopt_orphans()
    with TemporaryDirectory(prefix="kiosk-bench-") as made, contestants(Path(made)) as (display, ours, theirs):
        log = Path(made) / "said"
        say(f"{version()}; display {SIZE[0]}x{SIZE[1]}; one run each to warm up, then {runs} in turns")
        for contestant in (ours, theirs):
            measure(contestant, display, log)
        results: dict[str, list[Run]] = {ours.name: [], theirs.name: []}
        for _ in range(runs):
            for contestant in (ours, theirs):
                results[contestant.name].append(measure(contestant, display, log))
                say(line(contestant.name, middle(results[contestant.name][-1:])))
    return verdict(middle(results[ours.name]), middle(results[theirs.name]), say)


@contextmanager
def contestants(folder: Path) -> Iterator[tuple[str, Terminal, Browser]]:
    """A display, our terminal, and the browser, each with caches of its own that stay from run to run."""
    with (
        virtual_display(*SIZE) as display,
        listening(folder) as (ready, notify),
        cabinet(folder) as config,
        page_server() as server,
    ):
        profile = folder / "browser"
        profile.mkdir()
        yield display, Terminal(config, ready, notify), Browser(profile, SIZE, server, {"TMPDIR": str(profile)})


def measure(contestant: Contestant, display: str, log: Path) -> Run:
    """Start it, wait for its first frame, let it settle, and look what it has cost. Raises `Silent`."""
    environment = {**os.environ, **contestant.environment, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    contestant.prepare()
    others = descendants(os.getpid())
    started = time.time()
    with running(contestant.command(), environment, log) as program:
        painted = _first_frame(contestant, program, log)
        time.sleep(SETTLE_S)
        told.obey()
        if program.poll() is not None:
            raise Silent(f"{contestant.name} ended by itself with {program.returncode}: {_last_words(log)}")
        return Run(painted - started, cost(descendants(os.getpid()) - others))


def _first_frame(contestant: Contestant, program: "subprocess.Popen[bytes]", log: Path) -> float:
    until = time.monotonic() + APPEARS_S
    while time.monotonic() < until and program.poll() is None:
        told.obey()
        if (painted := contestant.first_frame(0.5)) is not None:
            return painted
    raise Silent(f"{contestant.name} ended or painted nothing within {APPEARS_S:.0f} s: {_last_words(log)}")


def _last_words(log: Path) -> str:
    return log.read_text("utf-8", "replace")[-1000:].strip()


def middle(runs: list[Run]) -> Medians:
    """Medians, each figure by itself."""
    return Medians(
        median(run.first_frame_s for run in runs),
        median(run.cost.cpu_s for run in runs),
        median(run.cost.pss_mib for run in runs),
        round(median(run.cost.processes for run in runs)),
    )


def line(name: str, figures: Medians) -> str:
    """One row of the table."""
    first, cpu, pss = figures.first_frame_s, figures.cpu_s, figures.pss_mib
    return (
        f"{name:<10} first frame {first:6.3f} s   cpu {cpu:6.2f} s   PSS {pss:7.1f} MiB   {figures.processes} processes"
    )


def verdict(ours: Medians, theirs: Medians, say: Callable[[str], None]) -> bool:
    """Say the medians and the ratios; whether both are under their targets."""
    say("medians")
    say(line("kiosk", ours))
    say(line("Chromium", theirs))
    elapsed, memory = ours.first_frame_s / theirs.first_frame_s, ours.pss_mib / theirs.pss_mib
    say(f"time to first frame {elapsed:.2f} of Chromium's (target < {TIME_TARGET})")
    say(f"memory {memory:.2f} of Chromium's (target < {MEMORY_TARGET})")
    return elapsed < TIME_TARGET and memory < MEMORY_TARGET
