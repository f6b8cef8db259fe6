"""What systemd hears from the terminal."""

import socket
from pathlib import Path

import pytest

from kiosk.notify import notify, watchdog_s


def test_systemd_hears_what_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        notify("READY=1")
        assert systemd.recv(64) == b"READY=1"


def test_an_abstract_socket_works_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0kiosk-notify-test")
        monkeypatch.setenv("NOTIFY_SOCKET", "@kiosk-notify-test")
        notify("WATCHDOG=1")
        assert systemd.recv(64) == b"WATCHDOG=1"


def test_a_socket_that_is_gone_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    notify("READY=1")
    assert not (tmp_path / "gone").exists()


@pytest.mark.timeout(20)
def test_a_systemd_that_reads_nothing_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        notify("READY=1")
        for _ in range(1000):  # more than the system holds for a reader
            notify("WATCHDOG=1")
        assert systemd.recv(64) == b"READY=1"


@pytest.mark.parametrize(("said", "every"), [("30000000", 15.0), ("", None), ("soon", None), ("0", None)])
def test_the_watchdog_is_fed_twice_as_often_as_it_asks(
    said: str, every: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", said)
    assert watchdog_s() == every
