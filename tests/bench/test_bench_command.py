"""`kiosk bench` called wrongly: it measures nothing, says why in a sentence, and ends with 2."""

import sys
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.bench import reconcile


def refused(capsys: pytest.CaptureFixture[str], words: list[str]) -> str:
    """What stands on stderr, once it has ended with 2 and measured nothing."""
    with pytest.raises(SystemExit, match="2"):  # some words the command line itself does not take
        sys.exit(main(["bench", *words]))
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


@pytest.mark.parametrize("number", ["0", "-1", "many", "1.5"])
@pytest.mark.parametrize(
    "words",
    ["start --runs", "touch --rounds", "money --runs", "journal --payments", "devices --runs", "reconcile --rows"],
)
def test_a_number_of_runs_is_above_nothing(capsys: pytest.CaptureFixture[str], words: str, number: str) -> None:
    assert f"{number!r} is not a whole number above 0" in refused(capsys, [*words.split(), number])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--cut", "3"], "--cut needs --story"),
        (["--cut", "3", "--seed", "4"], "--cut needs --story"),
        (["--story", "pays", "--seed", "4"], "not with --seed or --runs"),
        (["--story", "pays", "--cut", "3", "--runs", "4"], "not with --seed or --runs"),
        (["--story", "pays", "--cut", "a"], "'a' is not a whole number above 0"),
        (["--seed", "-4"], "'-4' is not a seed"),
    ],
)
def test_words_about_money_that_contradict_each_other(
    capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    assert why in refused(capsys, ["money", *words])


def test_a_folder_for_the_journal_that_is_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for folder, why in ((tmp_path / "none", "No such file or directory"), (file, "Not a directory")):
        said = refused(capsys, ["journal", "--payments", "1", "--folder", str(folder)])
        assert said == f"kiosk bench: no folder can be made in {folder}: {why}\n"


def test_a_day_too_small_for_its_differences(capsys: pytest.CaptureFixture[str]) -> None:
    few = str(reconcile.FEWEST - 1)
    assert f"--rows {few} is too few" in refused(capsys, ["reconcile", "--rows", few])
