"""`kiosk maintenance pin`: a PIN goes in twice, and the line for kiosk.toml comes out; the PIN itself nowhere."""

import argparse
import io
from pathlib import Path

import pytest

from kiosk import ASSETS
from kiosk.__main__ import main
from kiosk.config import ConfigWrong, load_config
from kiosk.core.clock import VirtualClock
from kiosk.maintenance import DEMO_PIN, add_arguments, run
from kiosk.services.pin_lock import FilePinLock

GOOD = """
[terminal]
id = "K01"
[gateway]
url = "http://127.0.0.1:8460"
[journal]
file = "journal.db"
"""


def typed(monkeypatch: pytest.MonkeyPatch, first: str, second: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{first}\n{second}\n"))
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(["pin"]))


def opens(file: Path, pin: str, tries: Path) -> bool:
    return FilePinLock(load_config(file).maintenance.pin, tries, VirtualClock()).open(pin)


def test_the_line_goes_into_the_configuration_and_the_pin_opens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert typed(monkeypatch, "482915", "482915") == 0
    line = capsys.readouterr().out
    assert "482915" not in line
    file = tmp_path / "kiosk.toml"
    file.write_text(GOOD + line, "utf-8")
    assert opens(file, "482915", tmp_path / "tries.json")
    assert not opens(file, "482916", tmp_path / "tries.json")


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("4829", "4829", "6 to 12 digits"),
        ("4829156071234", "4829156071234", "6 to 12 digits"),
        ("48291x", "48291x", "6 to 12 digits"),
        ("٤٨٢٩١٥", "٤٨٢٩١٥", "6 to 12 digits"),
        ("123456", "123456", "anybody tries"),
        ("987654", "987654", "anybody tries"),
        ("111111", "111111", "anybody tries"),
        (DEMO_PIN, DEMO_PIN, "the PIN of the demo"),
        ("482915", "482916", "not the same"),
    ],
)
def test_a_pin_that_will_not_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], first: str, second: str, why: str
) -> None:
    assert typed(monkeypatch, first, second) == 2
    told = capsys.readouterr()
    assert (told.out, why in told.err) == ("", True)


@pytest.mark.parametrize("written", ['"482915"', '"scrypt$00$00"', '"plain$482915"', "482915", "['482915']"])
def test_a_pin_in_clear_is_refused_and_not_repeated(tmp_path: Path, written: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f"{GOOD}[maintenance]\npin = {written}\n", "utf-8")
    with pytest.raises(ConfigWrong, match=r"kiosk\.toml: maintenance\.pin must be") as wrong:
        load_config(file)
    assert "482915" not in str(wrong.value)


def test_without_a_pin_there_is_no_way_in(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(GOOD, "utf-8")
    assert load_config(file).maintenance.pin == ""


def test_the_demo_has_the_pin_that_it_says(tmp_path: Path) -> None:
    file = ASSETS / "demo" / "kiosk.toml"
    assert opens(file, DEMO_PIN, tmp_path / "tries.json")
    assert DEMO_PIN in file.read_text("utf-8")


def test_ctrl_d_instead_of_a_pin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def ended(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("kiosk.maintenance.getpass.getpass", ended)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert main(["maintenance", "pin"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "\nmaintenance: no PIN was given, and none was made\n")
