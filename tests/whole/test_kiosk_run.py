"""`kiosk run` as systemd and a technician see it: ready, alive, ended, and clear about what is wrong."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.app import FIRST_FRAME_S, Terminal, warn_of_demo_pin
from kiosk.config import Maintenance, load_config
from kiosk.core.clock import SystemClock
from kiosk.dock.backstage import TERMINAL, Backstage
from kiosk.services.journal import Journal
from kiosk.services.journal_file import APPLICATION_ID
from kiosk.services.pin_lock import made_from

CONFIG = """
[terminal]
id = "K01"
[gateway]
url = "http://127.0.0.1:9"
[journal]
file = "journal.db"
[screen]
fullscreen = false
width = 360
height = 640
[[devices]]
kind = "cards"
driver = "simulated"
name = "front"
"""
LONG_S = 40


class Systemd:
    """Listens to what the terminal says on the notify socket."""

    def __init__(self, folder: Path) -> None:
        self.address = folder / "notify"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self.address))
        self._socket.settimeout(LONG_S)

    def hears(self) -> str:
        return self._socket.recv(64).decode()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    listening = Systemd(tmp_path)
    yield listening
    listening.close()


@contextmanager
def running(folder: Path, systemd: Systemd, text: str = CONFIG) -> Iterator["subprocess.Popen[str]"]:
    (folder / "kiosk.toml").write_text(text, "utf-8")
    said = {"NOTIFY_SOCKET": str(systemd.address), "WATCHDOG_USEC": "200000"}
    program = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--config", str(folder / "kiosk.toml")],
        env=os.environ | said,
        stderr=subprocess.PIPE,
        text=True,
    )
    patience = Timer(2 * LONG_S, program.kill)  # who waits for words that it never says reads to the end of them
    patience.start()
    try:
        yield program
    finally:
        patience.cancel()
        program.kill()
        program.communicate(timeout=LONG_S)


def test_it_is_ready_after_its_first_frame_stays_alive_and_ends_when_asked(tmp_path: Path, systemd: Systemd) -> None:
    with running(tmp_path, systemd) as terminal:
        heard = [systemd.hears()]
        while heard.count("WATCHDOG=1") < 3 or "READY=1" not in heard:
            heard.append(systemd.hears())
        terminal.send_signal(signal.SIGTERM)
        while heard[-1] != "STOPPING=1":
            heard.append(systemd.hears())
        assert terminal.wait(LONG_S) == 0
    assert heard.count("READY=1") == 1


def test_nobody_else_on_the_machine_can_read_its_money_book(tmp_path: Path, systemd: Systemd) -> None:
    with running(tmp_path, systemd) as terminal:
        while "READY=1" not in systemd.hears():
            continue
        terminal.send_signal(signal.SIGTERM)
        assert terminal.wait(LONG_S) == 0
    assert {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.glob("journal.db*")} == {
        "journal.db": "0o600",
        "journal.db-lock": "0o600",
    }


def test_a_typo_ends_it_with_file_key_and_what_is_allowed(tmp_path: Path, systemd: Systemd) -> None:
    with running(tmp_path, systemd, CONFIG.replace("fullscreen", "fulscreen")) as terminal:
        _, said = terminal.communicate(timeout=LONG_S)
    assert terminal.returncode == 2
    assert f"{tmp_path / 'kiosk.toml'}: screen.fulscreen is not a setting; did you mean fullscreen?" in said


def test_a_driver_setting_that_does_not_exist_ends_it_too(tmp_path: Path, systemd: Systemd) -> None:
    with running(tmp_path, systemd, CONFIG + "spede = 1\n") as terminal:
        _, said = terminal.communicate(timeout=LONG_S)
    assert terminal.returncode == 2
    assert "front" in said
    assert "spede" in said


def test_a_journal_of_a_newer_version_is_left_alone_and_said(tmp_path: Path, systemd: Systemd) -> None:
    book = sqlite3.connect(tmp_path / "journal.db")
    book.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 99")
    book.close()
    with running(tmp_path, systemd) as terminal:
        assert terminal.stderr is not None
        said = next(line for line in terminal.stderr if "journal" in line)
        assert "newer version" in said
        terminal.send_signal(signal.SIGTERM)
        assert terminal.wait(LONG_S) == 0


def test_the_book_of_another_terminal_is_not_gone_on_with_and_said(tmp_path: Path, systemd: Systemd) -> None:
    Journal(tmp_path / "journal.db", SystemClock(), terminal_id="K07").close()
    with running(tmp_path, systemd) as terminal:
        assert terminal.stderr is not None
        said = next(line for line in terminal.stderr if "journal" in line)
        assert "no payments" in said
        assert "the book of terminal K07, and this is K01" in said
        terminal.send_signal(signal.SIGTERM)
        assert terminal.wait(LONG_S) == 0


def test_the_published_pin_of_the_demo_is_warned_of(tmp_path: Path, systemd: Systemd) -> None:
    pin = load_config(TERMINAL).maintenance.pin
    with running(tmp_path, systemd, f'{CONFIG}[maintenance]\npin = "{pin}"\n') as terminal:
        assert terminal.stderr is not None
        said = next(line for line in terminal.stderr if "MAINTENANCE" in line)
        assert said.startswith("WARNING")
        assert "kiosk maintenance pin" in said
        assert pin not in said
        while "READY=1" not in systemd.hears():
            continue
        terminal.send_signal(signal.SIGTERM)
        assert terminal.wait(LONG_S) == 0


def test_the_demo_itself_and_a_pin_of_ones_own_are_no_reason_to_warn(
    application: QGuiApplication,  # noqa: ARG001
    backstage: Backstage,
    caplog: pytest.LogCaptureFixture,
) -> None:
    terminal = Terminal(backstage.config(), backstage.journal_folder(), backstage.clock)
    terminal.start(lambda: None)
    terminal.stop()
    warn_of_demo_pin(replace(backstage.config(), maintenance=Maintenance(made_from("482915"))))
    warn_of_demo_pin(replace(backstage.config(), maintenance=Maintenance()))
    assert "MAINTENANCE" not in caplog.text


def test_a_token_that_cannot_be_read_is_named(tmp_path: Path, systemd: Systemd) -> None:
    with running(tmp_path, systemd, CONFIG.replace("[journal]", 'token_file = "none"\n[journal]')) as terminal:
        _, said = terminal.communicate(timeout=LONG_S)
    assert terminal.returncode == 2
    assert "gateway.token_file none cannot be read" in said


@pytest.mark.parametrize("chosen", [{}, {"DISPLAY": ":997"}, {"QT_QPA_PLATFORM": "a-typo"}], ids=str)
def test_without_a_display_it_ends_with_a_sentence(tmp_path: Path, chosen: dict[str, str]) -> None:
    (tmp_path / "kiosk.toml").write_text(CONFIG, "utf-8")
    sightless = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and name[:3] != "QT_"}
    command = [sys.executable, "-m", "kiosk", "run", "--config", str(tmp_path / "kiosk.toml")]
    done = subprocess.run(command, env=sightless | chosen, capture_output=True, text=True, timeout=LONG_S, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("kiosk run: no window can be opened here: ")
    assert len(done.stderr.splitlines()) == 1
    assert all(value in done.stderr for value in chosen.values())
    assert os.listdir(tmp_path) == ["kiosk.toml"], "no money book is begun"


def test_a_terminal_that_ends_before_its_first_frame_does_not_wait_for_it(
    application: QGuiApplication,  # noqa: ARG001
    backstage: Backstage,
) -> None:
    terminal = Terminal(backstage.config(), backstage.journal_folder(), backstage.clock)
    terminal.start(lambda: None)
    began = time.monotonic()
    terminal.stop()

    assert terminal.kiosk.well
    assert time.monotonic() - began < FIRST_FRAME_S / 2
