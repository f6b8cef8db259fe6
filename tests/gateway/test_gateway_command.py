"""`kiosk gateway` as a program: it says where it is, ends when told, and says clearly why it cannot begin."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from gateway_fixtures import Ground

from kiosk.core.clock import VirtualClock
from kiosk.gateway.command import add_arguments, run
from kiosk.gateway.demo import open_demo
from kiosk.gateway.mood import Mood
from kiosk.gateway.store.opened import StoreTrouble

END_S = 20


@contextmanager
def program(*words: str, folder: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The real program, and where it answers."""
    environment = {**os.environ, "TMPDIR": str(folder)}
    started = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "gateway", "--port", "0", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert started.stdout is not None
    line = started.stdout.readline()
    try:
        assert line.startswith("gateway: http://127.0.0.1:"), line
        yield started, line.removeprefix("gateway: ").strip()
    finally:
        started.kill()
        started.communicate()


def end(started: "subprocess.Popen[str]") -> tuple[int, str]:
    started.send_signal(signal.SIGTERM)
    _, said = started.communicate(timeout=END_S)
    return started.returncode, said


def test_the_demo_answers_ends_when_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with program("--demo", folder=tmp_path) as (started, url):
        assert requests.get(f"{url}/v1/health", timeout=30).json() == {"state": "up"}
        assert len(requests.get(f"{url}/sim/cast", timeout=30).json()) > 10
        assert list(tmp_path.iterdir()) != []
        assert end(started) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_a_killed_gateway_comes_back_with_everything(ground: Ground, tmp_path: Path) -> None:
    with ground.empty() as where:
        comes_back(("--demo", "--database", str(where), "--wallets", str(tmp_path)), tmp_path)


def comes_back(words: tuple[str, ...], tmp_path: Path) -> None:
    body = {"terminal_id": "T01", "patient_id": "P0004", "bill_ids": ["B0004-1-1"]}
    with program(*words, folder=tmp_path) as (started, url):
        first = requests.put(f"{url}/v1/purchases/p-1", json=body, timeout=30).content
        started.kill()
        started.wait(END_S)
    with program(*words, folder=tmp_path) as (started, url):
        assert requests.put(f"{url}/v1/purchases/p-1", json=body, timeout=30).content == first
        assert end(started)[0] == 0


def test_what_it_writes_about_patients_is_for_its_own_user_only(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with program("--demo", "--database", str(tmp_path / "gateway.db"), folder=tmp_path) as (_, url):
            requests.post(f"{url}/sim/wallets/wechat/codes", json={}, timeout=30).raise_for_status()
            modes = {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert {"gateway.db", "gateway.db.lock", "gateway-wechat-wallet.db"} <= set(modes)
    assert set(modes.values()) == {"0o600"}


def test_a_hospitals_gateway_needs_its_token(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("a-token-of-the-hospital\n")
    words = ("--database", str(tmp_path / "gateway.db"), "--token-file", str(token))
    with program(*words, folder=tmp_path) as (_, url):
        assert requests.get(f"{url}/v1/channels", timeout=30).status_code == 401
        answer = requests.get(
            f"{url}/v1/channels", headers={"Authorization": "Bearer a-token-of-the-hospital"}, timeout=30
        )
        assert (answer.status_code, answer.json()) == (200, [])


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What it says before it ends with exit code 2."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    assert run(parser.parse_args(list(words))) == 2
    return capsys.readouterr().err


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = refused(capsys, "--port", port, "--database", str(tmp_path / "gateway.db"))
    assert said == f"gateway: cannot listen at 127.0.0.1 port {port}: Address already in use\n"


def test_troubles_with_the_database_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "gateway.db"
    file.write_bytes(b"not a database at all" * 100)
    assert f"{file} is not a database" in refused(capsys, "--port", "0", "--database", str(file))


@pytest.mark.parametrize("demo", [[], ["--demo"]], ids=str)
def test_places_where_no_database_can_be(capsys: pytest.CaptureFixture[str], tmp_path: Path, demo: list[str]) -> None:
    said = refused(capsys, *demo, "--port", "0", "--database", str(tmp_path))
    assert said == f"gateway: {tmp_path} is a folder; name the file of a database in it\n"
    assert not tmp_path.with_name(f"{tmp_path.name}.lock").exists()
    said = refused(capsys, *demo, "--port", "0", "--database", "/proc/gateway.db")  # not even for root
    assert said.startswith("gateway: cannot write in the folder /proc: ")


def test_books_of_the_wallets_that_cannot_be_kept_let_go_of_the_database(tmp_path: Path) -> None:
    file = tmp_path / "gateway.db"
    (tmp_path / "gateway-insurer.db").mkdir()
    for _ in range(2):
        with pytest.raises(StoreTrouble, match=f"insurer cannot be kept in {tmp_path}: unable to open"):
            open_demo(file, VirtualClock(), Mood())


def test_an_address_of_a_database_that_cannot_be(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "--database", "postgresql://kiosk:open-sesame@127.0.0.1/kiosk")
    assert "can be read by everybody" in said
    assert "open-sesame" not in said
    assert "Connection refused" in refused(capsys, "--port", "0", "--database", "postgresql://kiosk@127.0.0.1:1/kiosk")
    with pytest.raises(SystemExit):
        refused(capsys, "--database", "mysql://kiosk@127.0.0.1/kiosk")
    assert "mysql:// is no database we know" in capsys.readouterr().err


def test_the_network_is_served_only_with_a_token(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "give --token-file" in refused(capsys, "--host", "0.0.0.0", "--port", "0")
    short = tmp_path / "token"
    short.write_text("short")
    assert "at least 16" in refused(capsys, "--host", "0.0.0.0", "--token-file", str(short))
    nothing = tmp_path / "nothing"
    assert refused(capsys, "--token-file", str(nothing)) == (
        f"gateway: --token-file {nothing} cannot be read: No such file or directory\n"
    )


def test_a_port_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        refused(capsys, "--port", "70000")
    assert "'70000' is not a port: 0 to 65535" in capsys.readouterr().err


def test_the_document_is_written(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    out = tmp_path / "openapi.json"
    assert run(parser.parse_args(["openapi", "--out", str(out)])) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["openapi"] == "3.1.0"


def test_a_place_that_is_none_for_the_document(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "openapi.json"
    said = refused(capsys, "openapi", "--out", str(out))
    assert said == f"gateway: --out {out} cannot be written: No such file or directory\n"
