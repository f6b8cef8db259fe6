"""`kiosk demo`, `kiosk tour` and `kiosk bench` as somebody types them: what they leave behind, and what not."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.bench.processes import descendants

KIOSK = [sys.executable, "-m", "kiosk"]
SIGHTLESS = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}


def start(words: list[str], folder: Path, **environment: str) -> "subprocess.Popen[str]":
    """Run a command whose temporary files go to `folder`."""
    return subprocess.Popen(
        [*KIOSK, *words],
        env={**SIGHTLESS, "TMPDIR": str(folder), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_leaves_no_program_and_no_file(number: signal.Signals, tmp_path: Path) -> None:
    demo = start(["demo"], tmp_path, QT_QPA_PLATFORM="offscreen")
    try:
        assert demo.stdout is not None
        assert any("Lay a card on the reader" in line for line in demo.stdout)
        gateways = [pid for pid in descendants(demo.pid) if alive(pid)]
        assert gateways

        demo.send_signal(number)
        assert demo.wait(60) == 0
        assert not any(alive(pid) for pid in gateways)
        assert list(tmp_path.iterdir()) == []
    finally:
        demo.kill()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("moment", ["kiosk-*", "kiosk-*/terminal-*"], ids=["gateway starts", "window opens"])
def test_a_bench_that_is_told_to_end_leaves_no_program_and_no_file(
    moment: str, number: signal.Signals, code: int, tmp_path: Path
) -> None:
    bench = start(["bench", "touch"], tmp_path, QT_QPA_PLATFORM="offscreen")
    try:
        while not list(tmp_path.glob(moment)):
            with pytest.raises(subprocess.TimeoutExpired):  # it goes on; nobody looks so often that it has no time to
                bench.wait(0.02)
        below = descendants(bench.pid)
        bench.send_signal(number)
        bench.communicate(timeout=40)
        assert bench.returncode == code
        assert not any(alive(pid) for pid in below)
        assert list(tmp_path.iterdir()) == []
    finally:
        bench.kill()


def test_without_a_display_the_demo_says_so_and_plays_the_tour(tmp_path: Path) -> None:
    out = tmp_path / "out"
    demo = start(["demo", "--out", str(out)], tmp_path, QT_QPA_PLATFORM="")  # as if nobody had chosen one
    try:
        said, complaints = demo.communicate(timeout=90)
    finally:
        demo.kill()

    assert demo.returncode == 0, complaints
    assert said.startswith("This machine has no display")
    assert str(out) in said
    assert {"01-attract.png", "05-paid.png", "slip-1.png", "slip-1.bin", "summary.json"} <= set(os.listdir(out))
    assert os.listdir(tmp_path) == ["out"]


INTERRUPTED = 130
TOUR, DEMO, GATEWAY = ["tour", "pay", "--out", "{out}"], ["demo"], ["gateway", "--demo", "--port", "0"]


@pytest.mark.parametrize(
    ("words", "after_s"), [(TOUR, 0.8), (TOUR, 1.4), (TOUR, 2.0), (TOUR, 3.0), (DEMO, 1.4), (GATEWAY, 0.8)]
)
def test_ctrl_c_ends_a_command_at_any_time_without_a_word(words: list[str], after_s: float, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = start([word.format(out=tmp_path / "out") for word in words], temporary, QT_QPA_PLATFORM="offscreen")
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            command.communicate(timeout=after_s)
        command.send_signal(signal.SIGINT)
        _, complaints = command.communicate(timeout=40)
    finally:
        command.kill()

    serves = words != TOUR  # until it is told to end: 0, if it had come so far
    assert command.returncode == INTERRUPTED or (serves and command.returncode == 0)
    assert "Traceback" not in complaints
    assert list(temporary.iterdir()) == []


def test_the_help_says_what_it_is_and_names_every_command() -> None:
    said = subprocess.run([*KIOSK, "--help"], capture_output=True, text=True, timeout=60, check=True).stdout
    assert "hospital" in said.split("options:")[0]
    commands = said.split("commands:")[1]
    assert all(f"    {name} " in commands for name in ("run", "demo", "tour", "gateway", "bench"))

    version = subprocess.run([*KIOSK, "--version"], capture_output=True, text=True, timeout=60, check=True).stdout
    assert version.startswith("kiosk 0.")


def test_the_tour_names_its_journeys_and_refuses_others() -> None:
    listed = subprocess.run([*KIOSK, "tour", "--list"], capture_output=True, text=True, timeout=60, check=True)
    assert {"pay", "pay-unknown", "pay-refused", "pay-no-paper", "pay-walk-away"} <= {
        line.split()[0] for line in listed.stdout.splitlines()
    }

    wrong = subprocess.run([*KIOSK, "tour", "dance", "--out", "x"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "there is no journey 'dance'" in wrong.stderr
    assert "pay-walk-away" in wrong.stderr
