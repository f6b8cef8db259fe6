"""Who reads only the first lines of a list (`| head -3`) gets no traceback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

import pytest

import kiosk.__main__
from kiosk.__main__ import main


@pytest.fixture
def unread() -> Iterator[TextIOWrapper]:
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "w") as out:
        yield out


@pytest.mark.parametrize("said", ["one line", "many\n" * 100_000])
def test_a_command_that_nobody_reads_ends_quietly(
    said: str, unread: TextIOWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lists(_: list[str]) -> int:
        print(said)
        return 0

    monkeypatch.setattr(kiosk.__main__, "_command", lists)
    monkeypatch.setattr(sys, "stdout", unread)
    assert main(["devices"]) == 141
    unread.flush()  # as the interpreter does at its end: nothing of it is left to fail


def test_another_broken_line_is_not_hushed_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def breaks(_: list[str]) -> int:
        raise BrokenPipeError("a device")

    monkeypatch.setattr(kiosk.__main__, "_command", breaks)
    with (tmp_path / "read").open("w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        with pytest.raises(BrokenPipeError, match="a device"):
            main(["devices"])


def test_a_shell_sees_what_it_sees_of_other_tools(unread: TextIOWrapper) -> None:
    words, buffered = [sys.executable, "-m", "kiosk", "--help"], {**os.environ, "PYTHONUNBUFFERED": ""}
    ended = subprocess.run(words, stdout=unread, stderr=subprocess.PIPE, timeout=60, check=False, env=buffered)
    assert (ended.returncode, ended.stderr) == (141, b"")
